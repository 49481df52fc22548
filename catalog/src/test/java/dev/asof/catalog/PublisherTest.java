package dev.asof.catalog;

import static dev.asof.catalog.TableDefinition.DAILY_BARS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import dev.asof.api.SourceFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {
  private static final Instant KNOWN = Instant.parse("2022-09-30T20:00:00Z");
  private static final PointInTime.Tag Q1 = new PointInTime.Tag("Q1");
  private static final PointInTime.Tag Q3 = new PointInTime.Tag("Q3");

  @TempDir private Path home;
  private Lake lake;
  private Publisher publisher;

  @BeforeEach
  void open() {
    lake = Lake.create(home);
    publisher = lake.publisher(DAILY_BARS);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private Stage staged(String file, double price) {
    Stage stage = publisher.stage();
    LakeFixture.write(
        lake,
        stage,
        file,
        KNOWN,
        LakeFixture.rows(LakeFixture.bar("PENN", "2022-09-30", price, 1)));
    return stage;
  }

  private PublishOutcome.Done done(PublishOutcome outcome) {
    assertThat(outcome).isInstanceOf(PublishOutcome.Done.class);
    return (PublishOutcome.Done) outcome;
  }

  private Table table() {
    return lake.stored().load(DAILY_BARS).orElseThrow();
  }

  private int metadataCommits() {
    return ((HasTableOperations) table()).operations().current().previousFiles().size();
  }

  @Test
  void aStageIsInvisibleUntilItIsPublished() {
    done(publisher.publish(staged("a.csv", 10), Optional.of(Q1)));
    long before = table().currentSnapshot().snapshotId();

    Stage stage = staged("b.csv", 20);

    assertThat(stage.parentSnapshotId()).hasValue(before);
    assertThat(table().currentSnapshot().snapshotId()).isEqualTo(before);
    assertThat(lake.bars(Q1).read().open(0, 0)).isEqualTo(10);
    assertThat(lake.tables().get(2).rows()).isEqualTo(1);
  }

  @Test
  void publishingMovesMainTagsAndRemovesTheBranchInOneMetadataCommit() {
    done(publisher.publish(staged("a.csv", 10), Optional.of(Q1)));
    Stage stage = staged("b.csv", 20);
    int before = metadataCommits();

    PublishOutcome.Done outcome = done(publisher.publish(stage, Optional.of(Q3)));

    assertThat(metadataCommits()).isEqualTo(before + 1);
    assertThat(outcome.changed()).isTrue();
    assertThat(table().currentSnapshot().snapshotId()).isEqualTo(outcome.snapshotId());
    assertThat(table().refs()).containsOnlyKeys("main", "Q1", "Q3");
    assertThat(lake.bars(Q3).read().open(0, 0)).isEqualTo(20);
    assertThat(lake.bars(Q1).read().open(0, 0)).isEqualTo(10);
  }

  @Test
  void theFirstPublishOfATableIsOneMetadataCommitToo() {
    Stage stage = staged("a.csv", 10);
    int before = metadataCommits();
    assertThat(stage.parentSnapshotId()).isEmpty();
    assertThat(table().currentSnapshot()).isNull();

    done(publisher.publish(stage, Optional.of(Q1)));

    assertThat(metadataCommits()).isEqualTo(before + 1);
    assertThat(table().refs()).containsOnlyKeys("main", "Q1");
  }

  @Test
  void theSecondOfTwoStagesIsRefusedAndChangesNothing() {
    done(publisher.publish(staged("a.csv", 10), Optional.empty()));
    Stage first = staged("b.csv", 20);
    Stage second = staged("c.csv", 30);
    PublishOutcome.Done winner = done(publisher.publish(first, Optional.empty()));
    int before = metadataCommits();

    PublishOutcome outcome = publisher.publish(second, Optional.of(Q3));

    assertThat(outcome)
        .isEqualTo(
            new PublishOutcome.Refused(
                "somebody else published to daily_bars since the stage was opened: main is at"
                    + " snapshot "
                    + winner.snapshotId()));
    assertThat(metadataCommits()).isEqualTo(before);
    assertThat(table().refs()).doesNotContainKey("Q3");
    publisher.discard(second);
    assertThat(table().refs()).containsOnlyKeys("main");
  }

  @Test
  void theSecondOfTwoFirstStagesIsRefused() {
    Stage first = staged("a.csv", 10);
    Stage second = staged("b.csv", 20);

    done(publisher.publish(first, Optional.empty()));

    assertThat(publisher.publish(second, Optional.empty()))
        .isInstanceOf(PublishOutcome.Refused.class);
  }

  @Test
  void ofStagesPublishedAtTheSameTimeOneIsDoneAndTheOthersAreRefused() throws Exception {
    int writers = 4;
    done(publisher.publish(staged("a.csv", 10), Optional.empty()));
    List<Stage> stages =
        java.util.stream.IntStream.range(0, writers)
            .mapToObj(i -> staged("writer" + i, i + 1))
            .toList();

    ExecutorService threads = Executors.newFixedThreadPool(writers);
    List<PublishOutcome> outcomes;
    try {
      List<Callable<PublishOutcome>> tasks =
          stages.stream()
              .<Callable<PublishOutcome>>map(
                  stage ->
                      () -> {
                        try (Lake own = Lake.open(home)) {
                          return own.publisher(DAILY_BARS).publish(stage, Optional.empty());
                        }
                      })
              .toList();
      outcomes = new java.util.ArrayList<>();
      for (Future<PublishOutcome> future : threads.invokeAll(tasks)) {
        outcomes.add(future.get());
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(outcomes).filteredOn(PublishOutcome.Done.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn(PublishOutcome.Refused.class::isInstance).hasSize(writers - 1);
  }

  @Test
  void aWriterThatOnlyOpensAStageDoesNotRefuseAnother() throws Exception {
    done(publisher.publish(staged("a.csv", 10), Optional.empty()));
    Stage stage = staged("b.csv", 20);

    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> noise =
          threads.submit(
              () -> {
                try (Lake own = Lake.open(home)) {
                  for (int i = 0; i < 10; i++) {
                    own.publisher(DAILY_BARS).discard(own.publisher(DAILY_BARS).stage());
                  }
                }
              });
      Future<PublishOutcome> outcome =
          threads.submit(() -> publisher.publish(stage, Optional.of(Q3)));
      done(outcome.get());
      noise.get();
    } finally {
      threads.shutdownNow();
    }
    assertThat(table().refs()).containsOnlyKeys("main", "Q3");
  }

  @Test
  void aDiscardedStageLeavesMainAndTagsAndCanBeDiscardedAgain() {
    PublishOutcome.Done first = done(publisher.publish(staged("a.csv", 10), Optional.of(Q1)));
    Stage stage = staged("b.csv", 20);

    publisher.discard(stage);
    publisher.discard(stage);

    assertThat(table().refs()).containsOnlyKeys("main", "Q1");
    assertThat(table().currentSnapshot().snapshotId()).isEqualTo(first.snapshotId());
    assertThat(publisher.publish(stage, Optional.empty()))
        .isEqualTo(new PublishOutcome.Refused("the stage of daily_bars was discarded"));
  }

  @Test
  void aStageWithoutACommitPublishesItsTagOnMainAsItIs() {
    PublishOutcome.Done first = done(publisher.publish(staged("a.csv", 10), Optional.of(Q1)));

    PublishOutcome outcome = publisher.publish(publisher.stage(), Optional.of(Q3));

    assertThat(outcome).isEqualTo(new PublishOutcome.Done(first.snapshotId(), false));
    assertThat(table().refs()).containsOnlyKeys("main", "Q1", "Q3");
  }

  @Test
  void anEmptyTableCannotBeTagged() {
    String message =
        "Cannot tag daily_bars as Q1: the table holds nothing yet; ingest a file into it first";
    assertThatThrownBy(() -> publisher.tag(Q1, 1))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_MISSING))
        .hasMessage(message);
    Stage stage = publisher.stage();
    assertThatThrownBy(() -> publisher.tag(Q1, 1)).hasMessage(message);
    assertThatThrownBy(() -> publisher.publish(stage, Optional.of(Q1)))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_MISSING))
        .hasMessage(message);
    assertThat(table().currentSnapshot()).isNull();
  }

  @Test
  void aTagNamesTheSameSnapshotForEver() {
    long first = done(publisher.publish(staged("a.csv", 10), Optional.of(Q1))).snapshotId();
    long second = done(publisher.publish(staged("b.csv", 20), Optional.empty())).snapshotId();
    int before = metadataCommits();

    publisher.tag(Q1, first);

    assertThat(metadataCommits()).isEqualTo(before);
    String message =
        "Cannot tag daily_bars as Q1: the name stands for snapshot "
            + first
            + " already and never moves; choose another name";
    assertThatThrownBy(() -> publisher.tag(Q1, second))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TAG_EXISTS))
        .hasMessage(message);
    assertThatThrownBy(() -> publisher.checkTagFree(Q1)).hasMessage(message);
    publisher.checkTagFree(Q3);
    assertThat(lake.resolve(DAILY_BARS, Q1).snapshotId()).isEqualTo(first);
  }

  @Test
  void publishingUnderATagThatIsTakenCommitsNothing() {
    done(publisher.publish(staged("a.csv", 10), Optional.of(Q1)));
    Stage stage = staged("b.csv", 20);
    int before = metadataCommits();

    assertThatThrownBy(() -> publisher.publish(stage, Optional.of(Q1)))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TAG_EXISTS));

    assertThat(metadataCommits()).isEqualTo(before);
    assertThat(lake.bars(Q1).read().open(0, 0)).isEqualTo(10);
  }

  @Test
  void onlyPublishedSnapshotsCanBeTagged() {
    long head = done(publisher.publish(staged("a.csv", 10), Optional.empty())).snapshotId();
    Stage stage = staged("b.csv", 20);
    long unpublished = table().refs().get(stage.branch()).snapshotId();

    assertThatThrownBy(() -> publisher.tag(Q3, unpublished))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TAG_MISSING))
        .hasMessage(
            "Cannot tag daily_bars as Q3: its published history has no snapshot "
                + unpublished
                + "; the latest is "
                + head);
  }

  @Test
  void aNumericTagNameIsRefused() {
    assertThatThrownBy(() -> PointInTime.parse("20240628"))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TAG_INVALID));
  }

  @Test
  void anAppliedFileIsFoundByItsBytesAndOnlyOncePublished() {
    assertThat(publisher.findSource(LakeFixture.sha256("a.csv"))).isEmpty();
    Stage stage = staged("a.csv", 10);
    assertThat(publisher.findSource(LakeFixture.sha256("a.csv"))).isEmpty();
    long first = done(publisher.publish(stage, Optional.empty())).snapshotId();
    done(publisher.publish(staged("b.csv", 20), Optional.empty()));

    AppliedSource applied = publisher.findSource(LakeFixture.sha256("a.csv")).orElseThrow();

    assertThat(applied.snapshotId()).isEqualTo(first);
    assertThat(applied.source().file())
        .isEqualTo(new SourceFile("a.csv", LakeFixture.sha256("a.csv"), 1));
    assertThat(applied.source().knownAt()).isEqualTo(KNOWN);
    assertThat(applied.source().counts()).containsOnly(java.util.Map.entry("new", 1L));
    assertThat(publisher.findSource(LakeFixture.sha256("c.csv"))).isEmpty();
  }

  @Test
  void taggingForAnAppliedFileIsHarmlessWhenRepeatedAfterMainMovedOn() {
    long first = done(publisher.publish(staged("a.csv", 10), Optional.of(Q1))).snapshotId();
    long second = done(publisher.publish(staged("b.csv", 20), Optional.of(Q3))).snapshotId();
    AppliedSource a = publisher.findSource(LakeFixture.sha256("a.csv")).orElseThrow();
    AppliedSource b = publisher.findSource(LakeFixture.sha256("b.csv")).orElseThrow();

    assertThat(publisher.tagApplied(Q1, a)).isEqualTo(first);
    assertThat(publisher.tagApplied(Q3, a)).isEqualTo(second);
    assertThat(publisher.tagApplied(new PointInTime.Tag("fresh"), a)).isEqualTo(second);
    assertThatThrownBy(() -> publisher.tagApplied(Q1, b))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TAG_EXISTS));
  }

  @Test
  void aSourceSummaryReadsBackAsItWasWritten() {
    SourceSummary written =
        new SourceSummary(
            new SourceFile("IVV 2022.json", LakeFixture.sha256("x"), 505),
            KNOWN,
            Optional.of("IVV"),
            new TreeMap<>(java.util.Map.of("new", 9L, "expired", 10L, "unchanged", 496L)));

    assertThat(SourceSummary.all(written.properties())).containsExactly(written);
    assertThat(written.properties())
        .containsEntry("asof.rows.expired", "10")
        .containsEntry("asof.known-at", "2022-09-30T20:00:00Z");
    assertThat(SourceSummary.all(java.util.Map.of("operation", "append"))).isEmpty();
  }

  @Test
  void theFilesOfOneSnapshotReadBackAsTheyWereWritten() {
    SourceSummary first =
        new SourceSummary(
            new SourceFile("a=\tb\\n.csv", LakeFixture.sha256("a"), 3),
            KNOWN,
            Optional.empty(),
            Optional.of("S&P 500"),
            Optional.empty(),
            Optional.of("bars-csv"),
            Optional.of("name PENN"),
            Optional.of("date=2022-09-30"),
            Optional.of("why"),
            new TreeMap<>(java.util.Map.of("inserted", 2L, "unchanged", 1L)));
    SourceSummary second =
        new SourceSummary(
            new SourceFile("b.csv", LakeFixture.sha256("b"), 4),
            KNOWN.plusSeconds(60),
            Optional.empty(),
            Optional.of("S&P 500"),
            Optional.empty(),
            Optional.of("bars-csv"),
            Optional.empty(),
            Optional.empty(),
            Optional.of("why"),
            new TreeMap<>(java.util.Map.of("inserted", 4L, "quarantined", 1L)));

    java.util.Map<String, String> properties =
        SourceSummary.properties(java.util.List.of(first, second));

    assertThat(SourceSummary.all(properties)).containsExactly(first, second);
    assertThat(properties)
        .containsEntry("asof.rows.inserted", "6")
        .containsEntry("asof.rows.quarantined", "1")
        .containsEntry("asof.known-at", KNOWN.plusSeconds(60).toString())
        .containsEntry("asof.reason", "why")
        .doesNotContainKeys("asof.source.name", "asof.source.sha256");
  }

  @Test
  void eachStageHasABranchOfItsOwn() {
    Stage first = publisher.stage();
    Stage second = publisher.stage();

    assertThat(first.branch()).isNotEqualTo(second.branch());
    assertThat(first.sqlName()).isEqualTo("asof.market.daily_bars.branch_" + first.branch());
  }
}
