package dev.asof.catalog;

import dev.asof.api.PointInTime;

/**
 * What a rollback did.
 *
 * @param table the table
 * @param to what it went back to
 * @param snapshotId main's head now
 * @param changed whether a snapshot was published; false when main held the same already
 * @param removedFiles data files that went
 * @param restoredFiles data files that came back
 * @param rows rows that the table holds now
 */
public record RollbackReport(
    TableDefinition table,
    PointInTime to,
    long snapshotId,
    boolean changed,
    int removedFiles,
    int restoredFiles,
    long rows) {}
