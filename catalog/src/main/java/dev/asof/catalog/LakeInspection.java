package dev.asof.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Reads every file of every table whole, each once: table metadata, the earlier ones too, manifest
 * lists, manifests, data files and delete files. What has a checksum is held against it; rows whose
 * files have none are held against the checksums that releases recorded.
 */
final class LakeInspection {
  private static final int BUFFER_BYTES = 1 << 16;

  private final LakeTables tables;
  private final LongConsumer progress;
  private final ReleaseFiles releaseFiles;
  private final List<FileDamage> damages = new ArrayList<>();
  private final Set<String> unverified = new HashSet<>();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private long files;
  private long bytes;

  LakeInspection(LakeTables tables, LongConsumer progress) {
    this.tables = tables;
    this.progress = progress;
    this.releaseFiles = new ReleaseFiles(tables);
  }

  InspectionReport inspect() {
    damages.addAll(CatalogInspection.of(tables));
    for (TableIdentifier name : tables.identifiers()) {
      if (!name.name().startsWith(RowSpool.PREFIX)) {
        inspect(name);
      }
    }
    for (TableDefinition definition : TableDefinition.values()) {
      releases(definition);
    }
    return new InspectionReport(files, bytes, unverified.size(), damages);
  }

  private void inspect(TableIdentifier name) {
    Table table;
    try {
      table = tables.load(name).orElseThrow();
    } catch (NotFoundException damaged) {
      damages.add(
          damage(
              name.name(),
              location(damaged, "metadata of " + name.name()),
              damaged,
              List.of("everything in the table"),
              "restore it from a backup; without one, register the newest metadata file that is"
                  + " whole (docs/RUNBOOK.md, Restore), which loses what was published after it"));
      return;
    }
    TableMetadata metadata = ((BaseTable) table).operations().current();
    verify(table.io(), metadata.metadataFileLocation(), -1);
    for (TableMetadata.MetadataLogEntry earlier : metadata.previousFiles()) {
      NotFoundException found = verify(table.io(), earlier.file(), -1);
      if (found instanceof DamagedFile) {
        damages.add(
            damage(
                name.name(),
                earlier.file(),
                found,
                List.of(),
                "delete it: nothing but asof lake maintain looks at earlier table metadata"));
      }
    }
    new TableFiles(name.name(), compared(name.name(), table)).inspect();
  }

  /** What releases recorded may itself be damaged, and is named in its own turn. */
  private Table compared(String name, Table table) {
    try {
      releaseFiles.of(name);
      return releaseFiles.compared(name, table);
    } catch (NotFoundException damaged) {
      return table;
    }
  }

  /** The files of one table's snapshots. */
  private final class TableFiles {
    private final String name;
    private final Table table;
    private final SnapshotFiles manifests;
    private final Map<String, NotFoundException> damaged = new LinkedHashMap<>();
    private final Set<String> whole = new HashSet<>();
    private final Map<String, Snapshot> since = new HashMap<>();
    private final Map<String, Set<String>> neededBy = new HashMap<>();

    TableFiles(String name, Table table) {
      this.name = name;
      this.table = table;
      this.manifests = new SnapshotFiles(table);
    }

    void inspect() {
      Map<Long, List<String>> names = names();
      for (Snapshot snapshot : table.snapshots()) {
        inspect(snapshot, names.getOrDefault(snapshot.snapshotId(), List.of()));
      }
      damaged.forEach(
          (file, how) ->
              damages.add(
                  damage(
                      name,
                      file,
                      how,
                      List.copyOf(neededBy.getOrDefault(file, Set.of())),
                      repair(since.get(file)))));
    }

    /** Every reference by the snapshots that it reads: its own, as a snapshot names all files. */
    private Map<Long, List<String>> names() {
      Map<Long, List<String>> names = new HashMap<>();
      table
          .refs()
          .forEach(
              (ref, at) ->
                  names
                      .computeIfAbsent(at.snapshotId(), unseen -> new ArrayList<>())
                      .add((at.isTag() ? "tag " : "branch ") + ref));
      return names;
    }

    private void inspect(Snapshot snapshot, List<String> references) {
      if (!check(snapshot.manifestListLocation(), -1, snapshot, references)) {
        return;
      }
      try {
        for (ManifestFile manifest : SnapshotFiles.allManifests(table, snapshot)) {
          if (check(manifest.path(), manifest.length(), snapshot, references)) {
            files(manifest, snapshot, references);
          }
        }
      } catch (DamagedFile list) {
        addDamage(list.location(), list, snapshot, references);
      }
    }

