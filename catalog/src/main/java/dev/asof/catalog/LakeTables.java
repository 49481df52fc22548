package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.io.FileIO;

/**
 * Loads, makes and drops the Iceberg tables of one place. {@link Lake} answers questions about
 * their content; everything that reads or publishes needs only this. Not safe for use by several
 * threads at once.
 */
final class LakeTables implements AutoCloseable {
  private final Place place;
  private final Catalog catalog;
  private final Failures failures;
  private final ExpiredSnapshots expired = new ExpiredSnapshots(this);
  private FileIO io;
  private boolean claimed;
  private Consumer<String> warnings = unheard -> {};

  LakeTables(Place place, Catalog catalog) {
    this.place = place;
    this.catalog = catalog;
    this.failures = new Failures(place);
  }

  /** Returns the place that the tables lie in. */
  Place place() {
    return place;
  }

  /** Returns the namespace that holds every table. */
  String namespace() {
    return place.namespace();
  }

  /** Returns the translation of this place's failures. */
  Failures failures() {
    return failures;
  }

  /** Names who is told, in a sentence each, what went on though something was not as it should. */
  void warnTo(Consumer<String> listener) {
    warnings = listener;
  }

  /** Tells whoever asked for warnings. */
  void warn(String sentence) {
    warnings.accept(sentence);
  }

  /** Reads and writes files where those of the tables lie; closed with the lake. */
  FileIO io() {
    if (io == null) {
      io = place.io();
    }
    return io;
  }

  /**
   * Gives a home of an earlier version an identity before it is written to, so that a copy of it
   * will be known as one.
   */
  void claim() {
    if (!claimed && place.catalog() instanceof PlaceCatalog.Embedded embedded) {
      new EmbeddedCatalog(place, embedded).claim();
    }
    claimed = true;
  }

  /** The table, freshly loaded; empty when nobody has made it yet. */
  Optional<Table> load(TableDefinition definition) {
    return load(identifier(definition));
  }

  /** The same for a table by its name in the catalog. */
  Optional<Table> load(TableIdentifier name) {
    try {
      return Optional.of(ClockTolerantOperations.of(catalog.loadTable(name), warnings));
    } catch (NoSuchTableException absent) {
      return Optional.empty();
    }
  }

  /** The table, made where there is none. */
  Table loadOrCreate(TableDefinition definition) {
    claim();
    Table table =
        load(definition)
            .orElseGet(
                () ->
                    create(
                        identifier(definition),
                        catalog
                            .buildTable(identifier(definition), definition.icebergSchema())
                            .withPartitionSpec(definition.partitionSpec())
                            .withSortOrder(definition.sortOrder())
                            .withProperties(definition.properties())));
    return Evolution.upToDate(definition, table);
  }

  /** A table of our own bookkeeping, made where there is none. */
  Table loadOrCreate(TableIdentifier name, Schema schema, Map<String, String> properties) {
    claim();
    return load(name)
        .orElseGet(() -> create(name, catalog.buildTable(name, schema).withProperties(properties)));
  }

  /** A table that is nobody else's. */
  Table createNew(TableIdentifier name, Schema schema, Map<String, String> properties) {
    claim();
    return catalog.buildTable(name, schema).withProperties(properties).create();
  }

  /** Drops a table with all of its files. */
  void drop(TableIdentifier name) {
    catalog.dropTable(name, true);
  }

  private Table create(TableIdentifier name, Catalog.TableBuilder builder) {
    try {
      if (place.catalog() instanceof PlaceCatalog.Embedded embedded) {
        try {
          new EmbeddedCatalog(place, embedded).checkFolderOfNew(place.namespace(), name.name());
        } catch (AsOfException written) {
          // Another process may have made and filled it meanwhile.
          return load(name).orElseThrow(() -> written);
        }
      }
      return builder.create();
    } catch (AlreadyExistsException madeMeanwhile) {
      return catalog.loadTable(name);
    }
  }

  /** Main's head; empty when nothing was published yet. */
  Optional<Version> head(TableDefinition definition) {
    return load(definition)
        .filter(table -> table.currentSnapshot() != null)
        .map(table -> version(definition, table, table.currentSnapshot()));
  }

  /** One snapshot of a table, with what is still known of its expired ancestors. */
  Version version(TableDefinition definition, Table table, Snapshot snapshot) {
    return new Version(definition, table, snapshot, expired);
  }

  AsOfException missing(TableDefinition definition) {
    String filled =
        Arrays.stream(TableDefinition.values())
            .filter(other -> head(other).isPresent())
            .map(TableDefinition::tableName)
            .collect(Collectors.joining(", "));
    return new AsOfException(
        ErrorCode.TABLE_MISSING,
        "Cannot read "
            + definition.tableName()
            + ": it holds nothing yet"
            + (filled.isEmpty() ? ", and no other table does" : "; with data: " + filled)
            + " (asof lake ingest fills it)");
  }

  private TableIdentifier identifier(TableDefinition definition) {
    return TableIdentifier.of(place.namespace(), definition.tableName());
  }

  /** Every table of the namespace, those of ingests under way too. */
  List<TableIdentifier> identifiers() {
    return catalog.listTables(Namespace.of(place.namespace()));
  }

  /** Notes what snapshots recorded about themselves, before they are expired. */
  void note(TableDefinition definition, List<Snapshot> snapshots) {
    if (!snapshots.isEmpty()) {
      expired.note(definition, snapshots);
    }
  }

  @Override
  public void close() {
    try {
      if (io != null) {
        io.close();
      }
    } finally {
      ServedCatalog.close(catalog);
    }
  }
}
