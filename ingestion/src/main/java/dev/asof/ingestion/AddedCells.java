package dev.asof.ingestion;

import dev.asof.catalog.Column;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Values of the columns that somebody added to a table. A file may name them or not; one that
 * doesn't leaves what the table has in them.
 */
final class AddedCells {
  private static final Object[] NONE = {};

  private final List<Column> columns;
  private final boolean[] seen;

  AddedCells(List<Column> columns) {
    this.columns = List.copyOf(columns);
    this.seen = new boolean[columns.size()];
  }

  /** The columns' names. */
  List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** Whether the file had a value for a column so far. */
  boolean isSeen(Column column) {
    int index = columns.indexOf(column);
    return index >= 0 && seen[index];
  }

  /** Reads a row's values, null where it has none. */
  Object[] read(RowCheck check) {
    if (seen.length == 0) {
      return NONE;
    }
    Object[] cells = new Object[seen.length];
    for (int i = 0; i < cells.length; i++) {
      Column column = columns.get(i);
      if (check.has(column.name())) {
        seen[i] = true;
        cells[i] = read(column, check);
      }
    }
    return cells;
  }

  private static Object read(Column column, RowCheck check) {
    String name = column.name();
    return switch (column.kind()) {
      case STRING -> check.text(name);
      case DOUBLE -> check.number(name);
      case LONG -> {
        OptionalLong number = check.wholeNumber(name);
        yield number.isPresent() ? number.getAsLong() : null;
      }
      case DATE -> check.date(name).orElse(null);
      case TIMESTAMP -> instant(name, check);
    };
  }

  private static Instant instant(String column, RowCheck check) {
    try {
      return Instant.parse(check.written(column));
    } catch (DateTimeParseException notAnInstant) {
      check.reject(
          column,
          OneLine.quoted(check.written(column))
              + " isn't a moment; expected one with its zone, such as 2022-05-27T17:54:03Z");
      return null;
    }
  }
}
