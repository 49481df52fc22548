package dev.asof.catalog;

import java.time.Instant;

/**
 * A vendor's file that main's history holds already.
 *
 * @param source what the snapshot recorded about it
 * @param snapshotId the snapshot that applied it, or the first one after it that is still there
 * @param committedAt when the file was applied
 */
public record AppliedSource(SourceSummary source, long snapshotId, Instant committedAt) {}
