package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/** Makes and opens the catalog of an embedded lake: one SQLite file in its home. */
final class EmbeddedCatalog {
  private final Place place;
  private final PlaceCatalog.Embedded kind;
  private final Failures failures;

  EmbeddedCatalog(Place place, PlaceCatalog.Embedded kind) {
    this.place = place;
    this.kind = kind;
    this.failures = new Failures(place);
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
            Files.createDirectories(kind.warehouse());
            if (!Files.exists(kind.database())) {
              make();
            }
          } catch (IOException e) {
            throw failures.ofDisk(action, e, e);
          }
          return connectMaking(kind.database());
        });
  }

  /**
   * Makes the catalog aside and links it into its place whole: Iceberg makes it in five statements,
   * between which another process must not see it.
   */
  private void make() throws IOException {
    Path database = kind.database();
    Path aside = database.resolveSibling(database.getFileName() + "." + UUID.randomUUID());
    try {
      connectMaking(aside).close();
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

  private JdbcCatalog connectMaking(Path database) {
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
   * @throws AsOfException LAKE_MISSING when there is none
   */
  JdbcCatalog open() {
    String action = "open the lake in " + place.name();
    try {
      if (!Files.isRegularFile(kind.database()) || Files.size(kind.database()) == 0) {
        throw nothingThere();
      }
    } catch (IOException e) {
      throw failures.ofDisk(action, e, e);
    }
    try {
      return connect(options(kind.database()));
    } catch (UncheckedSQLException e) {
      if (String.valueOf(e.getCause().getMessage()).contains("no such table")) {
        throw nothingThere();
      }
      throw failures.translate(action, e);
    }
  }

  private Map<String, String> options(Path database) {
    Map<String, String> options = place.options();
    options.putAll(kind.options(database));
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

  private AsOfException nothingThere() {
    return ServedCatalog.nothingThere(place);
  }
}
