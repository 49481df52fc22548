package dev.asof.catalog;

import static dev.asof.catalog.TableDefinition.DAILY_BARS;
import static dev.asof.catalog.TableDefinition.FUND_HOLDINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.Bars;
import dev.asof.api.PointInTime;
import dev.asof.api.SourceFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.spark.CommitMetadata;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark SQL and our own reads meet in the same lake. */
class SparkLakeTest {
  private static final PointInTime.Tag TAG = new PointInTime.Tag("T");

  @TempDir private static Path home;
  private static Lake lake;
  private static SparkSession spark;

  @BeforeAll
  static void open() {
    lake = Lake.create(home.resolve("a lake"));
    SparkSession.Builder builder =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", home.resolve("spark").toString())
            .config(
                "spark.sql.extensions",
                "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
            .config("spark.sql.catalog.asof", "org.apache.iceberg.spark.SparkCatalog");
    lake.sparkCatalogOptions()
        .forEach((key, value) -> builder.config("spark.sql.catalog.asof." + key, value));
    spark = builder.getOrCreate();
  }

  @AfterAll
  static void close() {
    spark.stop();
    lake.close();
  }

  @Test
  void aMergeOnAStageIsSeenOnlyWhenPublishedAndReadsTheSameHereAndThere() {
    Publisher publisher = lake.publisher(DAILY_BARS);
    Stage stage = publisher.stage();
    SourceSummary source =
        new SourceSummary(
            new SourceFile("bars.csv", LakeFixture.sha256("bars.csv"), 3),
            Instant.parse("2022-09-06T20:00:00Z"),
            Optional.empty(),
            new TreeMap<>(Map.of("inserted", 3L)));
    merge(
        stage,
        source,
        """
        SELECT nullif(symbol, '') symbol, nullif(session, DATE'1970-01-01') session, open, high,
          low, close, volume, nullif(known_at, TIMESTAMP'1970-01-01 00:00:00Z') known_at
        FROM VALUES
          ('PENN', DATE'2022-09-02', 31.0D, 32.0D, 30.0D, 31.3D, 5D, TIMESTAMP'2022-09-02 20:00:00Z'),
          ('PENN', DATE'2022-09-06', 31.66D, 33.0D, 31.0D, 32.0D, 6D, TIMESTAMP'2022-09-06 20:00:00Z'),
          ('INVH', DATE'2022-09-06', 38.2D, 39.0D, 38.0D, 38.5D, NULL, TIMESTAMP'2022-09-06 20:00:00Z')
          AS s(symbol, session, open, high, low, close, volume, known_at)
        """);

    assertThat(lake.tables().get(2).rows()).isZero();
    assertThat(spark.sql("SELECT * FROM asof.market.daily_bars").count()).isZero();
    assertThat(spark.sql("SELECT * FROM " + stage.sqlName()).count()).isEqualTo(3);

    PublishOutcome outcome = publisher.publish(stage, Optional.of(TAG));

    assertThat(outcome).isInstanceOf(PublishOutcome.Done.class);
    assertThat(publisher.findSource(LakeFixture.sha256("bars.csv")).orElseThrow().source())
        .isEqualTo(source);
    Bars bars = lake.bars(TAG).read();
    List<Row> rows =
        spark
            .sql(
                "SELECT symbol, session, open, close, volume FROM asof.market.daily_bars VERSION AS"
                    + " OF 'T' ORDER BY session, symbol")
            .collectAsList();
    assertThat(rows).hasSize(3);
    for (Row row : rows) {
      int bar = bars.sessionDates().indexOf(row.getDate(1).toLocalDate());
      int instrument = bars.indexOf(row.getString(0));
      assertThat(bars.open(bar, instrument)).isEqualTo(row.getDouble(2));
      assertThat(bars.close(bar, instrument)).isEqualTo(row.getDouble(3));
      assertThat(bars.volume(bar, instrument))
          .isEqualTo(Double.valueOf(row.isNullAt(4) ? Double.NaN : row.getDouble(4)));
    }
  }

  private static void merge(Stage stage, SourceSummary source, String rows) {
    spark.sql(rows).createOrReplaceTempView("incoming");
    try {
      CommitMetadata.withCommitProperties(
          source.properties(),
          () ->
              spark.sql(
                  "MERGE INTO "
                      + stage.sqlName()
                      + " t USING incoming s ON t.symbol = s.symbol AND t.session = s.session"
                      + " WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *"),
          CommitFailedException.class);
    } catch (CommitFailedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void columnsAnswerToPublishedNamesAndCarryTheirUnits() {
    LakeFixture.publish(
        lake,
        FUND_HOLDINGS,
        "T",
        Instant.parse("2022-05-27T17:54:03Z"),
        LakeFixture.rows(
            LakeFixture.holding("IVV", "PENN", "US7075691094", 10, "new", "2022-05-27T17:54:03Z")));

    List<Row> rows =
        spark
            .sql(
                "SELECT acceptancetime, acceptanceTime, valUsd FROM asof.market.fund_holdings"
                    + " VERSION AS OF 'T'")
            .collectAsList();
    List<Row> described = spark.sql("DESCRIBE asof.market.fund_holdings").collectAsList();

    assertThat(rows.get(0).getTimestamp(0).toInstant())
        .isEqualTo(Instant.parse("2022-05-27T17:54:03Z"));
    assertThat(rows.get(0).getDouble(2)).isEqualTo(20);
    assertThat(described)
        .anySatisfy(
            row -> {
              assertThat(row.getString(0)).isEqualTo("valUsd");
              assertThat(row.getString(2)).isEqualTo("Value of the position [USD]");
            });
  }
}
