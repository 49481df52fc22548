package dev.asof.catalog;

import dev.asof.api.DataRef;
import java.util.List;

/**
 * What two versions of a table don't share. Live rows (those whose status is not {@code expired})
 * are compared by key; each list is in the order of symbol, then key.
 *
 * @param table the table
 * @param columns its columns, the added ones last
 * @param from the version compared from
 * @param to the version compared to
 * @param entered live in {@code to} only, as they stand there
 * @param left live in {@code from} only, as they stood there
 * @param changed live in both, with other values
 */
public record TableDiff(
    TableDefinition table,
    List<Column> columns,
    DataRef from,
    DataRef to,
    List<Row> entered,
    List<Row> left,
    List<ChangedRow> changed) {
  /** Copies the lists. */
  public TableDiff {
    columns = List.copyOf(columns);
    entered = List.copyOf(entered);
    left = List.copyOf(left);
    changed = List.copyOf(changed);
  }
}
