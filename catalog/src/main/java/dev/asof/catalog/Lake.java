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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.FileIO;

/**
 * The tables of a {@link Place}: an embedded lake, which is one SQLite file and a warehouse folder
 * under a home, or a catalog and a store that servers keep.
 *
 * <p>Every read names its {@link PointInTime} and is pinned to one snapshot. What Iceberg, the
 * catalog or the storage can't do is thrown as an {@link AsOfException} of one line. Not safe for
 * use by several threads at once; several processes may use one place.
 *
 * <p>It is long because it is the only door: one method for each question, which others answer.
 */
public final class Lake implements AutoCloseable {
  /** The catalog's name in Spark SQL. */
  public static final String CATALOG = "asof";

  /** The namespace of a lake that doesn't name another. */
  public static final String NAMESPACE = Place.DEFAULT_NAMESPACE;

  private final LakeTables tables;
  private final Place place;
  private final Failures failures;
  private final Releases releases;
  private final PointResolver points;

  private Lake(Place place, Catalog catalog) {
    this.tables = new LakeTables(place, catalog);
    this.place = place;
    this.failures = tables.failures();
    this.releases = new Releases(tables);
    this.points = new PointResolver(tables, releases);
  }

  /** Opens the embedded lake of a home, and makes it where there is none. */
  public static Lake create(Path home) {
    return create(Place.embedded(home));
  }

  /** Opens the lake of a place, and makes it where there is none. */
  public static Lake create(Place place) {
    return new Lake(
        place,
        place.catalog() instanceof PlaceCatalog.Embedded embedded
            ? new EmbeddedCatalog(place, embedded).create()
            : new ServedCatalog(place).create());
  }

  /**
   * Opens the embedded lake of a home and writes nothing to it.
   *
   * @throws AsOfException LAKE_MISSING when there is none
   */
  public static Lake open(Path home) {
    return open(Place.embedded(home));
  }

  /**
   * Opens the lake of a place and writes nothing to it.
   *
   * @throws AsOfException LAKE_MISSING when there is none; HOME_MOVED, WAREHOUSE_SHARED or
   *     CATALOG_LOST when the catalog and the files of a home don't belong together
   */
  public static Lake open(Place place) {
    return new Lake(
        place,
        place.catalog() instanceof PlaceCatalog.Embedded embedded
            ? new EmbeddedCatalog(place, embedded).open()
            : new ServedCatalog(place).open());
  }

  /** Says who is told, in a sentence each, what went on though something was not as it should. */
  public void warnTo(Consumer<String> listener) {
    tables.warnTo(listener);
  }

  /** Tells whoever asked for warnings. */
  public void warn(String sentence) {
    tables.warn(sentence);
  }

  /** Bytes that are left on the disk of the warehouse; empty where it is no local folder. */
  public Optional<Long> freeBytes() {
    if (place.storage() instanceof PlaceStorage.Local local) {
      return Optional.of(Path.of(local.warehouse()).toFile().getUsableSpace());
    }
    return Optional.empty();
  }

  /** Returns the tables behind the questions. */
  LakeTables stored() {
    return tables;
  }

  /** Where it lies. */
  public Place place() {
    return place;
  }

  /** The namespace that holds every table. */
  public String namespace() {
    return place.namespace();
  }

  /**
   * The folder that holds it.
   *
   * @throws IllegalStateException for a lake that is not embedded
   */
  public Path home() {
    if (place.catalog() instanceof PlaceCatalog.Embedded embedded) {
      return embedded.home();
    }
    throw new IllegalStateException("Cannot name the home of " + place.name() + ": it has none");
  }

  /**
   * Tells if this user may not write to it: the home of an embedded lake, its catalog or its
   * warehouse is read-only to him. Of a lake that servers keep it is not known, and false.
   */
  public boolean isReadOnly() {
    return place.catalog() instanceof PlaceCatalog.Embedded embedded
        && !(Files.isWritable(embedded.database())
            && Files.isWritable(embedded.home())
            && Files.isWritable(embedded.warehouse()));
  }

  /** Reads and writes files where those of the tables lie; closed with the lake. */
  public FileIO io() {
    return tables.io();
  }

