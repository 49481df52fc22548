package dev.asof.cli;

import dev.asof.catalog.Lake;
import dev.asof.catalog.RefreshEntry;
import dev.asof.catalog.RefreshLease;
import dev.asof.jobs.refresh.RefreshPlan;
import dev.asof.jobs.refresh.RefreshStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code asof refresh status}. */
@Command(
    name = "status",
    description = {
      "Show what was done last, what is due next, what waits and what failed.",
      "",
      "The lag is how long the oldest of what waits has been due."
    })
final class RefreshStatusCommand implements Callable<Integer> {
  private static final int DATA_REFUSED = 3;

  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private RefreshFiles files;
  @Mixin private ListingOptions listing;

  @Option(
      names = "--check",
      description = "Ends with 3 when something failed, or is due and not being done.")
  private boolean check;

  RefreshStatusCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Listing rows =
        new Listing(
            List.of(
                "refresh", "last", "done_at", "next", "waiting", "lag", "at_work", "failed",
                "message"));
    boolean late = false;
    Instant now = surroundings.now();
    List<RefreshPlan> plans = files.plans(surroundings);
    try (Lake lake = place.create(surroundings)) {
      for (RefreshPlan plan : plans) {
        RefreshStatus status = RefreshStatus.of(plan, lake.refreshes(), now);
        late |= status.failure().isPresent();
        late |= !status.waiting().isEmpty() && status.lease().isEmpty();
        rows.add(
            Arrays.asList(
                plan.name(),
                status.lastDone().orElse(null),
                status.doneAt().orElse(null),
                status.next().orElse(null),
                status.waiting().size(),
                status.waiting().isEmpty() ? null : lag(status.waiting().get(0), now),
                status.lease().map(RefreshLease::holder).orElse(null),
                status.failure().map(RefreshEntry::step).orElse(null),
                status.failure().map(RefreshEntry::message).orElse(null)));
      }
    }
    rows.print(surroundings.out(), listing.format());
    return check && late ? DATA_REFUSED : 0;
  }

  private static String lag(Instant since, Instant now) {
    Duration lag = Duration.between(since, now);
    return lag.toDays() > 0
        ? lag.toDays() + " d " + lag.toHoursPart() + " h"
        : lag.toHours() > 0
            ? lag.toHours() + " h " + lag.toMinutesPart() + " min"
            : lag.toMinutes() + " min";
  }
}
