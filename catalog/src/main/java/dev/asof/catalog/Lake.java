package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.CorporateAction;
import dev.asof.api.DataRef;
import dev.asof.api.ErrorCode;
import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import dev.asof.api.IndexMembership;
import dev.asof.api.Listing;
import dev.asof.api.PointInTime;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/**
 * The embedded lake: a catalog in one SQLite file and a warehouse folder under a home, no server.
 *
 * <p>Every read names its {@link PointInTime} and is pinned to one snapshot. What Iceberg, SQLite
 * or the disk can't do is thrown as an {@link AsOfException} of one line. Not safe for use by
 * several threads at once; several processes may use one home.
 */
public final class Lake implements AutoCloseable {
  /** The catalog's name in Spark SQL. */
  public static final String CATALOG = "asof";

  /** The namespace that holds every table. */
  public static final String NAMESPACE = "market";

  private static final String DATABASE = "catalog.db";
  private static final String WAREHOUSE = "warehouse";
  private static final String INIT_TABLES = "jdbc.init-catalog-tables";
  private static final String BUSY_TIMEOUT_MILLIS = "30000";

  private final Path home;
  private final JdbcCatalog catalog;

  private Lake(Path home, JdbcCatalog catalog) {
    this.home = home;
    this.catalog = catalog;
  }

  /** Opens the lake of a home, and makes it where there is none. */
  public static Lake create(Path home) {
    Path folder = checkHome(home);
    String action = "make a lake in " + folder;
    for (Path above = folder; above != null; above = above.getParent()) {
      if (Files.isRegularFile(above)) {
        throw new AsOfException(
            ErrorCode.STORAGE_UNAVAILABLE,
            "Cannot " + action + ": " + above + " is a file, not a folder");
      }
    }
    return Failures.guarded(
        action,
        () -> {
          Path database = folder.resolve(DATABASE);
          try {
            Files.createDirectories(folder.resolve(WAREHOUSE));
            if (!Files.exists(database)) {
              makeCatalog(folder, database);
            }
          } catch (IOException e) {
            throw Failures.ofDisk(action, e, e);
          }
          return new Lake(folder, connectMaking(options(folder, database)));
        });
  }

