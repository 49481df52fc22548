package dev.asof.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * What gathers in a lake beside its tables: tables that killed ingests made for themselves, their
 * files, and earlier versions of our own bookkeeping.
 */
public final class Leftovers {
  private final LakeTables tables;

  Leftovers(LakeTables tables) {
    this.tables = tables;
  }

  /**
   * Tables that ingests of big files made and left behind.
   *
   * @param before those that nobody wrote to since this moment
   */
  public List<Chore> tables(Instant before) {
    return tables
        .failures()
        .guarded(
            "look for staging tables in " + tables.place().name(),
            () -> {
              List<Chore> chores = new ArrayList<>();
              for (TableIdentifier name : tables.identifiers()) {
                if (name.name().startsWith(RowSpool.PREFIX)) {
                  tables
                      .load(name)
                      .filter(table -> lastChange(table) <= before.toEpochMilli())
                      .ifPresent(table -> chores.add(dropping(name, table)));
                }
              }
              return chores;
            });
  }

  private static long lastChange(Table table) {
    return ((BaseTable) table).operations().current().lastUpdatedMillis();
  }

  private Chore dropping(TableIdentifier name, Table table) {
    long bytes =
        table.currentSnapshot() == null
            ? 0
            : new SnapshotFiles(table)
                .bytes(table.currentSnapshot()).values().stream().mapToLong(Long::longValue).sum();
    return new Chore(
        "drop table " + name.name() + ", which an ingest left behind",
        bytes,
        Set.of(),
        () ->
            tables
                .failures()
                .guarded(
                    "drop " + name.name(),
                    () -> {
                      tables.drop(name);
                      // What was written and not yet committed is in none of its metadata.
                      deleteFolder(table.io(), table.location());
                      return null;
                    }));
  }

  private static void deleteFolder(FileIO io, String location) {
    if (io instanceof SupportsPrefixOperations files) {
      // To an object store a location is the beginning of a name, also of another one's.
      files.deletePrefix(location + "/");
    }
  }

  /**
   * Folders of tables that ingests made and of which the catalog knows nothing any more: a process
   * died while it dropped one.
   *
   * @param before those in which nothing was written since this moment
   */
  public List<Chore> folders(Instant before) {
    return tables
        .failures()
        .guarded(
            "look for files of staging tables in " + tables.place().name(),
            () -> {
              Optional<Table> any =
                  Arrays.stream(TableDefinition.values())
                      .flatMap(table -> tables.load(table).stream())
                      .findFirst();
              return any.isPresent() ? strayFolders(any.get(), before) : List.of();
            });
  }

  private List<Chore> strayFolders(Table neighbour, Instant before) {
    String above = neighbour.location().substring(0, neighbour.location().lastIndexOf('/') + 1);
    if (!(neighbour.io() instanceof SupportsPrefixOperations io)) {
      return List.of();
    }
    Map<String, Long> bytes = new TreeMap<>();
    Set<String> young = new HashSet<>();
    for (FileInfo file : io.listPrefix(above)) {
      String below = file.location().substring(file.location().indexOf(above) + above.length());
      String folder = below.substring(0, Math.max(0, below.indexOf('/')));
      if (folder.startsWith(RowSpool.PREFIX)) {
        bytes.merge(folder, file.size(), Long::sum);
        if (file.createdAtMillis() > before.toEpochMilli()) {
          young.add(folder);
        }
      }
    }
    bytes.keySet().removeAll(young);
    bytes
        .keySet()
        .removeIf(name -> tables.load(TableIdentifier.of(tables.namespace(), name)).isPresent());
    List<Chore> chores = new ArrayList<>();
    bytes.forEach(
        (name, size) ->
            chores.add(
                new Chore(
                    "delete the files of " + name + ", which an ingest left behind",
                    size,
                    Set.of(),
                    () -> deleteFolder(io, above + name))));
    return chores;
  }

  /**
   * Files that killed processes were about to give their names, in the folder of an embedded lake.
   *
   * @param before those that were written before this moment
   */
  public List<Chore> files(Instant before) {
    return tables.place().catalog() instanceof PlaceCatalog.Embedded embedded
        ? HomeLeftovers.in(embedded, tables.failures(), before)
        : List.of();
  }

