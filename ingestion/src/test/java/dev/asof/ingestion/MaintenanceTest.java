package dev.asof.ingestion;

import static dev.asof.catalog.TableDefinition.DAILY_BARS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.Bars;
import dev.asof.api.DataRef;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import dev.asof.api.SourceFile;
import dev.asof.catalog.Column;
import dev.asof.catalog.HistoryEntry;
import dev.asof.catalog.Lake;
import dev.asof.catalog.PublishOutcome;
import dev.asof.catalog.Publisher;
import dev.asof.catalog.Retention;
import dev.asof.catalog.SourceSummary;
import dev.asof.catalog.Stage;
import dev.asof.catalog.TableDiff;
import dev.asof.catalog.WriteMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.spark.CommitMetadata;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintenanceTest {
  private static final Instant NOW = Instant.parse("2100-01-15T12:00:00Z");
  private static final Instant KNOWN = Instant.parse("2022-06-30T20:00:00Z");
  private static final Set<MaintenanceStep> ALL = Set.of(MaintenanceStep.values());
  private static final Retention LET_T_GO =
      new Retention(List.of(new Retention.Rule("T*", 1, 0, 0, false)));

  private static Lake keeperLake;
  private static SparkLocal keeper;

  @TempDir private Path folder;
  private Lake lake;
  private SparkLocal spark;
  private SparkSession session;
  private Maintenance maintenance;

  @BeforeAll
  static void startSparkOnce(@TempDir Path home) {
    keeperLake = Lake.create(home.resolve("keeper"));
    keeper = new SparkLocal(keeperLake);
    keeper.sessionFor(1);
  }

  @AfterAll
  static void stopSpark() {
    keeper.close();
    keeperLake.close();
  }

  @BeforeEach
  void openALake() {
    lake = Lake.create(folder.resolve("home"));
    spark = new SparkLocal(lake);
    session = spark.sessionFor(1);
    maintenance = Maintenance.open(lake);
  }

  @AfterEach
  void closeAll() {
    maintenance.close();
    spark.close();
    lake.close();
  }

  private static String bar(String symbol, String session, double price) {
    return "('%s', DATE'%s', %sD, %sD, %sD, %sD, 5D, TIMESTAMP'%s 20:00:00Z')"
        .formatted(symbol, session, price, price + 1, price - 1, price + 0.5, session);
  }

  /** Merges bars by Spark and publishes them under a tag. */
  private long merge(String tag, String... bars) {
    session
        .sql(
            "SELECT nullif(symbol, '') symbol, nullif(session, DATE'1970-01-01') session, open,"
                + " high, low, close, volume, nullif(known_at, TIMESTAMP'1970-01-01 00:00:00Z')"
                + " known_at FROM VALUES "
                + String.join(", ", bars)
                + " AS s(symbol, session, open, high, low, close, volume, known_at)")
        .createOrReplaceTempView("incoming");
    Publisher publisher = lake.publisher(DAILY_BARS);
    Stage stage = publisher.stage();
    SourceSummary source =
        new SourceSummary(
            new SourceFile("file of " + tag, sha256(tag), bars.length),
            KNOWN,
            Optional.empty(),
            new TreeMap<>());
    CommitMetadata.withCommitProperties(
        source.properties(),
        () ->
            session.sql(
                "MERGE INTO "
                    + stage.sqlName()
                    + " t USING incoming s ON t.symbol = s.symbol AND t.session = s.session WHEN"
                    + " MATCHED THEN UPDATE SET open = s.open, high = s.high, low = s.low, close ="
                    + " s.close, volume = s.volume, known_at = s.known_at WHEN NOT MATCHED THEN"
                    + " INSERT (symbol, session, open, high, low, close, volume, known_at) VALUES"
                    + " (s.symbol, s.session, s.open, s.high, s.low, s.close, s.volume,"
                    + " s.known_at)"),
        IllegalStateException.class);
    return ((PublishOutcome.Done) publisher.publish(stage, Optional.of(new PointInTime.Tag(tag))))
        .snapshotId();
  }

  private static String sha256(String name) {
    return String.format(java.util.Locale.ROOT, "%064x", name.hashCode() & 0xffffffffL);
  }

  private PointInTime head() {
    return new PointInTime.Snapshot(lake.history(DAILY_BARS).get(0).snapshotId());
  }

  private static PointInTime.Tag tag(String name) {
    return new PointInTime.Tag(name);
  }

  private List<MaintenanceReport> maintain(
      Set<MaintenanceStep> steps, Retention retention, MaintenanceRequest.Effect effect) {
    List<MaintenanceReport> reports = new ArrayList<>();
    maintenance.run(
        new MaintenanceRequest(
            List.of(), steps, retention, Duration.ZERO, Duration.ZERO, effect, NOW),
        reports::add);
    return reports;
  }

  private List<MaintenanceReport> maintain(MaintenanceStep... steps) {
    return maintain(Set.of(steps), Retention.FOREVER, MaintenanceRequest.Effect.APPLY);
  }

  private Map<String, String> filesWithContent() {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(file.toString(), Arrays.hashCode(Files.readAllBytes(file)) + "");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /** Our read of a point in time, held against Spark's read of the same snapshot. */
  private String read(PointInTime at) {
    long id = lake.resolve(DAILY_BARS, at).snapshotId();
    List<Row> rows =
        session
            .sql(
                "SELECT symbol, session, open FROM daily_bars VERSION AS OF "
                    + id
                    + " ORDER BY session, symbol")
            .collectAsList();
    Bars bars = lake.bars(at).read();
    StringBuilder ours = new StringBuilder();
    for (int bar = 0; bar < bars.sessions(); bar++) {
      for (int i = 0; i < bars.instruments(); i++) {
        if (!Double.isNaN(bars.open(bar, i))) {
          ours.append(bars.symbols().get(i))
              .append(' ')
              .append(bars.session(bar))
              .append(' ')
              .append(bars.open(bar, i))
              .append('\n');
        }
      }
    }
    StringBuilder theirs = new StringBuilder();
    rows.forEach(
        row ->
            theirs
                .append(row.getString(0))
                .append(' ')
                .append(row.get(1))
                .append(' ')
                .append(row.getDouble(2))
                .append('\n'));
    assertThat(ours.toString()).isEqualTo(theirs.toString());
    assertThat(lake.resolve(DAILY_BARS, at).rows()).isEqualTo(rows.size());
    return ours.toString();
  }

  @Test
  void compactionIsOneCommitThatChangesNeitherRowsNorHistory() {
    for (int n = 0; n < 6; n++) {
      merge("T" + n, bar("S" + (5 - n), "2022-05-31", n + 2), bar("A", "2022-05-0" + (n + 2), 9));
    }
    String before = read(head());
    DataRef ref = lake.resolve(DAILY_BARS, head());

    List<MaintenanceReport> reports = maintain(MaintenanceStep.COMPACT);

    assertThat(reports)
        .singleElement()
        .satisfies(
            report ->
                assertThat(report.what())
                    .matches(
                        "compact 6 files of \\d+ bytes into about 1; the old ones stay while tags pin"
                            + " them: T0, T1, T2, T3, T4, T5"));
    assertThat(lake.tables().get(DAILY_BARS.ordinal()).dataFiles()).isEqualTo(1);
    assertThat(read(head())).isEqualTo(before);
    DataRef after = lake.resolve(DAILY_BARS, head());
    assertThat(after.knownAt()).isEqualTo(ref.knownAt());
    assertThat(after.sources()).isEqualTo(ref.sources());
    assertThat(after.snapshotId()).isNotEqualTo(ref.snapshotId());
    TableDiff diff = lake.diff(DAILY_BARS, tag("T5"), head());
    assertThat(diff.entered()).isEmpty();
    assertThat(diff.left()).isEmpty();
    assertThat(diff.changed()).isEmpty();
    assertThat(lake.history(DAILY_BARS)).hasSize(7);
    assertThat(lake.history(DAILY_BARS).get(0).what()).isEqualTo("compaction");
    assertThat(
            session.sql("SELECT symbol FROM daily_bars").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList())
        .as("sorted as the table is")
        .isSorted();
    assertThat(maintain(MaintenanceStep.COMPACT)).isEmpty();
  }

  @Test
  void aRollbackOfMergeOnReadBringsTheDeletesBack() {
    lake.writeBy(DAILY_BARS, WriteMode.MERGE_ON_READ);
    merge(
        "A",
        bar("PENN", "2022-05-30", 1),
        bar("PENN", "2022-05-31", 2),
        bar("UA", "2022-05-31", 3));
    merge("B", bar("PENN", "2022-05-31", 20), bar("UA", "2021-05-31", 4));
    merge("C", bar("PENN", "2022-05-31", 30), bar("UA", "2022-05-31", 5));
    lake.writeBy(DAILY_BARS, WriteMode.COPY_ON_WRITE);
    merge("D", bar("PENN", "2022-05-30", 40), bar("UA", "2021-05-31", 41));
    Map<String, String> tags = new TreeMap<>();
    List.of("A", "B", "C", "D").forEach(name -> tags.put(name, read(tag(name))));
    assertThat(tags.values()).doesNotHaveDuplicates();

    for (String name : List.of("B", "D", "A", "C", "B")) {
      assertThat(lake.rollBack(DAILY_BARS, tag(name), "to try", KNOWN).changed()).isTrue();
      assertThat(read(head())).as(name).isEqualTo(tags.get(name));
      assertThat(lake.rollBack(DAILY_BARS, tag(name), "to try", KNOWN).changed()).isFalse();
    }
    maintain(ALL, Retention.FOREVER, MaintenanceRequest.Effect.APPLY);
    tags.forEach((name, rows) -> assertThat(read(tag(name))).isEqualTo(rows));
    assertThat(read(head())).isEqualTo(tags.get("B"));
    assertThat(lake.publisher(DAILY_BARS).findSource(sha256("B"))).isPresent();
    assertThat(lake.publisher(DAILY_BARS).findSource(sha256("C"))).isEmpty();
    merge("E", bar("UA", "2022-05-30", 6));
    assertThat(read(tag("E")))
        .isEqualTo(
            tags.get("B")
                .replace("UA 2022-05-31", "UA 2022-05-30 6.0\nUA 2022-05-31")
                .replace(
                    "PENN 2022-05-31 20.0\nUA 2022-05-30 6.0\n",
                    "UA 2022-05-30 6.0\nPENN 2022-05-31 20.0\n"));
  }

  @Test
  void aDryRunSaysTheSameAndChangesNothing() {
    for (int n = 0; n < 6; n++) {
      merge("T" + n, bar("S" + n, "2022-05-31", n + 2));
    }
    merge("Keep", bar("S9", "2022-05-31", 9));
    lake.publisher(DAILY_BARS).stage();
    Path orphan = folder.resolve("home/warehouse/market/daily_bars/data/orphan.parquet");
    write(orphan);
    Map<String, String> before = filesWithContent();

    List<MaintenanceReport> would = maintain(ALL, LET_T_GO, MaintenanceRequest.Effect.DRY_RUN);

    assertThat(filesWithContent()).isEqualTo(before);
    assertThat(would)
        .extracting(MaintenanceReport::step)
        .containsExactly(
            MaintenanceStep.STAGES,
            MaintenanceStep.COMPACT,
            MaintenanceStep.TAGS,
            MaintenanceStep.SNAPSHOTS,
            MaintenanceStep.ORPHANS);
    List<MaintenanceReport> did = maintain(ALL, LET_T_GO, MaintenanceRequest.Effect.APPLY);
    assertThat(did).hasSameSizeAs(would);
    assertThat(did.subList(0, 3)).isEqualTo(would.subList(0, 3));
    assertThat(did.get(4)).isEqualTo(would.get(4));
    assertThat(orphan).doesNotExist();
    assertThat(lake.tags(DAILY_BARS))
        .extracting(state -> state.tag().name())
        .containsExactly("Keep");
    assertThat(lake.resolve(DAILY_BARS, tag("Keep")).sources()).hasSize(7);
    assertThat(read(head())).isEqualTo(read(tag("Keep")));
    assertThat(maintain(ALL, LET_T_GO, MaintenanceRequest.Effect.APPLY)).isEmpty();
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, "left behind");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void orphansAreDeletedAndNothingElse() {
    merge("A", bar("PENN", "2022-05-30", 1));
    merge("B", bar("PENN", "2022-05-30", 2));
    Path orphan =
        folder.resolve("home/warehouse/market/daily_bars/data/session_year=2022/orphan.parquet");
    write(orphan);
    Map<String, String> before = filesWithContent();

    List<MaintenanceReport> reports = new ArrayList<>();
    maintenance.run(
        new MaintenanceRequest(
            List.of(DAILY_BARS),
            Set.of(MaintenanceStep.ORPHANS),
            Retention.FOREVER,
            Duration.ZERO,
            Duration.ofDays(3),
            MaintenanceRequest.Effect.APPLY,
            Instant.now()),
        reports::add);
    assertThat(reports).as("young enough to be of an ingest under way").isEmpty();

    assertThat(maintain(MaintenanceStep.ORPHANS))
        .containsExactly(
            new MaintenanceReport(
                "daily_bars",
                MaintenanceStep.ORPHANS,
                "delete 1 file that no metadata name",
                "left behind".length()));
    before.remove(orphan.toString());
    assertThat(filesWithContent()).isEqualTo(before);
  }

  @Test
  void aMergeOverTwoPartitioningsReadsRightAtEveryTag() {
    merge(
        "A",
        bar("PENN", "2022-05-30", 1),
        bar("PENN", "2022-06-30", 2),
        bar("UA", "2021-01-04", 3));
    assertThat(lake.partitionBy(DAILY_BARS, "months(session)")).isTrue();
    merge("B", bar("PENN", "2022-07-29", 4), bar("UA", "2022-05-31", 5));
    lake.writeBy(DAILY_BARS, WriteMode.MERGE_ON_READ);
    merge(
        "C",
        bar("PENN", "2022-05-30", 6),
        bar("PENN", "2022-07-29", 7),
        bar("UA", "2021-01-04", 8));

    assertThat(read(tag("A"))).contains("PENN 2022-05-30 1.0");
    assertThat(read(tag("B"))).contains("PENN 2022-05-30 1.0", "PENN 2022-07-29 4.0");
    assertThat(read(tag("C")))
        .contains("PENN 2022-05-30 6.0", "PENN 2022-07-29 7.0", "UA 2021-01-04 8.0")
        .hasLineCount(5);
    Bars july = lake.bars(tag("C")).from(LocalDate.parse("2022-07-01")).read();
    assertThat(july.sessions()).isEqualTo(1);
    assertThat(july.open(0, 0)).isEqualTo(7);
  }

  @Test
  void aColumnAddedMeanwhileKeepsItsDefaultWhenSparkRewritesTheRow() {
    merge("A", bar("PENN", "2022-05-30", 1), bar("UA", "2022-05-30", 2));
    Column venue = new Column("venue", Column.Kind.STRING, "MIC", "Where", Column.Role.VALUE);
    lake.addColumn(DAILY_BARS, venue, Optional.of("XNYS"));
    merge("B", bar("PENN", "2022-05-30", 3));

    TableDiff diff = lake.diff(DAILY_BARS, tag("A"), tag("B"));

    assertThat(diff.changed()).hasSize(1);
    assertThat(diff.changed().get(0).columns()).doesNotContain(venue);
    assertThat(diff.changed().get(0).after().text(venue)).isEqualTo("XNYS");
    assertThat(session.sql("SELECT venue FROM daily_bars").collectAsList())
        .hasSize(2)
        .allSatisfy(row -> assertThat(row.isNullAt(0)).isTrue());
  }

  @Test
  void earlierMetadataFilesGoWithoutACommit() throws IOException {
    long snapshot = merge("T1", bar("A", "2022-06-01", 10));
    session.sql(
        "ALTER TABLE asof.market.daily_bars SET TBLPROPERTIES"
            + " ('write.metadata.previous-versions-max' = '100')");
    for (int n = 0; n < 30; n++) {
      lake.publisher(DAILY_BARS).tag(tag("N" + n), snapshot);
    }
    int before = files("daily_bars", ".metadata.json").size();

    List<MaintenanceReport> did =
        maintain(
            Set.of(MaintenanceStep.METADATA), Retention.FOREVER, MaintenanceRequest.Effect.APPLY);

    int gone = before - 21;
    assertThat(did)
        .extracting(report -> report.table() + ": " + report.what())
        .containsExactly("daily_bars: delete " + gone + " earlier metadata files");
    assertThat(did.get(0).bytes()).isPositive();
    assertThat(files("daily_bars", ".metadata.json")).hasSize(21);
    assertThat(lake.tags(DAILY_BARS)).hasSize(31);
    assertThat(
            maintain(
                Set.of(MaintenanceStep.METADATA),
                Retention.FOREVER,
                MaintenanceRequest.Effect.APPLY))
        .isEmpty();
    merge("T2", bar("A", "2022-06-02", 11));
  }

  @Test
  void sparkReadsNoDamagedFile() throws IOException {
    merge("T1", bar("A", "2022-06-01", 10));
    Path file = files("daily_bars", ".parquet").get(0);
    byte[] content = Files.readAllBytes(file);
    content[content.length / 3] ^= 16;
    Files.write(file, content);

    try (Ingestion ingestion = Ingestion.open(lake)) {
      assertThatThrownBy(() -> ingestion.sql("SELECT sum(close) FROM daily_bars"))
          .isInstanceOfSatisfying(
              AsOfException.class,
              damage -> assertThat(damage.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE))
          .hasMessageStartingWith("Cannot answer the statement: file ")
          .hasMessageContaining(file.getFileName() + " is damaged (its bytes 0 to ");
    }
  }

  private List<Path> files(String table, String suffix) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> path.toString().contains("/" + table + "/"))
          .filter(path -> path.toString().endsWith(suffix))
          .sorted()
          .toList();
    }
  }

  @Test
  void anUnknownStepIsRefused() {
    assertThat(MaintenanceStep.parse("tags, orphans"))
        .containsExactlyInAnyOrder(MaintenanceStep.TAGS, MaintenanceStep.ORPHANS);
    assertThatThrownBy(() -> MaintenanceStep.parse("tags,vacuum"))
        .hasMessage(
            "Invalid step 'vacuum': expected one of metadata, stages, compact, tags, snapshots, orphans,"
                + " manifests, separated by commas");
    assertThat(lake.history(DAILY_BARS)).extracting(HistoryEntry::what).isEmpty();
  }
}
