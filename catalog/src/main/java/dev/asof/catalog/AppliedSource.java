package dev.asof.catalog;

import java.time.Instant;

/**
 * A vendor's file that main's history holds already.
 *
 * @param source what the snapshot recorded about it
 * @param snapshotId the snapshot that applied it
 * @param committedAt when that snapshot was committed
 */
public record AppliedSource(SourceSummary source, long snapshotId, Instant committedAt) {}
