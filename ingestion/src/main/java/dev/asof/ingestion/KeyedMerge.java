package dev.asof.ingestion;

import static dev.asof.ingestion.Query.count;
import static dev.asof.ingestion.Query.expect;

import dev.asof.catalog.Column;
import dev.asof.catalog.Stage;
import dev.asof.catalog.StagedTotals;
import dev.asof.catalog.TableDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Rows by the table's key: one that isn't there is inserted, one with other values is updated, one
 * with the same values is left as it is, with its {@code known_at}. A file speaks for its own rows
 * only.
 *
 * <p>A restated row's new values were not known by the clock of the row, but later; when, no file
 * says. So it counts as known when {@code --known-at} says, or else from now on: a run that reads
 * the restated values must not decide on them before. The end of a listing that had none is no
 * restatement but news, with a clock of its own.
 *
 * <p>What can't change a row of the table is appended, which rewrites no file; only a file that
 * restates something is merged.
 */
final class KeyedMerge implements Merge {
  private static final String COMPARED = "asof_compared_rows";

  /**
   * Each row as it will be written, and what it does to the table. The table's rows are thinned out
   * before they meet the file's, so that they are neither shuffled nor sorted.
   */
  private static final String COMPARE =
      """
      SELECT %1$s, %8$s AS asof_file,
        CASE WHEN t.known_at IS NULL THEN 'inserted'
          WHEN %2$s THEN 'unchanged' WHEN %3$s THEN 'ended' ELSE 'restated' END AS asof_change
      FROM %4$s s
      LEFT JOIN (SELECT %7$s t.* FROM %5$s t LEFT SEMI JOIN %4$s s ON %6$s) t ON %6$s
      """;

  private static final String FORECAST =
      """
      SELECT asof_file,
        count_if(asof_change = 'inserted') AS inserted,
        count_if(asof_change IN ('ended', 'restated')) AS updated,
        count_if(asof_change = 'restated') AS restated,
        count_if(asof_change = 'unchanged') AS unchanged
      FROM %s GROUP BY asof_file
      """;

  private static final String LEFT_OUT =
      """
      SELECT count(*) AS left_out
      FROM %2$s t
      LEFT SEMI JOIN %1$s l ON t.`index` = l.`index` AND t.date = l.date
      LEFT ANTI JOIN %1$s s ON %3$s
      """;

  private static final String AUDIT =
      """
      SELECT %s count(*) AS rows, count(DISTINCT %s) AS keys, count_if(%s) AS equal
      FROM %s s JOIN %s t ON %s
      """;

  private final SparkSession spark;
  private final Stage stage;
  private final String staged;
  private final StagedFiles files;
  private final Map<String, Object> arguments;
  private final List<String> columns;
  private final String sameKey;
  private final String sameValues;
  private final String keys;
  private Dataset<Row> compared;
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final Map<Integer, Long> restated = new HashMap<>();
  private long leftOut;

  KeyedMerge(SparkSession spark, Stage stage, String staged, StagedFiles files) {
    this.spark = spark;
    this.stage = stage;
    this.staged = staged;
    this.files = files;
    this.arguments = rows().extent().arguments();
    this.columns = files.columns().stream().map(column -> "`" + column.name() + "`").toList();
    List<String> keyNames = stage.table().keys().stream().map(Column::name).toList();
    this.sameKey =
        keyNames.stream()
                .map(key -> "t.`" + key + "` = s.`" + key + "`")
                .collect(Collectors.joining(" AND "))
            + rows().extent().conditions();
    this.sameValues = sameValuesBut("");
    this.keys = keyNames.stream().map(key -> "t.`" + key + "`").collect(Collectors.joining(", "));
  }

  private String sameValuesBut(String name) {
    return files.columns().stream()
        .filter(column -> column.role() == Column.Role.VALUE && !column.name().equals(name))
        .map(column -> "t.`" + column.name() + "` <=> s.`" + column.name() + "`")
        .collect(Collectors.joining(" AND ", "(", ")"));
  }

  /** That a row is news of the end of a listing, as a condition. */
  private String ended() {
    return stage.table() == TableDefinition.INSTRUMENTS
        ? "t.validTo IS NULL AND " + sameValuesBut("validTo")
        : "false";
  }

