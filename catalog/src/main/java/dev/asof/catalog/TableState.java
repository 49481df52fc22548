package dev.asof.catalog;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a table holds now, on main.
 *
 * @param table the table
 * @param rows its rows, the expired ones too; 0 when it holds nothing yet
 * @param snapshots snapshots in main's history
 * @param dataFiles files that make up its rows now
 * @param bytes size of these files; older files that tags still pin are not counted
 * @param snapshotId main's head, or empty when it holds nothing yet
 * @param knownAt that snapshot's knowledge time
 */
public record TableState(
    TableDefinition table,
    long rows,
    int snapshots,
    long dataFiles,
    long bytes,
    OptionalLong snapshotId,
    Optional<Instant> knownAt) {}