  /**
   * The error to report for what was thrown while doing something with this lake; a defect stays as
   * it is.
   *
   * @param action what was being done, to stand after {@code Cannot}
   */
  public RuntimeException failure(String action, RuntimeException thrown) {
    return failures.translate(action, thrown);
  }

  /** The error to report when what was thrown comes from a damaged or missing file. */
  public Optional<AsOfException> damage(String action, Throwable thrown) {
    return failures.damage(action, thrown);
  }

  /** The state of every table, those without data too. */
  public List<TableState> tables() {
    return failures.guarded(
        "list the tables in " + place.name(),
        () -> Arrays.stream(TableDefinition.values()).map(this::state).toList());
  }

  private TableState state(TableDefinition definition) {
    Optional<Version> head = tables.head(definition);
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
    return failures.guarded("list the tags of " + table.tableName(), () -> points.tags(table));
  }

  /** A table's research branches in the order of their names. */
  public List<BranchState> branches(TableDefinition table) {
    return failures.guarded(
        "list the branches of " + table.tableName(), () -> points.branches(table));
  }

  /**
   * What exactly a point in time means for a table: for a timeline its last tag. A tag's name that
   * is a release's means the release.
   *
   * @throws AsOfException TABLE_MISSING or TAG_MISSING, naming what exists instead; TAG_MOVED or
   *     SNAPSHOT_EXPIRED when what a release recorded is no longer so
   */
  public DataRef resolve(TableDefinition table, PointInTime at) {
    return failures.guarded(reading(table), () -> points.resolve(table, at).ref());
  }

  /**
   * The versions of a timeline, one for each tag in the order of knowledge.
   *
   * @throws AsOfException TABLE_MISSING, or TAG_MISSING when there are no tags or not the last one
   *     that was named
   */
  public List<DataRef> timeline(TableDefinition table, PointInTime.Timeline timeline) {
    return failures.guarded(
        reading(table), () -> points.timeline(table, timeline).stream().map(Pinned::ref).toList());
  }

  /**
   * What keeps a reference from meaning today what it meant when it was made: a tag that moved, a
   * snapshot that was expired, another schema or number of rows, data files that are missing.
   *
   * @return one line each, in this order; empty when all is as it was
   */
  public List<String> verify(DataRef ref) {
    return failures.guarded("verify " + ref.table(), () -> Verification.of(tables, points, ref));
  }

  /**
   * Daily bars as of a point in time, to be refined and read. On a timeline {@link PanelScan#read}
   * reads the last tag, and {@link PanelScan#readPanel} what was known of it when.
   */
  public PanelScan bars(PointInTime at) {
    TableDefinition table = TableDefinition.DAILY_BARS;
    return failures.guarded(
        reading(table),
        () ->
            at instanceof PointInTime.Timeline timeline
                ? PanelScan.of(failures, points.timeline(table, timeline), timeline)
                : PanelScan.of(failures, List.of(points.resolve(table, at)), at));
  }

  /** Index changes as of a point in time, in the order of knowledge, then symbol. */
  public List<IndexChange> indexChanges(PointInTime at) {
    TableDefinition table = TableDefinition.INDEX_CHANGES;
    return failures.guarded(
        reading(table), () -> Facts.indexChanges(points.resolve(table, at).version()));
  }

  /**
   * The facts of a table whose rows are facts. Each is seen from when it became known on; on a
   * timeline from when its row was first known until it was restated or withdrawn, rows being the
   * same when they agree in the table's key.
   *
   * @throws IllegalArgumentException for a table whose rows are no facts by themselves
   */
  public FactRead facts(TableDefinition table, PointInTime at) {
    return failures.guarded(
        reading(table),
        () ->
            at instanceof PointInTime.Timeline timeline
                ? FactTimeline.read(points.timeline(table, timeline))
                : FactTimeline.read(List.of(points.resolve(table, at))));
  }

  /** Corporate actions as of a point in time, in the order of knowledge, then symbol. */
  public List<CorporateAction> corporateActions(PointInTime at) {
    return failures.guarded(
        reading(TableDefinition.CORPORATE_ACTIONS),
        () -> CorporateActions.of(points.resolve(TableDefinition.CORPORATE_ACTIONS, at).version()));
  }

