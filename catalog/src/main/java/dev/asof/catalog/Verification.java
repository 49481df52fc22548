package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.DataRef;
import dev.asof.api.ErrorCode;
import dev.asof.api.ErrorKind;
import dev.asof.api.PointInTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.expressions.Expressions;

/** Compares a reference with what the lake holds now. */
final class Verification {
  private final LakeTables tables;
  private final PointResolver points;
  private final DataRef ref;
  private final List<String> problems = new ArrayList<>();

  private Verification(LakeTables tables, PointResolver points, DataRef ref) {
    this.tables = tables;
    this.points = points;
    this.ref = ref;
  }

  static List<String> of(LakeTables tables, PointResolver points, DataRef ref) {
    Verification verification = new Verification(tables, points, ref);
    verification.check();
    return List.copyOf(verification.problems);
  }

  /**
   * Compares a release's rows with the checksum that it recorded, when some of them lie in files of
   * which that is all that is known.
   *
   * @param uncertain chooses such files of the release's table
   */
  static Optional<FileDamage> rowsDiffer(
      LakeTables tables,
      ReleaseState release,
      ReleaseEntry entry,
      BiPredicate<Table, FileScanTask> uncertain) {
    TableDefinition definition = TableDefinition.parse(entry.table());
    Optional<Table> table = tables.load(definition);
    Snapshot snapshot = table.map(loaded -> loaded.snapshot(entry.snapshotId())).orElse(null);
    if (snapshot == null) {
      return Optional.empty();
    }
    Version version = tables.version(definition, table.get(), snapshot);
    List<String> files =
        VersionRows.plan(version, Expressions.alwaysTrue()).stream()
            .filter(task -> uncertain.test(table.get(), task))
            .map(task -> task.file().location())
            .toList();
    if (files.isEmpty() || RowChecksum.of(version).equals(entry.checksum())) {
      return Optional.empty();
    }
    return Optional.of(
        new FileDamage(
            entry.table(),
            String.join(" or ", files),
            "the rows of release "
                + release.release().name()
                + " have another checksum than it recorded, and the release knows no other of "
                + (files.size() == 1 ? "this file" : "these files"),
            List.of("release " + release.release().name()),
            "restore it from a backup"));
  }

  private void check() {
    TableDefinition definition;
    try {
      definition = TableDefinition.parse(ref.table());
    } catch (AsOfException unknown) {
      problems.add(unknown.getMessage());
      return;
    }
    Optional<Table> table =
        tables.load(definition).filter(loaded -> loaded.currentSnapshot() != null);
    if (table.isEmpty()) {
      problems.add(ref.table() + " holds nothing");
      return;
    }
    checkPoint(definition);
    Snapshot snapshot = table.get().snapshot(ref.snapshotId());
    if (snapshot == null) {
      problems.add("snapshot " + ref.snapshotId() + " of " + ref.table() + " was expired");
      return;
    }
    checkContent(tables.version(definition, table.get(), snapshot));
  }

  /** Whether the name still means the snapshot. A branch and a timeline without an end move. */
  private void checkPoint(TableDefinition definition) {
    PointInTime at = ref.asOf();
    boolean moves =
        at instanceof PointInTime.Branch
            || (at instanceof PointInTime.Timeline timeline && timeline.last().isEmpty());
    if (moves || at instanceof PointInTime.Snapshot) {
      return;
    }
    String name = (at instanceof PointInTime.Tag ? "tag " : "") + at + " of " + ref.table();
    try {
      long now = points.resolve(definition, at).version().snapshot().snapshotId();
      if (now != ref.snapshotId()) {
        problems.add(name + " is snapshot " + now + " now, and was " + ref.snapshotId());
      }
    } catch (AsOfException gone) {
      rethrowOfStore(gone);
      problems.add(gone.code() == ErrorCode.TAG_MISSING ? name + " is gone" : gone.getMessage());
    }
  }

  private void checkContent(Version version) {
    String snapshot = "snapshot " + ref.snapshotId() + " of " + ref.table();
    if (version.snapshot().schemaId() != ref.schemaId()) {
      problems.add(
          snapshot
              + " has schema "
              + version.snapshot().schemaId()
              + ", and had "
              + ref.schemaId());
    }
    if (version.rows() != ref.rows()) {
      problems.add(snapshot + " has " + version.rows() + " rows, and had " + ref.rows());
    }
    try {
      for (FileScanTask task : VersionRows.plan(version, Expressions.alwaysTrue())) {
        checkExists(version, "data file ", task.file(), snapshot);
        for (DeleteFile deletes : task.deletes()) {
          checkExists(version, "delete file ", deletes, snapshot);
        }
      }
    } catch (NotFoundException missing) {
      if (missing instanceof ObjectFileIO.Refused) {
        throw missing;
      }
      problems.add(
          "metadata of " + snapshot + " are missing: " + Failures.oneLine(missing.getMessage()));
    } catch (AsOfException unreadable) {
      rethrowOfStore(unreadable);
      problems.add(unreadable.getMessage());
    }
  }

  /** A catalog or a store that fails says nothing about what it holds. */
  private static void rethrowOfStore(AsOfException failure) {
    if (failure.code().kind() == ErrorKind.RESOURCE) {
      throw failure;
    }
  }

  private void checkExists(Version version, String kind, ContentFile<?> file, String snapshot) {
    if (!version.table().io().newInputFile(file.location()).exists()) {
      problems.add(kind + file.location() + " of " + snapshot + " is missing");
    }
  }
}
