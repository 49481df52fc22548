package dev.asof.jobs.refresh;

import dev.asof.catalog.RefreshEntry;
import dev.asof.catalog.RefreshLease;
import dev.asof.catalog.RefreshLog;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a refresh stands.
 *
 * @param plan the refresh
 * @param lastDone what was due at that moment is the last that was done
 * @param doneAt when that was
 * @param next when it is due next
 * @param waiting what is due and not done, ascending
 * @param failure the step that holds it up
 * @param lease who is at work on it
 */
public record RefreshStatus(
    RefreshPlan plan,
    Optional<Instant> lastDone,
    Optional<Instant> doneAt,
    Optional<Instant> next,
    List<Instant> waiting,
    Optional<RefreshEntry> failure,
    Optional<RefreshLease> lease) {

  /** The status at a moment. */
  public static RefreshStatus of(RefreshPlan plan, RefreshLog log, Instant now) {
    RefreshProgress progress = new RefreshProgress(log.entries(plan.name()));
    List<Instant> waiting = progress.waiting(plan, now);
    return new RefreshStatus(
        plan,
        progress.lastDone().flatMap(RefreshEntry::due),
        progress.lastDone().map(RefreshEntry::at),
        plan.schedule().after(now),
        waiting,
        waiting.stream().flatMap(due -> progress.failure(due).stream()).findFirst(),
        log.lease(plan.name(), now));
  }
}