  /**
   * Makes the catalog aside and links it into its place whole: Iceberg makes it in five statements,
   * between which another process must not see it.
   */
  private static void makeCatalog(Path folder, Path database) throws IOException {
    Path aside = folder.resolve(DATABASE + "." + UUID.randomUUID());
    try {
      connectMaking(options(folder, aside)).close();
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

  private static JdbcCatalog connectMaking(Map<String, String> options) {
    options.put(INIT_TABLES, "true");
    JdbcCatalog catalog = connect(options);
    try {
      Namespace namespace = Namespace.of(NAMESPACE);
      if (!catalog.namespaceExists(namespace)) {
        catalog.createNamespace(namespace, Map.of());
      }
      return catalog;
    } catch (RuntimeException e) {
      catalog.close();
      throw e;
    }
  }

  private static boolean mentions(UncheckedSQLException thrown, String words) {
    return String.valueOf(thrown.getCause().getMessage()).contains(words);
  }

  /**
   * Opens the lake of a home and writes nothing to it.
   *
   * @throws AsOfException LAKE_MISSING when there is none
   */
  public static Lake open(Path home) {
    Path folder = checkHome(home);
    Path database = folder.resolve(DATABASE);
    try {
      if (!Files.isRegularFile(database) || Files.size(database) == 0) {
        throw nothingThere(folder);
      }
    } catch (IOException e) {
      throw Failures.ofDisk("open the lake in " + folder, e, e);
    }
    try {
      return new Lake(folder, connect(options(folder, database)));
    } catch (UncheckedSQLException e) {
      if (mentions(e, "no such table")) {
        throw nothingThere(folder);
      }
      throw Failures.translate("open the lake in " + folder, e);
    }
  }

  private static AsOfException nothingThere(Path folder) {
    return new AsOfException(
        ErrorCode.LAKE_MISSING,
        "Cannot open a lake in "
            + folder
            + ": nothing is there yet; run asof demo or asof lake ingest first");
  }

  private static Path checkHome(Path home) {
    Path folder = home.toAbsolutePath().normalize();
    if (folder.toString().indexOf('?') >= 0) {
      throw new AsOfException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "Cannot use the home " + folder + ": SQLite takes no path with a question mark");
    }
    return folder;
  }

  private static JdbcCatalog connect(Map<String, String> options) {
    JdbcCatalog catalog = new JdbcCatalog();
    try {
      catalog.initialize(CATALOG, options);
      return catalog;
    } catch (RuntimeException e) {
      catalog.close();
      throw e;
    }
  }

  private static Map<String, String> options(Path home, Path database) {
    Map<String, String> options = new TreeMap<>();
    options.put(CatalogProperties.CATALOG_IMPL, JdbcCatalog.class.getName());
    options.put(CatalogProperties.URI, "jdbc:sqlite:" + database);
    options.put(CatalogProperties.WAREHOUSE_LOCATION, home.resolve(WAREHOUSE).toString());
    options.put(CatalogProperties.FILE_IO_IMPL, LocalFileIO.class.getName());
    options.put("jdbc.schema-version", "V1");
    options.put(INIT_TABLES, "false");
    options.put("jdbc.busy_timeout", BUSY_TIMEOUT_MILLIS);
    return options;
  }

  /** The folder that holds it. */
  public Path home() {
    return home;
  }

  /** The state of every table, those without data too. */
  public List<TableState> tables() {
    return Failures.guarded(
        "list the tables in " + home,
        () -> Arrays.stream(TableDefinition.values()).map(this::state).toList());
  }

  private TableState state(TableDefinition definition) {
    Optional<Version> head = head(definition);
    return new TableState(
        definition,
        head.map(Version::rows).orElse(0L),
        head.map(version -> version.history().size()).orElse(0),
        head.map(Version::dataFiles).orElse(0L),
        head.map(Version::bytes).orElse(0L),
        head.map(version -> OptionalLong.of(version.snapshot().snapshotId()))
            .orElseGet(OptionalLong::empty),
        head.map(Version::knownAt));
  }

  /** A table's tags in the order of knowledge. */
  public List<TagState> tags(TableDefinition table) {
    return Failures.guarded("list the tags of " + table.tableName(), () -> tagStates(table));
  }

  private List<TagState> tagStates(TableDefinition definition) {
    Optional<Table> table = load(definition);
    if (table.isEmpty()) {
      return List.of();
    }
    List<TagState> tags = new ArrayList<>();
    table
        .get()
        .refs()
        .forEach(
            (name, ref) -> {
              if (ref.isTag()) {
                Version version =
                    new Version(definition, table.get(), table.get().snapshot(ref.snapshotId()));
                tags.add(
                    new TagState(
                        new PointInTime.Tag(name),
                        ref.snapshotId(),
                        version.knownAt(),
                        version.committedAt(),
                        version.rows(),
                        version.sources()));
              }
            });
    tags.sort(
        Comparator.comparing(TagState::knownAt)
            .thenComparing(TagState::committedAt)
            .thenComparing(state -> state.tag().name()));
    return List.copyOf(tags);
  }

  /**
   * What exactly a point in time means for a table.
   *
   * @throws AsOfException TABLE_MISSING or TAG_MISSING, naming what exists instead
   */
  public DataRef resolve(TableDefinition table, PointInTime at) {
    return Failures.guarded(reading(table), () -> version(table, at).ref(at));
  }

  /** Daily bars as of a point in time, to be refined and read. */
  public PanelScan bars(PointInTime at) {
    return Failures.guarded(
        reading(TableDefinition.DAILY_BARS),
        () -> PanelScan.of(version(TableDefinition.DAILY_BARS, at), at));
  }

  /** Index changes as of a point in time, in the order of knowledge, then symbol. */
  public List<IndexChange> indexChanges(PointInTime at) {
    return Failures.guarded(
        reading(TableDefinition.INDEX_CHANGES),
        () -> Facts.indexChanges(version(TableDefinition.INDEX_CHANGES, at)));
  }

  /** Corporate actions as of a point in time, in the order of knowledge, then symbol. */
  public List<CorporateAction> corporateActions(PointInTime at) {
    return Failures.guarded(
        reading(TableDefinition.CORPORATE_ACTIONS),
        () -> CorporateActions.of(version(TableDefinition.CORPORATE_ACTIONS, at)));
  }

  /**
   * Listings of instruments as of a point in time, in the order of knowledge, then symbol. One that
   * ended stands twice: without its end, known since it began, and with it, known since that could
   * be. Of those with the same instrument and first day the last one known holds.
   */
  public List<Listing> listings(PointInTime at) {
    return Failures.guarded(
        reading(TableDefinition.INSTRUMENTS),
        () -> Listings.of(version(TableDefinition.INSTRUMENTS, at)));
  }

  /** Members of indexes as of a point in time, in the order of knowledge, then symbol. */
  public List<IndexMembership> indexMembers(PointInTime at) {
    return Failures.guarded(
        reading(TableDefinition.INDEX_MEMBERS),
        () -> IndexMembers.of(version(TableDefinition.INDEX_MEMBERS, at)));
  }

  /** What two versions of a table don't share. */
  public TableDiff diff(TableDefinition table, PointInTime from, PointInTime to) {
    return Failures.guarded(
        reading(table),
        () -> Differences.between(version(table, from), from, version(table, to), to));
  }

  /**
   * Positions of a fund that came or went between two versions of the holdings. What came is known
   * since its row in {@code to} is; what left is known since the file that dropped it.
   *
   * @throws AsOfException DATA_MISSING when neither version holds the fund
   */
  public List<HoldingChange> holdingChanges(String fund, PointInTime from, PointInTime to) {
    TableDefinition table = TableDefinition.FUND_HOLDINGS;
    return Failures.guarded(
        reading(table), () -> Facts.holdingChanges(fund, version(table, from), version(table, to)));
  }

  /** Publishes to a table. */
  public Publisher publisher(TableDefinition table) {
    return new Publisher(this, table);
  }

  /**
   * What Spark needs to open the same lake: keys to be set under {@code spark.sql.catalog.asof.},
   * beside {@code spark.sql.catalog.asof} itself, which is Iceberg's {@code SparkCatalog}. Spark
   * keeps no table in a cache, so that it sees what was published a moment ago.
   */
  public Map<String, String> sparkCatalogOptions() {
    Map<String, String> options = options(home, home.resolve(DATABASE));
    options.put(CatalogProperties.CACHE_ENABLED, "false");
    return options;
  }

  @Override
  public void close() {
    catalog.close();
  }

  private static String reading(TableDefinition table) {
    return "read " + table.tableName();
  }

  /** The table, freshly loaded; empty when nobody has made it yet. */
  Optional<Table> load(TableDefinition definition) {
    try {
      return Optional.of(catalog.loadTable(identifier(definition)));
    } catch (NoSuchTableException absent) {
      return Optional.empty();
    }
  }

  /** The table, made where there is none. */
  Table loadOrCreate(TableDefinition definition) {
    Optional<Table> existing = load(definition);
    if (existing.isPresent()) {
      return existing.get();
    }
    try {
      return catalog
          .buildTable(identifier(definition), definition.icebergSchema())
          .withPartitionSpec(definition.partitionSpec())
          .withSortOrder(definition.sortOrder())
          .withProperties(definition.properties())
          .create();
    } catch (AlreadyExistsException madeMeanwhile) {
      return catalog.loadTable(identifier(definition));
    }
  }

  /** Main's head; empty when nothing was published yet. */
  Optional<Version> head(TableDefinition definition) {
    return load(definition)
        .filter(table -> table.currentSnapshot() != null)
        .map(table -> new Version(definition, table, table.currentSnapshot()));
  }

  private Version version(TableDefinition definition, PointInTime at) {
    Table table =
        load(definition)
            .filter(loaded -> loaded.currentSnapshot() != null)
            .orElseThrow(() -> missing(definition));
    Snapshot snapshot;
    if (at instanceof PointInTime.Tag tag) {
      SnapshotRef ref = table.refs().get(tag.name());
      snapshot = ref == null || !ref.isTag() ? null : table.snapshot(ref.snapshotId());
    } else if (at instanceof PointInTime.Snapshot pinned) {
      snapshot = table.snapshot(pinned.id());
    } else {
      throw new IllegalArgumentException("Invalid point in time: " + at);
    }
    if (snapshot == null) {
      throw missing(definition, table, at);
    }
    return new Version(definition, table, snapshot);
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

  private AsOfException missing(TableDefinition definition, Table table, PointInTime at) {
    String tags =
        tagStates(definition).stream()
            .map(state -> state.tag().name())
            .collect(Collectors.joining(", "));
    String what = at instanceof PointInTime.Tag ? "no tag " : "no ";
    return new AsOfException(
        ErrorCode.TAG_MISSING,
        "Cannot read "
            + definition.tableName()
            + " as of "
            + at
            + ": it has "
            + what
            + at
            + (tags.isEmpty() ? "; it has no tags" : "; its tags are " + tags)
            + ", its latest snapshot is snapshot:"
            + table.currentSnapshot().snapshotId());
  }

  private static TableIdentifier identifier(TableDefinition definition) {
    return TableIdentifier.of(NAMESPACE, definition.tableName());
  }
}
