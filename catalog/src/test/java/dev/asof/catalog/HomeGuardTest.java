package dev.asof.catalog;

import static dev.asof.catalog.TableDefinition.DAILY_BARS;
import static dev.asof.catalog.TableDefinition.INDEX_CHANGES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Homes that were moved, copied, joined or robbed of their catalog are refused. */
class HomeGuardTest {
  private static final Instant MAY = Instant.parse("2022-05-27T20:00:00Z");
  private static final PointInTime Q1 = new PointInTime.Tag("Q1");

  @TempDir private Path temp;
  private Path home;

  @BeforeEach
  void makeAHome() throws IOException {
    home = temp.toRealPath().resolve("home");
    try (Lake lake = Lake.create(home)) {
      publish(lake, "Q1", 42);
    }
  }

  private static void publish(Lake lake, String tag, double price) {
    LakeFixture.publish(
        lake,
        DAILY_BARS,
        tag,
        MAY,
        LakeFixture.rows(LakeFixture.bar("PENN", "2022-03-31", price, 100)));
  }

  private static void assertRefused(ThrowingCallable opening, ErrorCode code, String... parts) {
    assertThatThrownBy(opening)
        .isInstanceOfSatisfying(AsOfException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageStartingWith("Cannot ")
        .hasMessageNotContaining("\n")
        .satisfies(e -> assertThat(List.of(parts)).allMatch(e.getMessage()::contains));
  }

  @Test
  void aCopyIsRefusedForReadingAndWritingAndItsOriginalGoesOn() throws IOException {
    Path copy = HomeCopies.copy(home, home.resolveSibling("copy"));

    String expected =
        "Cannot open the lake in "
            + copy
            + ": it is a copy of the home "
            + home
            + ", and its catalog names the files there; run asof lake relocate on it first";
    assertThatThrownBy(() -> Lake.open(copy)).hasMessage(expected);
    assertThatThrownBy(() -> Lake.create(copy)).hasMessage(expected);
    assertRefused(() -> Lake.open(copy), ErrorCode.HOME_MOVED);
    try (Lake lake = Lake.create(home)) {
      publish(lake, "Q2", 43);
      assertThat(lake.bars(Q1).read().openUnsafe()).containsExactly(42);
    }
  }

  @Test
  void aMovedHomeIsRefusedUntilItIsMovedBack() throws IOException {
    Path moved = Files.move(home, home.resolveSibling("moved"));

    assertRefused(
        () -> Lake.open(moved),
        ErrorCode.HOME_MOVED,
        "it was moved here from " + home,
        "run asof lake relocate on it first, or move it back");

    Files.move(moved, home);
    try (Lake lake = Lake.open(home)) {
      assertThat(lake.bars(Q1).read().openUnsafe()).containsExactly(42);
    }
  }

  @Test
  void aHomeIsTheSameByALink() throws IOException {
    Path link = Files.createSymbolicLink(home.resolveSibling("link"), home);
    try (Lake lake = Lake.create(link)) {
      lake.openBranch(
          (PointInTime.Branch) PointInTime.parse("branch:ideas"),
          List.of(DAILY_BARS),
          Optional.empty());
    }
    Path fresh = Files.createDirectory(home.resolveSibling("fresh"));
    Path other = Files.createSymbolicLink(home.resolveSibling("other"), fresh);
    try (Lake lake = Lake.create(other)) {
      publish(lake, "Q1", 7);
    }
    Files.delete(other);

    try (Lake lake = Lake.open(fresh)) {
      assertThat(lake.bars(Q1).read().openUnsafe()).containsExactly(7);
    }
  }

  @Test
  void twoHomesOverOneWarehouseAreRefused() throws IOException {
    Path second = Files.createDirectory(home.resolveSibling("second"));
    Files.createSymbolicLink(second.resolve("warehouse"), home.resolve("warehouse"));

    assertRefused(
        () -> Lake.create(second),
        ErrorCode.WAREHOUSE_SHARED,
        "its warehouse is that of the home " + home);

    Path third = home.resolveSibling("third");
    try (Lake lake = Lake.create(third)) {
      publish(lake, "Q1", 1);
    }
    HomeCopies.delete(third.resolve("warehouse"));
    Files.createSymbolicLink(third.resolve("warehouse"), home.resolve("warehouse"));
    assertRefused(() -> Lake.open(third), ErrorCode.WAREHOUSE_SHARED);
    assertRefused(() -> HomeRelocation.relocate(Place.embedded(third)), ErrorCode.WAREHOUSE_SHARED);
    try (Lake lake = Lake.open(home)) {
      assertThat(lake.bars(Q1).read().openUnsafe()).containsExactly(42);
    }
  }

  @Test
  void aDatabaseOverTheWarehouseOfAHomeIsRefused() {
    Place place =
        new Place(
            new PlaceCatalog.Jdbc(
                "jdbc:sqlite:" + temp.resolve("other.db"), Optional.empty(), Optional.empty()),
            new PlaceStorage.Local(home.resolve("warehouse").toString()),
            Place.DEFAULT_NAMESPACE);

    assertRefused(() -> Lake.create(place), ErrorCode.WAREHOUSE_SHARED, home.toString());
  }

  @Test
  void aHomeOfAnEarlierVersionGetsAnIdentityWithItsFirstWrite() throws Exception {
    forgetIdentity();
    Path copy = HomeCopies.copy(home, home.resolveSibling("copy"));

    try (Lake lake = Lake.open(home)) {
      assertThat(lake.bars(Q1).read().openUnsafe()).containsExactly(42);
      assertThat(HomeIdentity.inCatalog(home.resolve("catalog.db")).identity()).isEmpty();
      publish(lake, "Q2", 43);
    }
    assertThat(HomeIdentity.inCatalog(home.resolve("catalog.db")).identity())
        .hasValueSatisfying(identity -> assertThat(identity.home()).isEqualTo(home));
    assertRefused(() -> Lake.open(copy), ErrorCode.HOME_MOVED, "it is a copy of the home " + home);
    assertRefused(() -> Lake.create(copy), ErrorCode.HOME_MOVED);
  }

  private void forgetIdentity() throws IOException, SQLException {
    execute("DROP TABLE asof_home");
    Files.delete(home.resolve("warehouse").resolve(HomeIdentity.FILE));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = HomeIdentity.connect(home.resolve("catalog.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aLostCatalogIsNotTakenForAnEmptyLake() throws Exception {
    Path database = home.resolve("catalog.db");
    byte[] kept = Files.readAllBytes(database);

    Files.delete(database);
    assertRefused(
        () -> Lake.create(home),
        ErrorCode.CATALOG_LOST,
        "catalog.db is missing, but the warehouse holds files of daily_bars",
        "asof lake relocate --rebuild-catalog");
    assertRefused(() -> Lake.open(home), ErrorCode.CATALOG_LOST);
    assertThat(database).doesNotExist();

    Files.createFile(database);
    assertRefused(() -> Lake.create(home), ErrorCode.CATALOG_LOST, "catalog.db is empty");

    Files.write(database, kept);
    execute("DELETE FROM iceberg_tables");
    assertRefused(() -> Lake.open(home), ErrorCode.CATALOG_LOST, "catalog.db names no table");
    assertRefused(() -> Lake.create(home), ErrorCode.CATALOG_LOST);
  }

  @Test
  void aTableIsNotMadeOverAnothersFiles() throws Exception {
    try (Lake lake = Lake.open(home)) {
      LakeFixture.publish(lake, INDEX_CHANGES, "Q1", MAY, LakeFixture.rows());
    } catch (AsOfException nothingToPublish) {
      // An empty table is enough for the catalog to name one.
    }
    execute("DELETE FROM iceberg_tables WHERE table_name = 'daily_bars'");

    try (Lake lake = Lake.create(home)) {
      assertRefused(
          () -> publish(lake, "Q2", 43),
          ErrorCode.CATALOG_LOST,
          "catalog.db doesn't name it",
          "daily_bars");
    }
  }

  @Test
  void othersCannotReadAHome() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
        .isEqualTo("rwx------");
    try (var files = Files.walk(home)) {
      assertThat(files.filter(file -> !file.equals(home)))
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .endsWith("---"));
    }
  }
}
