package dev.asof.catalog;

import dev.asof.api.AsOfException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.io.FileIO;

/**
 * Where a lake lies: the catalog that names its tables, the storage that holds their files, and the
 * namespace in that catalog.
 *
 * @param catalog what names the tables
 * @param storage what holds the files
 * @param namespace letters, digits and {@code _}, in lower case, as every kind of catalog takes it
 * @param timeout how long a request to a server of the catalog or the storage may take, its
 *     repetitions included; 1 s to 1 h
 */
public record Place(
    PlaceCatalog catalog, PlaceStorage storage, String namespace, Duration timeout) {
  /** The namespace when none is given. */
  public static final String DEFAULT_NAMESPACE = "market";

  /** How long servers may take when nothing else is said. */
  public static final Duration DEFAULT_TIMEOUT = Timeout.DEFAULT;

  private static final Pattern NAMESPACE = Pattern.compile("[a-z][a-z0-9_]{0,127}");

  /**
   * Makes a place.
   *
   * @throws IllegalArgumentException when a catalog and a storage don't go together
   */
  public Place {
    Objects.requireNonNull(catalog);
    Objects.requireNonNull(storage);
    checkNamespace(namespace);
    checkTimeout(timeout);
    catalog.check(storage);
  }

  /**
   * Makes a place whose servers have the usual time to answer, 60 s.
   *
   * @throws IllegalArgumentException when a catalog and a storage don't go together
   */
  public Place(PlaceCatalog catalog, PlaceStorage storage, String namespace) {
    this(catalog, storage, namespace, DEFAULT_TIMEOUT);
  }

  /**
   * The embedded lake of a home.
   *
   * @throws AsOfException STORAGE_UNAVAILABLE when SQLite can't use the path
   */
  public static Place embedded(Path home) {
    PlaceCatalog.Embedded catalog = PlaceCatalog.Embedded.of(home);
    return new Place(
        catalog, new PlaceStorage.Local(catalog.warehouse().toString()), DEFAULT_NAMESPACE);
  }

  /**
   * Refuses what can't be a namespace.
   *
   * @return the name
   * @throws IllegalArgumentException when it can't be one
   */
  public static String checkNamespace(String name) {
    if (!NAMESPACE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Invalid namespace '" + name + "': expected lower-case letters, digits and _");
    }
    return name;
  }

  /**
   * Refuses what can't be a timeout.
   *
   * @return the timeout
   * @throws IllegalArgumentException when it isn't between a second and an hour
   */
  public static Duration checkTimeout(Duration timeout) {
    return Timeout.check(timeout);
  }

  /** How messages call it; without credentials. */
  public String name() {
    return catalog.name();
  }

  /** What Iceberg needs to open it, by Iceberg's keys, credentials included. */
  Map<String, String> options() {
    Map<String, String> options = new TreeMap<>(storage.options());
    options.putAll(catalog.options());
    if (!(catalog instanceof PlaceCatalog.Embedded)) {
      Timeout.addTo(options, timeout);
    }
    if (storage instanceof PlaceStorage.S3) {
      AwsClients.addTo(options, timeout);
    }
    if (catalog instanceof PlaceCatalog.Rest) {
      BoundedRestCatalog.addTo(options, timeout);
    }
    if (catalog instanceof PlaceCatalog.Jdbc) {
      BoundedJdbcCatalog.addTo(options);
    }
    if (catalog instanceof PlaceCatalog.Hive) {
      HiveSettings.addTo(options, timeout);
    }
    return options;
  }

  /** What reads and writes its files; to be closed. */
  FileIO io() {
    Map<String, String> options = options();
    return CatalogUtil.loadFileIO(options.get(CatalogProperties.FILE_IO_IMPL), options, null);
  }
}
