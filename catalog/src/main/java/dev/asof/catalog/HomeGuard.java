package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Refuses to use a home whose catalog and files don't belong together. The catalog names files by
 * absolute paths, so that a home which was copied would read, write and delete the files of the one
 * that it was copied from.
 */
final class HomeGuard {
  private static final String WAREHOUSE = "/warehouse/";

  private final PlaceCatalog.Embedded kind;

  HomeGuard(PlaceCatalog.Embedded kind) {
    this.kind = kind;
  }

  /** Tells if the home has a catalog, be it a damaged one. */
  boolean hasCatalog() throws IOException, SQLException {
    return Files.isRegularFile(kind.database())
        && Files.size(kind.database()) > 0
        && HomeIdentity.inCatalog(kind.database()).isCatalog();
  }

  /**
   * Checks a home that has a catalog.
   *
   * @param action what is being done, to stand after {@code Cannot}
   * @throws AsOfException HOME_MOVED, WAREHOUSE_SHARED or CATALOG_LOST
   */
  void check(String action) throws IOException, SQLException {
    checkNotUnderWay(action);
    HomeIdentity.InCatalog found = HomeIdentity.inCatalog(kind.database());
    Optional<HomeIdentity> own = found.identity();
    if (own.isPresent() && !own.get().isAt(kind.home())) {
      throw moved(action, own.get().home(), isHome(own.get()));
    }
    Optional<HomeIdentity> claimed = HomeIdentity.inWarehouse(kind.warehouse());
    if (claimed.isPresent()
        && !own.map(identity -> identity.id().equals(claimed.get().id()))
            .orElseGet(() -> claimed.get().isAt(kind.home()))) {
      throw shared(action, claimed.get().home());
    }
    for (String location : found.locations()) {
      if (!isInside(location)) {
        Path from = homeOf(location);
        throw moved(action, from, Files.exists(from.resolve(kind.database().getFileName())));
      }
    }
    if (found.locations().isEmpty()) {
      List<WarehouseTables.Folder> lost = WarehouseTables.writtenIn(kind.warehouse());
      // Another process may have made and filled the first table meanwhile.
      if (!lost.isEmpty() && HomeIdentity.inCatalog(kind.database()).locations().isEmpty()) {
        throw lost(action, "catalog.db names no table", lost);
      }
    }
  }

  /**
   * Checks a home that has no catalog.
   *
   * @throws AsOfException CATALOG_LOST when there was one, WAREHOUSE_SHARED when the files are
   *     another home's
   */
  void checkWithoutCatalog(String action) throws IOException {
    checkNotUnderWay(action);
    Optional<HomeIdentity> claimed = HomeIdentity.inWarehouse(kind.warehouse());
    if (claimed.isPresent() && sharesWarehouse(claimed.get())) {
      throw shared(action, claimed.get().home());
    }
    List<WarehouseTables.Folder> lost = WarehouseTables.writtenIn(kind.warehouse());
    if (!lost.isEmpty()) {
      throw lost(
          action,
          Files.exists(kind.database()) ? "catalog.db is empty" : "catalog.db is missing",
          lost);
    }
  }

  /** Tells if the warehouse is also that of another home, which is still there. */
  boolean sharesWarehouse(HomeIdentity claimed) {
    return !claimed.isAt(kind.home())
        && HomeIdentity.isSame(
            PlaceCatalog.Embedded.of(claimed.home()).warehouse(), kind.warehouse());
  }

  /** Gives the home an identity where it has none; to be called after a check. */
  void claim() throws IOException, SQLException {
    Optional<HomeIdentity> own = HomeIdentity.inCatalog(kind.database()).identity();
    if (own.isEmpty()) {
      identify().storeIn(kind.database());
    } else if (HomeIdentity.inWarehouse(kind.warehouse()).isEmpty()) {
      own.get().claim(kind.warehouse());
    }
  }

