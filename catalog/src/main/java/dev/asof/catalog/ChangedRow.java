package dev.asof.catalog;

import java.util.List;

/**
 * A row that both versions hold under the same key, with other values.
 *
 * @param before the row in the version that was compared from
 * @param after the row in the version that was compared to
 * @param columns the value columns that differ, in the order of the schema; clocks and status don't
 *     count
 */
public record ChangedRow(Row before, Row after, List<Column> columns) {
  /** Copies the list. */
  public ChangedRow {
    columns = List.copyOf(columns);
  }
}
