package dev.asof.catalog;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;

/**
 * What is known of a snapshot in a history, whether or not it is still there.
 *
 * @param snapshotId Iceberg's id
 * @param parentId the snapshot that it was committed on
 * @param committedAt when it was committed
 * @param operation Iceberg's word for what it did: append, overwrite, delete or replace
 * @param summary what it recorded about itself; not copied, since a long history is walked for each
 *     tag, and Iceberg's own can't be changed
 */
record Ancestor(
    long snapshotId,
    Optional<Long> parentId,
    Instant committedAt,
    String operation,
    Map<String, String> summary) {

  static Ancestor of(Snapshot snapshot) {
    return new Ancestor(
        snapshot.snapshotId(),
        Optional.ofNullable(snapshot.parentId()),
        Instant.ofEpochMilli(snapshot.timestampMillis()),
        snapshot.operation(),
        snapshot.summary());
  }

  /** Whether it is the empty snapshot in which Iceberg roots the first branch of a table. */
  boolean isRoot() {
    return parentId().isEmpty()
        && "0".equals(summary.getOrDefault(SnapshotSummary.TOTAL_DATA_FILES_PROP, "0"));
  }

  /** The snapshot that a rollback went back to; empty when it was none. */
  Optional<Long> rolledBackTo() {
    return Optional.ofNullable(summary.get(SourceSummary.ROLLED_BACK_TO)).map(Long::valueOf);
  }

  /** The snapshot whose files it took up: a rollback's is the one that it went back to. */
  Optional<Long> grownFrom() {
    return rolledBackTo().or(() -> parentId);
  }
}
