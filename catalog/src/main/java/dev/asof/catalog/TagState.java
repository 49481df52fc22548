package dev.asof.catalog;

import dev.asof.api.PointInTime;
import dev.asof.api.SourceFile;
import java.time.Instant;
import java.util.List;

/**
 * A tag of a table.
 *
 * @param tag its name
 * @param snapshotId the snapshot that it names, for ever
 * @param knownAt that snapshot's knowledge time: the latest {@code known_at} that it holds
 * @param committedAt when the snapshot was committed; for audit only
 * @param rows rows of the snapshot
 * @param sources files that the snapshot and its ancestors were made of, oldest first
 */
public record TagState(
    PointInTime.Tag tag,
    long snapshotId,
    Instant knownAt,
    Instant committedAt,
    long rows,
    List<SourceFile> sources) {
  /** Copies the list. */
  public TagState {
    sources = List.copyOf(sources);
  }
}
