package dev.asof.catalog;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A line of the log of scheduled refreshes.
 *
 * @param refresh name of the refresh
 * @param due the moment it was due; empty for what concerns a lease
 * @param step name of the step; empty for what concerns the whole
 * @param event what happened
 * @param holder who wrote it
 * @param fence number of the lease under which it was written, ascending from 1
 * @param at when it was written
 * @param until how long a lease lasts; empty for everything else
 * @param message why it failed or was given up; empty otherwise
 * @param lineage what the step published or wrote, such as {@code daily_bars 12 to 15}; or empty
 */
public record RefreshEntry(
    String refresh,
    Optional<Instant> due,
    String step,
    Event event,
    String holder,
    long fence,
    Instant at,
    Optional<Instant> until,
    String message,
    String lineage) {

  /** What happened. */
  public enum Event {
    /** A lease was taken. */
    LEASE_TAKEN,
    /** A lease was prolonged. */
    LEASE_KEPT,
    /** A lease was given back. */
    LEASE_LEFT,
    /** A step ended well. */
    STEP_DONE,
    /** A step failed, for good or until the next try. */
    STEP_FAILED,
    /** Every step ended well. */
    DONE,
    /** It will not be done: a later one covers it, or somebody gave it up. */
    SKIPPED
  }

  /** Checks that nothing is missing. */
  public RefreshEntry {
    Objects.requireNonNull(refresh);
    Objects.requireNonNull(due);
    Objects.requireNonNull(step);
    Objects.requireNonNull(event);
    Objects.requireNonNull(holder);
    Objects.requireNonNull(at);
    Objects.requireNonNull(until);
    Objects.requireNonNull(message);
    Objects.requireNonNull(lineage);
  }

  boolean concernsLease() {
    return switch (event) {
      case LEASE_TAKEN, LEASE_KEPT, LEASE_LEFT -> true;
      case STEP_DONE, STEP_FAILED, DONE, SKIPPED -> false;
    };
  }
}
