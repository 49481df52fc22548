package dev.asof.catalog;

import dev.asof.api.PointInTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One name for a consistent set of snapshots over all tables. It is recorded whole or not at all,
 * and never changes.
 *
 * @param release its name
 * @param recordedAt when it was recorded; for audit only
 * @param entries its tables in the order of {@link TableDefinition}
 */
public record ReleaseState(
    PointInTime.Release release, Instant recordedAt, List<ReleaseEntry> entries) {
  /** Copies the list. */
  public ReleaseState {
    entries = List.copyOf(entries);
  }

  /** What it says about a table, or empty when the table held nothing then. */
  public Optional<ReleaseEntry> entry(TableDefinition table) {
    return entries.stream().filter(entry -> entry.table().equals(table.tableName())).findFirst();
  }
}