  /**
   * Folders without files that ingests left on this machine's disk.
   *
   * @param before those that nobody changed since this moment
   */
  public List<Chore> emptyFolders(Instant before) {
    if (!(tables.place().storage() instanceof PlaceStorage.Local local)) {
      return List.of();
    }
    return tables
        .failures()
        .guarded(
            "look for empty folders in " + tables.place().name(),
            () -> {
              Path warehouse = LocalFileIO.path(local.warehouse());
              List<Path> empty = EmptyFolders.below(warehouse, before);
              return empty.isEmpty()
                  ? List.of()
                  : List.of(
                      new Chore(
                          empty.size() == 1
                              ? "delete 1 empty folder"
                              : "delete " + empty.size() + " empty folders",
                          0,
                          Set.of(),
                          // Somebody may have written into one since.
                          () -> EmptyFolders.delete(EmptyFolders.below(warehouse, before))));
            });
  }

  /**
   * Earlier versions of our own bookkeeping, which nothing reads.
   *
   * @param before those that were committed before this moment
   */
  public List<Chore> bookkeeping(Instant before) {
    return tables
        .failures()
        .guarded(
            "look at the bookkeeping in " + tables.place().name(),
            () -> {
              List<Chore> chores = new ArrayList<>();
              for (TableIdentifier name : bookkeepingTables()) {
                tables
                    .load(name)
                    .flatMap(table -> expiring(name, table, before))
                    .ifPresent(chores::add);
              }
              return chores;
            });
  }

  private Optional<Chore> expiring(TableIdentifier name, Table table, Instant before) {
    List<Snapshot> old = new ArrayList<>();
    for (Snapshot snapshot : table.snapshots()) {
      if (snapshot.timestampMillis() <= before.toEpochMilli()
          && table.refs().values().stream()
              .noneMatch(ref -> ref.snapshotId() == snapshot.snapshotId())) {
        old.add(snapshot);
      }
    }
    if (old.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Chore(
            "expire " + old.size() + " earlier versions of " + name.name(),
            Housekeeping.freed(table, old),
            Set.of(),
            () ->
                tables
                    .failures()
                    .guarded(
                        "expire earlier versions of " + name.name(),
                        () -> {
                          ExpireSnapshots expire = table.expireSnapshots().expireOlderThan(0);
                          old.forEach(snapshot -> expire.expireSnapshotId(snapshot.snapshotId()));
                          expire.commit();
                          return null;
                        })));
  }

  /**
   * Earlier metadata files of a table: each names every snapshot, so that after some hundred small
   * ingests they are most of a lake. The last {@value TableDefinition#METADATA_FILES_KEPT} stay, by
   * which housekeeping tells how long a stage has been there. Nothing is written for it, so that it
   * can be done on a full disk.
   */
  public List<Chore> metadata(String table) {
    return tables
        .failures()
        .guarded(
            "look at the metadata files of " + table,
            () ->
                tables.load(TableIdentifier.of(tables.namespace(), table)).stream()
                    .flatMap(loaded -> earlierMetadata(loaded).stream())
                    .toList());
  }

  private static Optional<Chore> earlierMetadata(Table table) {
    List<TableMetadata.MetadataLogEntry> log =
        ((BaseTable) table).operations().current().previousFiles();
    Map<String, Long> bytes = new TreeMap<>();
    for (int n = 0; n < log.size() - TableDefinition.METADATA_FILES_KEPT; n++) {
      InputFile file = table.io().newInputFile(log.get(n).file());
      if (file.exists()) {
        bytes.put(file.location(), file.getLength());
      }
    }
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Chore(
            "delete "
                + bytes.size()
                + (bytes.size() == 1 ? " earlier metadata file" : " earlier metadata files"),
            bytes.values().stream().mapToLong(Long::longValue).sum(),
            Set.of(),
            () -> bytes.keySet().forEach(table.io()::deleteFile)));
  }

  /** Drops the checksums of files that are gone. */
  public void pruneChecksums() {
    if (!(tables.place().storage() instanceof PlaceStorage.Local local)) {
      return;
    }
    Path folder = Path.of(local.warehouse());
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path below : (Iterable<Path>) paths.filter(Files::isDirectory)::iterator) {
        FolderChecksums.prune(below);
      }
    } catch (IOException | UncheckedIOException unreadable) {
      // They only take space, and the next maintenance comes by here again.
    }
  }

  private List<TableIdentifier> bookkeepingTables() {
    return List.of(
        TableIdentifier.of(tables.namespace(), Releases.TABLE),
        TableIdentifier.of(tables.namespace(), ReleaseFiles.TABLE),
        TableIdentifier.of(tables.namespace(), Quarantine.TABLE),
        TableIdentifier.of(tables.namespace(), ExpiredSnapshots.TABLE),
        TableIdentifier.of(tables.namespace(), SweepStore.TABLE),
        TableIdentifier.of(tables.namespace(), SweepStore.ROWS));
  }
}