  /** The identity that the warehouse bears; it gets one where it has none. */
  HomeIdentity identify() throws IOException {
    HomeIdentity fresh = HomeIdentity.of(kind.home());
    HomeIdentity claimed = fresh.claim(kind.warehouse());
    if (!claimed.isAt(kind.home())) {
      // What is left of a home that was copied without its catalog, and holds no table.
      fresh.replaceIn(kind.warehouse());
      return fresh;
    }
    return claimed;
  }

  private static boolean isHome(HomeIdentity identity) {
    try {
      Path database = PlaceCatalog.Embedded.of(identity.home()).database();
      return Files.isRegularFile(database)
          && HomeIdentity.inCatalog(database).identity().stream()
              .anyMatch(there -> there.id().equals(identity.id()));
    } catch (SQLException notOurs) {
      return false;
    }
  }

  private boolean isInside(String location) throws IOException {
    Path file = Path.of(LocalFileIO.withoutScheme(location));
    if (file.startsWith(kind.warehouse())) {
      return true;
    }
    Path folder = file.getParent();
    return folder != null
        && Files.isDirectory(folder)
        && folder.toRealPath().startsWith(kind.warehouse().toRealPath());
  }

  static Path homeOf(String location) {
    String path = LocalFileIO.withoutScheme(location);
    int end = path.lastIndexOf(WAREHOUSE);
    return Path.of(end < 0 ? path : path.substring(0, Math.max(1, end)));
  }

  private void checkNotUnderWay(String action) {
    if (Files.exists(kind.warehouse().resolve(HomeRelocation.UNDER_WAY))) {
      throw new AsOfException(
          ErrorCode.HOME_MOVED,
          "Cannot " + action + ": asof lake relocate is at work or was cut off; run it again");
    }
  }

  private static AsOfException moved(String action, Path from, boolean isThere) {
    return new AsOfException(
        ErrorCode.HOME_MOVED,
        "Cannot "
            + action
            + ": "
            + (isThere
                ? "it is a copy of the home " + from + ", and its catalog names the files there"
                : "it was moved here from " + from + ", and its catalog names the files there")
            + "; run asof lake relocate on it first"
            + (isThere ? "" : ", or move it back"));
  }

  private static AsOfException shared(String action, Path owner) {
    return new AsOfException(
        ErrorCode.WAREHOUSE_SHARED,
        "Cannot "
            + action
            + ": its warehouse is that of the home "
            + owner
            + "; use that home, or copy it whole and run asof lake relocate on the copy");
  }

  private static AsOfException lost(
      String action, String problem, List<WarehouseTables.Folder> folders) {
    return new AsOfException(
        ErrorCode.CATALOG_LOST,
        "Cannot "
            + action
            + ": "
            + problem
            + ", but the warehouse holds files of "
            + String.join(", ", folders.stream().map(WarehouseTables.Folder::name).toList())
            + "; restore catalog.db from a copy, or run asof lake relocate --rebuild-catalog");
  }

  /**
   * Refuses to make a table in a folder that holds another one's files.
   *
   * @throws AsOfException CATALOG_LOST when it does
   */
  void checkFolderOfNew(String namespace, String name) throws IOException {
    WarehouseTables.Folder folder =
        new WarehouseTables.Folder(
            namespace, name, kind.warehouse().resolve(namespace).resolve(name));
    if (folder.wasWritten()) {
      throw lost("make table " + name, "catalog.db doesn't name it", List.of(folder));
    }
  }

  /**
   * Refuses a place whose catalog is a server's and whose warehouse is that of a home.
   *
   * @throws AsOfException WAREHOUSE_SHARED when it is
   */
  static void checkServed(Place place, String action) throws IOException {
    if (place.storage() instanceof PlaceStorage.Local local) {
      Optional<HomeIdentity> claimed = HomeIdentity.inWarehouse(Path.of(local.warehouse()));
      if (claimed.isPresent() && isHome(claimed.get())) {
        throw shared(action, claimed.get().home());
      }
    }
  }
}
