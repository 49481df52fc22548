package dev.asof.ingestion;

import dev.asof.catalog.TableDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which part of a partitioned table a file's rows lie in. Said to the table itself, in conditions
 * of a statement, it opens only the files that the vendor's file speaks about.
 */
final class Extent {
  // More names than these are no help in pruning, and make the statement slow to plan.
  private static final int MOST_NAMES = 200;

  private final List<String> columns;
  private final List<Integer> cells = new ArrayList<>();
  private final List<TreeSet<String>> names = new ArrayList<>();
  private final int rangeCell;
  private final String rangeColumn;
  private Comparable<Object> first;
  private Comparable<Object> last;

  Extent(TableDefinition table, List<String> stagedColumns) {
    boolean partitioned = !table.partitioning().isEmpty();
    List<String> sorted = partitioned ? table.sortedBy() : List.of();
    rangeColumn = sorted.isEmpty() ? "" : sorted.get(sorted.size() - 1);
    rangeCell = stagedColumns.indexOf(rangeColumn);
    columns = partitioned ? table.identityPartitions() : List.of();
    for (String column : columns) {
      cells.add(stagedColumns.indexOf(column));
      names.add(new TreeSet<>());
    }
  }

  @SuppressWarnings("unchecked")
  void add(Object[] row) {
    for (int i = 0; i < columns.size(); i++) {
      if (names.get(i).size() <= MOST_NAMES) {
        names.get(i).add((String) row[cells.get(i)]);
      }
    }
    if (rangeCell >= 0) {
      Comparable<Object> value = (Comparable<Object>) row[rangeCell];
      if (first == null || value.compareTo(first) < 0) {
        first = value;
      }
      if (last == null || value.compareTo(last) > 0) {
        last = value;
      }
    }
  }

  /**
   * Conditions on the table {@code t}, each with {@code AND} before it; empty when there is none.
   */
  String conditions() {
    StringBuilder conditions = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      if (names.get(i).size() <= MOST_NAMES) {
        conditions.append(" AND t.`").append(columns.get(i)).append("` IN (");
        for (int n = 0; n < names.get(i).size(); n++) {
          conditions.append(n == 0 ? "" : ", ").append(':').append(parameter(i, n));
        }
        conditions.append(')');
      }
    }
    if (first != null) {
      conditions.append(" AND t.`").append(rangeColumn).append("` BETWEEN :first AND :last");
    }
    return conditions.toString();
  }

  /** The values of the conditions' parameters. */
  Map<String, Object> arguments() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      if (names.get(i).size() <= MOST_NAMES) {
        int n = 0;
        for (String name : names.get(i)) {
          arguments.put(parameter(i, n++), name);
        }
      }
    }
    if (first != null) {
      arguments.put("first", first);
      arguments.put("last", last);
    }
    return arguments;
  }

  /**
   * The values of {@code :first} and {@code :last} alone, between which the rows lie; empty for a
   * table that isn't partitioned.
   */
  Optional<Map<String, Object>> range() {
    return first == null ? Optional.empty() : Optional.of(Map.of("first", first, "last", last));
  }

  private static String parameter(int column, int name) {
    return "name_" + column + "_" + name;
  }
}
