package dev.asof.catalog;

import static dev.asof.catalog.TableDefinition.DAILY_BARS;
import static dev.asof.catalog.TableDefinition.FUND_HOLDINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a lake does, in whatever place. Each test has a namespace of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PlaceSuite {
  private static final PointInTime.Tag Q1 = new PointInTime.Tag("Q1");
  private static final PointInTime.Tag Q3 = new PointInTime.Tag("Q3");
  private static final Instant MAY = Instant.parse("2022-05-27T17:54:03Z");
  private static final Instant NOVEMBER = Instant.parse("2022-11-28T20:50:55Z");

  private Place place;
  private SparkSession spark;

  /** The place under test, not made yet. */
  abstract Place place(String namespace);

  @BeforeEach
  void choose() {
    place = place("n" + UUID.randomUUID().toString().replace("-", ""));
  }

  /** The place of the test that runs. */
  Place chosen() {
    return place;
  }

  @AfterAll
  void stopSpark() {
    if (spark != null) {
      spark.stop();
      SparkSession.clearActiveSession();
      SparkSession.clearDefaultSession();
    }
  }

  @AfterEach
  void nothingIsLeftStaged() {
    try (Lake lake = Lake.open(place)) {
      for (TableDefinition definition : List.of(DAILY_BARS, FUND_HOLDINGS)) {
        lake.stored()
            .load(definition)
            .ifPresent(
                table ->
                    assertThat(table.refs().keySet())
                        .noneMatch(name -> name.startsWith(Stage.PREFIX)));
      }
    }
  }

  private static void twoTags(Lake lake) {
    LakeFixture.publish(
        lake,
        DAILY_BARS,
        "Q1",
        MAY,
        LakeFixture.rows(LakeFixture.bar("PENN", "2022-03-31", 42, 100)));
    LakeFixture.publish(
        lake,
        DAILY_BARS,
        "Q3",
        NOVEMBER,
        LakeFixture.rows(
            LakeFixture.bar("PENN", "2022-03-31", 43, 100),
            LakeFixture.bar("PENN", "2022-09-30", 27, 200)));
  }

  @Test
  void aPlaceHoldsNoLakeUntilOneIsMade() {
    assertThatThrownBy(() -> Lake.open(place))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LAKE_MISSING))
        .hasMessageStartingWith("Cannot open a lake in " + place.name())
        .hasMessageEndingWith("nothing is there yet; run asof demo or asof lake ingest first");

    Lake.create(place).close();

    try (Lake lake = Lake.open(place)) {
      assertThat(lake.tables()).allMatch(state -> state.rows() == 0);
    }
  }

  @Test
  void whatIsPublishedIsReadAsOfItsTagByWhoeverOpensThePlace() {
    try (Lake lake = Lake.create(place)) {
      twoTags(lake);
    }

    try (Lake lake = Lake.open(place)) {
      assertThat(lake.bars(Q1).read().openUnsafe()).containsExactly(42);
      assertThat(lake.bars(Q3).read().openUnsafe()).containsExactly(43, 27);
      assertThat(lake.tags(DAILY_BARS))
          .extracting(state -> state.tag().name())
          .containsExactly("Q1", "Q3");
      assertThat(lake.verify(lake.resolve(DAILY_BARS, Q1))).isEmpty();
    }
  }

  @Test
  void releasesAndResearchBranchesAreKept() {
    PointInTime.Release release = new PointInTime.Release("R1");
    PointInTime.Branch branch = new PointInTime.Branch("what_if");
    try (Lake lake = Lake.create(place)) {
      twoTags(lake);
      lake.recordRelease(release, Optional.of(Q1), NOVEMBER);
      lake.openBranch(branch, List.of(DAILY_BARS), Optional.of(Q1));
      Publisher publisher = lake.publisher(DAILY_BARS, branch);
      Stage stage = publisher.stage();
      LakeFixture.append(
          lake, stage, LakeFixture.rows(LakeFixture.bar("PVH", "2022-03-31", 7, 100)));
      assertThat(publisher.publish(stage, Optional.empty()))
          .isInstanceOf(PublishOutcome.Done.class);
    }

    try (Lake lake = Lake.open(place)) {
      assertThat(lake.releases()).extracting(state -> state.release().name()).containsExactly("R1");
      assertThat(lake.bars(release).read().openUnsafe()).containsExactly(42);
      assertThat(lake.bars(branch).symbols(List.of("PVH")).read().openUnsafe()).containsExactly(7);
      assertThat(lake.bars(Q3).read().openUnsafe()).containsExactly(43, 27);
    }
  }

  /** Every writer stages again when another one was first, until its row is in. */
  @Test
  void nothingIsLostWhenSeveralPublishAtOnce() throws Exception {
    int writers = 4;
    try (Lake lake = Lake.create(place)) {
      twoTags(lake);
    }
    CyclicBarrier start = new CyclicBarrier(writers);
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    List<Future<Integer>> attempts;
    try {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        String symbol = "W" + writer;
        work.add(
            () -> {
              try (Lake own = Lake.open(place)) {
                start.await();
                return publishUntilDone(own, symbol);
              }
            });
      }
      attempts = threads.invokeAll(work);
    } finally {
      threads.shutdownNow();
    }
    int tries = 0;
    for (Future<Integer> attempt : attempts) {
      tries += attempt.get();
    }
    assertThat(tries).isGreaterThanOrEqualTo(writers);

    try (Lake lake = Lake.open(place)) {
      List<String> written = IntStream.range(0, writers).mapToObj(n -> "W" + n).toList();
      PointInTime head = new PointInTime.Snapshot(head(lake));
      assertThat(lake.bars(head).symbols(written).read().openUnsafe()).containsExactly(5, 5, 5, 5);
      assertThat(lake.bars(head).symbols(List.of("PENN")).read().openUnsafe())
          .containsExactly(43, 27);
      assertThat(lake.tags(DAILY_BARS))
          .extracting(state -> state.tag().name())
          .containsAll(written);
    }
  }

  private static long head(Lake lake) {
    return lake.stored().head(DAILY_BARS).orElseThrow().snapshot().snapshotId();
  }

  private static int publishUntilDone(Lake lake, String symbol) {
    Publisher publisher = lake.publisher(DAILY_BARS);
    for (int attempt = 1; ; attempt++) {
      Stage stage = publisher.stage();
      PublishOutcome outcome;
      try {
        LakeFixture.append(
            lake, stage, LakeFixture.rows(LakeFixture.bar(symbol, "2022-10-03", 5, 1)));
        outcome = publisher.publish(stage, Optional.of(new PointInTime.Tag(symbol)));
      } catch (CommitFailedException writingLost) {
        outcome = new PublishOutcome.Refused("others kept changing the table");
      }
      if (outcome instanceof PublishOutcome.Done) {
        return attempt;
      }
      assertThat(outcome).isInstanceOf(PublishOutcome.Refused.class);
      publisher.discard(stage);
    }
  }

  @Test
  void expiryLeavesWhatATagNames() {
    try (Lake lake = Lake.create(place)) {
      twoTags(lake);
      Publisher publisher = lake.publisher(DAILY_BARS);
      for (int day = 3; day < 6; day++) {
        Stage stage = publisher.stage();
        LakeFixture.append(
            lake, stage, LakeFixture.rows(LakeFixture.bar("PENN", "2022-10-0" + day, 30, 1)));
        publisher.publish(stage, Optional.empty());
      }
      Table table = lake.stored().load(DAILY_BARS).orElseThrow();
      int before = lake.stored().head(DAILY_BARS).orElseThrow().history().size();

      table.expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();

      assertThat(lake.stored().head(DAILY_BARS).orElseThrow().history().size()).isLessThan(before);
      assertThat(lake.bars(Q1).read().openUnsafe()).containsExactly(42);
      assertThat(lake.bars(Q3).read().openUnsafe()).containsExactly(43, 27);
    }
  }

  @Test
  void filesAreFoundUnderTheirTable() {
    try (Lake lake = Lake.create(place)) {
      twoTags(lake);
      Table table = lake.stored().load(DAILY_BARS).orElseThrow();
      SupportsPrefixOperations files = (SupportsPrefixOperations) lake.io();

      assertThat(files.listPrefix(table.location()))
          .extracting(FileInfo::location)
          .filteredOn(location -> location.endsWith(".metadata.json"))
          .isNotEmpty();
      assertThat(
              lake.io()
                  .newInputFile(files.listPrefix(table.location()).iterator().next().location())
                  .exists())
          .isTrue();
    }
  }

  @Test
  void sparkMergesInTheSamePlace() {
    try (Lake lake = Lake.create(place)) {
      twoTags(lake);
      SparkSession session = session(lake);
      Publisher publisher = lake.publisher(DAILY_BARS);
      Stage stage = publisher.stage();

      session.sql(
          "MERGE INTO "
              + stage.sqlName()
              + " t USING (SELECT * FROM VALUES ('PENN', DATE'2022-09-30', 28D), ('PVH',"
              + " DATE'2022-09-30', 60D) AS s(symbol, session, open)) s ON t.symbol = s.symbol AND"
              + " t.session = s.session WHEN MATCHED THEN UPDATE SET open = s.open WHEN NOT MATCHED"
              + " THEN INSERT (symbol, session, open, known_at) VALUES (s.symbol, s.session,"
              + " s.open, TIMESTAMP'2022-09-30 20:00:00Z')");
      PublishOutcome outcome = publisher.publish(stage, Optional.of(new PointInTime.Tag("Q4")));

      assertThat(outcome).isInstanceOf(PublishOutcome.Done.class);
      assertThat(opens(session, lake, "Q3")).containsExactly("PENN 43.0", "PENN 27.0");
      assertThat(opens(session, lake, "Q4")).containsExactly("PENN 43.0", "PENN 28.0", "PVH 60.0");
      assertThat(lake.bars(new PointInTime.Tag("Q4")).symbols(List.of("PENN")).read().openUnsafe())
          .containsExactly(43, 28);
    }
  }

  private static List<String> opens(SparkSession session, Lake lake, String tag) {
    List<Row> rows =
        session
            .sql(
                "SELECT symbol, open FROM asof."
                    + lake.namespace()
                    + ".daily_bars VERSION AS OF '"
                    + tag
                    + "' ORDER BY symbol, session")
            .collectAsList();
    return rows.stream().map(row -> row.getString(0) + " " + row.getDouble(1)).toList();
  }

  private SparkSession session(Lake lake) {
    if (spark == null) {
      spark =
          SparkSession.builder()
              .master("local[1]")
              .config("spark.ui.enabled", "false")
              .config("spark.sql.shuffle.partitions", "1")
              .config("spark.sql.codegen.wholeStage", "false")
              .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
              .config("spark.sql.session.timeZone", "UTC")
              .getOrCreate();
    }
    SparkSession session = spark.newSession();
    lake.sparkCatalogOptions()
        .forEach((key, value) -> session.conf().set("spark.sql.catalog.asof." + key, value));
    session.conf().set("spark.sql.catalog.asof", "org.apache.iceberg.spark.SparkCatalog");
    return session;
  }
}