  /** A column as it is written: the file's, but for the clocks of a restated row. */
  private String written(Column column) {
    String name = "`" + column.name() + "`";
    if (column.role() != Column.Role.CLOCK) {
      return "s." + name;
    }
    String afterItsEnd = column.name().equals("known_at") ? "s." + name : "t." + name;
    return "CASE WHEN t.known_at IS NULL THEN s."
        + name
        + " WHEN "
        + ended()
        + " THEN "
        + afterItsEnd
        + " ELSE greatest(s."
        + name
        + ", :restated) END AS "
        + name;
  }

  @Override
  public List<Map<String, Long>> forecast() {
    List<Map<String, Long>> byFile = new ArrayList<>();
    List<Reading> readings = files.readings();
    boolean overlaps = overlaps();
    for (Reading reading : readings) {
      Map<String, Long> inserts = new LinkedHashMap<>();
      inserts.put("inserted", overlaps ? 0 : reading.count());
      inserts.put("updated", 0L);
      inserts.put("unchanged", 0L);
      byFile.add(inserts);
    }
    if (overlaps) {
      compare(byFile);
    }
    for (int file = 0; file < readings.size(); file++) {
      byFile.get(file).forEach((kind, rows) -> counts.merge(kind, rows, Long::sum));
      // A row that an earlier file has with the same values changes nothing.
      byFile.get(file).merge("unchanged", readings.get(file).repeated(), Long::sum);
    }
    if (overlaps && counts.values().stream().mapToLong(Long::longValue).sum() != rows().count()) {
      throw keysTwice();
    }
    if (overlaps && stage.table() == TableDefinition.INDEX_MEMBERS) {
      String leftOutSql = LEFT_OUT.formatted(staged, stage.sqlName(), sameKey);
      leftOut = count(Query.single(spark, leftOutSql, arguments), "left_out");
    }
    return byFile;
  }

  private void compare(List<Map<String, Long>> byFile) {
    Map<String, Object> dated = new HashMap<>(arguments);
    dated.put("restated", files.restatedAt());
    compared = computed(spark.sql(compare(), dated));
    compared.createOrReplaceTempView(COMPARED);
    for (Row row : spark.sql(FORECAST.formatted(COMPARED)).collectAsList()) {
      int file = (int) count(row, "asof_file");
      for (String kind : List.of("inserted", "updated", "unchanged")) {
        byFile.get(file).put(kind, count(row, kind));
      }
      restated.put(file, count(row, "restated"));
    }
  }

  private StagedRows rows() {
    return files.rows();
  }

  /**
   * The same rows, computed once. A view on the query itself would be resolved again within MERGE,
   * where Spark 4.1.1 has no plan for a table that a view names. Of rows in memory Spark knows the
   * size, and hands them to each task of the MERGE instead of sorting the table beside them: 10
   * million bars with 1 % of corrections.
   */
  private Dataset<Row> computed(Dataset<Row> query) {
    return rows().isSpooled()
        ? query.localCheckpoint()
        : spark.createDataFrame(query.collectAsList(), query.schema());
  }

  /** Somebody else wrote the table: a row that stands twice can't be updated. */
  private FilesRefused keysTwice() {
    String key =
        stage.table().keys().stream()
            .map(Column::name)
            .map(name -> "concat('" + name + " ', s.`" + name + "`)")
            .collect(Collectors.joining(", ", "concat_ws(', ', ", ")"));
    List<AuditFinding> twice = new ArrayList<>();
    spark
        .sql(
            "SELECT "
                + key
                + " AS key, min(s.line) AS line, count(*) AS n FROM "
                + staged
                + " s JOIN "
                + stage.sqlName()
                + " t ON "
                + sameKey
                + " GROUP BY 1 HAVING count(*) > 1 ORDER BY line LIMIT 100",
            arguments)
        .collectAsList()
        .forEach(
            row ->
                twice.add(
                    new AuditFinding(
                        Severity.ERROR,
                        "keys",
                        OptionalLong.of(count(row, "line")),
                        "",
                        row.getAs("key"),
                        "stands " + count(row, "n") + " times in " + stage.table().tableName(),
                        "once")));
    return files.refused(twice, 0, "delete these keys with --delete, then ingest their rows again");
  }

