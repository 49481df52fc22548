package dev.asof.catalog;

import dev.asof.api.DataRef;
import dev.asof.api.PointInTime;
import dev.asof.api.SourceFile;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;

/**
 * One table as it stood in one snapshot.
 *
 * @param expired what is still known of snapshots that are gone
 */
record Version(
    TableDefinition definition, Table table, Snapshot snapshot, ExpiredAncestors expired) {

  /** The schema that the snapshot was written with. */
  Schema schema() {
    Schema schema = table.schemas().get(snapshot.schemaId());
    if (schema == null) {
      throw new DamagedFile(
          ((BaseTable) table).operations().current().metadataFileLocation(),
          "it has no schema "
              + snapshot.schemaId()
              + ", which snapshot "
              + snapshot.snapshotId()
              + " names");
    }
    return schema;
  }

  /** The definition's columns, then those that were added to the table since, in all versions. */
  List<Column> columns() {
    return AddedColumns.all(definition, table);
  }

  /**
   * Its rows. Where rows were deleted by merge-on-read they are counted by file: the summary's
   * totals count a position that two delete files name twice. Rows that only equality deletes drop
   * are counted, because nothing here can tell which they are.
   */
  long rows() {
    return total(SnapshotSummary.TOTAL_DELETE_FILES_PROP) == 0 || hasEqualityDeletes()
        ? total(SnapshotSummary.TOTAL_RECORDS_PROP)
        : VersionFiles.liveRows(this);
  }

  private boolean hasEqualityDeletes() {
    return total(SnapshotSummary.TOTAL_EQ_DELETES_PROP) != 0;
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
        .flatMap(ancestor -> SourceSummary.all(ancestor.summary()).stream())
        .map(SourceSummary::file)
        .toList();
  }

  /**
   * This snapshot and those that it grew from, oldest first. What a rollback undid is left out:
   * after one the history is that of the snapshot which it went back to. Ancestors that were
   * expired stand here as they were noted before; history written and expired by other tools ends
   * there.
   */
  List<Ancestor> history() {
    Deque<Ancestor> history = new ArrayDeque<>();
    Optional<Ancestor> at = Optional.of(Ancestor.of(snapshot));
    while (at.isPresent()) {
      history.addFirst(at.get());
      at = at.get().grownFrom().flatMap(this::ancestor);
    }
    return List.copyOf(history);
  }

  private Optional<Ancestor> ancestor(long id) {
    Snapshot alive = table.snapshot(id);
    return alive == null ? expired.find(definition, id) : Optional.of(Ancestor.of(alive));
  }

  /** All that was published up to this snapshot, newest first, what a rollback undid included. */
  List<HistoryEntry> published() {
    Set<Long> current = new HashSet<>();
    history().forEach(ancestor -> current.add(ancestor.snapshotId()));
    List<HistoryEntry> published = new ArrayList<>();
    for (Ancestor ancestor : line()) {
      if (ancestor.isRoot()) {
        continue;
      }
      long id = ancestor.snapshotId();
      HistoryEntry.State state =
          !current.contains(id)
              ? HistoryEntry.State.ROLLED_BACK
              : table.snapshot(id) == null
                  ? HistoryEntry.State.EXPIRED
                  : HistoryEntry.State.CURRENT;
      published.add(HistoryEntry.of(ancestor, tagsOf(id), state, rolledBackTo(ancestor)));
    }
    return published;
  }

  /** What a rollback went back to: its tags, or else the snapshot. */
  private Optional<String> rolledBackTo(Ancestor ancestor) {
    return ancestor
        .rolledBackTo()
        .map(id -> tagsOf(id).isEmpty() ? "snapshot " + id : String.join(", ", tagsOf(id)));
  }

  private List<String> tagsOf(long id) {
    return table.refs().entrySet().stream()
        .filter(ref -> ref.getValue().isTag() && ref.getValue().snapshotId() == id)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** Whether a snapshot was published before this one, what a rollback undid included. */
  boolean descendsFrom(long id) {
    return line().stream().anyMatch(ancestor -> ancestor.snapshotId() == id);
  }

  /** This snapshot and its parents, newest first. */
  private List<Ancestor> line() {
    List<Ancestor> line = new ArrayList<>();
    Optional<Ancestor> at = Optional.of(Ancestor.of(snapshot));
    while (at.isPresent()) {
      line.add(at.get());
      at = at.get().parentId().flatMap(this::ancestor);
    }
    return line;
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
