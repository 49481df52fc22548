package dev.asof.catalog;

import static dev.asof.catalog.TableDefinition.DAILY_BARS;
import static dev.asof.catalog.TableDefinition.FUND_HOLDINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import dev.asof.catalog.HomeRelocation.Change;
import dev.asof.catalog.HomeRelocation.RelocatedTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A home keeps all that it holds wherever it is relocated. */
class HomeRelocationTest {
  private static final Instant MAY = Instant.parse("2022-05-27T20:00:00Z");
  private static final Instant NOVEMBER = Instant.parse("2022-11-28T21:47:33Z");
  private static final PointInTime Q1 = new PointInTime.Tag("Q1");
  private static final PointInTime Q3 = new PointInTime.Tag("Q3");

  @TempDir private Path temp;
  private Path home;

  @BeforeEach
  void makeAHome() throws IOException {
    home = temp.toRealPath().resolve("home");
    try (Lake lake = Lake.create(home)) {
      publish(lake, "Q1", MAY, 42);
      publish(lake, "Q3", NOVEMBER, 43);
      LakeFixture.publish(
          lake,
          FUND_HOLDINGS,
          "Q1",
          MAY,
          LakeFixture.rows(
              LakeFixture.holding("F", "PENN", "US7075691094", 5, "new", "2022-05-27T20:00:00Z")));
      lake.recordRelease(new PointInTime.Release("R1"), Optional.empty(), NOVEMBER);
    }
  }

  private static void publish(Lake lake, String tag, Instant knownAt, double price) {
    LakeFixture.publish(
        lake,
        DAILY_BARS,
        tag,
        knownAt,
        LakeFixture.rows(LakeFixture.bar("PENN", "2022-03-31", price, 100)));
  }

  /** All that a lake says about itself. */
  private static List<Object> contents(Path at) {
    List<Object> contents = new ArrayList<>();
    try (Lake lake = Lake.open(at)) {
      contents.add(lake.tables());
      contents.add(lake.storedTables());
      contents.add(lake.releases());
      for (TableDefinition table : TableDefinition.values()) {
        contents.add(lake.tags(table));
        contents.add(lake.history(table));
      }
      for (PointInTime point : List.of(Q1, Q3, new PointInTime.Release("R1"))) {
        contents.add(lake.resolve(DAILY_BARS, point));
        contents.add(lake.verify(lake.resolve(DAILY_BARS, point)));
        contents.add(lake.bars(point).read().openUnsafe()[0]);
      }
    }
    return contents;
  }

  private static HomeRelocation.Outcome relocate(Path at) {
    return HomeRelocation.relocate(Place.embedded(at));
  }

  @ParameterizedTest
  @ValueSource(strings = {"copy", "a b+(c)$[d]", "market/daily_bars/warehouse", "ä'ö"})
  void aCopyIsAHomeOfItsOwnAndTheOriginalIsUntouched(String name) throws IOException {
    List<Object> before = contents(home);
    Map<Path, String> original = HomeCopies.state(home);
    Path at = home.resolveSibling(name);
    Files.createDirectories(at.getParent());
    Path copy = HomeCopies.copy(home, at);

    HomeRelocation.Outcome outcome = relocate(copy);

    assertThat(outcome.from()).contains(home);
    assertThat(outcome.to()).isEqualTo(copy);
    assertThat(outcome.tables())
        .extracting(RelocatedTable::name)
        .containsExactly("daily_bars", "fund_holdings", "release_files", "releases");
    assertThat(outcome.tables())
        .allSatisfy(table -> assertThat(table.change()).isEqualTo(Change.MOVED));
    assertThat(contents(copy)).isEqualTo(before);
    assertThat(HomeCopies.state(home)).isEqualTo(original);
    try (Lake lake = Lake.create(copy)) {
      publish(lake, "Q4", NOVEMBER, 44);
    }
    assertThat(HomeCopies.state(home)).isEqualTo(original);
    HomeCopies.delete(home);
    try (Lake lake = Lake.open(copy)) {
      assertThat(lake.bars(Q1).read().openUnsafe()).containsExactly(42);
      assertThat(lake.bars(new PointInTime.Tag("Q4")).read().openUnsafe()).containsExactly(44);
    }
  }

  @Test
  void nothingInACopyNamesTheOriginal() throws IOException {
    Path copy = HomeCopies.copy(home, home.resolveSibling("elsewhere"));

    relocate(copy);

    for (WarehouseTables.Folder folder : WarehouseTables.in(copy.resolve("warehouse"))) {
      for (Path file : WarehouseTables.list(folder.metadata())) {
        AvroFile avro = file.toString().endsWith(".avro") ? AvroFile.read(file).get() : null;
        String text = avro == null ? Files.readString(file) : avro.records().toString();
        assertThat(text).doesNotContain(home + "/");
      }
    }
  }

  @Test
  void aCopyByHardLinksLeavesTheOriginalAlone() throws IOException {
    List<Object> before = contents(home);
    Path copy = HomeCopies.link(home, home.resolveSibling("linked"));
    Map<Path, String> original = HomeCopies.state(home);

    relocate(copy);

    assertThat(contents(copy)).isEqualTo(before);
    assertThat(HomeCopies.state(home)).isEqualTo(original);
    assertThat(contents(home)).isEqualTo(before);
  }

