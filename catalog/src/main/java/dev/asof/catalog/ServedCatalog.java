package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.exceptions.AlreadyExistsException;

/** Makes and opens the namespace of a lake in a catalog that a server keeps. */
final class ServedCatalog {
  /** Table or view not found, by SQL's standard, PostgreSQL, and Derby. */
  private static final Set<String> NO_TABLE = Set.of("42S02", "42P01", "42X05");

  private static final String SQLITE_NO_TABLE = "no such table";

  private final Place place;
  private final Failures failures;

  ServedCatalog(Place place) {
    this.place = place;
    this.failures = new Failures(place);
  }

  /** Opens it, and makes the namespace where there is none. */
  Catalog create() {
    String action = "make a lake in " + place.name();
    checkReachable(action);
    checkNoHome(action);
    return failures.guarded(
        action,
        () -> {
          Map<String, String> options = place.options();
          if (place.catalog() instanceof PlaceCatalog.Jdbc) {
            PlaceCatalog.Jdbc.initTables(options);
          }
          return connected(options, this::makeNamespace);
        });
  }

  private Catalog makeNamespace(Catalog catalog) {
    Namespace namespace = Namespace.of(place.namespace());
    SupportsNamespaces namespaces = (SupportsNamespaces) catalog;
    if (!namespaces.namespaceExists(namespace)) {
      try {
        namespaces.createNamespace(namespace);
      } catch (AlreadyExistsException madeMeanwhile) {
        // Nothing is lost: the other one is just as new.
      }
    }
    return catalog;
  }

  /**
   * Opens it and writes nothing.
   *
   * @throws AsOfException LAKE_MISSING when the namespace isn't there
   */
  Catalog open() {
    String action = "open the lake in " + place.name();
    checkReachable(action);
    checkNoHome(action);
    return failures.guarded(
        action,
        () -> {
          try {
            return connected(place.options(), this::requireNamespace);
          } catch (RuntimeException e) {
            if (lacksTables(e)) {
              throw nothingThere(place);
            }
            throw e;
          }
        });
  }

  private Catalog requireNamespace(Catalog catalog) {
    if (!((SupportsNamespaces) catalog).namespaceExists(Namespace.of(place.namespace()))) {
      throw nothingThere(place);
    }
    return catalog;
  }

  /** Nobody has made the catalog's own tables in the database. */
  private static boolean lacksTables(RuntimeException thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && (NO_TABLE.contains(String.valueOf(sql.getSQLState()))
              || String.valueOf(sql.getMessage()).contains(SQLITE_NO_TABLE))) {
        return true;
      }
    }
    return false;
  }

  static AsOfException nothingThere(Place place) {
    String namespace =
        place.namespace().equals(Place.DEFAULT_NAMESPACE) ? "" : ", namespace " + place.namespace();
    return new AsOfException(
        ErrorCode.LAKE_MISSING,
        "Cannot open a lake in "
            + place.name()
            + namespace
            + ": nothing is there yet; run asof demo or asof lake ingest first");
  }

  private void checkReachable(String action) {
    place.catalog().endpoints().forEach(endpoint -> endpoint.check(action));
    place.storage().endpoints().forEach(endpoint -> endpoint.check(action));
  }

  private void checkNoHome(String action) {
    try {
      HomeGuard.checkServed(place, action);
    } catch (IOException e) {
      throw failures.ofDisk(action, e, e);
    }
  }

  private Catalog connected(Map<String, String> options, Function<Catalog, Catalog> opening) {
    Object settings =
        place.catalog() instanceof PlaceCatalog.Hive
            ? HiveSettings.configuration(place.timeout())
            : null;
    Catalog catalog = CatalogUtil.buildIcebergCatalog(Lake.CATALOG, options, settings);
    try {
      return opening.apply(catalog);
    } catch (RuntimeException e) {
      close(catalog);
      throw e;
    }
  }

  static void close(Catalog catalog) {
    if (catalog instanceof Closeable closeable) {
      try {
        closeable.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
