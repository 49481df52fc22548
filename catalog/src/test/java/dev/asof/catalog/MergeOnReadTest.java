package dev.asof.catalog;

import static dev.asof.catalog.TableDefinition.DAILY_BARS;
import static dev.asof.catalog.TableDefinition.FUND_HOLDINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.Bars;
import dev.asof.api.DataRef;
import dev.asof.api.PointInTime;
import dev.asof.api.SourceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.spark.CommitMetadata;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same merges, by Spark, into tables that are written in different ways: whatever is read at
 * any tag is the same, and is what Spark itself reads there.
 */
class MergeOnReadTest {
  private static final List<String> SYMBOLS = List.of("AAPL", "INVH", "MSFT", "PENN", "UA");
  private static final LocalDate FIRST_DAY = LocalDate.parse("2021-11-15");
  private static final int TAGS = 3;
  private static final List<String> WAYS = List.of("whole", "file", "partition", "vectors");
  private static final PointInTime TIMELINE = PointInTime.parse("timeline");

  @TempDir private static Path folder;
  private static SparkSession spark;
  private static final Map<String, Lake> LAKES = new TreeMap<>();
  private static final Map<String, SparkSession> SESSIONS = new TreeMap<>();

  @BeforeAll
  static void mergeTheSameIntoAll() {
    SparkSession.Builder builder =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.datetime.java8API.enabled", "true")
            .config("spark.sql.adaptive.enabled", "false")
            .config("spark.sql.leafNodeDefaultParallelism", "1")
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .config("spark.sql.warehouse.dir", folder.resolve("spark").toString());
    spark = builder.getOrCreate();
    for (String way : WAYS) {
      Lake lake = Lake.create(folder.resolve(way));
      SparkSession session = spark.newSession();
      session.conf().set("spark.sql.catalog.asof", "org.apache.iceberg.spark.SparkCatalog");
      lake.sparkCatalogOptions()
          .forEach((key, value) -> session.conf().set("spark.sql.catalog.asof." + key, value));
      LAKES.put(way, lake);
      SESSIONS.put(way, session);
    }
    for (TableDefinition table : List.of(DAILY_BARS, FUND_HOLDINGS)) {
      LAKES.forEach((way, lake) -> configure(way, lake.stored().loadOrCreate(table)));
    }
    Random random = new Random(20220630);
    for (int tag = 0; tag < TAGS; tag++) {
      mergeBars(random, tag);
      mergeHoldings(random, tag);
    }
  }

  private static void configure(String way, Table table) {
    var properties = table.updateProperties();
    if (!way.equals("whole")) {
      for (String command : List.of("merge", "update", "delete")) {
        properties.set("write." + command + ".mode", "merge-on-read");
      }
      properties.set("write.delete.granularity", way.equals("partition") ? "partition" : "file");
    }
    if (way.equals("vectors")) {
      properties.set("format-version", "3");
    }
    properties.commit();
  }

  @AfterAll
  static void close() {
    spark.stop();
    LAKES.values().forEach(Lake::close);
  }

  private static void mergeBars(Random random, int tag) {
    List<String> rows = new ArrayList<>();
    for (String symbol : SYMBOLS) {
      for (int day = tag == 0 ? 0 : 8 * tag - random.nextInt(8); day < 8 * (tag + 1); day++) {
        if (random.nextInt(4) > 0) {
          double price = 20 + random.nextInt(2000) / 100.0;
          LocalDate session = FIRST_DAY.plusDays(day);
          rows.add(
              "('%s', DATE'%s', %sD, %sD, %sD, %sD, %s, TIMESTAMP'%s 21:00:00Z')"
                  .formatted(
                      symbol,
                      session,
                      price,
                      price + 1,
                      price - 1,
                      price + 0.5,
                      random.nextInt(9) == 0 ? "CAST(NULL AS DOUBLE)" : random.nextInt(900) + "D",
                      session.plusDays(random.nextInt(2))));
        }
      }
    }
    publish(
        DAILY_BARS,
        tag,
        "SELECT nullif(symbol, '') symbol, nullif(session, DATE'1970-01-01') session, open, high,"
            + " low, close, volume, nullif(known_at, TIMESTAMP'1970-01-01 00:00:00Z') known_at"
            + " FROM VALUES "
            + String.join(", ", rows)
            + " AS s(symbol, session, open, high, low, close, volume, known_at)",
        "t.symbol = s.symbol AND t.session = s.session",
        "t.symbol = '"
            + SYMBOLS.get(random.nextInt(SYMBOLS.size()))
            + "' AND mod(day(t.session), 3) = "
            + random.nextInt(3));
  }

