package dev.asof.catalog;

import dev.asof.api.PointInTime;
import java.time.Instant;

/**
 * A research branch of a table: what-if corrections beside what was published.
 *
 * @param branch its name
 * @param snapshotId its head; unlike a tag's, it moves
 * @param knownAt that snapshot's knowledge time
 * @param committedAt when the snapshot was committed
 * @param rows rows of the snapshot
 * @param ahead how many of its snapshots main doesn't hold
 */
public record BranchState(
    PointInTime.Branch branch,
    long snapshotId,
    Instant knownAt,
    Instant committedAt,
    long rows,
    int ahead) {}