  /** Whether the table has rows where the file's rows lie. */
  private boolean overlaps() {
    if (stage.parentSnapshotId().isEmpty()) {
      return false;
    }
    String conditions = rows().extent().conditions();
    return conditions.isEmpty()
        || !spark
            .sql("SELECT 1 FROM " + stage.sqlName() + " t WHERE true" + conditions, arguments)
            .isEmpty();
  }

  /** A hint that rows are few enough for each task to hold them all. */
  private String broadcast(String rows) {
    return rows().isSpooled() ? "" : "/*+ BROADCAST(" + rows + ") */";
  }

  private String compare() {
    return COMPARE.formatted(
        files.columns().stream().map(this::written).collect(Collectors.joining(",\n  ")),
        sameValues,
        ended(),
        staged,
        stage.sqlName(),
        sameKey,
        broadcast("s"),
        StagedRows.fileInSql("s.line"));
  }

  @Override
  public void apply() {
    String names = String.join(", ", columns);
    if (counts.get("updated") == 0) {
      String rows = compared == null ? staged : COMPARED + " WHERE asof_change = 'inserted'";
      spark.sql(
          "INSERT INTO " + stage.sqlName() + " (" + names + ") SELECT " + names + " FROM " + rows);
      return;
    }
    // Without rows to insert, each of the table's rows finds its own where it stands; with them,
    // Spark has to shuffle and sort the whole table.
    String inserts =
        counts.get("inserted") == 0
            ? ""
            : " WHEN NOT MATCHED THEN INSERT ("
                + names
                + ") VALUES ("
                + columns.stream().map(c -> "s." + c).collect(Collectors.joining(", "))
                + ")";
    spark.sql(
        "MERGE INTO "
            + stage.sqlName()
            + " t USING (SELECT * FROM "
            + COMPARED
            + " WHERE asof_change <> 'unchanged') s ON "
            + sameKey
            + " WHEN MATCHED THEN UPDATE SET "
            + columns.stream().map(c -> c + " = s." + c).collect(Collectors.joining(", "))
            + inserts,
        arguments);
  }

  @Override
  public void audit(StagedTotals totals) {
    String file = files.name();
    expect(file, "total", totals.rows(), totals.rowsBefore() + counts.get("inserted"));
    if (compared == null && rows().isSpooled()) {
      // An append is Spark's own work on rows that can't meet others; reading all back would cost
      // as much again.
      expect(file, "rows", totals.added(), counts.get("inserted"));
      return;
    }
    Row row =
        Query.single(
            spark,
            AUDIT.formatted(broadcast("s"), keys, sameValues, staged, stage.sqlName(), sameKey),
            arguments);
    for (String name : List.of("rows", "keys", "equal")) {
      expect(file, name, count(row, name), rows().count());
    }
  }

  @Override
  public Instant knownAt(int file) {
    Instant own = rows().knownAt(file);
    Instant restatedAt = files.restatedAt();
    return restated(file) > 0 && restatedAt.isAfter(own) ? restatedAt : own;
  }

  private long restated(int file) {
    return restated.getOrDefault(file, 0L);
  }

  @Override
  public List<String> warnings(int file) {
    List<String> warnings = new ArrayList<>();
    long rows = restated(file);
    if (rows > 0 && files.first().intake().requestedKnownAt().isEmpty()) {
      warnings.add(
          (rows == 1 ? "1 row was restated and counts" : rows + " rows were restated and count")
              + " as known from now on, "
              + files.restatedAt()
              + "; give --known-at to say when the restatement was published");
    }
    if (leftOut > 0 && file == files.readings().size() - 1) {
      warnings.add(
          (leftOut == 1 ? "1 member that the lake has" : leftOut + " members that the lake has")
              + " on a day of "
              + (files.readings().size() == 1 ? "this file's" : "these files'")
              + " lists "
              + (leftOut == 1 ? "isn't in it and stays" : "aren't in it and stay"));
    }
    return warnings;
  }

  @Override
  public void close() {
    if (compared != null) {
      spark.catalog().dropTempView(COMPARED);
    }
  }
}
