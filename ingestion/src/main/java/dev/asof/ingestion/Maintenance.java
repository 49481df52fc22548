package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Chore;
import dev.asof.catalog.Housekeeping;
import dev.asof.catalog.Lake;
import dev.asof.catalog.Stage;
import dev.asof.catalog.TableDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.iceberg.spark.actions.RewriteDataFilesSparkAction;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.parser.ParseException;
import scala.Option;

/**
 * Keeps a lake tidy. Each step is planned on what the steps before it left and done at once; a dry
 * run plans the same and leaves everything as it is. Spark starts only for compaction and for
 * orphans.
 *
 * <p>Every change is one commit of its own, so that a run that is killed leaves a sound lake, and
 * the next one goes on.
 */
public final class Maintenance implements AutoCloseable {
  /** With less space than this on its disk, a lake may have no room for a rewrite. */
  private static final long SCARCE_BYTES = 256L << 20;

  private final Lake lake;
  private final SparkLocal spark;

  private Maintenance(Lake lake) {
    this.lake = lake;
    this.spark = new SparkLocal(lake);
  }

  /** Works on a lake, which stays open when this is closed. */
  public static Maintenance open(Lake lake) {
    return new Maintenance(lake);
  }

  /**
   * Maintains tables one after the other.
   *
   * @param done is told each thing as soon as it is done
   * @throws AsOfException PUBLISH_CONFLICT when others keep changing a table; COMMIT_UNKNOWN when
   *     the outcome of a commit can't be found out; STORAGE_UNAVAILABLE or CATALOG_UNAVAILABLE
   */
  public void run(MaintenanceRequest request, Consumer<MaintenanceReport> done) {
    List<TableDefinition> tables =
        request.tables().isEmpty() ? List.of(TableDefinition.values()) : request.tables();
    Instant leftBefore = request.now().minus(request.olderThan());
    earlierMetadata(request, tables, done);
    lake.freeBytes()
        .filter(free -> free < SCARCE_BYTES && request.steps().contains(MaintenanceStep.ORPHANS))
        .ifPresent(
            free -> {
              lake.warn(
                  "the disk has "
                      + free
                      + " bytes left: what needs no writing is deleted first, earlier metadata and"
                      + " files that no metadata name");
              allOrphans(request, tables, done);
            });
    if (request.tables().isEmpty() && request.steps().contains(MaintenanceStep.STAGES)) {
      perform(request, "", MaintenanceStep.STAGES, lake.leftovers().tables(leftBefore), done);
    }
    for (TableDefinition table : tables) {
      Set<String> dropped = new HashSet<>();
      for (MaintenanceStep step : MaintenanceStep.values()) {
        if (request.steps().contains(step)) {
          maintain(request, table, step, dropped, done);
        }
      }
    }
    if (request.tables().isEmpty()) {
      maintainBookkeeping(request, tables, done);
    }
    if (request.effect() == MaintenanceRequest.Effect.APPLY) {
      lake.leftovers().pruneChecksums();
    }
  }

  private void earlierMetadata(
      MaintenanceRequest request, List<TableDefinition> tables, Consumer<MaintenanceReport> done) {
    if (!request.steps().contains(MaintenanceStep.METADATA)) {
      return;
    }
    for (String name : names(request, tables)) {
      perform(request, name, MaintenanceStep.METADATA, lake.leftovers().metadata(name), done);
    }
  }

  private void allOrphans(
      MaintenanceRequest request, List<TableDefinition> tables, Consumer<MaintenanceReport> done) {
    names(request, tables).forEach(name -> orphans(request, name, done));
  }

  /** The tables to maintain, with those of our own books where all are meant. */
  private List<String> names(MaintenanceRequest request, List<TableDefinition> tables) {
    List<String> stored = lake.storedTables();
    return request.tables().isEmpty()
        ? stored
        : tables.stream().map(TableDefinition::tableName).filter(stored::contains).toList();
  }

  private void maintain(
      MaintenanceRequest request,
      TableDefinition table,
      MaintenanceStep step,
      Set<String> dropped,
      Consumer<MaintenanceReport> done) {
    Housekeeping housekeeping = lake.housekeeping(table);
    Instant now = request.now();
    List<Chore> chores =
        switch (step) {
          case STAGES -> housekeeping.stages(now.minus(request.olderThan()));
          case COMPACT -> housekeeping.compaction(this::rewrite);
          case TAGS -> housekeeping.tags(request.retention(), now);
          case SNAPSHOTS ->
              housekeeping.snapshots(
                  request.retention(), dropped, now.minus(request.keepSnapshots()), now);
          case MANIFESTS -> housekeeping.manifests();
          case METADATA, ORPHANS -> List.of();
        };
    perform(request, table.tableName(), step, chores, done);
    chores.forEach(chore -> dropped.addAll(chore.references()));
    if (step == MaintenanceStep.ORPHANS && lake.storedTables().contains(table.tableName())) {
      orphans(request, table.tableName(), done);
    }
  }

