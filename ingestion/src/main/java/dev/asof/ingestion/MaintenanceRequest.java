package dev.asof.ingestion;

import dev.asof.catalog.Retention;
import dev.asof.catalog.TableDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What to maintain, and how far back.
 *
 * @param tables the tables; empty for all, with what belongs to none
 * @param steps what to do
 * @param retention which tags stay
 * @param keepSnapshots how long a snapshot stays that nothing needs any more
 * @param olderThan how long what an ingest leaves behind is left alone: it may be under way
 * @param effect whether anything is changed
 * @param now the present
 */
public record MaintenanceRequest(
    List<TableDefinition> tables,
    Set<MaintenanceStep> steps,
    Retention retention,
    Duration keepSnapshots,
    Duration olderThan,
    Effect effect,
    Instant now) {

  /** Whether maintenance changes anything. */
  public enum Effect {
    /** It does what it says. */
    APPLY,
    /** It only says what it would do. */
    DRY_RUN
  }

  /**
   * Copies the collections and checks the durations.
   *
   * @throws IllegalArgumentException when one is negative
   */
  public MaintenanceRequest {
    tables = List.copyOf(tables);
    steps = steps.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(steps));
    if (keepSnapshots.isNegative() || olderThan.isNegative()) {
      throw new IllegalArgumentException("Invalid duration: expected none below zero");
    }
  }
}
