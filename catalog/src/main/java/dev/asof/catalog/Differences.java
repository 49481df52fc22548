package dev.asof.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.expressions.Expressions;

/** Compares the live rows of two versions of a table by key. */
final class Differences {
  private final List<Column> columns;
  private final List<Integer> keys;
  private final List<Integer> values;
  private final int status;
  private final int symbol;

  private Differences(List<Column> columns) {
    this.columns = columns;
    this.keys = columns(Column::isKey);
    this.values = columns(column -> column.role() == Column.Role.VALUE);
    List<Integer> statuses = columns(column -> column.role() == Column.Role.STATUS);
    this.status = statuses.isEmpty() ? -1 : statuses.get(0);
    this.symbol = columns.stream().map(Column::name).toList().indexOf("symbol");
  }

  private List<Integer> columns(Predicate<Column> wanted) {
    List<Integer> indexes = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (wanted.test(columns.get(i))) {
        indexes.add(i);
      }
    }
    return indexes;
  }

  static Differences of(List<Column> columns) {
    return new Differences(columns);
  }

  static TableDiff between(Pinned fromPinned, Pinned toPinned) {
    Version from = fromPinned.version();
    Version to = toPinned.version();
    List<FileScanTask> fromFiles = VersionRows.plan(from, Expressions.alwaysTrue());
    List<FileScanTask> toFiles = VersionRows.plan(to, Expressions.alwaysTrue());
    // A file that both versions hold can't differ, and no other file of either repeats its keys.
    Set<String> shared = keys(fromFiles);
    shared.retainAll(keys(toFiles));
    fromFiles.removeIf(task -> shared.contains(VersionFiles.key(task)));
    toFiles.removeIf(task -> shared.contains(VersionFiles.key(task)));

    Differences differences = of(to.columns());
    Map<List<Object>, Row> before = differences.byKey(from, fromFiles);
    Map<List<Object>, Row> after = differences.byKey(to, toFiles);
    List<ChangedRow> changed = new ArrayList<>();
    for (Row row : differences.ordered(after.values())) {
      Row old = before.get(differences.key(row));
      if (old != null) {
        List<Column> columns = differences.changed(old, row);
        if (!columns.isEmpty()) {
          changed.add(new ChangedRow(old, row, columns));
        }
      }
    }
    return new TableDiff(
        from.definition(),
        to.columns(),
        fromPinned.ref(),
        toPinned.ref(),
        differences.missing(after, before),
        differences.missing(before, after),
        changed);
  }

  private static Set<String> keys(List<FileScanTask> tasks) {
    return tasks.stream().map(VersionFiles::key).collect(Collectors.toCollection(HashSet::new));
  }

  private Map<List<Object>, Row> byKey(Version version, List<FileScanTask> files) {
    return byKey(VersionRows.read(version, files, this::isLive));
  }

  Map<List<Object>, Row> byKey(List<Row> rows) {
    Map<List<Object>, Row> map = new HashMap<>();
    rows.forEach(row -> map.put(key(row), row));
    return map;
  }

  boolean isLive(Row row) {
    return status < 0 || !"expired".equals(row.valueAt(status));
  }

  List<Object> key(Row row) {
    List<Object> key = new ArrayList<>(keys.size());
    keys.forEach(column -> key.add(row.valueAt(column)));
    return key;
  }

  /** Rows whose key the other version lacks, in order. */
  List<Row> missing(Map<List<Object>, Row> rows, Map<List<Object>, Row> other) {
    return ordered(
        rows.entrySet().stream()
            .filter(entry -> !other.containsKey(entry.getKey()))
            .map(Map.Entry::getValue)
            .toList());
  }

  private List<Column> changed(Row before, Row after) {
    return values.stream()
        .filter(column -> !Objects.equals(before.valueAt(column), after.valueAt(column)))
        .map(columns::get)
        .toList();
  }

  private List<Row> ordered(Iterable<Row> rows) {
    List<Row> ordered = new ArrayList<>();
    rows.forEach(ordered::add);
    Comparator<Row> order = comparing(symbol);
    for (int key : keys) {
      order = order.thenComparing(comparing(key));
    }
    ordered.sort(order);
    return ordered;
  }

  private static Comparator<Row> comparing(int column) {
    return Comparator.comparing(
        row -> row.valueAt(column), Comparator.nullsFirst(Differences::compareValues));
  }

  @SuppressWarnings("unchecked")
  private static int compareValues(Object left, Object right) {
    return ((Comparable<Object>) left).compareTo(right);
  }
}
