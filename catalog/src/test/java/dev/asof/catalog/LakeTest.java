package dev.asof.catalog;

import static dev.asof.catalog.TableDefinition.DAILY_BARS;
import static dev.asof.catalog.TableDefinition.FUND_HOLDINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.DataRef;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTest {
  private static final PointInTime Q1 = new PointInTime.Tag("Q1");
  private static final PointInTime Q3 = new PointInTime.Tag("Q3");
  private static final Instant MAY = Instant.parse("2022-05-27T17:54:03Z");
  private static final Instant NOVEMBER = Instant.parse("2022-11-28T20:50:55Z");

  @TempDir private Path temp;

  private Path home() {
    return temp.resolve("a home with spaces % and Türkçe");
  }

  private void twoTags(Lake lake) {
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
  void aHomeWithoutALakeIsMissingAndStaysUntouched() {
    Path home = home();

    assertThatThrownBy(() -> Lake.open(home))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LAKE_MISSING))
        .hasMessage(
            "Cannot open a lake in "
                + home
                + ": nothing is there yet; run asof demo or asof lake ingest first");
    assertThat(home).doesNotExist();
  }

  @Test
  void whatWasPublishedIsThereWhenTheLakeIsOpenedAgain() {
    try (Lake lake = Lake.create(home())) {
      twoTags(lake);
    }

    try (Lake lake = Lake.open(home())) {
      assertThat(lake.tags(DAILY_BARS))
          .extracting(state -> state.tag().name())
          .containsExactly("Q1", "Q3");
      assertThat(lake.home()).isEqualTo(home());
    }
  }

  @Test
  void creatingALakeThatIsThereKeepsWhatItHolds() {
    try (Lake lake = Lake.create(home())) {
      twoTags(lake);
    }

    try (Lake lake = Lake.create(home())) {
      assertThat(lake.resolve(DAILY_BARS, Q1).rows()).isEqualTo(1);
    }
  }

  @Test
  void severalProcessesMayMakeTheSameHomeAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<String>> makers =
          Collections.nCopies(
              8,
              () -> {
                try (Lake lake = Lake.create(home())) {
                  return lake.tables().toString();
                }
              });
      for (Future<String> made : threads.invokeAll(makers)) {
        assertThat(made.get()).contains("DAILY_BARS");
      }
      try (Stream<Path> files = Files.list(home())) {
        assertThat(files)
            .extracting(file -> file.getFileName().toString())
            .containsExactlyInAnyOrder("catalog.db", "warehouse");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void openingAndReadingWriteNothingToTheHome() throws IOException {
    try (Lake lake = Lake.create(home())) {
      twoTags(lake);
    }
    Map<String, FileTime> before = files(home());

    try (Lake lake = Lake.open(home())) {
      lake.tables();
      lake.tags(DAILY_BARS);
      lake.bars(Q1).read();
      lake.diff(DAILY_BARS, Q1, Q3);
    }

    assertThat(files(home())).isEqualTo(before);
  }

  private static Map<String, FileTime> files(Path folder) throws IOException {
    Map<String, FileTime> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        files.put(path.toString(), Files.getLastModifiedTime(path));
      }
    }
    return files;
  }

  @Test
  void aHomeThatIsAFileIsRefused() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "not a folder", StandardCharsets.UTF_8);

    assertThatThrownBy(() -> Lake.create(file))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE))
        .hasMessageStartingWith("Cannot make a lake in " + file + ": ")
        .hasMessageContaining("is a file, not a folder")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> Lake.create(file.resolve("below")))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE))
        .hasMessageContaining("is a file, not a folder");
  }

  @Test
  void aCatalogThatIsNoDatabaseIsDamaged() throws IOException {
    Files.createDirectories(home());
    Files.write(home().resolve("catalog.db"), "x".repeat(5000).getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> Lake.open(home()))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CATALOG_UNAVAILABLE))
        .hasMessage(
            "Cannot open the lake in "
                + home()
                + ": catalog.db is damaged; restore it from a copy, or run asof lake relocate"
                + " --rebuild-catalog");
    assertThatThrownBy(() -> Lake.create(home()))
        .isInstanceOfSatisfying(
            AsOfException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CATALOG_UNAVAILABLE));
  }

  @Test
  void aHalfMadeHomeIsMissingAndIsMadeWholeByCreate() throws IOException, SQLException {
    Files.createDirectories(home());
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home().resolve("catalog.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE other (x INTEGER)");
    }

    assertThatThrownBy(() -> Lake.open(home()))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LAKE_MISSING))
        .hasMessageStartingWith("Cannot open a lake in " + home() + ": ");
    try (Lake lake = Lake.create(home())) {
      twoTags(lake);
      assertThat(lake.resolve(DAILY_BARS, Q3).rows()).isEqualTo(2);
    }
  }

  @Test
  void twoTagsOfOneTableAreReadSideBySide() {
    try (Lake lake = Lake.create(home())) {
      twoTags(lake);

      assertThat(lake.bars(Q1).read().openUnsafe()).containsExactly(42);
      assertThat(lake.bars(Q3).read().openUnsafe()).containsExactly(43, 27);
      assertThat(lake.bars(Q1).read().openUnsafe()).containsExactly(42);
    }
  }

  @Test
  void aPointInTimeNamesItsSnapshotItsKnowledgeTimeAndItsSources() {
    try (Lake lake = Lake.create(home())) {
      twoTags(lake);

      DataRef first = lake.resolve(DAILY_BARS, Q1);
      DataRef second = lake.resolve(DAILY_BARS, Q3);

      assertThat(first.table()).isEqualTo("daily_bars");
      assertThat(first.asOf()).isEqualTo(Q1);
      assertThat(first.knownAt()).isEqualTo(MAY);
      assertThat(first.rows()).isEqualTo(1);
      assertThat(first.sources()).extracting(source -> source.name()).containsExactly("file-of-Q1");
      assertThat(second.knownAt()).isEqualTo(NOVEMBER);
      assertThat(second.rows()).isEqualTo(2);
      assertThat(second.sources())
          .extracting(source -> source.name())
          .containsExactly("file-of-Q1", "file-of-Q3");
      assertThat(lake.resolve(DAILY_BARS, new PointInTime.Snapshot(first.snapshotId())))
          .isEqualTo(
              new DataRef(
                  first.table(),
                  new PointInTime.Snapshot(first.snapshotId()),
                  first.snapshotId(),
                  first.schemaId(),
                  first.knownAt(),
                  first.rows(),
                  first.sources(),
                  ""));
    }
  }

  @Test
  void knowledgeTimeNeverGoesBackWhenAnOlderFileIsAddedLater() {
    try (Lake lake = Lake.create(home())) {
      LakeFixture.publish(
          lake,
          DAILY_BARS,
          "late",
          NOVEMBER,
          LakeFixture.rows(LakeFixture.bar("PENN", "2022-09-30", 27, 200)));
      LakeFixture.publish(
          lake,
          DAILY_BARS,
          "backfill",
          MAY,
          LakeFixture.rows(LakeFixture.bar("PENN", "2022-03-31", 42, 100)));

      assertThat(lake.resolve(DAILY_BARS, new PointInTime.Tag("backfill")).knownAt())
          .isEqualTo(NOVEMBER);
    }
  }

  @Test
  void tagsComeInTheOrderOfKnowledge() {
    try (Lake lake = Lake.create(home())) {
      twoTags(lake);
      long older = lake.resolve(DAILY_BARS, Q1).snapshotId();
      lake.publisher(DAILY_BARS).tag(new PointInTime.Tag("A_second_name"), older);

      assertThat(lake.tags(DAILY_BARS))
          .extracting(state -> state.tag().name())
          .containsExactly("A_second_name", "Q1", "Q3");
      assertThat(lake.tags(FUND_HOLDINGS)).isEmpty();
    }
  }

  @Test
  void everyTableHasAStateAlsoWithoutData() {
    try (Lake lake = Lake.create(home())) {
      twoTags(lake);

      List<TableState> states = lake.tables();

      assertThat(states).extracting(TableState::table).containsExactly(TableDefinition.values());
      assertThat(states.get(0).rows()).isZero();
      assertThat(states.get(0).snapshotId()).isEmpty();
      assertThat(states.get(0).knownAt()).isEmpty();
      assertThat(states.get(2).rows()).isEqualTo(2);
      assertThat(states.get(2).dataFiles()).isEqualTo(1);
      assertThat(states.get(2).bytes()).isPositive();
      assertThat(states.get(2).knownAt()).contains(NOVEMBER);
    }
  }

  @Test
  void aMissingTagNamesThoseThatExist() {
    try (Lake lake = Lake.create(home())) {
      twoTags(lake);
      long head = lake.resolve(DAILY_BARS, Q3).snapshotId();

      assertThatThrownBy(() -> lake.bars(new PointInTime.Tag("Q2")))
          .isInstanceOfSatisfying(
              AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TAG_MISSING))
          .hasMessage(
              "Cannot read daily_bars as of Q2: it has no tag Q2; its tags are Q1, Q3, its latest"
                  + " snapshot is snapshot:"
                  + head);
      assertThatThrownBy(() -> lake.resolve(DAILY_BARS, new PointInTime.Snapshot(7)))
          .isInstanceOfSatisfying(
              AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TAG_MISSING))
          .hasMessageStartingWith(
              "Cannot read daily_bars as of snapshot:7: it has no snapshot:7; its tags are Q1, Q3");
    }
  }

  @Test
  void aTableWithoutDataNamesThoseThatHaveSome() {
    try (Lake lake = Lake.create(home())) {
      assertThatThrownBy(() -> lake.resolve(DAILY_BARS, Q1))
          .isInstanceOfSatisfying(
              AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_MISSING))
          .hasMessage(
              "Cannot read daily_bars: it holds nothing yet, and no other table does (asof lake"
                  + " ingest fills it)");
      twoTags(lake);
      assertThatThrownBy(() -> lake.indexChanges(Q1))
          .hasMessage(
              "Cannot read index_changes: it holds nothing yet; with data: daily_bars (asof lake"
                  + " ingest fills it)");
    }
  }

  @Test
  void aFileMissingFromTheWarehouseIsOneClearLine() throws IOException {
    try (Lake lake = Lake.create(home())) {
      twoTags(lake);
      PanelScan scan = lake.bars(Q3);
      for (Path file : dataFiles()) {
        Files.delete(file);
      }

      assertThatThrownBy(scan::read)
          .isInstanceOfSatisfying(
              AsOfException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE))
          .hasMessageStartingWith("Cannot read daily_bars: the catalog names a file that can't")
          .hasMessageContaining(".parquet");
    }
  }

  @Test
  void aDataFileCutShortIsOneClearLine() throws IOException {
    try (Lake lake = Lake.create(home())) {
      twoTags(lake);
      for (Path file : dataFiles()) {
        truncate(file, 600);
      }

      assertThatThrownBy(() -> lake.bars(Q3).read())
          .isInstanceOfSatisfying(
              AsOfException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE))
          .hasMessageStartingWith("Cannot read daily_bars: ")
          .hasMessageNotContaining("\n");
      assertThatThrownBy(() -> lake.diff(DAILY_BARS, Q1, Q3))
          .isInstanceOfSatisfying(
              AsOfException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE));
    }
  }

  @Test
  void tableMetadataCutShortAreReportedAtOnce() throws IOException {
    try (Lake lake = Lake.create(home())) {
      twoTags(lake);
    }
    try (Stream<Path> paths = Files.walk(home())) {
      for (Path file : paths.filter(path -> path.toString().endsWith(".metadata.json")).toList()) {
        truncate(file, 1000);
      }
    }

    try (Lake lake = Lake.open(home())) {
      assertThatThrownBy(() -> lake.tags(DAILY_BARS))
          .isInstanceOfSatisfying(
              AsOfException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE))
          .hasMessageContaining(".metadata.json is damaged (it has 1008 bytes, and had ");
    }
  }

  private static void truncate(Path file, long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(bytes);
      channel.write(ByteBuffer.wrap(new byte[8]), bytes);
    }
  }

  private List<Path> dataFiles() throws IOException {
    try (Stream<Path> paths = Files.walk(home())) {
      return paths.filter(path -> path.toString().endsWith(".parquet")).toList();
    }
  }
}
