package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorKind;
import dev.asof.catalog.Lake;
import dev.asof.catalog.Secret;
import dev.asof.jobs.refresh.RefreshPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code asof refresh daemon}. */
@Command(
    name = "daemon",
    description = {
      "Do what is due whenever it is due, until the process is ended.",
      "",
      "Two of them on one lake are harmless: a lease keeps them apart, and one that died is "
          + "replaced when its lease ends. What failed is tried again after --retry-after."
    })
final class RefreshDaemonCommand implements Runnable {
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

  /** As long as an orchestrator gives a process to end. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(25);

  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private RefreshFiles files;

  @Option(
      names = "--retry-after",
      paramLabel = "MINUTES",
      description = "When a refresh that failed is tried again. Default: 15.")
  private int retryMinutes = 15;

  RefreshDaemonCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    List<RefreshPlan> plans = files.plans(surroundings);
    InstantSource clock = RefreshWork.clock(surroundings);
    Thread worker = Thread.currentThread();
    Thread ender =
        new Thread(
            () -> {
              worker.interrupt();
              try {
                worker.join(LAST_WORDS.toMillis());
              } catch (InterruptedException alreadyLeaving) {
                Thread.currentThread().interrupt();
              }
            },
            "asof-refresh-end");
    Runtime.getRuntime().addShutdownHook(ender);
    try (Lake lake = place.create(surroundings)) {
      work(plans, new RefreshWork(surroundings, place, lake, clock), clock);
    } catch (InterruptedException ended) {
      surroundings.out().println("Ended.");
      surroundings.out().flush();
    }
  }

  private void work(List<RefreshPlan> plans, RefreshWork work, InstantSource clock)
      throws InterruptedException {
    Map<String, Instant> notBefore = new HashMap<>();
    while (true) {
      Instant next = clock.instant().plus(LONGEST_SLEEP);
      for (RefreshPlan plan : plans) {
        Instant now = clock.instant();
        if (!now.isBefore(notBefore.getOrDefault(plan.name(), Instant.MIN)) && failed(plan, work)) {
          notBefore.put(plan.name(), clock.instant().plus(Duration.ofMinutes(retryMinutes)));
        }
        Instant due = plan.schedule().after(clock.instant()).orElse(next);
        next = due.isBefore(next) ? due : next;
      }
      Thread.sleep(Math.max(100, Duration.between(clock.instant(), next).toMillis()));
    }
  }

  /** What is away comes back, and a daemon is there to wait for it. */
  private boolean failed(RefreshPlan plan, RefreshWork work) throws InterruptedException {
    try {
      return work.run(plan) != 0;
    } catch (AsOfException refused) {
      if (refused.code().kind() == ErrorKind.INTERNAL) {
        throw refused;
      }
      surroundings
          .err()
          .println("error[" + refused.code().id() + "]: " + Secret.hide(refused.getMessage()));
      return true;
    }
  }
}
