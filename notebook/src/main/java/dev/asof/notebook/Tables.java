package dev.asof.notebook;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.InstantColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Makes Tablesaw tables of rows; a column's type is that of its values. */
final class Tables {
  private Tables() {}

  /**
   * A table.
   *
   * @param name what it holds
   * @param columns names; one that stands twice gets a number
   * @param rows one value per column each; null for nothing
   */
  static Table of(String name, List<String> columns, List<? extends List<?>> rows) {
    Table table = Table.create(name);
    Map<String, Integer> times = new HashMap<>();
    for (int n = 0; n < columns.size(); n++) {
      List<Object> values = new ArrayList<>(rows.size());
      for (List<?> row : rows) {
        values.add(row.get(n));
      }
      int time = times.merge(columns.get(n), 1, Integer::sum);
      table.addColumns(column(columns.get(n) + (time == 1 ? "" : " " + time), values));
    }
    return table;
  }

  private static Column<?> column(String name, List<Object> values) {
    if (all(values, Boolean.class)) {
      BooleanColumn column = BooleanColumn.create(name);
      values.forEach(value -> column.append((Boolean) value));
      return column;
    }
    if (all(values, Long.class, Integer.class, Short.class, Byte.class)) {
      LongColumn column = LongColumn.create(name);
      for (Object value : values) {
        if (value == null) {
          column.appendMissing();
        } else {
          column.append(((Number) value).longValue());
        }
      }
      return column;
    }
    if (all(values, Number.class)) {
      DoubleColumn column = DoubleColumn.create(name);
      for (Object value : values) {
        if (value == null) {
          column.appendMissing();
        } else {
          column.append(((Number) value).doubleValue());
        }
      }
      return column;
    }
    if (all(values, LocalDate.class)) {
      DateColumn column = DateColumn.create(name);
      values.forEach(value -> column.append((LocalDate) value));
      return column;
    }
    // Tablesaw keeps milliseconds; what is finer stays text rather than be cut.
    if (all(values, Instant.class) && values.stream().allMatch(Tables::isOfMillis)) {
      InstantColumn column = InstantColumn.create(name);
      values.forEach(value -> column.append((Instant) value));
      return column;
    }
    if (all(values, LocalDateTime.class)) {
      DateTimeColumn column = DateTimeColumn.create(name);
      values.forEach(value -> column.append((LocalDateTime) value));
      return column;
    }
    StringColumn column = StringColumn.create(name);
    values.forEach(value -> column.append(value == null ? "" : value.toString()));
    return column;
  }

  private static boolean isOfMillis(Object instant) {
    return instant == null || ((Instant) instant).getNano() % 1_000_000 == 0;
  }

  /** Whether there is a value, and each is of one of these types. */
  private static boolean all(List<Object> values, Class<?>... types) {
    if (values.stream().allMatch(Objects::isNull)) {
      return false;
    }
    for (Object value : values) {
      boolean fits = value == null;
      for (Class<?> type : types) {
        fits |= type.isInstance(value);
      }
      if (!fits) {
        return false;
      }
    }
    return true;
  }
}
