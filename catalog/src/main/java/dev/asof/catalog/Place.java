package dev.asof.catalog;

import dev.asof.api.AsOfException;
import java.nio.file.Path;
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
 */
public record Place(PlaceCatalog catalog, PlaceStorage storage, String namespace) {
  /** The namespace when none is given. */
  public static final String DEFAULT_NAMESPACE = "market";

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
    catalog.check(storage);
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

  /** How messages call it; without credentials. */
  public String name() {
    return catalog.name();
  }

  /** What Iceberg needs to open it, by Iceberg's keys, credentials included. */
  Map<String, String> options() {
    Map<String, String> options = new TreeMap<>(storage.options());
    options.putAll(catalog.options());
    return options;
  }

  /** What reads and writes its files; to be closed. */
  FileIO io() {
    Map<String, String> options = options();
    return CatalogUtil.loadFileIO(options.get(CatalogProperties.FILE_IO_IMPL), options, null);
  }
}
