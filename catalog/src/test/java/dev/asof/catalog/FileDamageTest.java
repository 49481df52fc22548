package dev.asof.catalog;

import static dev.asof.catalog.LakeFixture.bar;
import static dev.asof.catalog.TableDefinition.DAILY_BARS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.AsOfException;
import dev.asof.api.Bars;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flips single bits of a small lake's files and reads it. */
class FileDamageTest {
  private static final PointInTime.Tag TAG = new PointInTime.Tag("T");
  private static final int FLIPS = 120;

  @TempDir Path home;
  private Bars undamaged;

  @BeforeEach
  void fill() {
    List<Object[]> rows = new ArrayList<>();
    Random random = new Random(7);
    for (int n = 0; n < 400; n++) {
      String session = LocalDate.of(2021, 1, 4).plusDays(n / 2).toString();
      rows.add(bar(n % 2 == 0 ? "AAA" : "BBB", session, 10 + random.nextDouble() * 90, 1000 + n));
    }
    try (Lake lake = Lake.create(home)) {
      LakeFixture.publish(lake, DAILY_BARS, "T", Instant.parse("2022-01-01T00:00:00Z"), rows);
      undamaged = lake.bars(TAG).read();
    }
  }

  @Test
  void everyFlippedBitOfADataFileIsReportedWithTheFilesName() throws IOException {
    assertThat(flips(only(".parquet"), FLIPS, 1)).containsOnly(ErrorCode.STORAGE_UNAVAILABLE);
  }

  @Test
  void everyFlippedBitOfTableMetadataIsReportedWithTheFilesName() throws IOException {
    assertThat(flips(newest(".metadata.json"), FLIPS, 2))
        .containsOnly(ErrorCode.STORAGE_UNAVAILABLE);
  }

  @Test
  void everyFlippedBitOfAManifestListIsReportedWithTheFilesName() throws IOException {
    Path list = newest(".avro", name -> name.startsWith("snap-"));

    assertThat(flips(list, FLIPS, 3)).containsOnly(ErrorCode.STORAGE_UNAVAILABLE);
  }

  @Test
  void everyFlippedBitOfAManifestIsReportedWithTheFilesName() throws IOException {
    Path manifest = newest(".avro", name -> !name.startsWith("snap-"));

    assertThat(flips(manifest, FLIPS, 4)).containsOnly(ErrorCode.STORAGE_UNAVAILABLE);
  }

  @Test
  void pagesAreVerifiedByTheirOwnChecksumsWhereNoneOfTheFileIsRecorded() throws IOException {
    forgetChecksums();
    Path file = only(".parquet");
    byte[] content = Files.readAllBytes(file);
    int footer = content.length - 8 - littleEndian(content, content.length - 8);

    List<ErrorCode> outcomes = flips(file, FLIPS, 5, 4, footer);

    assertThat(outcomes.stream().filter(ErrorCode.STORAGE_UNAVAILABLE::equals).count())
        .isGreaterThan(FLIPS / 2);
  }

  @Test
  void noFlipEndsAsADefectWhereNoChecksumsAreRecorded() throws IOException {
    forgetChecksums();
    for (Path file :
        List.of(
            newest(".metadata.json"),
            newest(".avro", name -> name.startsWith("snap-")),
            newest(".avro", name -> !name.startsWith("snap-")))) {
      Path damaged = file;
      byte[] content = Files.readAllBytes(file);
      Random random = new Random(6);
      for (int n = 0; n < FLIPS; n++) {
        write(damaged, flipped(content, random.nextInt(content.length), random.nextInt(8)));
        try (Lake lake = Lake.open(home)) {
          lake.bars(TAG).read();
        } catch (AsOfException reported) {
          assertThat(reported.code()).isNotEqualTo(ErrorCode.INTERNAL);
        }
      }
      write(damaged, content);
    }
  }

  @Test
  void aFileThatIsPutBackIsReadAgain() throws IOException {
    Path file = only(".parquet");
    byte[] content = Files.readAllBytes(file);
    write(file, flipped(content, content.length / 2, 0));
    try (Lake lake = Lake.open(home)) {
      assertThat(outcome(lake, file)).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
      write(file, content);

      assertThat(lake.bars(TAG).read().closeUnsafe()).isEqualTo(undamaged.closeUnsafe());
    }
  }

