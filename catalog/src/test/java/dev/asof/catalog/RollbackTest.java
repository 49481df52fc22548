package dev.asof.catalog;

import static dev.asof.catalog.LakeFixture.bar;
import static dev.asof.catalog.LakeFixture.rows;
import static dev.asof.catalog.LakeFixture.sha256;
import static dev.asof.catalog.TableDefinition.DAILY_BARS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.DataRef;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import dev.asof.api.SourceFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollbackTest {
  private static final Instant MAY = Instant.parse("2022-05-31T20:00:00Z");
  private static final Instant JUNE = Instant.parse("2022-06-30T20:00:00Z");
  private static final Instant NOW = Instant.parse("2022-07-04T12:00:00Z");
  private static final PointInTime.Tag FIRST = new PointInTime.Tag("May");
  private static final PointInTime.Tag SECOND = new PointInTime.Tag("June");

  @TempDir private Path home;
  private Lake lake;

  @BeforeEach
  void publishTwice() {
    lake = Lake.create(home);
    LakeFixture.publish(lake, DAILY_BARS, "May", MAY, rows(bar("PENN", "2022-05-31", 30, 5)));
    LakeFixture.publish(
        lake,
        DAILY_BARS,
        "June",
        JUNE,
        rows(bar("PENN", "2022-05-31", 99, 5), bar("PENN", "2022-06-30", 31, 6)));
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private RollbackReport rollBack(PointInTime to) {
    return lake.rollBack(DAILY_BARS, to, "the vendor's June file was wrong", NOW);
  }

  private PointInTime head() {
    return new PointInTime.Snapshot(
        lake.stored().head(DAILY_BARS).orElseThrow().snapshot().snapshotId());
  }

  @Test
  void mainHoldsTheTagsFilesInANewSnapshotThatBecomesKnownNow() {
    DataRef before = lake.resolve(DAILY_BARS, FIRST);
    RollbackReport report = rollBack(FIRST);

    DataRef after = lake.resolve(DAILY_BARS, head());
    assertThat(report.changed()).isTrue();
    assertThat(report.removedFiles()).isEqualTo(1);
    assertThat(report.restoredFiles()).isEqualTo(1);
    assertThat(after.snapshotId()).isEqualTo(report.snapshotId()).isNotEqualTo(before.snapshotId());
    assertThat(after.rows()).isEqualTo(1);
    assertThat(after.knownAt()).isEqualTo(NOW);
    assertThat(lake.bars(head()).read().open(0, 0)).isEqualTo(30);
    assertThat(lake.diff(DAILY_BARS, FIRST, head()).changed()).isEmpty();
    assertThat(RowChecksum.of(lake.stored().head(DAILY_BARS).orElseThrow()))
        .isEqualTo(
            RowChecksum.of(
                lake.stored()
                    .version(
                        DAILY_BARS,
                        lake.stored().load(DAILY_BARS).orElseThrow(),
                        lake.stored().load(DAILY_BARS).orElseThrow().snapshot("May"))));
  }

  @Test
  void tagsStayAndReadWhatTheyRead() {
    DataRef june = lake.resolve(DAILY_BARS, SECOND);

    rollBack(FIRST);

    assertThat(lake.tags(DAILY_BARS))
        .extracting(state -> state.tag().name())
        .containsExactly("May", "June");
    assertThat(lake.resolve(DAILY_BARS, SECOND)).isEqualTo(june);
    assertThat(lake.verify(june)).isEmpty();
    assertThat(lake.bars(SECOND).read().open(0, 0)).isEqualTo(99);
  }

  @Test
  void whatWasRolledBackCanBeAppliedAgainAndWhatWasNotCannot() {
    Publisher publisher = lake.publisher(DAILY_BARS);
    assertThat(publisher.findSource(sha256("file-of-June"))).isPresent();

    rollBack(FIRST);

    assertThat(publisher.findSource(sha256("file-of-June"))).isEmpty();
    assertThat(publisher.findSource(sha256("file-of-May"))).isPresent();
    assertThat(lake.resolve(DAILY_BARS, head()).sources())
        .extracting(SourceFile::name)
        .containsExactly("file-of-May");
    assertThat(
            publisher.tagApplied(
                new PointInTime.Tag("May2"),
                publisher.findSource(sha256("file-of-May")).orElseThrow()))
        .isEqualTo(lake.resolve(DAILY_BARS, head()).snapshotId());
  }

  @Test
  void goingBackToWhatMainHoldsChangesNothing() {
    rollBack(FIRST);
    Table before = lake.stored().load(DAILY_BARS).orElseThrow();

    RollbackReport again = rollBack(FIRST);

    assertThat(again.changed()).isFalse();
    assertThat(lake.stored().load(DAILY_BARS).orElseThrow().currentSnapshot())
        .isEqualTo(before.currentSnapshot());
    assertThat(lake.stored().load(DAILY_BARS).orElseThrow().refs()).isEqualTo(before.refs());
  }

  @Test
  void aRollbackCanBeRolledBack() {
    rollBack(FIRST);

    RollbackReport forward = lake.rollBack(DAILY_BARS, SECOND, "it was right", NOW.plusSeconds(60));

    assertThat(forward.changed()).isTrue();
    assertThat(lake.bars(head()).read().open(0, 0)).isEqualTo(99);
    assertThat(lake.publisher(DAILY_BARS).findSource(sha256("file-of-June"))).isPresent();
    assertThat(lake.resolve(DAILY_BARS, head()).knownAt()).isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void aReleaseAndATagCanStillBeMadeOfWhatWasRolledBack() {
    long june = lake.resolve(DAILY_BARS, SECOND).snapshotId();
    rollBack(FIRST);

    ReleaseState release =
        lake.recordRelease(new PointInTime.Release("R"), Optional.of(SECOND), NOW);

    assertThat(release.entries().get(0).snapshotId()).isEqualTo(june);
  }

  @Test
  void historyListsWhatWasPublishedNewestFirst() {
    rollBack(FIRST);

    List<HistoryEntry> history = lake.history(DAILY_BARS);

    assertThat(history)
        .extracting(HistoryEntry::what)
        .containsExactly("rollback to May", "file-of-June", "file-of-May");
    assertThat(history)
        .extracting(HistoryEntry::state)
        .containsExactly(
            HistoryEntry.State.CURRENT, HistoryEntry.State.ROLLED_BACK, HistoryEntry.State.CURRENT);
    assertThat(history.get(0).reason()).contains("the vendor's June file was wrong");
    assertThat(history.get(0).knownAt()).contains(NOW);
    assertThat(history.get(1).tags()).containsExactly("June");
    assertThat(history.get(1).counts()).containsEntry("new", 2L);
  }

  @Test
  void aPublisherThatCameFirstIsNotUndoneUnseen() {
    Stage stage = lake.publisher(DAILY_BARS).stage();
    rollBack(FIRST);
    LakeFixture.write(lake, stage, "late", JUNE, rows(bar("PENN", "2022-06-30", 1, 1)));

    PublishOutcome outcome = lake.publisher(DAILY_BARS).publish(stage, Optional.empty());

    assertThat(outcome).isInstanceOf(PublishOutcome.Refused.class);
  }

  @Test
  void whatIsNoPointOfMainsHistoryIsRefused() {
    PointInTime.Branch branch = new PointInTime.Branch("what_if");
    lake.openBranch(branch, List.of(DAILY_BARS), Optional.of(FIRST));
    Publisher research = lake.publisher(DAILY_BARS, branch);
    Stage stage = research.stage();
    LakeFixture.write(lake, stage, "tried", MAY, rows(bar("PENN", "2022-05-31", 7, 5)));
    research.publish(stage, Optional.empty());
    PointInTime tried = new PointInTime.Snapshot(lake.branches(DAILY_BARS).get(0).snapshotId());

    assertThatThrownBy(() -> rollBack(branch))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TAG_INVALID))
        .hasMessage(
            "Cannot roll back daily_bars to branch:what_if: expected a tag, release, snapshot or"
                + " moment");
    assertThatThrownBy(() -> rollBack(tried))
        .hasMessage(
            "Cannot roll back daily_bars to "
                + tried
                + ": it was never published to main; see asof lake history daily_bars");
    assertThatThrownBy(() -> rollBack(new PointInTime.Tag("Nope")))
        .hasMessageStartingWith("Cannot read daily_bars as of Nope: it has no tag Nope");
    assertThatThrownBy(() -> lake.rollBack(DAILY_BARS, FIRST, "two\nlines", NOW))
        .hasMessage(
            "Cannot roll back daily_bars to May: the reason must be one line of 1 to 500 characters"
                + " that says why");
    assertThat(lake.stored().load(DAILY_BARS).orElseThrow().refs())
        .containsOnlyKeys("main", "May", "June", "what_if");
  }
}
