package dev.asof.ingestion;

import dev.asof.catalog.TableDefinition;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Keys that are new to a table and differ from one that it has, or that stands earlier in the file,
 * by case or by blanks, points, slashes and dashes alone: {@code BRK.B} beside {@code BRK-B}. They
 * are found in SQL. Of bars and rates, names of about a year are compared, so that not all of a
 * large table is read for a file of one session.
 */
final class KeySpelling {
  private static final String STATEMENT =
      """
      SELECT concat('%2$s ', s.k) AS key, min(s.line) AS line, :rule_%1$d AS rule,
        concat('the lake or an earlier row has ', concat_ws(', ', sort_array(collect_set(t.k))))
          AS value, :limit_%1$d AS `limit`
      FROM (SELECT `%2$s` AS k, translate(lower(`%2$s`), ' ./-', '') AS spelling,
          min(line) AS line
        FROM staged_rows WHERE `%2$s` <> '' GROUP BY `%2$s`) s
      JOIN (SELECT `%2$s` AS k, translate(lower(`%2$s`), ' ./-', '') AS spelling
        FROM branch_rows WHERE %3$s GROUP BY `%2$s`) t ON t.spelling = s.spelling AND t.k <> s.k
      LEFT JOIN (SELECT `%2$s` AS k, min(line) AS line FROM staged_rows GROUP BY `%2$s`) o
        ON o.k = t.k
      LEFT ANTI JOIN (SELECT DISTINCT `%2$s` AS k FROM previous_rows WHERE %3$s) p ON p.k = s.k
      WHERE o.line IS NULL OR o.line < s.line
      GROUP BY s.k
      """;

  private KeySpelling() {}

  /**
   * The statement for a table.
   *
   * @param i the number in the names of the rule's parameters
   */
  static String of(TableDefinition table, int i) {
    String near =
        table.partitioning().isEmpty()
            ? "true"
            : "`%s` BETWEEN date_sub(:first, %d) AND date_add(:last, %d)"
                .formatted(
                    table.sortedBy().get(table.sortedBy().size() - 1),
                    AuditStatement.DAYS_BEFORE,
                    AuditStatement.DAYS_AFTER);
    return columns(table).stream()
        .map(column -> STATEMENT.formatted(i, column, near))
        .collect(Collectors.joining("UNION ALL\n"));
  }

  private static List<String> columns(TableDefinition table) {
    return switch (table) {
      case FUND_HOLDINGS -> List.of("fund");
      case INDEX_CHANGES, INDEX_MEMBERS -> List.of("index", "symbol");
      case INSTRUMENTS -> List.of("instrument", "symbol");
      default -> List.of("symbol");
    };
  }
}
