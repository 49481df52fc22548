package dev.asof.jobs.refresh;

import dev.asof.catalog.RefreshEntry;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a log says about a refresh: which steps of what was due ended well, and which failed. */
public final class RefreshProgress {
  private final Set<Instant> settled = new HashSet<>();
  private final Map<Instant, Set<String>> done = new HashMap<>();
  private final Map<Instant, RefreshEntry> failed = new HashMap<>();
  private Optional<RefreshEntry> lastDone = Optional.empty();

  /** Reads the lines in their order. */
  public RefreshProgress(List<RefreshEntry> entries) {
    for (RefreshEntry entry : entries) {
      Instant due = entry.due().orElseThrow();
      switch (entry.event()) {
        case STEP_DONE -> {
          done.computeIfAbsent(due, unseen -> new HashSet<>()).add(entry.step());
          RefreshEntry failure = failed.get(due);
          if (failure != null && failure.step().equals(entry.step())) {
            failed.remove(due);
          }
        }
        case STEP_FAILED -> failed.put(due, entry);
        case DONE, SKIPPED -> {
          settled.add(due);
          failed.remove(due);
          if (entry.event() == RefreshEntry.Event.DONE) {
            lastDone = Optional.of(entry);
          }
        }
        case LEASE_TAKEN, LEASE_KEPT, LEASE_LEFT -> {}
      }
    }
  }

  /** What is due by a moment and not settled, ascending. */
  public List<Instant> waiting(RefreshPlan plan, Instant now) {
    return plan.schedule().due(plan.from(), now).stream()
        .filter(due -> !settled.contains(due))
        .toList();
  }

  /** Names of the steps that ended well. */
  public Set<String> done(Instant due) {
    return Set.copyOf(done.getOrDefault(due, Set.of()));
  }

  /** Why it stands still, when a step failed last. */
  public Optional<RefreshEntry> failure(Instant due) {
    return Optional.ofNullable(failed.get(due));
  }

  /** The last line that says that all of it was done. */
  public Optional<RefreshEntry> lastDone() {
    return lastDone;
  }
}
