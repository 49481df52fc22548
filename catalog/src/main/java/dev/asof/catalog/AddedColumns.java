package dev.asof.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;

/**
 * The columns that a table has beyond its definition. A row without a value in one of them reads as
 * the column's default, under every tag: a merge or a compaction may write such a row anew, and
 * that must not change what it says.
 */
final class AddedColumns {
  /** Followed by a column's name: what a row without a value reads as. */
  static final String DEFAULT_PREFIX = "asof.default.";

  private static final Pattern UNIT = Pattern.compile("(.*) \\[([^\\[\\]]+)]");

  private AddedColumns() {}

  /** The definition's columns, then the added ones in the order in which they were added. */
  static List<Column> all(TableDefinition definition, Table table) {
    List<Column> columns = new ArrayList<>(definition.columns());
    for (Types.NestedField field : table.schema().columns()) {
      if (!isOf(definition, table, field.fieldId())) {
        kind(field).map(kind -> column(field, kind)).ifPresent(columns::add);
      }
    }
    return List.copyOf(columns);
  }

  /**
   * The columns that the table lacked when it was made, with their defaults: the definition's own,
   * which have none, then the others in the order in which they were added.
   */
  static Map<Column, Optional<Object>> added(TableDefinition definition, Table table) {
    List<Column> columns = all(definition, table);
    Map<Column, Optional<Object>> added = new LinkedHashMap<>();
    Schema oldest = table.schemas().get(Collections.min(table.schemas().keySet()));
    for (Column column : definition.columns()) {
      if (oldest.findField(column.name()) == null) {
        added.put(column, Optional.empty());
      }
    }
    for (Column column : columns.subList(definition.columns().size(), columns.size())) {
      added.put(
          column,
          Optional.ofNullable(table.properties().get(DEFAULT_PREFIX + column.name()))
              .map(column.kind()::parse));
    }
    return added;
  }

  /** Whether a column is the definition's, also where somebody renamed it. */
  private static boolean isOf(TableDefinition definition, Table table, int fieldId) {
    return table.schemas().values().stream()
        .map(schema -> schema.findField(fieldId))
        .anyMatch(
            field ->
                field != null
                    && definition.columns().stream()
                        .anyMatch(own -> own.name().equals(field.name())));
  }

  /** Columns of a type that AsOf doesn't know were added by other tools and are left to them. */
  private static Optional<Column.Kind> kind(Types.NestedField field) {
    return Arrays.stream(Column.Kind.values())
        .filter(kind -> kind.icebergType().equals(field.type()))
        .findFirst();
  }

  private static Column column(Types.NestedField field, Column.Kind kind) {
    String doc = field.doc() == null ? "" : field.doc();
    Matcher unit = UNIT.matcher(doc);
    return unit.matches()
        ? new Column(field.name(), kind, unit.group(2), unit.group(1), Column.Role.VALUE)
        : new Column(field.name(), kind, "", doc, Column.Role.VALUE);
  }

  /** What rows without a value read as, by the column's name. */
  static Map<String, Object> defaults(Version version) {
    Map<String, Object> defaults = new HashMap<>();
    added(version.definition(), version.table())
        .forEach((column, value) -> value.ifPresent(found -> defaults.put(column.name(), found)));
    return defaults;
  }
}
