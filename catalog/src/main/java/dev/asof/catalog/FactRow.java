package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.expressions.Expressions;

/**
 * A row on its way to becoming a fact. A value that can't be is refused as ROW_INVALID, by table,
 * column and key: somebody else than AsOf wrote it.
 */
final class FactRow {
  private final TableDefinition table;
  private final Row row;

  private FactRow(TableDefinition table, Row row) {
    this.table = table;
    this.row = row;
  }

  /** All rows of a version. */
  static List<FactRow> all(Version version) {
    return VersionRows.read(
            version, VersionRows.plan(version, Expressions.alwaysTrue()), row -> true)
        .stream()
        .map(row -> new FactRow(version.definition(), row))
        .toList();
  }

  /** Text; empty when the row has none. */
  String text(String column) {
    Object value = row.valueAt(table.indexOf(column));
    return value == null ? "" : value.toString();
  }

  /** Text that isn't empty. */
  String requiredText(String column) {
    String text = text(column);
    if (text.isEmpty()) {
      throw invalid(column, "a value");
    }
    return text;
  }

  LocalDate date(String column) {
    return optionalDate(column).orElseThrow(() -> invalid(column, "a date"));
  }

  Optional<LocalDate> optionalDate(String column) {
    return Optional.ofNullable((LocalDate) row.valueAt(table.indexOf(column)));
  }

  Instant instant(String column) {
    Object value = row.valueAt(table.indexOf(column));
    if (value == null) {
      throw invalid(column, "a moment");
    }
    return (Instant) value;
  }

  /** A finite number above 0. */
  double positive(String column) {
    double number = number(column);
    if (!(number > 0 && number < Double.POSITIVE_INFINITY)) {
      throw invalid(column, "a number above 0");
    }
    return number;
  }

  /** An amount of 0 or more. */
  double amount(String column) {
    double number = number(column);
    if (!(number >= 0 && number < Double.POSITIVE_INFINITY)) {
      throw invalid(column, "USD per share, 0 or more");
    }
    return number;
  }

  /** An amount of 0 or more, or NaN when the row has none. */
  double optionalAmount(String column) {
    return Double.isNaN(number(column)) ? Double.NaN : amount(column);
  }

  private double number(String column) {
    Object value = row.valueAt(table.indexOf(column));
    return value == null ? Double.NaN : (Double) value;
  }

  AsOfException invalid(String column, String expected) {
    String key =
        table.keys().stream()
            .map(part -> part.name() + " " + printable(row.text(part)))
            .collect(Collectors.joining(", "));
    return new AsOfException(
        ErrorCode.ROW_INVALID,
        "Invalid row in "
            + table.tableName()
            + ": "
            + column
            + " of "
            + key
            + " is '"
            + printable(row.text(table.column(column).orElseThrow()))
            + "'; expected "
            + expected);
  }

  private static String printable(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
  }
}