  private void maintainBookkeeping(
      MaintenanceRequest request, List<TableDefinition> tables, Consumer<MaintenanceReport> done) {
    Instant before = request.now().minus(request.keepSnapshots());
    if (request.steps().contains(MaintenanceStep.SNAPSHOTS)) {
      perform(request, "", MaintenanceStep.SNAPSHOTS, lake.leftovers().bookkeeping(before), done);
    }
    if (request.steps().contains(MaintenanceStep.ORPHANS)) {
      List<String> others = new ArrayList<>(lake.storedTables());
      tables.forEach(table -> others.remove(table.tableName()));
      others.forEach(name -> orphans(request, name, done));
      Instant leftBefore = request.now().minus(request.olderThan());
      perform(request, "", MaintenanceStep.ORPHANS, lake.leftovers().folders(leftBefore), done);
      perform(request, "", MaintenanceStep.ORPHANS, lake.leftovers().files(leftBefore), done);
      perform(
          request, "", MaintenanceStep.ORPHANS, lake.leftovers().emptyFolders(leftBefore), done);
    }
  }

  private void perform(
      MaintenanceRequest request,
      String table,
      MaintenanceStep step,
      List<Chore> chores,
      Consumer<MaintenanceReport> done) {
    for (Chore chore : chores) {
      if (request.effect() == MaintenanceRequest.Effect.APPLY) {
        try {
          chore.perform();
        } catch (RuntimeException failed) {
          throw lake.failure("maintain " + chore.what(), failed);
        }
      }
      done.accept(new MaintenanceReport(table, step, chore.what(), chore.bytes()));
    }
  }

  /** Rewrites the small files of a stage, in the order that the table's files are sorted by. */
  private void rewrite(Stage stage) {
    acting(
        "compact " + stage.table().tableName(),
        Long.MAX_VALUE,
        session -> {
          Table table = load(session, stage.table().tableName());
          RewriteDataFilesSparkAction action =
              SparkActions.get(session).rewriteDataFiles(table).toBranch(stage.branch());
          action.options(Housekeeping.compactionOptions());
          Housekeeping.compactionSummary().forEach(action::snapshotProperty);
          (table.sortOrder().isSorted() ? action.sort() : action.binPack()).execute();
        });
  }

  /** Runs an action of Iceberg's, which looks for its catalogs in the thread's active session. */
  private void acting(String what, long rows, Consumer<SparkSession> action) {
    SparkSession session = spark.sessionFor(rows);
    Option<SparkSession> before = SparkSession.getActiveSession();
    SparkSession.setActiveSession(session);
    try {
      action.accept(session);
    } catch (RuntimeException failed) {
      throw lake.failure(what, failed);
    } finally {
      if (before.isDefined()) {
        SparkSession.setActiveSession(before.get());
      } else {
        SparkSession.clearActiveSession();
      }
    }
  }

  /**
   * Files in a table's folder that its metadata don't name. The FileIO lists them, so that nothing
   * of Hadoop has to know the storage.
   */
  private void orphans(MaintenanceRequest request, String name, Consumer<MaintenanceReport> done) {
    AtomicLong files = new AtomicLong();
    AtomicLong bytes = new AtomicLong();
    acting(
        "delete the orphans of " + name,
        1,
        session -> {
          Table table = load(session, name);
          SparkActions.get(session)
              .deleteOrphanFiles(table)
              .usePrefixListing(true)
              .olderThan(request.now().minus(request.olderThan()).toEpochMilli())
              .deleteWith(
                  file -> {
                    long length = length(table, file);
                    if (request.effect() == MaintenanceRequest.Effect.APPLY) {
                      table.io().deleteFile(file);
                    }
                    files.incrementAndGet();
                    bytes.addAndGet(length);
                  })
              .execute();
        });
    if (files.get() > 0) {
      done.accept(
          new MaintenanceReport(
              name,
              MaintenanceStep.ORPHANS,
              "delete "
                  + files.get()
                  + (files.get() == 1 ? " file" : " files")
                  + " that no metadata name",
              bytes.get()));
    }
  }

  private static long length(Table table, String file) {
    try {
      return table.io().newInputFile(file).getLength();
    } catch (NotFoundException deletedMeanwhile) {
      return 0;
    }
  }

  private Table load(SparkSession session, String name) {
    try {
      return Spark3Util.loadIcebergTable(
          session, String.join(".", Lake.CATALOG, lake.namespace(), name));
    } catch (ParseException | NoSuchTableException gone) {
      throw new AsOfException(
          ErrorCode.TABLE_MISSING, "Cannot maintain " + name + ": the table is gone", gone);
    }
  }

  /** Stops Spark if it was started here. */
  @Override
  public void close() {
    spark.close();
  }
}