  /**
   * Listings of instruments as of a point in time, in the order of knowledge, then symbol. One that
   * ended stands twice: without its end, known since it began, and with it, known since that could
   * be. Of those with the same instrument and first day the last one known holds.
   */
  public List<Listing> listings(PointInTime at) {
    return failures.guarded(
        reading(TableDefinition.INSTRUMENTS),
        () -> Listings.of(points.resolve(TableDefinition.INSTRUMENTS, at).version()));
  }

  /** Members of indexes as of a point in time, in the order of knowledge, then symbol. */
  public List<IndexMembership> indexMembers(PointInTime at) {
    return failures.guarded(
        reading(TableDefinition.INDEX_MEMBERS),
        () -> IndexMembers.of(points.resolve(TableDefinition.INDEX_MEMBERS, at).version()));
  }

  /** What two versions of a table don't share. */
  public TableDiff diff(TableDefinition table, PointInTime from, PointInTime to) {
    return failures.guarded(
        reading(table),
        () -> Differences.between(points.resolve(table, from), points.resolve(table, to)));
  }

  /**
   * Positions of a fund that came or went between two versions of the holdings. What came is known
   * since its row in {@code to} is; what left is known since the file that dropped it.
   *
   * @throws AsOfException DATA_MISSING when neither version holds the fund
   */
  public List<HoldingChange> holdingChanges(String fund, PointInTime from, PointInTime to) {
    TableDefinition table = TableDefinition.FUND_HOLDINGS;
    return failures.guarded(
        reading(table),
        () ->
            Facts.holdingChanges(
                fund, points.resolve(table, from).version(), points.resolve(table, to).version()));
  }

  /**
   * The same changes as facts, each seen from when it became known on.
   *
   * @throws AsOfException DATA_MISSING when neither version holds the fund
   */
  public FactRead holdingFacts(String fund, PointInTime from, PointInTime to) {
    TableDefinition table = TableDefinition.FUND_HOLDINGS;
    return failures.guarded(
        reading(table),
        () ->
            HoldingTimeline.between(fund, points.resolve(table, from), points.resolve(table, to)));
  }

  /**
   * The changes of a fund's positions from each tag to the next, in the order of knowledge. The
   * first tag that holds the fund is where it starts from, not a change. A position that no earlier
   * tag held is seen since its row was known; one that was restated or dropped not before the tag
   * that says so is known.
   *
   * @throws AsOfException DATA_MISSING when no tag holds the fund
   */
  public FactRead holdingFacts(String fund, PointInTime.Timeline timeline) {
    TableDefinition table = TableDefinition.FUND_HOLDINGS;
    return failures.guarded(
        reading(table), () -> HoldingTimeline.read(fund, points.timeline(table, timeline)));
  }

  /**
   * Opens a place for the rows of a file that is too large for memory, on their way into a table.
   *
   * @param columns what the rows hold
   */
  public RowSpool spool(List<Column> columns) {
    return failures.guarded(
        "write rows beside the tables of " + place.name(), () -> new RowSpool(tables, columns));
  }

  /** The sweeps that were made on this lake. */
  public SweepStore sweeps() {
    return new SweepStore(tables);
  }

  /** The runs that were made on this lake. */
  public RunStore runs() {
    return new RunStore(tables);
  }

  /** What scheduled refreshes did on this lake, and who is at work on them. */
  public RefreshLog refreshes() {
    return new RefreshLog(tables);
  }

  /** The rows of vendors' files that stayed out. */
  public Quarantine quarantine() {
    return new Quarantine(tables);
  }

  /** Publishes to a table's main branch. */
  public Publisher publisher(TableDefinition table) {
    return new Publisher(tables, table);
  }

  /** Publishes to a research branch of a table, which is to be opened before. */
  public Publisher publisher(TableDefinition table, PointInTime.Branch branch) {
    return new Publisher(tables, table, branch);
  }

