package dev.asof.catalog;

import java.util.Optional;

/** Remembers what snapshots said about themselves after they were expired. */
interface ExpiredAncestors {
  /** Returns what is known of a snapshot that is no longer there; empty when nothing is. */
  Optional<Ancestor> find(TableDefinition definition, long snapshotId);
}