    private void files(ManifestFile manifest, Snapshot snapshot, List<String> references) {
      Map<String, Long> files;
      try {
        files = manifests.sizes(manifest);
      } catch (DamagedFile unreadable) {
        addDamage(manifest.path(), unreadable, snapshot, references);
        return;
      }
      files.forEach((file, length) -> check(file, length, snapshot, references));
    }

    private void addDamage(
        String file, NotFoundException found, Snapshot snapshot, List<String> references) {
      whole.remove(file);
      damaged.putIfAbsent(file, found);
      since.putIfAbsent(file, snapshot);
      neededBy.computeIfAbsent(file, unseen -> new TreeSet<>()).addAll(references);
    }

    /** Reads a file unless it was read before; returns {@code true} when it is whole. */
    private boolean check(String file, long length, Snapshot snapshot, List<String> references) {
      if (whole.contains(file)) {
        return true;
      }
      NotFoundException found = damaged.get(file);
      if (found == null) {
        found = verify(table.io(), file, length);
      }
      if (found == null) {
        whole.add(file);
        return true;
      }
      addDamage(file, found, snapshot, references);
      return false;
    }

    private String repair(Snapshot first) {
      String restore = "restore it from a backup";
      if (first.parentId() == null) {
        return restore + source(first, "; its rows came with ", "");
      }
      return restore
          + source(
              first,
              "; to go on without one, asof lake rollback "
                  + name
                  + " --to snapshot:"
                  + first.parentId()
                  + " and ingest ",
              " again");
    }

    private String source(Snapshot snapshot, String before, String after) {
      String files =
          SourceSummary.all(snapshot.summary()).stream()
              .map(source -> source.file().name())
              .collect(Collectors.joining(", "));
      return files.isEmpty() ? "" : before + files + after;
    }
  }

  /** Reads a file whole; returns what is wrong with it, or null. */
  private NotFoundException verify(FileIO io, String location, long length) {
    files++;
    try (SeekableInputStream in = io.newInputFile(location).newStream()) {
      long read = drain(in);
      bytes += read;
      progress.accept(read);
      if (in instanceof PageVerifiedStream pages) {
        pages.readAll();
        if (pages.unverifiedPages() > 0) {
          unverified.add(location);
        }
      }
      return length >= 0 && read != length
          ? new DamagedFile(location, "it has " + read + " bytes, and its table says " + length)
          : null;
    } catch (NotFoundException damaged) {
      return damaged;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long drain(SeekableInputStream in) throws IOException {
    long read = 0;
    for (int count = in.read(buffer, 0, BUFFER_BYTES);
        count >= 0;
        count = in.read(buffer, 0, BUFFER_BYTES)) {
      read += count;
    }
    return read;
  }

  private void releases(TableDefinition definition) {
    if (!damages.isEmpty()) {
      return;
    }
    Map<String, ReleaseFiles.Recorded> recorded = releaseFiles.of(definition.tableName());
    Set<String> compared = new HashSet<>();
    for (ReleaseState release : new Releases(tables).all()) {
      release
          .entry(definition)
          .filter(entry -> compared.add(entry.snapshotId() + " " + entry.checksum()))
          .flatMap(
              entry ->
                  Verification.rowsDiffer(
                      tables,
                      release,
                      entry,
                      (table, task) -> isUncertain(recorded.keySet(), table, task)))
          .ifPresent(damages::add);
    }
  }

  /**
   * Rows of files that no release recorded are known by the release's own checksum alone, and so is
   * which rows of a file are deleted.
   */
  private boolean isUncertain(Set<String> recorded, Table table, FileScanTask task) {
    String location = task.file().location();
    return unverified.contains(location)
        || !task.deletes().isEmpty()
        || !recorded.contains(ReleaseFiles.path(table, location));
  }

  private static String location(NotFoundException found, String otherwise) {
    return found instanceof DamagedFile damaged ? damaged.location() : otherwise;
  }

  private static FileDamage damage(
      String table, String file, NotFoundException found, List<String> neededBy, String repair) {
    return new FileDamage(
        table,
        file,
        found instanceof DamagedFile damaged
            ? damaged.reason()
            : "it is missing: " + Failures.oneLine(String.valueOf(found.getMessage())),
        neededBy,
        repair);
  }
}