  /**
   * Opens a research branch in each of some tables, at a point in time, or at main's head when none
   * is given. A table that has it there already is left alone, so that repeating is harmless.
   *
   * @throws AsOfException TAG_EXISTS when the name is taken in one of the tables, TABLE_MISSING or
   *     TAG_MISSING when one of them has no such point; then no branch was opened
   */
  public void openBranch(
      PointInTime.Branch branch, List<TableDefinition> tables, Optional<PointInTime> at) {
    failures.guarded(
        "open branch " + branch.name(),
        () -> {
          Map<Publisher, Long> heads = new LinkedHashMap<>();
          for (TableDefinition table : tables) {
            long snapshotId = pin(table, at).version().snapshot().snapshotId();
            Publisher publisher = publisher(table, branch);
            publisher.checkBranchFree(snapshotId);
            heads.put(publisher, snapshotId);
          }
          heads.forEach(Publisher::open);
          return null;
        });
  }

  /**
   * Takes main back to an earlier state, as a new snapshot that becomes known now. Tags stay, those
   * made since too; files that were applied since can be applied again. Going back to what main
   * holds changes nothing.
   *
   * @param to a tag, release, snapshot or moment
   * @param reason one line that says why
   * @throws AsOfException TAG_INVALID for a branch or a timeline, USAGE for a reason that is none,
   *     TABLE_MISSING or TAG_MISSING when there is no such point or main never held it,
   *     PUBLISH_CONFLICT when others publish again and again; then nothing was changed
   */
  public RollbackReport rollBack(
      TableDefinition table, PointInTime to, String reason, Instant now) {
    Rollback.check(table, to, reason);
    return failures.guarded(
        "roll back " + table.tableName(),
        () -> new Rollback(tables, points.resolve(table, to), reason, now).publish());
  }

  /** What was published to main, newest first; what was rolled back or expired stands here too. */
  public List<HistoryEntry> history(TableDefinition table) {
    return failures.guarded(
        "read the history of " + table.tableName(),
        () -> tables.head(table).map(Version::published).orElse(List.of()));
  }

  /** A table's columns: its definition's, then those that were added to it. */
  public List<Column> columns(TableDefinition table) {
    return failures.guarded(
        reading(table),
        () ->
            tables
                .load(table)
                .map(loaded -> AddedColumns.all(table, loaded))
                .orElseGet(table::columns));
  }

  /**
   * The columns that were added to a table since it was made, each with what a row without a value
   * reads as in every version, typed as a value of a {@link Row}; empty where that is nothing.
   */
  public Map<Column, Optional<Object>> addedColumns(TableDefinition table) {
    return failures.guarded(
        reading(table),
        () -> tables.load(table).map(loaded -> AddedColumns.added(table, loaded)).orElse(Map.of()));
  }

  /** How what is written to a table from now on is partitioned, as Spark SQL writes it. */
  public String partitioning(TableDefinition table) {
    return failures.guarded(
        reading(table),
        () ->
            tables
                .load(table)
                .map(loaded -> Partitioning.text(loaded.schema(), loaded.spec()))
                .orElseGet(table::partitioning));
  }

  /** How merges into a table are written from now on. */
  public WriteMode writeMode(TableDefinition table) {
    return failures.guarded(
        reading(table),
        () ->
            tables
                .load(table)
                .map(loaded -> WriteMode.of(loaded.properties()))
                .orElse(WriteMode.COPY_ON_WRITE));
  }

  /**
   * Sets how merges into a table are written from now on; the table is made where there is none.
   */
  public void writeBy(TableDefinition table, WriteMode mode) {
    altering(
        table,
        loaded -> {
          Evolution.writeBy(loaded, mode);
          return true;
        });
  }

  /**
   * Adds a column to a table. Under older tags it reads as its default.
   *
   * @param defaultText what a row without a value reads as; nothing when empty
   * @return whether it was added; false when the table has the same already
   * @throws AsOfException USAGE when the name is taken or none, or the default isn't of the type
   */
  public boolean addColumn(TableDefinition table, Column column, Optional<String> defaultText) {
    return altering(table, loaded -> Evolution.add(table, loaded, column, defaultText));
  }

  /**
   * Partitions what is written to a table from now on; files that are there stay as they are.
   *
   * @param partitioning as Spark SQL writes it, for example {@code months(session)}
   * @return whether anything changed
   * @throws AsOfException USAGE when it can't be parsed or the table has no such column
   */
  public boolean partitionBy(TableDefinition table, String partitioning) {
    return altering(table, loaded -> Evolution.partitionBy(loaded, partitioning));
  }

