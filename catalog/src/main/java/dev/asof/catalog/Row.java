package dev.asof.catalog;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * One row of a table, typed: {@link String}, {@link Double}, {@link Long}, {@link
 * java.time.LocalDate} or {@link java.time.Instant}.
 */
public final class Row {
  private final List<Column> columns;
  private final List<Object> values;

  /** Values in the order of the columns; null where the row has none. */
  Row(List<Column> columns, List<Object> values) {
    this.columns = columns;
    this.values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  /** The value of a column of this row's table, or empty when it has none. */
  public Optional<Object> value(Column column) {
    return Optional.ofNullable(values.get(indexOf(column)));
  }

  /**
   * The value as text, the same on every machine: numbers in plain digits that read back to the
   * same double, dates and moments as ISO-8601, nothing as an empty text.
   */
  public String text(Column column) {
    Object value = values.get(indexOf(column));
    if (value == null) {
      return "";
    }
    return value instanceof Double number ? plain(number) : value.toString();
  }

  private int indexOf(Column column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column.name())) {
        return i;
      }
    }
    throw new IllegalArgumentException("Invalid column: the row has no " + column.name());
  }

  Object valueAt(int column) {
    return values.get(column);
  }

  private static String plain(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return Double.toString(number);
    }
    BigDecimal digits = new BigDecimal(Double.toString(number));
    return digits.signum() == 0 ? "0" : digits.stripTrailingZeros().toPlainString();
  }
}
