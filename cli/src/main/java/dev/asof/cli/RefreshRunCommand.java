package dev.asof.cli;

import dev.asof.catalog.Lake;
import dev.asof.jobs.refresh.RefreshPlan;
import dev.asof.jobs.refresh.RefreshRunner;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code asof refresh run}. */
@Command(
    name = "run",
    description = {
      "Do what is due now, and end.",
      "",
      "What was missed is done in order; what another process is at work on is left to it. A step "
          + "that failed is tried again by the next run, and what is due later waits for it. What a "
          + "step prints is in HOME/refresh/NAME/TIME/STEP.log.",
      "",
      "SIGTERM or SIGINT: a step at work has 20 s to end, the lease is given back, and the exit "
          + "code is 143."
    })
final class RefreshRunCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private RefreshFiles files;

  @Option(names = "--dry-run", description = "Prints what would be done, and does nothing.")
  private boolean dryRun;

  RefreshRunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    List<RefreshPlan> plans = files.plans(surroundings);
    InstantSource clock = RefreshWork.clock(surroundings);
    int exitCode = 0;
    try (EndSignal end = new EndSignal(surroundings.out());
        Lake lake = place.create(surroundings)) {
      RefreshWork work = new RefreshWork(surroundings, place, lake, clock);
      for (RefreshPlan plan : plans) {
        int ended = dryRun ? show(plan, lake, clock.instant()) : work.run(plan, end);
        exitCode = exitCode == 0 ? ended : exitCode;
      }
    } catch (InterruptedException ended) {
      surroundings.out().println(ended.getMessage());
      return EndSignal.EXIT_CODE;
    }
    return exitCode;
  }

  private int show(RefreshPlan plan, Lake lake, Instant now) {
    List<Instant> due = RefreshRunner.due(plan, lake.refreshes(), now);
    if (due.isEmpty()) {
      surroundings.out().println(plan.name() + ": nothing is due");
    }
    boolean latestAlone = plan.catchUp() == RefreshPlan.CatchUp.LATEST;
    for (Instant moment : due) {
      if (latestAlone && !moment.equals(due.get(due.size() - 1))) {
        surroundings.out().println(plan.name() + " " + moment + " skipped");
        continue;
      }
      for (RefreshRunner.Planned planned : RefreshRunner.planned(plan, lake.refreshes(), moment)) {
        surroundings
            .out()
            .println(
                plan.name()
                    + " "
                    + moment
                    + " "
                    + planned.step()
                    + ": asof "
                    + String.join(" ", planned.command()));
      }
    }
    return 0;
  }
}
