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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingTest {
  private static final Instant MAY = Instant.parse("2022-05-31T20:00:00Z");
  private static final Instant JUNE = Instant.parse("2022-06-30T20:00:00Z");
  private static final Instant NOW = Instant.parse("2100-01-15T12:00:00Z");
  private static final Retention LET_ALL_GO =
      new Retention(List.of(new Retention.Rule("*", 1, 0, 0, true)));

  @TempDir private Path home;
  private Lake lake;

  @BeforeEach
  void open() {
    lake = Lake.create(home);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private long publish(String tag, Instant knownAt, double price) {
    return LakeFixture.publish(
        lake, DAILY_BARS, tag, knownAt, rows(bar("PENN", "2022-05-31", price, 5)));
  }

  /** Publishes without a tag. */
  private long publishUntagged(String file, Instant knownAt, double price) {
    Publisher publisher = lake.publisher(DAILY_BARS);
    Stage stage = publisher.stage();
    LakeFixture.write(lake, stage, file, knownAt, rows(bar("PENN", "2022-05-31", price, 5)));
    return ((PublishOutcome.Done) publisher.publish(stage, Optional.empty())).snapshotId();
  }

  private Table table() {
    return lake.stored().load(DAILY_BARS).orElseThrow();
  }

  private List<Chore> expiry(Retention retention, Set<String> dropped) {
    return lake.housekeeping(DAILY_BARS).snapshots(retention, dropped, NOW, NOW);
  }

  private void expire() {
    expiry(Retention.FOREVER, Set.of()).forEach(Chore::perform);
  }

  private Map<String, String> filesWithDigests() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(home)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            file.toString(),
            HexFormat.of().formatHex(RowChecksum.sha256().digest(Files.readAllBytes(file))));
      }
    }
    return files;
  }

  @Test
  void aHistoryOutlivesTheSnapshotsThatMadeIt() {
    publishUntagged("early", JUNE, 1);
    publish("May", MAY, 2);
    publishUntagged("middle", MAY, 3);
    publish("June", MAY, 4);
    List<TagState> tags = lake.tags(DAILY_BARS);
    List<DataRef> refs = tags.stream().map(state -> lake.resolve(DAILY_BARS, state.tag())).toList();
    List<HistoryEntry> history = lake.history(DAILY_BARS);

    expire();

    assertThat(table().snapshots()).hasSize(2);
    assertThat(lake.tags(DAILY_BARS)).isEqualTo(tags);
    assertThat(tags.get(1).knownAt()).isEqualTo(JUNE);
    assertThat(tags.get(1).sources())
        .extracting(SourceFile::name)
        .containsExactly("early", "file-of-May", "middle", "file-of-June");
    refs.forEach(ref -> assertThat(lake.verify(ref)).isEmpty());
    AppliedSource early = lake.publisher(DAILY_BARS).findSource(sha256("early")).orElseThrow();
    assertThat(early.snapshotId()).isEqualTo(tags.get(0).snapshotId());
    assertThat(early.source().file().name()).isEqualTo("early");
    assertThat(lake.publisher(DAILY_BARS).tagApplied(new PointInTime.Tag("June"), early))
        .isEqualTo(tags.get(1).snapshotId());
    assertThat(lake.history(DAILY_BARS))
        .extracting(HistoryEntry::what)
        .isEqualTo(history.stream().map(HistoryEntry::what).toList());
    assertThat(lake.history(DAILY_BARS))
        .extracting(HistoryEntry::state)
        .containsExactly(
            HistoryEntry.State.CURRENT,
            HistoryEntry.State.EXPIRED,
            HistoryEntry.State.CURRENT,
            HistoryEntry.State.EXPIRED);
  }

  @Test
  void severalRoundsOfExpiryAndARollbackKeepTheHistoryWhole() {
    publish("A", MAY, 1);
    publishUntagged("b", MAY, 2);
    publishUntagged("c", JUNE, 3);
    expire();
    lake.rollBack(DAILY_BARS, new PointInTime.Tag("A"), "wrong", JUNE);
    table().manageSnapshots().removeTag("A").commit();
    publishUntagged("d", JUNE, 4);
    expire();
    publishUntagged("e", JUNE, 5);
    expire();

    assertThat(table().snapshots()).hasSize(1);
    assertThat(lake.stored().head(DAILY_BARS).orElseThrow().sources())
        .extracting(SourceFile::name)
        .containsExactly("file-of-A", "d", "e");
    assertThat(lake.publisher(DAILY_BARS).findSource(sha256("b"))).isEmpty();
    assertThat(lake.history(DAILY_BARS))
        .extracting(HistoryEntry::state)
        .containsExactly(
            HistoryEntry.State.CURRENT,
            HistoryEntry.State.EXPIRED,
            HistoryEntry.State.EXPIRED,
            HistoryEntry.State.ROLLED_BACK,
            HistoryEntry.State.ROLLED_BACK,
            HistoryEntry.State.EXPIRED);
    assertThat(
            lake.bars(new PointInTime.Snapshot(table().currentSnapshot().snapshotId()))
                .read()
                .open(0, 0))
        .isEqualTo(5);
    lake.leftovers().bookkeeping(NOW).forEach(Chore::perform);
    assertThat(lake.leftovers().bookkeeping(NOW)).isEmpty();
    assertThat(lake.stored().head(DAILY_BARS).orElseThrow().sources()).hasSize(3);
  }

  @Test
  void aSnapshotStaysForAWhileAfterTheNextOneTookItsPlace() {
    publishUntagged("early", MAY, 1);
    long second = publishUntagged("late", MAY, 2);
    Instant replaced = Instant.ofEpochMilli(table().snapshot(second).timestampMillis());

    Housekeeping housekeeping = lake.housekeeping(DAILY_BARS);

    assertThat(housekeeping.snapshots(Retention.FOREVER, Set.of(), replaced.minusMillis(1), NOW))
        .as("the empty root alone")
        .extracting(Chore::what)
        .containsExactly("expire 1 snapshot");
    assertThat(housekeeping.snapshots(Retention.FOREVER, Set.of(), replaced, NOW))
        .extracting(Chore::what)
        .containsExactly("expire 2 snapshots");
  }

  @Test
  void aReleaseWhoseTagTheRetentionRemovedSaysThatItsSnapshotExpired() {
    publish("May", MAY, 1);
    PointInTime.Release release = new PointInTime.Release("R");
    lake.recordRelease(release, Optional.of(new PointInTime.Tag("May")), MAY);
    publishUntagged("late", JUNE, 2);
    List<Chore> tags = lake.housekeeping(DAILY_BARS).tags(LET_ALL_GO, NOW);
    assertThat(tags).extracting(Chore::what).containsExactly("remove 2 tags: May, R");
    long before = table().currentSnapshot().snapshotId();

    List<Chore> chores = expiry(LET_ALL_GO, tags.get(0).references());
    assertThat(chores.get(0).bytes()).isPositive();
    tags.forEach(Chore::perform);
    chores.forEach(Chore::perform);

    assertThat(table().snapshots())
        .extracting(snapshot -> snapshot.snapshotId())
        .containsExactly(before);
    assertThat(lake.releases()).hasSize(1);
    assertThatThrownBy(() -> lake.resolve(DAILY_BARS, release))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SNAPSHOT_EXPIRED))
        .hasMessage(
            "Cannot read daily_bars as of release:R: snapshot "
                + lake.releases().get(0).entries().get(0).snapshotId()
                + ", which the release recorded, was expired");
  }

  @Test
  void aReleaseWhoseTagSomebodyElseRemovedKeepsItsSnapshot() {
    publish("May", MAY, 1);
    PointInTime.Release release = new PointInTime.Release("R");
    lake.recordRelease(release, Optional.empty(), MAY);
    publishUntagged("late", JUNE, 2);
    table().manageSnapshots().removeTag("R").removeTag("May").commit();

    expire();

    assertThat(lake.bars(release).read().open(0, 0)).isEqualTo(1);
  }

  @Test
  void aStageIsLeftAloneUntilItIsOldAndItsFilesGoWithIt() throws IOException {
    publish("May", MAY, 1);
    Instant before =
        Instant.ofEpochMilli(table().currentSnapshot().timestampMillis()).minusMillis(1);
    Publisher publisher = lake.publisher(DAILY_BARS);
    publisher.stage();
    Stage written = publisher.stage();
    LakeFixture.write(lake, written, "killed", JUNE, rows(bar("PENN", "2022-05-31", 9, 5)));

    assertThat(lake.housekeeping(DAILY_BARS).stages(before)).isEmpty();
    List<Chore> chores = lake.housekeeping(DAILY_BARS).stages(NOW);
    assertThat(chores)
        .hasSize(2)
        .allSatisfy(
            chore ->
                assertThat(chore.what())
                    .matches("drop branch stage_[0-9a-f]{32}, which an ingest left behind"));
    chores.forEach(Chore::perform);

    assertThat(table().refs()).containsOnlyKeys("main", "May");
    assertThat(expiry(Retention.FOREVER, Set.of()))
        .extracting(Chore::what)
        .containsExactly("expire 2 snapshots");
    expire();
    assertThat(
            filesWithDigests().keySet().stream()
                .filter(file -> file.endsWith(".parquet") && file.contains("daily_bars")))
        .hasSize(1);
    assertThat(lake.publisher(DAILY_BARS).findSource(sha256("killed"))).isEmpty();
  }

  private Instant lastChange() {
    return Instant.ofEpochMilli(((BaseTable) table()).operations().current().lastUpdatedMillis());
  }

  @Test
  void theAgeOfAStageIsFoundInEarlierMetadata() {
    publish("May", MAY, 1);
    Publisher publisher = lake.publisher(DAILY_BARS);
    Stage old = publisher.stage();
    Instant between = lastChange();
    while (lastChange().equals(between)) {
      publisher.discard(publisher.stage());
    }
    publisher.stage();

    assertThat(lake.housekeeping(DAILY_BARS).stages(between))
        .extracting(Chore::references)
        .containsExactly(Set.of(old.branch()));
  }

  @Test
  void theAgeOfAStageIsFoundWhereEarlierMetadataAreGone() {
    publish("May", MAY, 1);
    table().updateProperties().set("write.metadata.previous-versions-max", "1").commit();
    Publisher publisher = lake.publisher(DAILY_BARS);
    Stage unwritten = publisher.stage();
    Stage written = publisher.stage();
    LakeFixture.write(lake, written, "killed", JUNE, rows(bar("PENN", "2022-05-31", 9, 5)));
    publish("June", JUNE, 2);
    Instant replaced = Instant.ofEpochMilli(table().currentSnapshot().timestampMillis());
    while (!lastChange().isAfter(replaced)) {
      publisher.discard(publisher.stage());
    }
    Stage young = publisher.stage();
    publisher.discard(publisher.stage());

    assertThat(lake.housekeeping(DAILY_BARS).stages(replaced))
        .flatExtracting(Chore::references)
        .containsExactlyInAnyOrder(unwritten.branch(), written.branch());
    assertThat(table().refs()).containsKey(young.branch());
  }

  @Test
  void stagingTablesThatNobodyWroteToAreDroppedWithAllTheirFiles() throws IOException {
    publish("May", MAY, 1);
    TableIdentifier name = TableIdentifier.of(Lake.NAMESPACE, "staging_1f");
    Table table = lake.stored().loadOrCreate(name, DAILY_BARS.icebergSchema(), Map.of());
    Path uncommitted = Path.of(table.location(), "data", "uncommitted.parquet");
    Files.createDirectories(uncommitted.getParent());
    Files.writeString(uncommitted, "rows");

    assertThat(lake.leftovers().tables(MAY)).isEmpty();
    assertThat(lake.leftovers().folders(NOW)).as("the catalog knows it").isEmpty();
    List<Chore> chores = lake.leftovers().tables(NOW);
    assertThat(chores)
        .extracting(Chore::what)
        .containsExactly("drop table staging_1f, which an ingest left behind");
    chores.forEach(Chore::perform);

    assertThat(lake.stored().load(name)).isEmpty();
    assertThat(Path.of(table.location())).doesNotExist();
    Path stray = Path.of(table().location()).resolveSibling("staging_2f").resolve("data/x.parquet");
    Files.createDirectories(stray.getParent());
    Files.writeString(stray, "rows");
    assertThat(lake.leftovers().folders(MAY)).isEmpty();
    List<Chore> folders = lake.leftovers().folders(NOW);
    assertThat(folders)
        .extracting(Chore::what, Chore::bytes)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "delete the files of staging_2f, which an ingest left behind", 4L));
    folders.forEach(Chore::perform);
    assertThat(stray.getParent().getParent()).doesNotExist();
    assertThat(lake.bars(new PointInTime.Tag("May")).read().open(0, 0)).isEqualTo(1);
  }

  @Test
  void foldersWithoutFilesAreDeletedAndASpoolLeavesNone() throws IOException {
    publish("May", MAY, 1);
    Path tables = Path.of(table().location()).getParent();
    lake.spool(DAILY_BARS.columns()).close();
    try (Stream<Path> folders = Files.list(tables)) {
      assertThat(folders).noneMatch(path -> path.getFileName().toString().startsWith("staging_"));
    }
    Path partition = Path.of(table().location(), "data", "bucket=9", "year=1999");
    Files.createDirectories(partition);
    Path staging = Files.createDirectories(tables.resolve("staging_3f").resolve("metadata"));

    assertThat(lake.leftovers().emptyFolders(MAY)).isEmpty();
    List<Chore> chores = lake.leftovers().emptyFolders(NOW);
    assertThat(chores).extracting(Chore::what).containsExactly("delete 4 empty folders");
    chores.forEach(Chore::perform);

    assertThat(partition.getParent()).doesNotExist();
    assertThat(staging.getParent()).doesNotExist();
    assertThat(lake.leftovers().emptyFolders(NOW)).isEmpty();
    assertThat(lake.bars(new PointInTime.Tag("May")).read().open(0, 0)).isEqualTo(1);
  }

  @Test
  void aCompactionThatLosesARaceStagesAgainAndGivesUpInTheEnd() {
    for (int n = 0; n < 6; n++) {
      append("S" + n);
    }
    List<String> staged = new ArrayList<>();
    List<Chore> once =
        lake.housekeeping(DAILY_BARS)
            .compaction(
                stage -> {
                  staged.add(stage.branch());
                  if (staged.size() == 1) {
                    append("first");
                  }
                });
    once.forEach(Chore::perform);
    assertThat(staged).hasSize(2);

    List<Chore> always =
        lake.housekeeping(DAILY_BARS)
            .compaction(
                stage -> {
                  staged.add(stage.branch());
                  append("again" + staged.size());
                });

    assertThatThrownBy(() -> always.get(0).perform())
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PUBLISH_CONFLICT))
        .hasMessageStartingWith(
            "Cannot compact daily_bars: somebody else published to daily_bars since the stage was"
                + " opened")
        .hasMessageEndingWith(
            "that happened 3 times, nothing was changed, try again when nobody ingests");
    assertThat(staged).hasSize(5);
    assertThat(table().refs()).containsOnlyKeys("main");
  }

  private void append(String symbol) {
    Publisher publisher = lake.publisher(DAILY_BARS);
    Stage stage = publisher.stage();
    LakeFixture.append(lake, stage, rows(bar(symbol, "2022-05-31", 2, 5)));
    assertThat(publisher.publish(stage, Optional.empty())).isInstanceOf(PublishOutcome.Done.class);
  }

  @Test
  void manyManifestsBecomeFewAndNoRowChanges() {
    for (int n = 0; n < 12; n++) {
      append("S" + n);
    }
    String before = RowChecksum.of(lake.stored().head(DAILY_BARS).orElseThrow());
    List<Chore> chores = lake.housekeeping(DAILY_BARS).manifests();
    assertThat(chores)
        .singleElement()
        .satisfies(
            chore ->
                assertThat(chore.what())
                    .matches("rewrite 12 manifests of \\d+ bytes into about 1"));

    chores.forEach(Chore::perform);

    assertThat(table().currentSnapshot().dataManifests(table().io())).hasSize(1);
    assertThat(RowChecksum.of(lake.stored().head(DAILY_BARS).orElseThrow())).isEqualTo(before);
    assertThat(lake.housekeeping(DAILY_BARS).manifests()).isEmpty();
    assertThat(lake.history(DAILY_BARS).get(0).what()).isEqualTo("rewrite of manifests");
  }

  @Test
  void bytesOfATagAreItsOwnWhereNothingElseNamesTheFiles() {
    publish("May", MAY, 1);
    Publisher publisher = lake.publisher(DAILY_BARS);
    publish("June", JUNE, 2);
    publisher.tag(new PointInTime.Tag("June2"), table().currentSnapshot().snapshotId());
    List<StorageState> states = lake.housekeeping(DAILY_BARS).storage();

    assertThat(states)
        .extracting(StorageState::name)
        .containsExactly("May", "June", "June2", "main");
    StorageState may = states.get(0);
    assertThat(may.bytesAlone()).isEqualTo(may.bytes()).isPositive();
    assertThat(states.subList(1, 4))
        .allSatisfy(
            state -> {
              assertThat(state.bytesAlone()).isZero();
              assertThat(state.bytes()).isPositive();
            });
  }

  @Test
  void planningChangesNothing() throws IOException {
    publish("May", MAY, 1);
    publishUntagged("late", JUNE, 2);
    lake.publisher(DAILY_BARS).stage();
    Map<String, String> before = filesWithDigests();
    Housekeeping housekeeping = lake.housekeeping(DAILY_BARS);

    assertThat(housekeeping.stages(NOW)).isNotEmpty();
    assertThat(housekeeping.tags(LET_ALL_GO, NOW)).isNotEmpty();
    assertThat(expiry(LET_ALL_GO, Set.of("May"))).isNotEmpty();
    assertThat(housekeeping.compaction(stage -> {})).isEmpty();
    assertThat(housekeeping.manifests()).isEmpty();
    assertThat(lake.leftovers().bookkeeping(NOW.plus(Duration.ofDays(1)))).isEmpty();

    assertThat(filesWithDigests()).isEqualTo(before);
  }
}