  private static void mergeHoldings(Random random, int tag) {
    List<String> rows = new ArrayList<>();
    for (int n = 0; n < SYMBOLS.size(); n++) {
      if (tag == 0 || random.nextBoolean()) {
        rows.add(
            ("('IVV', '%s', 'US000000000%d', '', 'A name', DATE'2022-0%d-28',"
                    + " TIMESTAMP'2022-0%d-28 21:00:00Z', %dD, 2D, 0.5D, '%s',"
                    + " TIMESTAMP'2022-0%d-28 21:00:00Z')")
                .formatted(
                    SYMBOLS.get(n),
                    n,
                    tag + 1,
                    tag + 1,
                    random.nextInt(900),
                    tag > 0 && random.nextInt(3) == 0 ? "expired" : "new",
                    tag + 1));
      }
    }
    publish(
        FUND_HOLDINGS,
        tag,
        "SELECT nullif(fund, '') fund, symbol, nullif(isin, '') isin, cusip, name, nullif(date,"
            + " DATE'1970-01-01') date, acceptanceTime, balance, valUsd, pctVal, nullif(status, '')"
            + " status, nullif(known_at, TIMESTAMP'1970-01-01 00:00:00Z') known_at,"
            + " CAST(NULL AS STRING) side FROM VALUES "
            + String.join(", ", rows)
            + " AS s(fund, symbol, isin, cusip, name, date, acceptanceTime, balance, valUsd, pctVal,"
            + " status, known_at)",
        "t.fund = s.fund AND t.isin = s.isin",
        "t.balance < 200D");
  }

  /** Merges, deletes some of the other rows and tags, in every lake. */
  private static void publish(
      TableDefinition table, int tag, String rows, String sameKey, String delete) {
    LAKES.forEach(
        (way, lake) -> {
          SparkSession session = SESSIONS.get(way);
          session.sql(rows).createOrReplaceTempView("incoming");
          Publisher publisher = lake.publisher(table);
          Stage stage = publisher.stage();
          SourceSummary source =
              new SourceSummary(
                  new SourceFile("file " + tag, LakeFixture.sha256("file " + tag), 1),
                  Instant.parse("2022-0" + (tag + 1) + "-28T21:00:00Z"),
                  Optional.empty(),
                  new TreeMap<>());
          CommitMetadata.withCommitProperties(
              source.properties(),
              () ->
                  session.sql(
                      "MERGE INTO "
                          + stage.sqlName()
                          + " t USING incoming s ON "
                          + sameKey
                          + " WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *"
                          + " WHEN NOT MATCHED BY SOURCE AND "
                          + delete
                          + " THEN DELETE"),
              IllegalStateException.class);
          assertThat(publisher.publish(stage, Optional.of(tag(tag))))
              .isInstanceOf(PublishOutcome.Done.class);
        });
  }

  private static PointInTime.Tag tag(int tag) {
    return new PointInTime.Tag("T" + tag);
  }

  private static List<FileScanTask> files(String way, TableDefinition table, int tag) {
    return VersionRows.plan(version(way, table, tag), Expressions.alwaysTrue());
  }

  private static Version version(String way, TableDefinition table, int tag) {
    Lake lake = LAKES.get(way);
    Table loaded = lake.stored().load(table).orElseThrow();
    return lake.stored().version(table, loaded, loaded.snapshot("T" + tag));
  }

