package dev.asof.ingestion;

import static dev.asof.ingestion.Query.count;
import static dev.asof.ingestion.Query.expect;

import dev.asof.catalog.Column;
import dev.asof.catalog.Stage;
import dev.asof.catalog.TableDefinition;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
 */
final class KeyedMerge implements Merge {
  private static final String FORECAST =
      """
      SELECT
        count_if(t.known_at IS NULL) AS inserted,
        count_if(t.known_at IS NOT NULL AND NOT (%4$s)) AS updated,
        count_if(t.known_at IS NOT NULL AND NOT (%4$s) AND NOT (%6$s)) AS restated,
        count_if(t.known_at IS NOT NULL AND %4$s) AS unchanged,
        (SELECT count(*) FROM %2$s) AS total
      FROM %1$s s LEFT JOIN %2$s t ON %3$s
      """;

  private static final String LEFT_OUT =
      """
      SELECT count(*) AS left_out
      FROM %2$s t
      LEFT SEMI JOIN %1$s l ON t.`index` = l.`index` AND t.date = l.date
      LEFT ANTI JOIN %1$s s ON %3$s
      """;

  /** The source is what is news: a file without any rewrites no data file. */
  private static final String MERGE =
      """
      MERGE INTO %2$s t
      USING (
        SELECT %7$s FROM %1$s s LEFT JOIN %2$s t ON %3$s
        WHERE t.known_at IS NULL OR NOT (%4$s)) s
      ON %3$s
      WHEN MATCHED THEN UPDATE SET *
      WHEN NOT MATCHED THEN INSERT *
      """;

  private static final String AUDIT =
      """
      SELECT
        count(*) AS rows,
        count(DISTINCT %5$s) AS keys,
        count_if(%4$s) AS equal,
        (SELECT count(*) FROM %2$s) AS total
      FROM %1$s s JOIN %2$s t ON %3$s
      """;

  private final SparkSession spark;
  private final Stage stage;
  private final Intake<?> intake;
  private final Map<String, Object> arguments;
  private final String sameKey;
  private final String sameValues;
  private final String keys;
  private final String onlyNews;
  private final String news;
  private Map<String, Long> counts;
  private long restated;
  private long leftOut;
  private long total;

  KeyedMerge(SparkSession spark, Stage stage, Intake<?> intake) {
    this.spark = spark;
    this.stage = stage;
    this.intake = intake;
    this.arguments = sessions(intake.rows());
    List<String> keyNames = stage.table().keys().stream().map(Column::name).toList();
    String matching =
        keyNames.stream()
            .map(key -> "t.`" + key + "` = s.`" + key + "`")
            .collect(Collectors.joining(" AND "));
    // Said to the table itself, the range opens only the years that the file speaks about.
    this.sameKey =
        arguments.isEmpty() ? matching : matching + " AND t.session BETWEEN :first AND :last";
    this.sameValues = same(stage.table(), "");
    this.keys = keyNames.stream().map(key -> "t.`" + key + "`").collect(Collectors.joining(", "));
    this.onlyNews =
        stage.table() == TableDefinition.INSTRUMENTS
            ? "t.validTo IS NULL AND " + same(stage.table(), "validTo")
            : "false";
    this.news =
        stage.table().columns().stream().map(this::news).collect(Collectors.joining(",\n    "));
  }

  /** That all values agree but that of one column. */
  private static String same(TableDefinition table, String butFor) {
    return table.columns().stream()
        .filter(column -> column.role() == Column.Role.VALUE && !column.name().equals(butFor))
        .map(column -> "t.`" + column.name() + "` <=> s.`" + column.name() + "`")
        .collect(Collectors.joining(" AND ", "(", ")"));
  }

  /** A column as it is written: the file's, but for the clocks of a restated row. */
  private String news(Column column) {
    String name = "`" + column.name() + "`";
    if (column.role() != Column.Role.CLOCK) {
      return "s." + name;
    }
    String afterItsEnd = column.name().equals("known_at") ? "s." + name : "t." + name;
    return "CASE WHEN t.known_at IS NULL THEN s."
        + name
        + " WHEN "
        + onlyNews
        + " THEN "
        + afterItsEnd
        + " ELSE greatest(s."
        + name
        + ", :restated) END AS "
        + name;
  }

  private static Map<String, Object> sessions(List<? extends DataRow> rows) {
    TreeSet<LocalDate> sessions = new TreeSet<>();
    for (DataRow row : rows) {
      if (row instanceof Bar bar) {
        sessions.add(bar.session());
      }
    }
    return sessions.isEmpty()
        ? Map.of()
        : Map.of("first", sessions.first(), "last", sessions.last());
  }

  @Override
  public Map<String, Long> forecast() {
    counts = new LinkedHashMap<>();
    if (stage.parentSnapshotId().isEmpty()) {
      counts.put("inserted", (long) intake.rows().size());
      counts.put("updated", 0L);
      counts.put("unchanged", 0L);
      return counts;
    }
    Row row = Query.single(spark, statement(FORECAST), arguments);
    for (String kind : List.of("inserted", "updated", "unchanged")) {
      counts.put(kind, count(row, kind));
    }
    restated = count(row, "restated");
    total = count(row, "total");
    if (stage.table() == TableDefinition.INDEX_MEMBERS) {
      leftOut = count(Query.single(spark, statement(LEFT_OUT), arguments), "left_out");
    }
    return counts;
  }

  @Override
  public void apply() {
    Map<String, Object> dated = new HashMap<>(arguments);
    dated.put("restated", intake.restatedAt());
    spark.sql(statement(MERGE), dated);
  }

  @Override
  public void audit() {
    Row row = Query.single(spark, statement(AUDIT), arguments);
    String file = intake.fileName();
    long rows = intake.rows().size();
    expect(file, row, "rows", rows);
    expect(file, row, "keys", rows);
    expect(file, row, "equal", rows);
    expect(file, row, "total", total + counts.get("inserted"));
  }

  private String statement(String template) {
    return template.formatted(
        STAGED_ROWS, stage.sqlName(), sameKey, sameValues, keys, onlyNews, news);
  }

  @Override
  public Instant knownAt() {
    Instant own = intake.knownAt();
    Instant restatedAt = intake.restatedAt();
    return restated > 0 && restatedAt.isAfter(own) ? restatedAt : own;
  }

  @Override
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (restated > 0 && intake.requestedKnownAt().isEmpty()) {
      warnings.add(
          (restated == 1
                  ? "1 row was restated and counts"
                  : restated + " rows were restated and count")
              + " as known from now on, "
              + intake.restatedAt()
              + "; give --known-at to say when the restatement was published");
    }
    if (leftOut > 0) {
      warnings.add(
          (leftOut == 1 ? "1 member that the lake has" : leftOut + " members that the lake has")
              + " on a day of this file's lists "
              + (leftOut == 1 ? "isn't in it and stays" : "aren't in it and stay"));
    }
    return warnings;
  }
}
