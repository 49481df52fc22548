package dev.asof.ingestion;

import static dev.asof.ingestion.Query.count;
import static dev.asof.ingestion.Query.expect;

import dev.asof.catalog.Column;
import dev.asof.catalog.Stage;
import java.time.LocalDate;
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
 */
final class KeyedMerge implements Merge {
  private static final String FORECAST =
      """
      SELECT
        count_if(t.known_at IS NULL) AS inserted,
        count_if(t.known_at IS NOT NULL AND NOT (%4$s)) AS updated,
        count_if(t.known_at IS NOT NULL AND %4$s) AS unchanged,
        (SELECT count(*) FROM %2$s) AS total
      FROM %1$s s LEFT JOIN %2$s t ON %3$s
      """;

  /** The source is what is news: a file without any rewrites no data file. */
  private static final String MERGE =
      """
      MERGE INTO %2$s t
      USING (SELECT s.* FROM %1$s s LEFT ANTI JOIN %2$s t ON %3$s AND %4$s) s
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
  private Map<String, Long> counts;
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
    this.sameValues =
        stage.table().columns().stream()
            .filter(column -> column.role() == Column.Role.VALUE)
            .map(column -> "t.`" + column.name() + "` <=> s.`" + column.name() + "`")
            .collect(Collectors.joining(" AND ", "(", ")"));
    this.keys = keyNames.stream().map(key -> "t.`" + key + "`").collect(Collectors.joining(", "));
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
    total = count(row, "total");
    return counts;
  }

  @Override
  public void apply() {
    spark.sql(statement(MERGE), arguments);
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
    return template.formatted(STAGED_ROWS, stage.sqlName(), sameKey, sameValues, keys);
  }

  @Override
  public List<String> warnings() {
    long updated = counts.get("updated");
    if (updated == 0 || intake.requestedKnownAt().isPresent()) {
      return List.of();
    }
    return List.of(
        (updated == 1 ? "1 row was restated and counts" : updated + " rows were restated and count")
            + " as known when the first version was; give --known-at to say when the restatement"
            + " was published");
  }
}