  private boolean altering(TableDefinition table, Predicate<Table> change) {
    return failures.guarded(
        "alter " + table.tableName(),
        () -> {
          try {
            return change.test(tables.loadOrCreate(table));
          } catch (CommitFailedException raced) {
            throw Evolution.conflict(table, raced);
          }
        });
  }

  /** The maintenance of a table, as far as it needs no engine. */
  public Housekeeping housekeeping(TableDefinition table) {
    return new Housekeeping(tables, table);
  }

  /**
   * Reads every file of the lake and holds it against its checksums; changes nothing.
   *
   * @param progress is given the bytes of each file that was read
   */
  public InspectionReport inspect(LongConsumer progress) {
    return failures.guarded(
        "read every file of " + place.name(), () -> new LakeInspection(tables, progress).inspect());
  }

  /** The names of all tables that there are in the catalog, our own bookkeeping's too. */
  public List<String> storedTables() {
    return failures.guarded(
        "list the tables in " + place.name(),
        () ->
            tables.identifiers().stream()
                .map(TableIdentifier::name)
                .filter(name -> !name.startsWith(RowSpool.PREFIX))
                .sorted()
                .toList());
  }

  /** What no table of the lake's owner is: tables of ingests, and our own bookkeeping. */
  public Leftovers leftovers() {
    return new Leftovers(tables);
  }

  /** The releases in the order of their recording, then name. */
  public List<ReleaseState> releases() {
    return failures.guarded("list the releases", releases::all);
  }

  /**
   * Records a release of all tables that have a point in time, or of all that hold data at main's
   * head when none is given; each of them is tagged with its name too. Recording the same content
   * again changes nothing, and completes what a crash left behind.
   *
   * @param name its name
   * @param at a tag, release, snapshot or moment
   * @param recordedAt the present; for audit only
   * @return the release as it is recorded
   * @throws AsOfException TAG_EXISTS when a release of this name has other content or a table has a
   *     tag of this name on another snapshot, TAG_INVALID for a branch or a timeline, TABLE_MISSING
   *     when no table holds data, TAG_MISSING when none has the point; then nothing was written
   */
  public ReleaseState recordRelease(
      PointInTime.Release name, Optional<PointInTime> at, Instant recordedAt) {
    return failures.guarded(
        "record release " + name.name(),
        () -> {
          at.ifPresent(point -> Releases.checkReleasable(name, point));
          List<Pinned> pinned = new ArrayList<>();
          AsOfException lacking = null;
          for (TableDefinition table : TableDefinition.values()) {
            if (tables.head(table).isPresent()) {
              try {
                pinned.add(pin(table, at));
              } catch (AsOfException without) {
                if (without.code() != ErrorCode.TAG_MISSING) {
                  throw without;
                }
                lacking = without;
              }
            }
          }
          if (pinned.isEmpty()) {
            throw lacking == null ? tables.missing(TableDefinition.DAILY_BARS) : lacking;
          }
          return releases.record(name, pinned, recordedAt);
        });
  }

  private Pinned pin(TableDefinition table, Optional<PointInTime> at) {
    if (at.isPresent()) {
      return points.resolve(table, at.get());
    }
    Version head = tables.head(table).orElseThrow(() -> tables.missing(table));
    return new Pinned(head, new PointInTime.Snapshot(head.snapshot().snapshotId()));
  }

  /**
   * What Spark needs to open the same lake: keys to be set under {@code spark.sql.catalog.asof.},
   * beside {@code spark.sql.catalog.asof} itself, which is Iceberg's {@code SparkCatalog}. Spark
   * keeps no table in a cache, so that it sees what was published a moment ago.
   */
  public Map<String, String> sparkCatalogOptions() {
    Map<String, String> options = place.options();
    options.put(CatalogProperties.CACHE_ENABLED, "false");
    return options;
  }

  @Override
  public void close() {
    tables.close();
  }

  private static String reading(TableDefinition table) {
    return "read " + table.tableName();
  }
}
