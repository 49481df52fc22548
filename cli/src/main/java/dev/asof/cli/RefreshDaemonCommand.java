package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.ErrorKind;
import dev.asof.catalog.Lake;
import dev.asof.catalog.Secret;
import dev.asof.jobs.refresh.RefreshPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
          + "replaced when its lease ends. What failed is tried again after --retry-after. Files "
          + "that change are read again; while one is invalid, all count as they were. One refresh "
          + "is done after the other: give each a daemon where they must not wait.",
      "",
      "SIGTERM or SIGINT: a step at work has 20 s to end, the lease is given back, and the exit "
          + "code is 0."
    })
final class RefreshDaemonCommand implements Runnable {
  private final Surroundings surroundings;
  private final Set<RefreshPlan> held = new HashSet<>();
  private String invalid = "";

  @Mixin private PlaceOption place;
  @Mixin private RefreshFiles files;

  @Option(
      names = "--retry-after",
      paramLabel = "TIME",
      description = "When a refresh that failed is tried again, such as 30s or 1h. Default: 15m.")
  private String retryAfter = "15m";

  RefreshDaemonCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    Duration pause = pause();
    List<RefreshPlan> plans = files.plans(surroundings);
    InstantSource clock = RefreshWork.clock(surroundings);
    place.create(surroundings).close();
    try (EndSignal end = new EndSignal(surroundings.out())) {
      // An edited refresh is another one: it does not wait for its turn.
      Map<RefreshPlan, Instant> notBefore = new HashMap<>();
      while (true) {
        for (RefreshPlan plan : plans) {
          if (clock.instant().isBefore(notBefore.getOrDefault(plan, Instant.MIN))) {
            continue;
          }
          if (failed(plan, clock, end)) {
            notBefore.put(plan, clock.instant().plus(pause));
          } else {
            notBefore.remove(plan);
          }
        }
        notBefore.keySet().retainAll(plans);
        // No schedule is finer than minutes.
        Instant now = clock.instant();
        Instant next = now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        for (Instant again : notBefore.values()) {
          next = again.isBefore(next) ? again : next;
        }
        end.sleep(Duration.between(now, next));
        plans = reread(plans);
      }
    } catch (InterruptedException ended) {
      surroundings.out().println(ended.getMessage());
    }
  }

  private Duration pause() {
    try {
      Duration pause = RefreshReader.duration(retryAfter);
      if (pause.isZero()) {
        throw new IllegalArgumentException(retryAfter);
      }
      return pause;
    } catch (IllegalArgumentException wrong) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Invalid option --retry-after " + retryAfter + ": expected " + RefreshReader.DURATIONS,
          wrong);
    }
  }

  private List<RefreshPlan> reread(List<RefreshPlan> before) {
    try {
      List<RefreshPlan> plans = files.plans(surroundings);
      invalid = "";
      return plans;
    } catch (AsOfException refused) {
      if (!invalid.equals(refused.getMessage())) {
        invalid = refused.getMessage();
        tell(refused);
      }
      return before;
    }
  }

  /**
   * What is away comes back, and a daemon is there to wait for it. The lake is opened each time,
   * because a connection that broke may stay so; and never made, because everything would be due
   * again in a folder whose disk is away.
   */
  private boolean failed(RefreshPlan plan, InstantSource clock, EndSignal end)
      throws InterruptedException {
    try (Lake lake = place.open(surroundings)) {
      boolean failed = new RefreshWork(surroundings, place, lake, clock).run(plan, end) != 0;
      held.remove(plan);
      return failed;
    } catch (AsOfException refused) {
      if (refused.code().kind() == ErrorKind.INTERNAL) {
        throw refused;
      }
      boolean atWorkElsewhere = refused.code() == ErrorCode.REFRESH_HELD;
      if (!atWorkElsewhere || held.add(plan)) {
        tell(refused);
      }
      return !atWorkElsewhere;
    }
  }

  private void tell(AsOfException refused) {
    surroundings
        .err()
        .println("error[" + refused.code().id() + "]: " + Secret.hide(refused.getMessage()));
  }
}
