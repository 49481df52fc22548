package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/** Makes and opens the catalog of an embedded lake: one SQLite file in its home. */
final class EmbeddedCatalog {
  private final Place place;
  private final PlaceCatalog.Embedded kind;
  private final Failures failures;
  private final HomeGuard guard;

  EmbeddedCatalog(Place place, PlaceCatalog.Embedded kind) {
    this.place = place;
    this.kind = kind;
    this.failures = new Failures(place);
    this.guard = new HomeGuard(kind);
  }

  /** Opens it, and makes it where there is none. */
  JdbcCatalog create() {
    String action = "make a lake in " + place.name();
    for (Path above = kind.home(); above != null; above = above.getParent()) {
      if (Files.isRegularFile(above)) {
        throw new AsOfException(
            ErrorCode.STORAGE_UNAVAILABLE,
            "Cannot " + action + ": " + above + " is a file, not a folder");
      }
    }
    return failures.guarded(
        action,
        () -> {
          try {
            if (guard.hasCatalog()) {
              guard.check("open the lake in " + place.name());
            } else {
              guard.checkWithoutCatalog(action);
              HomeFolder.makeBelow(kind.home(), kind.warehouse());
              if (!Files.exists(kind.database())) {
                make();
              }
            }
            JdbcCatalog catalog = connectMaking(kind.database());
            try {
              guard.claim();
              return catalog;
            } catch (IOException | SQLException | RuntimeException e) {
              catalog.close();
              throw e;
            }
          } catch (IOException e) {
            throw failures.ofDisk(action, e, e);
          } catch (SQLException e) {
            throw new UncheckedSQLException(e, "%s", e.getMessage());
          }
        });
  }

  /** Gives the home an identity where it has none, before something is written. */
  void claim() {
    String action = "write to the lake in " + place.name();
    failures.guarded(
        action,
        () -> {
          try {
            guard.claim();
            return null;
          } catch (IOException e) {
            throw failures.ofDisk(action, e, e);
          } catch (SQLException e) {
            throw new UncheckedSQLException(e, "%s", e.getMessage());
          }
        });
  }

  /**
   * Refuses to make a table in a folder that holds another one's files.
   *
   * @throws AsOfException CATALOG_LOST when it does
   */
  void checkFolderOfNew(String namespace, String table) {
    try {
      guard.checkFolderOfNew(namespace, table);
    } catch (IOException e) {
      throw failures.ofDisk("make table " + table, e, e);
    }
  }

  /**
   * Makes the catalog aside and links it into its place whole: Iceberg makes it in five statements,
   * between which another process must not see it.
   */
  private void make() throws IOException, SQLException {
    Path database = kind.database();
    Path aside = database.resolveSibling(database.getFileName() + "." + UUID.randomUUID());
    try {
      Files.createFile(aside, HomeFolder.ofFiles());
      connectMaking(aside).close();
      guard.identify().storeIn(aside);
      try {
        Files.createLink(database, aside);
      } catch (UnsupportedOperationException noLinksOnThisDisk) {
        Files.move(aside, database);
      }
    } catch (FileAlreadyExistsException madeMeanwhile) {
      // Nothing is lost: the other one is just as new.
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  /** Opens a database as the catalog, and makes in it what it lacks. */
  JdbcCatalog connectMaking(Path database) {
    Map<String, String> options = options(database);
    PlaceCatalog.Jdbc.initTables(options);
    JdbcCatalog catalog = connect(options);
    try {
      Namespace namespace = Namespace.of(place.namespace());
      if (!catalog.namespaceExists(namespace)) {
        catalog.createNamespace(namespace, Map.of());
      }
      return catalog;
    } catch (RuntimeException e) {
      catalog.close();
      throw e;
    }
  }

  /**
   * Opens it and writes nothing.
   *
   * @throws AsOfException LAKE_MISSING when there is none, HOME_MOVED, WAREHOUSE_SHARED or
   *     CATALOG_LOST when its catalog and its files don't belong together
   */
  JdbcCatalog open() {
    String action = "open the lake in " + place.name();
    return failures.guarded(
        action,
        () -> {
          try {
            if (!guard.hasCatalog()) {
              guard.checkWithoutCatalog(action);
              throw ServedCatalog.nothingThere(place);
            }
            guard.check(action);
          } catch (IOException e) {
            throw failures.ofDisk(action, e, e);
          } catch (SQLException e) {
            throw new UncheckedSQLException(e, "%s", e.getMessage());
          }
          return connect(options(kind.database()));
        });
  }

  private Map<String, String> options(Path database) {
    Map<String, String> options = place.options();
    options.putAll(kind.options(database));
    // Tables are named by a path that holds without the links by which the home is reached today.
    try {
      options.put(
          CatalogProperties.WAREHOUSE_LOCATION,
          kind.home().toRealPath().resolve(kind.warehouse().getFileName()).toString());
    } catch (IOException e) {
      throw failures.ofDisk("open the lake in " + place.name(), e, e);
    }
    return options;
  }

  private static JdbcCatalog connect(Map<String, String> options) {
    JdbcCatalog catalog = new JdbcCatalog();
    try {
      catalog.initialize(Lake.CATALOG, options);
      return catalog;
    } catch (RuntimeException e) {
      catalog.close();
      throw e;
    }
  }
}