  @Test
  void aMovedHomeIsRelocatedAndASecondTimeNothingIsToDo() throws IOException {
    List<Object> before = contents(home);
    Path moved = Files.move(home, home.resolveSibling("moved"));

    assertThat(relocate(moved).changedSomething()).isTrue();
    assertThat(contents(moved)).isEqualTo(before);
    Map<Path, String> state = HomeCopies.state(moved);
    assertThat(relocate(moved).changedSomething()).isFalse();
    assertThat(HomeCopies.state(moved)).isEqualTo(state);
  }

  @Test
  void relocatingGoesOnAfterItWasCutOff() throws IOException {
    List<Object> before = contents(home);
    Path first = Files.move(home, home.resolveSibling("first"));
    WarehouseTables.Folder folder = WarehouseTables.in(first.resolve("warehouse")).get(0);
    new TablePaths(folder).rewrite();
    Files.createFile(first.resolve("warehouse").resolve(HomeRelocation.UNDER_WAY));
    Files.createFile(folder.metadata().resolve("v.metadata.json.relocating"));
    Files.createFile(first.resolve("catalog.db.part"));

    // It may be moved on in between, also back to where it was.
    for (Path place : List.of(home.resolveSibling("second"), home)) {
      Files.move(first, place);
      assertThatThrownBy(() -> Lake.open(place))
          .hasMessageContaining("asof lake relocate is at work or was cut off; run it again");
      if (!place.equals(home)) {
        Files.move(place, first);
      }
    }
    relocate(home);

    assertThat(contents(home)).isEqualTo(before);
    assertThat(WarehouseTables.list(home))
        .extracting(file -> file.getFileName().toString())
        .containsExactly("catalog.db", "warehouse");
  }

  @Test
  void aRunThatWasCutOffBeforeTheLastRenameGoesOn() throws IOException {
    List<Object> before = contents(home);
    Path moved = Files.move(home, home.resolveSibling("moved"));
    relocate(moved);
    Files.createFile(moved.resolve("warehouse").resolve(HomeRelocation.UNDER_WAY));
    Files.move(moved.resolve("catalog.db"), moved.resolve("catalog.db.relocated"));

    relocate(moved);

    assertThat(contents(moved)).isEqualTo(before);
  }

  @Test
  void aCopyThatLacksAFileIsRefusedWithItsName() throws IOException {
    Path copy = HomeCopies.copy(home, home.resolveSibling("torn"));
    Path data;
    try (var files = Files.walk(copy)) {
      data = files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    Files.delete(data);

    assertThatThrownBy(() -> relocate(copy))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE))
        .hasMessageContaining(data.toString())
        .hasMessageContaining("missing or damaged here; copy the whole home again");
    HomeCopies.delete(copy);
    assertThat(contents(relocate(HomeCopies.copy(home, copy)).to())).isEqualTo(contents(home));
  }

  @Test
  void aLostCatalogIsMadeAnewFromTheNewestMetadata() throws IOException {
    List<Object> before = contents(home);
    Files.delete(home.resolve("catalog.db"));

    HomeRelocation.Outcome outcome = HomeRelocation.rebuildCatalog(Place.embedded(home));

    assertThat(outcome.tables()).extracting(RelocatedTable::change).containsOnly(Change.FOUND);
    assertThat(outcome.backup()).isEmpty();
    assertThat(contents(home)).isEqualTo(before);
  }

  @Test
  void aDamagedCatalogOfACopyIsMadeAnewAndKeptAside() throws IOException {
    List<Object> before = contents(home);
    Path copy = HomeCopies.copy(home, home.resolveSibling("copy"));
    Files.write(copy.resolve("catalog.db"), new byte[5000]);

    HomeRelocation.Outcome outcome = HomeRelocation.rebuildCatalog(Place.embedded(copy));

    assertThat(contents(copy)).isEqualTo(before);
    assertThat(outcome.backup()).contains(copy.resolve("catalog.db.before-rebuild"));
    assertThat(outcome.backup().get()).exists();
  }

  @Test
  void anEarlierCatalogIsBroughtUpToDate() throws IOException {
    byte[] earlier = Files.readAllBytes(home.resolve("catalog.db"));
    try (Lake lake = Lake.open(home)) {
      publish(lake, "Q4", NOVEMBER, 44);
    }
    List<Object> before = contents(home);
    Files.write(home.resolve("catalog.db"), earlier);

    HomeRelocation.Outcome outcome = HomeRelocation.rebuildCatalog(Place.embedded(home));

    assertThat(outcome.tables())
        .filteredOn(table -> table.change() == Change.RENEWED)
        .extracting(RelocatedTable::name)
        .containsExactly("daily_bars");
    assertThat(contents(home)).isEqualTo(before);
  }

  @Test
  void metadataThatWereCutOffAreSkipped() throws IOException {
    List<Object> before = contents(home);
    Path metadata = home.resolve("warehouse/market/daily_bars/metadata");
    Files.writeString(metadata.resolve("00099-torn.metadata.json"), "{\"format-version\" : 2,");
    Files.writeString(metadata.resolve("torn-m0.avro"), "Obj");
    Files.delete(home.resolve("catalog.db"));

    HomeRelocation.rebuildCatalog(Place.embedded(home));

    assertThat(contents(home)).isEqualTo(before);
  }

  @Test
  void anEmptyHomeHasNothingToRelocate() {
    Path empty = temp.resolve("empty");

    assertThatThrownBy(() -> relocate(empty))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LAKE_MISSING));
  }
}
