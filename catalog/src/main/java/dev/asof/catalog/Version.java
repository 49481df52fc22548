package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.DataRef;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import dev.asof.api.SourceFile;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;

/** One table as it stood in one snapshot. */
record Version(TableDefinition definition, Table table, Snapshot snapshot) {

  /** The schema that the snapshot was written with. */
  Schema schema() {
    return table.schemas().get(snapshot.schemaId());
  }

  long rows() {
    return total(SnapshotSummary.TOTAL_RECORDS_PROP);
  }

  /** Rows in the data files that this snapshot added, those that it rewrote too. */
  long addedRows() {
    return total(SnapshotSummary.ADDED_RECORDS_PROP);
  }

  long dataFiles() {
    return total(SnapshotSummary.TOTAL_DATA_FILES_PROP);
  }

  long bytes() {
    return total(SnapshotSummary.TOTAL_FILE_SIZE_PROP);
  }

  private long total(String key) {
    return Long.parseLong(snapshot.summary().getOrDefault(key, "0"));
  }

  /** Refuses rows that a read would have to subtract: our readers take whole files. */
  void checkCopyOnWrite() {
    if (total(SnapshotSummary.TOTAL_DELETE_FILES_PROP) != 0) {
      throw new AsOfException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "Cannot read "
              + definition.tableName()
              + ": snapshot "
              + snapshot.snapshotId()
              + " has rows deleted by merge-on-read, which AsOf never writes; rewrite the table's"
              + " data files by Spark's rewrite_data_files first");
    }
  }

  Instant committedAt() {
    return Instant.ofEpochMilli(snapshot.timestampMillis());
  }

  /**
   * The latest knowledge time that this snapshot or an ancestor recorded. Where none did, somebody
   * else wrote the table: then the commit's time, which can't be too early.
   */
  Instant knownAt() {
    return history().stream()
        .map(ancestor -> ancestor.summary().get(SourceSummary.KNOWN_AT))
        .filter(text -> text != null)
        .map(Instant::parse)
        .max(Instant::compareTo)
        .orElseGet(this::committedAt);
  }

  /** Files that it was made of, oldest first. */
  List<SourceFile> sources() {
    return history().stream()
        .map(ancestor -> SourceSummary.parse(ancestor.summary()))
        .flatMap(Optional::stream)
        .map(SourceSummary::file)
        .toList();
  }

  /** This snapshot and its ancestors, oldest first, as far as they were not expired. */
  List<Snapshot> history() {
    Deque<Snapshot> history = new ArrayDeque<>();
    for (Snapshot at = snapshot; at != null; ) {
      history.addFirst(at);
      Long parent = at.parentId();
      at = parent == null ? null : table.snapshot(parent);
    }
    return List.copyOf(history);
  }

  DataRef ref(PointInTime asked) {
    return new DataRef(
        definition.tableName(),
        asked,
        snapshot.snapshotId(),
        snapshot.schemaId(),
        knownAt(),
        rows(),
        sources(),
        "");
  }
}
