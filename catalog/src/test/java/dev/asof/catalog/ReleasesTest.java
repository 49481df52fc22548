package dev.asof.catalog;

import static dev.asof.catalog.TableDefinition.DAILY_BARS;
import static dev.asof.catalog.TableDefinition.FUND_HOLDINGS;
import static dev.asof.catalog.TableDefinition.INDEX_CHANGES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasesTest {
  private static final Instant MAY = Instant.parse("2022-05-27T17:54:03Z");
  private static final Instant NOVEMBER = Instant.parse("2022-11-28T20:50:55Z");
  private static final Instant NOW = Instant.parse("2026-01-02T12:00:00.123456789Z");
  private static final PointInTime.Release R1 = new PointInTime.Release("R1");
  private static final PointInTime.Tag AS_TAG = new PointInTime.Tag("R1");

  @TempDir private Path home;
  private Lake lake;

  @BeforeEach
  void open() {
    lake = Lake.create(home);
    bars("May", MAY, 42);
    LakeFixture.publish(
        lake,
        FUND_HOLDINGS,
        "May",
        MAY,
        LakeFixture.rows(
            LakeFixture.holding("IVV", "PENN", "US7075691094", 10, "new", MAY.toString())));
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private long bars(String tag, Instant knownAt, double price) {
    return LakeFixture.publish(
        lake,
        DAILY_BARS,
        tag,
        knownAt,
        LakeFixture.rows(LakeFixture.bar("PENN", "2022-03-31", price, 100)));
  }

  private ReleaseState record() {
    return lake.recordRelease(R1, Optional.empty(), NOW);
  }

  private static void assertCode(Throwable thrown, ErrorCode code) {
    assertThat(thrown)
        .isInstanceOfSatisfying(AsOfException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private int releaseCommits() {
    Table table = lake.stored().load(Releases.identifier(lake.stored())).orElseThrow();
    return (int) StreamSupport.stream(table.snapshots().spliterator(), false).count();
  }

  @Test
  void aReleaseRecordsEveryTableThatHoldsDataAndTagsIt() {
    ReleaseState release = record();

    assertThat(release.entries())
        .extracting(ReleaseEntry::table)
        .containsExactly("fund_holdings", "daily_bars");
    ReleaseEntry entry = release.entry(DAILY_BARS).orElseThrow();
    assertThat(entry.snapshotId())
        .isEqualTo(lake.resolve(DAILY_BARS, new PointInTime.Tag("May")).snapshotId());
    assertThat(entry.rows()).isEqualTo(1);
    assertThat(entry.knownAt()).isEqualTo(MAY);
    assertThat(entry.checksum()).matches("[0-9a-f]{64}");
    assertThat(release.entry(INDEX_CHANGES)).isEmpty();
    assertThat(lake.tags(DAILY_BARS))
        .extracting(state -> state.tag().name())
        .containsExactly("May", "R1");
    assertThat(lake.releases()).containsExactly(release);
    try (Lake again = Lake.open(home)) {
      assertThat(again.releases()).containsExactly(release);
    }
  }

  @Test
  void aTagsNameThatIsAReleasesMeansTheRelease() {
    record();
    bars("November", NOVEMBER, 43);

    assertThat(lake.resolve(DAILY_BARS, AS_TAG).asOf()).isEqualTo(R1);
    assertThat(lake.bars(AS_TAG).ref().asOf()).isEqualTo(R1);
    assertThat(lake.bars(R1).readPanel().versions().get(0).asOf()).isEqualTo(R1);
    assertThat(lake.bars(R1).read().open(0, 0)).isEqualTo(42);
    assertThat(lake.resolve(DAILY_BARS, new PointInTime.Tag("May")).asOf())
        .isEqualTo(new PointInTime.Tag("May"));
  }

  @Test
  void recordingTheSameReleaseAgainChangesNothing() {
    ReleaseState first = record();

    ReleaseState second = lake.recordRelease(R1, Optional.empty(), NOW.plusSeconds(60));

    assertThat(second).isEqualTo(first);
    assertThat(releaseCommits()).isEqualTo(1);
  }

  @Test
  void aReleaseWithOtherContentIsRefusedAndChangesNothing() {
    record();
    bars("November", NOVEMBER, 43);

    assertThatThrownBy(this::record)
        .satisfies(thrown -> assertCode(thrown, ErrorCode.TAG_EXISTS))
        .hasMessageContaining("Cannot tag daily_bars as R1: the name stands for snapshot ");
    lake.recordRelease(R1, Optional.of(new PointInTime.Tag("May")), NOW);
    assertThatThrownBy(
            () ->
                lake.recordRelease(
                    R1,
                    Optional.of(
                        new PointInTime.Snapshot(lake.resolve(DAILY_BARS, AS_TAG).snapshotId())),
                    NOW))
        .satisfies(thrown -> assertCode(thrown, ErrorCode.TAG_EXISTS))
        .hasMessage(
            "Cannot record release R1: it was recorded at 2026-01-02T12:00:00.123456Z with other"
                + " tables or snapshots and never changes; choose another name");
    assertThat(releaseCommits()).isEqualTo(1);
  }

  @Test
  void aNameThatIsATagOnAnotherSnapshotIsRefusedBeforeAnythingIsWritten() {
    bars("November", NOVEMBER, 43);

    assertThatThrownBy(
            () -> lake.recordRelease(new PointInTime.Release("May"), Optional.empty(), NOW))
        .satisfies(thrown -> assertCode(thrown, ErrorCode.TAG_EXISTS))
        .hasMessageStartingWith("Cannot tag daily_bars as May: the name stands for snapshot ");

    assertThat(lake.releases()).isEmpty();
    assertThat(lake.stored().load(Releases.identifier(lake.stored()))).isEmpty();
  }

  @Test
  void aReleaseOfATagKeepsItsNameAndLeavesOutTablesWithoutIt() {
    LakeFixture.publish(
        lake,
        DAILY_BARS,
        "November",
        NOVEMBER,
        LakeFixture.rows(LakeFixture.bar("PENN", "2022-03-31", 43, 100)));

    ReleaseState release =
        lake.recordRelease(
            new PointInTime.Release("November"), Optional.of(new PointInTime.Tag("November")), NOW);

    assertThat(release.entries()).extracting(ReleaseEntry::table).containsExactly("daily_bars");
    assertThatThrownBy(() -> lake.resolve(FUND_HOLDINGS, new PointInTime.Release("November")))
        .satisfies(thrown -> assertCode(thrown, ErrorCode.TAG_MISSING))
        .hasMessageStartingWith(
            "Cannot read fund_holdings as of release:November: the release has no such table, it"
                + " has daily_bars; its tags are May, ");
  }

  @Test
  void aCrashAfterTheTagsIsCompletedByRecordingAgain() {
    long head = lake.resolve(DAILY_BARS, new PointInTime.Tag("May")).snapshotId();
    lake.publisher(DAILY_BARS).tag(AS_TAG, head);

    ReleaseState release = record();

    assertThat(release.entries()).hasSize(2);
    assertThat(lake.resolve(FUND_HOLDINGS, R1).asOf()).isEqualTo(R1);
  }

  @Test
  void writersOfTheSameReleaseAtTheSameTimeRecordItOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    List<ReleaseState> states = new ArrayList<>();
    try {
      List<Callable<ReleaseState>> writers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Instant now = NOW.plusSeconds(i);
        writers.add(
            () -> {
              try (Lake own = Lake.open(home)) {
                return own.recordRelease(R1, Optional.empty(), now);
              }
            });
      }
      for (Future<ReleaseState> written : threads.invokeAll(writers)) {
        states.add(written.get());
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(states).containsOnly(lake.releases().get(0));
    assertThat(lake.releases()).hasSize(1);
    assertThat(releaseCommits()).isEqualTo(1);
  }

  @Test
  void releasesOfDifferentNamesStayWholeAndInTheOrderOfRecording() {
    record();
    lake.recordRelease(
        new PointInTime.Release("A_later_one"), Optional.empty(), NOW.plusSeconds(1));

    assertThat(lake.releases())
        .extracting(state -> state.release().name() + " " + state.entries().size())
        .containsExactly("R1 2", "A_later_one 2");
  }

  @Test
  void aMovedTagIsNoticed() {
    long recorded = record().entry(DAILY_BARS).orElseThrow().snapshotId();
    long later = bars("November", NOVEMBER, 43);
    Table table = lake.stored().load(DAILY_BARS).orElseThrow();
    table.manageSnapshots().replaceTag("R1", later).commit();

    assertThatThrownBy(() -> lake.bars(AS_TAG))
        .satisfies(thrown -> assertCode(thrown, ErrorCode.TAG_MOVED))
        .hasMessage(
            "Cannot read daily_bars as of release:R1: the release recorded snapshot "
                + recorded
                + ", and its tag was moved to snapshot "
                + later);
    assertThat(ErrorCode.TAG_MOVED.kind().exitCode()).isEqualTo(3);
  }

  @Test
  void aReleaseIsReadWithoutItsTagUntilTheSnapshotIsExpired() {
    long recorded = record().entry(DAILY_BARS).orElseThrow().snapshotId();
    bars("November", NOVEMBER, 43);
    Table table = lake.stored().load(DAILY_BARS).orElseThrow();
    table.manageSnapshots().removeTag("R1").removeTag("May").commit();
    assertThat(lake.bars(R1).read().open(0, 0)).isEqualTo(42);

    table.expireSnapshots().expireSnapshotId(recorded).commit();

    assertThatThrownBy(() -> lake.bars(R1))
        .satisfies(thrown -> assertCode(thrown, ErrorCode.SNAPSHOT_EXPIRED))
        .hasMessage(
            "Cannot read daily_bars as of release:R1: snapshot "
                + recorded
                + ", which the release recorded, was expired");
  }

  @Test
  void aMissingReleaseNamesThoseThatExist() {
    assertThatThrownBy(() -> lake.bars(new PointInTime.Release("R9")))
        .satisfies(thrown -> assertCode(thrown, ErrorCode.TAG_MISSING))
        .hasMessageStartingWith(
            "Cannot read daily_bars as of release:R9: no release R9 is recorded; its tags are May,"
                + " its latest snapshot is snapshot:");
    record();
    assertThatThrownBy(() -> lake.bars(new PointInTime.Release("R9")))
        .hasMessageStartingWith(
            "Cannot read daily_bars as of release:R9: no release R9 is recorded; the releases are"
                + " R1; its tags are May, R1, its latest");
  }

  @Test
  void whatMovesIsNotReleased() {
    assertThatThrownBy(
            () -> lake.recordRelease(R1, Optional.of(PointInTime.parse("timeline")), NOW))
        .satisfies(thrown -> assertCode(thrown, ErrorCode.TAG_INVALID))
        .hasMessage(
            "Cannot record release R1 as of timeline: expected a tag, release, snapshot or moment");
    assertThatThrownBy(
            () -> lake.recordRelease(R1, Optional.of(PointInTime.parse("branch:x")), NOW))
        .satisfies(thrown -> assertCode(thrown, ErrorCode.TAG_INVALID));
  }

  @Test
  void aReleaseOfAPointThatNoTableHasIsRefused() {
    assertThatThrownBy(() -> lake.recordRelease(R1, Optional.of(new PointInTime.Tag("Q9")), NOW))
        .satisfies(thrown -> assertCode(thrown, ErrorCode.TAG_MISSING));
    try (Lake empty = Lake.create(home.resolve("empty"))) {
      assertThatThrownBy(() -> empty.recordRelease(R1, Optional.empty(), NOW))
          .satisfies(thrown -> assertCode(thrown, ErrorCode.TABLE_MISSING));
    }
  }
}
