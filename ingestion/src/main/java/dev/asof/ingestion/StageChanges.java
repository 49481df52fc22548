package dev.asof.ingestion;

import dev.asof.catalog.Column;
import dev.asof.catalog.Lake;
import dev.asof.catalog.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The rows in which a stage differs from what it was opened on. */
final class StageChanges {
  private static final int MOST_ROWS = 50;

  private static final String CHANGES =
      """
      SELECT %s AS asof_key,
        CASE WHEN p.known_at IS NULL THEN 'inserted' WHEN t.known_at IS NULL THEN 'deleted'
          ELSE 'updated' END AS asof_change,
        s.line AS asof_line,
        %s
      FROM (SELECT * FROM %s t WHERE true%s) t
      FULL OUTER JOIN (SELECT * FROM %s t WHERE true%s) p ON %s
      LEFT JOIN %s s ON %s
      WHERE p.known_at IS NULL OR t.known_at IS NULL OR NOT (%s)
      ORDER BY CASE asof_change WHEN 'updated' THEN 0 WHEN 'inserted' THEN 1 ELSE 2 END, asof_key
      LIMIT %d
      """;

  private static final String BEFORE = "asof_rows_before";

  private StageChanges() {}

  /**
   * The first changes, by the number of the file that makes them. A row that no file holds changes
   * by the first.
   *
   * @param lake has the table, which may have got columns since the stage's parent was written
   * @param staged the files' rows in SQL
   * @param extent where the rows lie
   */
  static Map<Integer, List<RowChange>> of(
      Lake lake, SparkSession spark, Stage stage, String staged, Extent extent) {
    List<Column> columns = stage.table().columns();
    List<String> keys = stage.table().keys().stream().map(Column::name).toList();
    String key =
        keys.stream()
            .map(name -> "concat('" + name + " ', coalesce(t.`" + name + "`, p.`" + name + "`))")
            .collect(Collectors.joining(", ", "concat_ws(', ', ", ")"));
    String cells =
        columns.stream()
            .map(Column::name)
            .map(
                name ->
                    "coalesce(CAST(p.`"
                        + name
                        + "` AS STRING), '') AS `before_"
                        + name
                        + "`, coalesce(CAST(t.`"
                        + name
                        + "` AS STRING), '') AS `after_"
                        + name
                        + "`")
            .collect(Collectors.joining(",\n  "));
    String sql =
        CHANGES.formatted(
            key,
            cells,
            stage.sqlName(),
            extent.conditions(),
            BEFORE,
            extent.conditions(),
            same(keys),
            staged,
            keys.stream()
                .map(name -> "s.`" + name + "` <=> coalesce(t.`" + name + "`, p.`" + name + "`)")
                .collect(Collectors.joining(" AND ")),
            same(columns.stream().map(Column::name).toList()),
            MOST_ROWS);
    Map<Integer, List<RowChange>> changes = new TreeMap<>();
    new CompleteColumns(lake, spark)
        .of(stage.table(), spark.sql("SELECT * FROM " + Audit.previous(stage) + " t"))
        .createOrReplaceTempView(BEFORE);
    try {
      for (Row row : spark.sql(sql, extent.arguments()).collectAsList()) {
        Long line = row.getAs("asof_line");
        int file = line == null ? 0 : StagedRows.fileOf(line);
        add(changes.computeIfAbsent(file, unseen -> new ArrayList<>()), row, columns);
      }
    } finally {
      spark.catalog().dropTempView(BEFORE);
    }
    return changes;
  }

  private static String same(List<String> names) {
    return names.stream()
        .map(name -> "t.`" + name + "` <=> p.`" + name + "`")
        .collect(Collectors.joining(" AND "));
  }

  private static void add(List<RowChange> changes, Row row, List<Column> columns) {
    String key = row.getAs("asof_key");
    String change = row.getAs("asof_change");
    if (change.equals("updated")) {
      for (Column column : columns) {
        String before = row.getAs("before_" + column.name());
        String after = row.getAs("after_" + column.name());
        if (!before.equals(after)) {
          changes.add(new RowChange(change, key, column.name(), before, after));
        }
      }
      return;
    }
    boolean inserted = change.equals("inserted");
    StringJoiner values = new StringJoiner(", ");
    for (Column column : columns) {
      String value = row.getAs((inserted ? "after_" : "before_") + column.name());
      if (!column.isKey() && !value.isEmpty()) {
        values.add(column.name() + " " + value);
      }
    }
    changes.add(
        new RowChange(
            change, key, "", inserted ? "" : values.toString(), inserted ? values.toString() : ""));
  }
}