  @Test
  void copiedFoldersKeepTheirChecksums() throws IOException {
    Path file = only(".parquet");
    Path copy = Files.createDirectory(home.resolve("copy")).resolve(file.getFileName());
    Files.copy(
        file.resolveSibling(FolderChecksums.NAME), copy.resolveSibling(FolderChecksums.NAME));
    write(copy, flipped(Files.readAllBytes(file), 100, 3));

    try (LocalFileIO io = new LocalFileIO();
        var in = io.newInputFile(copy.toString()).newStream()) {
      org.assertj.core.api.Assertions.assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(DamagedFile.class)
          .hasMessageContaining(copy.toString());
    }
  }

  @Test
  void linesOfFilesThatAreGoneArePruned() throws IOException {
    Path folder = Files.createDirectory(home.resolve("pruned"));
    try (LocalFileIO io = new LocalFileIO()) {
      for (int n = 0; n < 5; n++) {
        try (var out = io.newOutputFile(folder.resolve("f" + n).toString()).create()) {
          out.write(n);
        }
      }
      for (int n = 1; n < 5; n++) {
        io.deleteFile(folder.resolve("f" + n).toString());
      }

      FolderChecksums.prune(folder);

      assertThat(Files.readString(folder.resolve(FolderChecksums.NAME)).strip().lines()).hasSize(1);
      assertThat(FolderChecksums.find(folder.resolve("f0"))).isPresent();
      assertThat(FolderChecksums.find(folder.resolve("f1"))).isEmpty();
    }
  }

  /** Flips bits all over a file, one at a time, and tells how reading ended. */
  private List<ErrorCode> flips(Path file, int count, long seed) throws IOException {
    return flips(file, count, seed, 0, (int) Files.size(file));
  }

  private List<ErrorCode> flips(Path file, int count, long seed, int from, int to)
      throws IOException {
    byte[] content = Files.readAllBytes(file);
    Random random = new Random(seed);
    List<ErrorCode> outcomes = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      write(file, flipped(content, from + random.nextInt(to - from), random.nextInt(8)));
      try (Lake lake = Lake.open(home)) {
        ErrorCode outcome = outcome(lake, file);
        if (outcome != null) {
          outcomes.add(outcome);
        }
      }
    }
    write(file, content);
    return outcomes;
  }

  /** How a read ends: null when its rows are those that were written. */
  private ErrorCode outcome(Lake lake, Path damaged) {
    try {
      Bars bars = lake.bars(TAG).read();
      assertThat(bars.symbols()).isEqualTo(undamaged.symbols());
      assertThat(bars.sessionDates()).isEqualTo(undamaged.sessionDates());
      assertThat(bars.openUnsafe()).isEqualTo(undamaged.openUnsafe());
      assertThat(bars.highUnsafe()).isEqualTo(undamaged.highUnsafe());
      assertThat(bars.lowUnsafe()).isEqualTo(undamaged.lowUnsafe());
      assertThat(bars.closeUnsafe()).isEqualTo(undamaged.closeUnsafe());
      assertThat(bars.volumeUnsafe()).isEqualTo(undamaged.volumeUnsafe());
      return null;
    } catch (AsOfException reported) {
      assertThat(reported).hasMessageContaining(damaged.getFileName().toString());
      return reported.code();
    }
  }

  private static byte[] flipped(byte[] content, int at, int bit) {
    byte[] changed = Arrays.copyOf(content, content.length);
    changed[at] ^= (byte) (1 << bit);
    return changed;
  }

  private static void write(Path file, byte[] content) throws IOException {
    Files.write(file, content);
  }

  private static int littleEndian(byte[] bytes, int at) {
    return java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt(at);
  }

  private void forgetChecksums() throws IOException {
    for (Path file : files(name -> name.equals(FolderChecksums.NAME))) {
      Files.delete(file);
    }
  }

  private Path only(String suffix) throws IOException {
    List<Path> found = files(name -> name.endsWith(suffix));
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private Path newest(String suffix) throws IOException {
    return newest(suffix, name -> true);
  }

  private Path newest(String suffix, Predicate<String> filter) throws IOException {
    return files(name -> name.endsWith(suffix) && filter.test(name)).stream()
        .max(
            Comparator.comparing((Path path) -> path.toFile().lastModified())
                .thenComparing(path -> path.getFileName().toString()))
        .orElseThrow();
  }

  private List<Path> files(Predicate<String> filter) throws IOException {
    try (Stream<Path> paths = Files.walk(home)) {
      return paths
          .filter(Files::isRegularFile)
          .filter(path -> filter.test(path.getFileName().toString()))
          .toList();
    }
  }
}