  @Test
  void theTablesAreWrittenInDifferentWays() {
    List<DeleteFile> byFile =
        files("file", DAILY_BARS, TAGS - 1).stream()
            .flatMap(task -> task.deletes().stream())
            .toList();
    List<DeleteFile> vectors =
        files("vectors", DAILY_BARS, TAGS - 1).stream()
            .flatMap(task -> task.deletes().stream())
            .toList();

    assertThat(files("whole", DAILY_BARS, TAGS - 1))
        .allSatisfy(task -> assertThat(task.deletes()).isEmpty());
    assertThat(byFile)
        .isNotEmpty()
        .allSatisfy(f -> assertThat(f.format()).isEqualTo(FileFormat.PARQUET));
    assertThat(vectors)
        .isNotEmpty()
        .allSatisfy(f -> assertThat(f.format()).isEqualTo(FileFormat.PUFFIN));
    assertThat(files("partition", DAILY_BARS, TAGS - 1))
        .anySatisfy(
            task ->
                assertThat(task.deletes())
                    .anySatisfy(f -> assertThat(DeleteFiles.isOfOneFile(f)).isFalse()));
  }

  @Test
  void barsAreTheSameAtEveryTagAndAreWhatSparkReads() {
    for (int tag = 0; tag < TAGS; tag++) {
      Bars whole = LAKES.get("whole").bars(tag(tag)).read();
      for (String way : WAYS) {
        Lake lake = LAKES.get(way);
        List<Row> rows =
            SESSIONS
                .get(way)
                .sql(
                    "SELECT symbol, session, open, volume FROM asof.market.daily_bars"
                        + " VERSION AS OF 'T"
                        + tag
                        + "'")
                .collectAsList();
        Bars bars = lake.bars(tag(tag)).read();

        assertSame(bars, whole);
        assertThat(lake.resolve(DAILY_BARS, tag(tag)).rows()).isEqualTo(rows.size());
        assertThat(cells(bars)).isEqualTo(rows.size());
        for (Row row : rows) {
          int bar = bars.sessionDates().indexOf((LocalDate) row.get(1));
          int instrument = bars.indexOf(row.getString(0));
          assertThat(bars.open(bar, instrument)).isEqualTo(row.getDouble(2));
          assertThat(bars.volume(bar, instrument))
              .isEqualTo(Double.valueOf(row.isNullAt(3) ? Double.NaN : row.getDouble(3)));
        }
      }
    }
  }

  private static void assertSame(Bars bars, Bars expected) {
    assertThat(bars.symbols()).isEqualTo(expected.symbols());
    assertThat(bars.sessionDates()).isEqualTo(expected.sessionDates());
    for (int bar = 0; bar < bars.sessions(); bar++) {
      for (int i = 0; i < bars.instruments(); i++) {
        assertThat(bars.close(bar, i)).isEqualTo(Double.valueOf(expected.close(bar, i)));
        assertThat(bars.volume(bar, i)).isEqualTo(Double.valueOf(expected.volume(bar, i)));
      }
    }
  }

  private static long cells(Bars bars) {
    long cells = 0;
    for (int bar = 0; bar < bars.sessions(); bar++) {
      for (int i = 0; i < bars.instruments(); i++) {
        cells += Double.isNaN(bars.open(bar, i)) ? 0 : 1;
      }
    }
    return cells;
  }

  @Test
  void aFewSymbolsOfAPeriodAreTheSame() {
    LocalDate from = LocalDate.parse("2021-11-20");
    for (int tag = 1; tag < TAGS; tag++) {
      for (String way : WAYS) {
        assertSame(
            LAKES.get(way).bars(tag(tag)).symbols(List.of("PENN", "AAPL")).from(from).read(),
            LAKES.get("whole").bars(tag(tag)).symbols(List.of("PENN", "AAPL")).from(from).read());
      }
    }
  }

