package dev.asof.catalog;

import static dev.asof.catalog.TableDefinition.DAILY_BARS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.Bars;
import dev.asof.api.DataRef;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Iceberg does that would make a pinned read wrong or impossible. */
class IcebergTrapsTest {
  private static final Instant MAY = Instant.parse("2022-05-31T20:00:00Z");
  private static final Instant JUNE = Instant.parse("2022-06-30T20:00:00Z");
  private static final Instant JULY = Instant.parse("2022-07-29T20:00:00Z");
  private static final PointInTime.Tag FIRST = new PointInTime.Tag("May");
  private static final PointInTime.Tag LAST = new PointInTime.Tag("July");

  @TempDir private Path home;
  private Lake lake;

  @BeforeEach
  void open() {
    lake = Lake.create(home);
    publish("May", MAY, 42);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private long publish(String tag, Instant knownAt, double price) {
    return LakeFixture.publish(
        lake,
        DAILY_BARS,
        tag,
        knownAt,
        LakeFixture.rows(
            LakeFixture.bar("INVH", "2022-05-31", 30, 2),
            LakeFixture.bar("PENN", "2022-05-31", price, 1)));
  }

  private Table table() {
    return lake.stored().load(DAILY_BARS).orElseThrow();
  }

  private Bars filtered(PointInTime at) {
    return lake.bars(at)
        .symbols(List.of("PENN"))
        .from(LocalDate.parse("2022-05-01"))
        .to(LocalDate.parse("2022-05-31"))
        .readPanel()
        .bars();
  }

  @Test
  void aTagIsReadAndFilteredAfterItsColumnsWereRenamed() {
    table().updateSchema().renameColumn("symbol", "ticker").renameColumn("volume", "v").commit();

    assertThat(filtered(FIRST).open(0, 0)).isEqualTo(42);
    assertThat(filtered(FIRST).volume(0, 0)).isEqualTo(1);
    assertThat(filtered(new PointInTime.Timeline(Optional.empty())).open(0, 0)).isEqualTo(42);
    assertThat(lake.diff(DAILY_BARS, FIRST, FIRST).changed()).isEmpty();
  }

  @Test
  void aTagIsReadAfterItsColumnsWereDropped() {
    table().updateSchema().deleteColumn("volume").commit();

    assertThat(filtered(FIRST).volume(0, 0)).isEqualTo(1);
  }

  @Test
  void aTagKeepsItsSchemaWhenColumnsAreAdded() {
    DataRef before = lake.resolve(DAILY_BARS, FIRST);
    table().updateSchema().addColumn("vwap", Types.DoubleType.get()).commit();
    publish("June", JUNE, 43);

    DataRef after = lake.resolve(DAILY_BARS, new PointInTime.Tag("June"));

    assertThat(lake.resolve(DAILY_BARS, FIRST)).isEqualTo(before);
    assertThat(after.schemaId()).isNotEqualTo(before.schemaId());
    assertThat(filtered(FIRST).open(0, 0)).isEqualTo(42);
    assertThat(lake.diff(DAILY_BARS, FIRST, new PointInTime.Tag("June")).changed()).hasSize(1);
    assertThat(lake.verify(before)).isEmpty();
  }

  @Test
  void twoVersionsDifferAlsoWhenThoseBetweenThemWereExpired() {
    long middle = publish("June", JUNE, 43);
    publish("July", JULY, 44);
    TableDiff before = lake.diff(DAILY_BARS, FIRST, LAST);
    table().manageSnapshots().removeTag("June").commit();
    table().expireSnapshots().expireSnapshotId(middle).commit();
    assertThat(table().snapshot(middle)).isNull();

    TableDiff after = lake.diff(DAILY_BARS, FIRST, LAST);

    assertThat(after.changed()).hasSize(1);
    assertThat(after.changed().get(0).after().text(DAILY_BARS.column("open").orElseThrow()))
        .isEqualTo("44");
    assertThat(after.changed()).hasSameSizeAs(before.changed());
  }

  @Test
  void rowsDeletedByValuesAreRefused() {
    DataFile file =
        VersionRows.plan(lake.stored().head(DAILY_BARS).orElseThrow(), Expressions.alwaysTrue())
            .get(0)
            .file();
    table()
        .newRowDelta()
        .addDeletes(
            FileMetadata.deleteFileBuilder(table().spec())
                .ofEqualityDeletes(1)
                .withPartition(file.partition())
                .withPath(table().location() + "/data/deletes.parquet")
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(10)
                .withRecordCount(1)
                .build())
        .commit();
    long head = table().currentSnapshot().snapshotId();
    PointInTime at = new PointInTime.Snapshot(head);
    String message =
        "Cannot read daily_bars: snapshot "
            + head
            + " has equality deletes, which neither AsOf nor Spark writes; rewrite the table's data"
            + " files by Spark's rewrite_data_files first";

    assertThatThrownBy(() -> lake.bars(at).read())
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE))
        .hasMessage(message);
    assertThatThrownBy(() -> lake.bars(at).readPanel()).hasMessage(message);
    assertThatThrownBy(() -> lake.diff(DAILY_BARS, FIRST, at)).hasMessage(message);
    assertThatThrownBy(
            () -> lake.recordRelease(new PointInTime.Release("R"), Optional.empty(), JULY))
        .hasMessage(message);
    assertThat(lake.releases()).isEmpty();
    assertThat(filtered(FIRST).open(0, 0)).isEqualTo(42);
  }

  @Test
  void tagsAndBranchesOutliveARetentionOfReferences() throws InterruptedException {
    long first = lake.resolve(DAILY_BARS, FIRST).snapshotId();
    table().manageSnapshots().createTag("by_hand", first).commit();
    table().updateProperties().set(TableProperties.MAX_REF_AGE_MS, "1").commit();
    PointInTime.Branch branch = new PointInTime.Branch("what_if");
    lake.openBranch(branch, List.of(DAILY_BARS), Optional.empty());
    publish("June", JUNE, 43);
    Thread.sleep(10);

    table().expireSnapshots().expireOlderThan(System.currentTimeMillis()).commit();

    assertThat(table().refs()).containsOnlyKeys("main", "May", "June", "by_hand", "what_if");
    assertThat(filtered(FIRST).open(0, 0)).isEqualTo(42);
    assertThat(filtered(branch).open(0, 0)).isEqualTo(42);
  }

  @Test
  void aTagWithANameThatSqlCannotReadHidesNoOther() {
    table()
        .manageSnapshots()
        .createTag("20240628", lake.resolve(DAILY_BARS, FIRST).snapshotId())
        .commit();

    assertThat(lake.tags(DAILY_BARS))
        .extracting(state -> state.tag().name())
        .containsExactly("May");
  }

  @Test
  void aReferenceIsVerifiedAgainstWhatTheLakeHoldsNow() {
    DataRef ref = lake.resolve(DAILY_BARS, FIRST);
    long first = ref.snapshotId();
    assertThat(lake.verify(ref)).isEmpty();
    assertThat(lake.verify(lake.bars(FIRST).readPanel().versions().get(0))).isEmpty();

    DataRef other =
        new DataRef(
            ref.table(), ref.asOf(), first, 7, ref.knownAt(), 9, ref.sources(), ref.checksum());
    assertThat(lake.verify(other))
        .containsExactly(
            "snapshot " + first + " of daily_bars has schema 0, and had 7",
            "snapshot " + first + " of daily_bars has 2 rows, and had 9");

    long second = publish("June", JUNE, 43);
    assertThat(lake.verify(ref)).isEmpty();
    table().manageSnapshots().replaceTag("May", second).commit();
    assertThat(lake.verify(ref))
        .containsExactly("tag May of daily_bars is snapshot " + second + " now, and was " + first);

    table().manageSnapshots().removeTag("May").commit();
    table().expireSnapshots().expireSnapshotId(first).commit();
    assertThat(lake.verify(ref))
        .containsExactly(
            "tag May of daily_bars is gone", "snapshot " + first + " of daily_bars was expired");
  }

  @Test
  void aReferenceToAReleaseIsVerifiedToo() {
    PointInTime.Release release = new PointInTime.Release("R");
    lake.recordRelease(release, Optional.empty(), JULY);
    DataRef ref = lake.resolve(DAILY_BARS, release);
    long second = publish("June", JUNE, 43);
    assertThat(lake.verify(ref)).isEmpty();

    table().manageSnapshots().replaceTag("R", second).commit();

    assertThat(lake.verify(ref))
        .containsExactly(
            "Cannot read daily_bars as of release:R: the release recorded snapshot "
                + ref.snapshotId()
                + ", and its tag was moved to snapshot "
                + second);
  }

  @Test
  void aMomentIsVerifiedAgainstTheTagsThereAreNow() {
    PointInTime at = new PointInTime.Moment(JULY);
    DataRef ref = lake.resolve(DAILY_BARS, at);
    assertThat(lake.verify(ref)).isEmpty();

    long second = publish("June", JUNE, 43);

    assertThat(lake.verify(ref))
        .containsExactly(
            "moment:2022-07-29T20:00:00Z of daily_bars is snapshot "
                + second
                + " now, and was "
                + ref.snapshotId());
  }

  @Test
  void aMissingDataFileIsAProblemOfItsReference() throws IOException {
    DataRef ref = lake.resolve(DAILY_BARS, FIRST);
    String location =
        VersionRows.plan(lake.stored().head(DAILY_BARS).orElseThrow(), Expressions.alwaysTrue())
            .get(0)
            .file()
            .location();
    Files.delete(Path.of(location));

    assertThat(lake.verify(ref))
        .containsExactly(
            "data file "
                + location
                + " of snapshot "
                + ref.snapshotId()
                + " of daily_bars is missing");
  }

  @Test
  void aMissingMetadataFileIsAProblemOfItsReference() throws IOException {
    DataRef ref = lake.resolve(DAILY_BARS, FIRST);
    Files.delete(Path.of(table().currentSnapshot().manifestListLocation()));

    assertThat(lake.verify(ref))
        .singleElement()
        .asString()
        .startsWith("metadata of snapshot " + ref.snapshotId() + " of daily_bars are missing: ")
        .doesNotContain("\n");
  }
}
