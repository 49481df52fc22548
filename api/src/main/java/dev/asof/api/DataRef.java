package dev.asof.api;

import java.time.Instant;
import java.util.List;

/**
 * What exactly a result was computed from: one table as it stood in one snapshot.
 *
 * @param table its name in the lake, for example {@code daily_bars}
 * @param asOf the point in time that was asked for
 * @param snapshotId Iceberg's id of the snapshot that was read
 * @param schemaId Iceberg's id of that snapshot's schema
 * @param knownAt the snapshot's knowledge time: the latest {@code known_at} that it holds
 * @param rows rows of the table in that snapshot
 * @param sources files that this snapshot and its ancestors were made of, oldest first
 * @param checksum SHA-256 of the rows that were read, in lower-case hex, whatever files they lie
 *     in; empty when nothing was read yet
 */
public record DataRef(
    String table,
    PointInTime asOf,
    long snapshotId,
    int schemaId,
    Instant knownAt,
    long rows,
    List<SourceFile> sources,
    String checksum) {
  /** Copies the list. */
  public DataRef {
    sources = List.copyOf(sources);
  }

  /** The same after a read. */
  public DataRef withChecksum(String value) {
    return new DataRef(table, asOf, snapshotId, schemaId, knownAt, rows, sources, value);
  }
}