  @Test
  void whatATimelineShowsIsTheSame() {
    List<String> expected = checksums(LAKES.get("whole").bars(TIMELINE).readPanel().versions());
    assertThat(expected).hasSize(TAGS).doesNotContain("");
    for (String way : WAYS) {
      assertThat(checksums(LAKES.get(way).bars(TIMELINE).readPanel().versions()))
          .as(way)
          .isEqualTo(expected);
      assertThat(
              LAKES
                  .get(way)
                  .holdingFacts("IVV", (PointInTime.Timeline) TIMELINE)
                  .facts()
                  .toString())
          .isEqualTo(
              LAKES
                  .get("whole")
                  .holdingFacts("IVV", (PointInTime.Timeline) TIMELINE)
                  .facts()
                  .toString());
    }
  }

  private static List<String> checksums(List<DataRef> refs) {
    return refs.stream().map(DataRef::checksum).toList();
  }

  @Test
  void differencesAndChecksumsAreTheSame() {
    for (int tag = 1; tag < TAGS; tag++) {
      for (TableDefinition table : List.of(DAILY_BARS, FUND_HOLDINGS)) {
        TableDiff whole = LAKES.get("whole").diff(table, tag(tag - 1), tag(tag));
        for (String way : WAYS) {
          TableDiff diff = LAKES.get(way).diff(table, tag(tag - 1), tag(tag));
          assertThat(text(diff)).as(way).isEqualTo(text(whole)).isNotEmpty();
          assertThat(diff.to().rows()).isEqualTo(whole.to().rows());
          assertThat(RowChecksum.of(version(way, table, tag)))
              .isEqualTo(RowChecksum.of(version("whole", table, tag)));
        }
      }
    }
  }

  private static String text(TableDiff diff) {
    StringBuilder text = new StringBuilder();
    diff.entered().forEach(row -> text.append('+').append(text(diff, row)));
    diff.left().forEach(row -> text.append('-').append(text(diff, row)));
    diff.changed().forEach(row -> text.append('=').append(text(diff, row.after())));
    return text.toString();
  }

  private static String text(TableDiff diff, dev.asof.catalog.Row row) {
    return diff.columns().stream().map(row::text).toList() + "\n";
  }

  @Test
  void aRelocatedCopyReadsTheSameWhateverItsDeletesNameTheirFilesBy() throws IOException {
    for (String way : WAYS) {
      Path copy = HomeCopies.copy(folder.resolve(way), folder.resolve("a copy of " + way));

      HomeRelocation.relocate(Place.embedded(copy));

      try (Lake lake = Lake.open(copy)) {
        for (int tag = 0; tag < TAGS; tag++) {
          assertSame(lake.bars(tag(tag)).read(), LAKES.get("whole").bars(tag(tag)).read());
          for (TableDefinition table : List.of(DAILY_BARS, FUND_HOLDINGS)) {
            Table loaded = lake.stored().load(table).orElseThrow();
            assertThat(
                    RowChecksum.of(
                        lake.stored().version(table, loaded, loaded.snapshot("T" + tag))))
                .as(way)
                .isEqualTo(RowChecksum.of(version("whole", table, tag)));
          }
        }
      }
    }
  }

  @Test
  void aMissingDeleteFileIsAProblemOfItsReference() {
    DataRef ref = LAKES.get("file").resolve(FUND_HOLDINGS, tag(TAGS - 1));
    String location =
        files("file", FUND_HOLDINGS, TAGS - 1).stream()
            .flatMap(task -> task.deletes().stream())
            .map(DeleteFile::location)
            .findFirst()
            .orElseThrow();
    Path aside = folder.resolve("aside");
    assertThat(Path.of(location).toFile().renameTo(aside.toFile())).isTrue();
    try {
      assertThat(LAKES.get("file").verify(ref))
          .contains(
              "delete file "
                  + location
                  + " of snapshot "
                  + ref.snapshotId()
                  + " of fund_holdings is missing");
    } finally {
      assertThat(aside.toFile().renameTo(Path.of(location).toFile())).isTrue();
    }
  }
}
