package dev.asof.catalog;

import static dev.asof.catalog.LakeFixture.bar;
import static dev.asof.catalog.TableDefinition.DAILY_BARS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.TableIdentifier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Puts another whole Parquet file in the place of one that a release holds. */
class ReleaseDamageTest {
  private static final Instant KNOWN = Instant.parse("2022-01-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");
  private static final PointInTime.Release R1 = new PointInTime.Release("R1");
  private static final PointInTime.Tag TAG = new PointInTime.Tag("T");

  @TempDir private Path folder;
  private Path home;
  private Lake lake;

  @BeforeEach
  void fill() {
    home = folder.resolve("home");
    lake = Lake.create(home);
    LakeFixture.publish(lake, DAILY_BARS, "T", KNOWN, bars(42));
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private static List<Object[]> bars(double second) {
    List<Object[]> rows = new ArrayList<>();
    for (int n = 0; n < 100; n++) {
      String session = LocalDate.of(2021, 1, 4).plusDays(n).toString();
      rows.add(bar("PENN", session, n == 1 ? second : 40, 100));
    }
    return rows;
  }

  private void release() {
    lake.recordRelease(R1, Optional.empty(), NOW);
  }

  /** The file of a lake's bars. */
  private static Path file(Path home) throws IOException {
    try (Stream<Path> paths = Files.walk(home.resolve("warehouse/market/daily_bars"))) {
      return paths.filter(path -> path.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  /** A file of the same rows but for the second price, as long as the lake's own. */
  private byte[] otherPrice() throws IOException {
    for (int price = 43; price < 80; price++) {
      Path other = folder.resolve("other-" + price);
      try (Lake made = Lake.create(other)) {
        LakeFixture.publish(made, DAILY_BARS, "T", KNOWN, bars(price));
      }
      if (Files.size(file(other)) == Files.size(file(home))) {
        return Files.readAllBytes(file(other));
      }
    }
    throw new AssertionError("no price gives a file of the same length");
  }

  private void replace(byte[] content) throws IOException {
    Files.write(file(home), content);
    FolderChecksums.recordAnew(file(home));
  }

  private void assertNamesTheFile(ThrowingCallable read) {
    assertThatThrownBy(read)
        .isInstanceOfSatisfying(
            AsOfException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE))
        .hasMessageStartingWith("Cannot read daily_bars: file " + home)
        .hasMessageContaining(".parquet is damaged (its bytes 0 to ")
        .hasMessageContaining(
            " are not what they were when release R1 was recorded: their checksum is another one);"
                + " restore it, or the warehouse folder beside catalog.db");
  }

  @Test
  void aFileThatWasWrittenAnewIsNotReadAsTheRelease() throws IOException {
    release();

    replace(otherPrice());

    assertNamesTheFile(() -> lake.bars(R1).read());
    assertNamesTheFile(() -> lake.bars(R1).readPanel());
    assertNamesTheFile(() -> lake.bars(R1).to(LocalDate.of(2021, 1, 10)).readPanel());
  }

  @Test
  void everyPointInTimeThatReadsAReleasesFileComparesIt() throws IOException {
    release();

    replace(otherPrice());

    assertNamesTheFile(() -> lake.bars(TAG).read());
    assertNamesTheFile(() -> lake.bars(new PointInTime.Moment(NOW)).read());
    assertNamesTheFile(() -> lake.bars(new PointInTime.Timeline(Optional.empty())).readPanel());
  }

  @Test
  void aFileOfAnotherLengthIsRefusedAsWell() throws IOException {
    release();
    byte[] other = otherPrice();

    replace(java.util.Arrays.copyOf(other, other.length + 1));

    assertThatThrownBy(() -> lake.bars(R1).read())
        .hasMessageContaining(
            "it has "
                + (other.length + 1)
                + " bytes, and had "
                + other.length
                + " when release R1 was recorded");
  }

  @Test
  void filesWithoutRecordedChecksumsAreComparedToo() throws IOException {
    Files.delete(file(home).resolveSibling(FolderChecksums.NAME));
    release();
    assertThat(lake.bars(R1).read().open(1, 0)).isEqualTo(42);

    Files.write(file(home), otherPrice());

    assertNamesTheFile(() -> lake.bars(R1).read());
  }

  @Test
  void withoutAReleaseAWholeFileIsTakenForWhatWasWritten() throws IOException {
    replace(otherPrice());

    assertThat(lake.bars(TAG).read().open(1, 0)).isGreaterThan(42);
  }

  @Test
  void aReleaseIsNotRecordedOfFilesThatAnEarlierOneHadOtherwise() throws IOException {
    release();

    replace(otherPrice());

    assertThatThrownBy(
            () -> lake.recordRelease(new PointInTime.Release("R2"), Optional.empty(), NOW))
        .isInstanceOf(AsOfException.class)
        .hasMessageContaining("when release R1 was recorded");
    assertThat(lake.releases()).hasSize(1);
  }

  @Test
  void inspectionNamesTheFileAndPuttingItBackRepairsIt() throws IOException {
    byte[] content = Files.readAllBytes(file(home));
    release();

    replace(otherPrice());

    assertThat(lake.inspect(read -> {}).damages())
        .singleElement()
        .satisfies(
            damage -> {
              assertThat(damage.file()).isEqualTo(file(home).toString());
              assertThat(damage.reason()).contains("when release R1 was recorded");
              assertThat(damage.neededBy()).contains("tag R1", "tag T");
            });
    replace(content);
    assertThat(lake.inspect(read -> {}).damages()).isEmpty();
    assertThat(lake.bars(R1).read().open(1, 0)).isEqualTo(42);
  }

  /** As of a version that recorded the checksum of a release's rows alone. */
  @Test
  void inspectionComparesTheRowsOfAReleaseOfWhichNoFilesAreRecorded() throws IOException {
    release();
    lake.stored().drop(TableIdentifier.of("market", ReleaseFiles.TABLE));
    assertThat(lake.inspect(read -> {}).damages()).isEmpty();

    replace(otherPrice());

    assertThat(lake.inspect(read -> {}).damages())
        .singleElement()
        .satisfies(
            damage -> {
              assertThat(damage.file()).isEqualTo(file(home).toString());
              assertThat(damage.reason())
                  .isEqualTo(
                      "the rows of release R1 have another checksum than it recorded, and the"
                          + " release knows no other of this file");
              assertThat(damage.neededBy()).containsExactly("release R1");
            });
  }

  @Test
  void aFileIsRecordedOnceHoweverManyReleasesHoldIt() {
    release();
    lake.recordRelease(new PointInTime.Release("R2"), Optional.empty(), NOW);

    assertThat(new ReleaseFiles(lake.stored()).of("daily_bars")).hasSize(1);
  }

  @Test
  void aHomeThatMovesKeepsWhatItsReleasesRecorded() throws IOException {
    release();
    Path moved = HomeCopies.copy(home, folder.resolve("moved"));
    HomeRelocation.relocate(Place.embedded(moved));
    try (Lake there = Lake.open(moved)) {
      assertThat(there.bars(R1).read().open(1, 0)).isEqualTo(42);
    }
    byte[] other = otherPrice();
    Files.write(file(moved), other);
    FolderChecksums.recordAnew(file(moved));

    try (Lake there = Lake.open(moved)) {
      assertThatThrownBy(() -> there.bars(R1).read())
          .hasMessageContaining("when release R1 was recorded");
    }
  }
}
