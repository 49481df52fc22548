package dev.asof.catalog;

import java.time.Instant;

/**
 * What a release records about one table.
 *
 * @param table the table's name
 * @param snapshotId Iceberg's id of the snapshot
 * @param schemaId Iceberg's id of that snapshot's schema
 * @param rows rows of the snapshot, the expired ones too
 * @param checksum of the live rows, whatever files they lie in and in whatever order: the sum of
 *     the SHA-256 of each row, modulo 2^256, as 64 lower-case hex digits. A row is hashed as its
 *     cells in the order of the columns' names, those without a value left out; {@code RowChecksum}
 *     has the bytes
 * @param knownAt the snapshot's knowledge time
 */
public record ReleaseEntry(
    String table, long snapshotId, int schemaId, long rows, String checksum, Instant knownAt) {}
