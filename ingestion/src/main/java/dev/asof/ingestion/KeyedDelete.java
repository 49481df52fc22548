package dev.asof.ingestion;

import static dev.asof.ingestion.Query.expect;

import dev.asof.catalog.Column;
import dev.asof.catalog.SourceSummary;
import dev.asof.catalog.Stage;
import dev.asof.catalog.StagedTotals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Removes rows by their keys. That they are gone is news of the moment that the request says, or of
 * now: tags from before keep them, and a timeline shows them until then.
 */
final class KeyedDelete implements Merge {
  private static final int MOST_MISSING = 200;

  private final SparkSession spark;
  private final Stage stage;
  private final String staged;
  private final StagedFiles files;
  private final String sameKey;
  private long deleted;

  KeyedDelete(SparkSession spark, Stage stage, String staged, StagedFiles files) {
    this.spark = spark;
    this.stage = stage;
    this.staged = staged;
    this.files = files;
    this.sameKey =
        stage.table().keys().stream().map(KeyedDelete::same).collect(Collectors.joining(" AND "))
            + files.rows().extent().conditions();
  }

  private static String same(Column key) {
    String equals = key.role() == Column.Role.OPTIONAL_KEY ? "` <=> s.`" : "` = s.`";
    return "t.`" + key.name() + equals + key.name() + "`";
  }

  @Override
  public List<Map<String, Long>> forecast() {
    refuseMissing();
    // A key that somebody else wrote twice is removed twice.
    Row row =
        Query.single(
            spark,
            "SELECT count(*) AS deleted FROM "
                + staged
                + " s JOIN "
                + stage.sqlName()
                + " t ON "
                + sameKey,
            files.rows().extent().arguments());
    deleted = Query.count(row, "deleted");
    return List.of(Map.of(SourceSummary.DELETED, deleted));
  }

  private void refuseMissing() {
    String key =
        stage.table().keys().stream()
            .map(Column::name)
            .map(name -> "concat('" + name + " ', s.`" + name + "`)")
            .collect(Collectors.joining(", ", "concat_ws(', ', ", ")"));
    List<Row> missing =
        spark
            .sql(
                "SELECT "
                    + key
                    + " AS key, s.line, count(*) OVER () AS n FROM "
                    + staged
                    + " s LEFT ANTI JOIN "
                    + stage.sqlName()
                    + " t ON "
                    + sameKey
                    + " ORDER BY s.line LIMIT "
                    + MOST_MISSING,
                files.rows().extent().arguments())
            .collectAsList();
    if (missing.isEmpty()) {
      return;
    }
    List<AuditFinding> found = new ArrayList<>();
    for (Row row : missing) {
      found.add(
          new AuditFinding(
              Severity.ERROR,
              "delete",
              OptionalLong.of(Query.count(row, "line")),
              "",
              row.getAs("key"),
              "no such row",
              "a row of " + stage.table().tableName()));
    }
    throw files.refused(found, Query.count(missing.get(0), "n") - missing.size(), "");
  }

  @Override
  public void apply() {
    spark.sql(
        "MERGE INTO "
            + stage.sqlName()
            + " t USING "
            + staged
            + " s ON "
            + sameKey
            + " WHEN MATCHED THEN DELETE",
        files.rows().extent().arguments());
  }

  @Override
  public void audit(StagedTotals totals) {
    expect(files.name(), "total", totals.rows(), totals.rowsBefore() - deleted);
  }

  @Override
  public Instant knownAt(int file) {
    return files.restatedAt();
  }

  @Override
  public List<String> warnings(int file) {
    return List.of();
  }

  @Override
  public void close() {}
}
