package dev.asof.catalog;

import static dev.asof.catalog.TableDefinition.DAILY_BARS;
import static dev.asof.catalog.TableDefinition.FUND_HOLDINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResearchBranchTest {
  private static final Instant MAY = Instant.parse("2022-05-31T20:00:00Z");
  private static final Instant JUNE = Instant.parse("2022-06-30T20:00:00Z");
  private static final PointInTime.Branch WHAT_IF = new PointInTime.Branch("what_if");
  private static final PointInTime.Tag TAG = new PointInTime.Tag("May");

  @TempDir private Path home;
  private Lake lake;
  private long published;

  @BeforeEach
  void open() {
    lake = Lake.create(home);
    published =
        LakeFixture.publish(
            lake,
            DAILY_BARS,
            "May",
            MAY,
            LakeFixture.rows(LakeFixture.bar("PENN", "2022-05-31", 42, 1)));
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private void openBranch() {
    lake.openBranch(WHAT_IF, List.of(DAILY_BARS), Optional.empty());
  }

  private PublishOutcome correct(double price, Optional<PointInTime.Tag> tag) {
    Publisher publisher = lake.publisher(DAILY_BARS, WHAT_IF);
    Stage stage = publisher.stage();
    LakeFixture.write(
        lake,
        stage,
        "correction.csv",
        JUNE,
        LakeFixture.rows(LakeFixture.bar("PENN", "2022-05-31", price, 1)));
    return publisher.publish(stage, tag);
  }

  private static void assertCode(Throwable thrown, ErrorCode code) {
    assertThat(thrown)
        .isInstanceOfSatisfying(AsOfException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void aCorrectionOnABranchLeavesMainAndTagsAlone() {
    openBranch();

    PublishOutcome outcome = correct(50, Optional.empty());

    assertThat(outcome).isInstanceOf(PublishOutcome.Done.class);
    assertThat(lake.bars(WHAT_IF).read().open(0, 0)).isEqualTo(50);
    assertThat(lake.bars(WHAT_IF).ref().asOf()).isEqualTo(WHAT_IF);
    assertThat(lake.bars(TAG).read().open(0, 0)).isEqualTo(42);
    assertThat(lake.stored().head(DAILY_BARS).orElseThrow().snapshot().snapshotId())
        .isEqualTo(published);
    assertThat(lake.stored().load(DAILY_BARS).orElseThrow().refs())
        .containsOnlyKeys("main", "May", "what_if");
    assertThat(lake.branches(DAILY_BARS))
        .containsExactly(
            new BranchState(
                WHAT_IF,
                ((PublishOutcome.Done) outcome).snapshotId(),
                JUNE,
                lake.branches(DAILY_BARS).get(0).committedAt(),
                1,
                1));
    assertThat(lake.tags(DAILY_BARS))
        .extracting(state -> state.tag().name())
        .containsExactly("May");
  }

  @Test
  void aBranchHasAHistoryOfItsOwn() {
    openBranch();
    correct(50, Optional.empty());
    String correction = LakeFixture.sha256("correction.csv");
    String base = LakeFixture.sha256("file-of-May");

    assertThat(lake.publisher(DAILY_BARS).findSource(correction)).isEmpty();
    assertThat(lake.publisher(DAILY_BARS, WHAT_IF).findSource(correction)).isPresent();
    assertThat(lake.publisher(DAILY_BARS, WHAT_IF).findSource(base)).isPresent();
  }

  @Test
  void mainMovesOnWithoutTheBranch() {
    openBranch();
    Publisher onBranch = lake.publisher(DAILY_BARS, WHAT_IF);
    Stage stage = onBranch.stage();
    LakeFixture.write(
        lake, stage, "c", JUNE, LakeFixture.rows(LakeFixture.bar("PENN", "2022-05-31", 50, 1)));
    LakeFixture.publish(
        lake,
        DAILY_BARS,
        "June",
        JUNE,
        LakeFixture.rows(LakeFixture.bar("PENN", "2022-05-31", 43, 1)));

    assertThat(onBranch.publish(stage, Optional.empty())).isInstanceOf(PublishOutcome.Done.class);
    assertThat(lake.bars(WHAT_IF).read().open(0, 0)).isEqualTo(50);
    assertThat(lake.bars(new PointInTime.Tag("June")).read().open(0, 0)).isEqualTo(43);
  }

  @Test
  void theSecondOfTwoStagesOfABranchIsRefused() {
    openBranch();
    Publisher publisher = lake.publisher(DAILY_BARS, WHAT_IF);
    Stage slow = publisher.stage();
    LakeFixture.write(
        lake, slow, "slow", JUNE, LakeFixture.rows(LakeFixture.bar("PENN", "2022-05-31", 60, 1)));
    long winner = ((PublishOutcome.Done) correct(50, Optional.empty())).snapshotId();

    assertThat(publisher.publish(slow, Optional.empty()))
        .isEqualTo(
            new PublishOutcome.Refused(
                "somebody else published to daily_bars since the stage was opened: what_if is at"
                    + " snapshot "
                    + winner));
  }

  @Test
  void aBranchIsComparedWithATag() {
    openBranch();
    correct(50, Optional.empty());

    TableDiff diff = lake.diff(DAILY_BARS, TAG, WHAT_IF);

    assertThat(diff.changed()).hasSize(1);
    assertThat(diff.to().asOf()).isEqualTo(WHAT_IF);
  }

  @Test
  void aBranchStartsAtAnyPointAndOpeningItThereAgainIsHarmless() {
    LakeFixture.publish(
        lake,
        DAILY_BARS,
        "June",
        JUNE,
        LakeFixture.rows(LakeFixture.bar("PENN", "2022-05-31", 43, 1)));

    lake.openBranch(WHAT_IF, List.of(DAILY_BARS), Optional.of(TAG));
    lake.openBranch(WHAT_IF, List.of(DAILY_BARS), Optional.of(TAG));

    assertThat(lake.bars(WHAT_IF).read().open(0, 0)).isEqualTo(42);
    assertThatThrownBy(this::openBranch)
        .satisfies(thrown -> assertCode(thrown, ErrorCode.TAG_EXISTS))
        .hasMessage(
            "Cannot open branch what_if of daily_bars: the name stands for a branch at snapshot "
                + published
                + " already; choose another name");
  }

  @Test
  void aNameThatIsTakenInOneTableOpensTheBranchInNone() {
    LakeFixture.publish(
        lake,
        FUND_HOLDINGS,
        "May",
        MAY,
        LakeFixture.rows(
            LakeFixture.holding("IVV", "PENN", "US7075691094", 10, "new", MAY.toString())));
    lake.publisher(DAILY_BARS).tag(new PointInTime.Tag("what_if"), published);

    assertThatThrownBy(
            () -> lake.openBranch(WHAT_IF, List.of(FUND_HOLDINGS, DAILY_BARS), Optional.empty()))
        .satisfies(thrown -> assertCode(thrown, ErrorCode.TAG_EXISTS))
        .hasMessageContaining(
            "Cannot open branch what_if of daily_bars: the name stands for a tag");
    assertThat(lake.branches(FUND_HOLDINGS)).isEmpty();
  }

  @Test
  void anIngestUnderWayIsNoBranchToRead() {
    Stage stage = lake.publisher(DAILY_BARS).stage();

    assertThat(lake.branches(DAILY_BARS)).isEmpty();
    assertThatThrownBy(() -> lake.bars(new PointInTime.Branch(stage.branch())))
        .satisfies(thrown -> assertCode(thrown, ErrorCode.TAG_MISSING))
        .hasMessage(
            "Cannot read daily_bars as of branch:"
                + stage.branch()
                + ": it has no branch "
                + stage.branch()
                + "; it has no branches; its tags are May, its latest snapshot is snapshot:"
                + published);
    assertThatThrownBy(
            () ->
                lake.openBranch(
                    new PointInTime.Branch("stage_x"), List.of(DAILY_BARS), Optional.empty()))
        .satisfies(thrown -> assertCode(thrown, ErrorCode.TAG_INVALID))
        .hasMessage(
            "Cannot open branch stage_x of daily_bars: names that begin with stage_ are of ingests"
                + " under way; choose another name");
  }

  @Test
  void aMissingBranchNamesThoseThatExist() {
    openBranch();

    assertThatThrownBy(() -> lake.bars(new PointInTime.Branch("other")))
        .satisfies(thrown -> assertCode(thrown, ErrorCode.TAG_MISSING))
        .hasMessageStartingWith(
            "Cannot read daily_bars as of branch:other: it has no branch other; its branches are"
                + " what_if; its tags are May, its latest");
    assertThatThrownBy(() -> lake.publisher(DAILY_BARS, new PointInTime.Branch("other")).stage())
        .satisfies(thrown -> assertCode(thrown, ErrorCode.TAG_MISSING));
  }

  @Test
  void whatIsPublishedToABranchHasNoTag() {
    openBranch();

    assertThatThrownBy(() -> correct(50, Optional.of(new PointInTime.Tag("nope"))))
        .satisfies(thrown -> assertCode(thrown, ErrorCode.USAGE))
        .hasMessage(
            "Cannot tag daily_bars as nope: branch what_if is research, only main has tags");
    assertThat(lake.bars(WHAT_IF).read().open(0, 0)).isEqualTo(42);
  }
}
