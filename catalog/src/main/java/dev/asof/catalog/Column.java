package dev.asof.catalog;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * One column of a table.
 *
 * @param name as Iceberg stores it; Spark SQL finds it in any case
 * @param kind what it holds
 * @param unit unit, or the format of a text; empty when there is nothing to say
 * @param description what a value means
 * @param role what it does for the table
 */
public record Column(String name, Kind kind, String unit, String description, Role role) {

  /** What a column holds. */
  public enum Kind {
    /** Text; {@link String} in a {@link Row}. */
    STRING("STRING", Types.StringType.get()),
    /** A 64-bit floating-point number; {@link Double} in a {@link Row}. */
    DOUBLE("DOUBLE", Types.DoubleType.get()),
    /** A 64-bit whole number; {@link Long} in a {@link Row}. */
    LONG("BIGINT", Types.LongType.get()),
    /** A calendar date; {@link java.time.LocalDate} in a {@link Row}. */
    DATE("DATE", Types.DateType.get()),
    /** A moment to the microsecond; {@link java.time.Instant} in a {@link Row}. */
    TIMESTAMP("TIMESTAMP", Types.TimestampType.withZone());

    private final String sqlType;
    private final Type icebergType;

    Kind(String sqlType, Type icebergType) {
      this.sqlType = sqlType;
      this.icebergType = icebergType;
    }

    /** The type's name in Spark SQL. */
    public String sqlType() {
      return sqlType;
    }

    /**
     * A value as text, written as {@link Row#text} writes it.
     *
     * @throws IllegalArgumentException when it isn't one
     */
    Object parse(String text) {
      try {
        return switch (this) {
          case STRING -> text;
          case DOUBLE -> new BigDecimal(text).doubleValue();
          case LONG -> Long.valueOf(text);
          case DATE -> LocalDate.parse(text);
          case TIMESTAMP -> Instant.parse(text);
        };
      } catch (DateTimeParseException notOne) {
        throw new IllegalArgumentException(notOne.getMessage(), notOne);
      }
    }

    Type icebergType() {
      return icebergType;
    }
  }

  /** What a column does for its table. */
  public enum Role {
    /** Part of the key; never null. */
    KEY,
    /** Part of the key; null is a value of its own, which rows from before the column have too. */
    OPTIONAL_KEY,
    /** A value that a vendor may restate; may be null. */
    VALUE,
    /** When a row or its file became known; says nothing about the instrument. */
    CLOCK,
    /** What the last file did to the row; never null. */
    STATUS
  }

  /** The type's name in Spark SQL, for example {@code DOUBLE}. */
  public String sqlType() {
    return kind.sqlType();
  }

  /** Whether it is part of the key. */
  public boolean isKey() {
    return role == Role.KEY || role == Role.OPTIONAL_KEY;
  }

  /** The unit and the description as the table's metadata carry them. */
  String doc() {
    return unit.isEmpty() ? description : description + " [" + unit + "]";
  }
}
