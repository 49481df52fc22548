package dev.asof.jobs.refresh;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.RefreshEntry.Event;
import dev.asof.catalog.RefreshLease;
import dev.asof.catalog.RefreshLog;
import dev.asof.catalog.Threads;
import dev.asof.jobs.CommandRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Does what is due, in order: takes the lease, goes through what is due and not settled, runs each
 * step whose needs are met and which has not ended well before, and records each as it ends. A
 * process that dies between a step's effect and its record repeats the step, which is harmless:
 * files are known by their digest, tags and releases never move, runs are recorded once. What was
 * due after a failure waits, so that data is never published out of order.
 */
public final class RefreshRunner {
  private static final int LEASES_KEPT_IN_ONE = 3;

  private final RefreshLog log;
  private final CommandRunner commands;
  private final Path logs;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final Listener listener;
  private final Supplier<Lineage> lineage;

  /** Waits. */
  public interface Sleeper {
    /**
     * Returns after this time.
     *
     * @throws InterruptedException when this process is to end, also without having waited
     */
    void sleep(Duration duration) throws InterruptedException;
  }

  /** Notices what the lake holds, before and after a step. */
  public interface Lineage {
    /** What changed since this was made, in words; empty for nothing. */
    String since();
  }

  /** Is told what happens, as it happens. */
  public interface Listener {
    /** A step begins; {@code attempt} counts from 1. */
    void begins(RefreshPlan plan, Instant due, Step step, int attempt, List<String> command);

    /** A step ended. */
    void ended(
        RefreshPlan plan,
        Instant due,
        Step step,
        CommandRunner.Outcome outcome,
        Duration took,
        String lineage);

    /** All of it was done, or it was skipped. */
    void settled(RefreshPlan plan, Instant due, String how);
  }

  /**
   * A runner.
   *
   * @param logs folder for what the steps print
   * @param lineage looks at the lake
   */
  public RefreshRunner(
      RefreshLog log,
      CommandRunner commands,
      Path logs,
      InstantSource clock,
      Sleeper sleeper,
      Listener listener,
      Supplier<Lineage> lineage) {
    this.log = log;
    this.commands = commands;
    this.logs = logs;
    this.clock = clock;
    this.sleeper = sleeper;
    this.listener = listener;
    this.lineage = lineage;
  }

  /** What would be done now, without doing it: what is due and not settled. */
  public static List<Instant> due(RefreshPlan plan, RefreshLog log, Instant now) {
    return new RefreshProgress(log.entries(plan.name())).waiting(plan, now);
  }

  /**
   * A command that is still to be run.
   *
   * @param step the step's name
   * @param command what stands after {@code asof}
   */
  public record Planned(String step, List<String> command) {}

  /** The commands that are left of what is due at a moment, in order. */
  public static List<Planned> planned(RefreshPlan plan, RefreshLog log, Instant due) {
    Set<String> done = new RefreshProgress(log.entries(plan.name())).done(due);
    return plan.steps().stream()
        .filter(step -> !done.contains(step.name()))
        .map(step -> new Planned(step.name(), plan.command(step, due)))
        .toList();
  }

  /**
   * Does what is due by now.
   *
   * @param holder a name that no other process has
   * @return 0, or the exit code of the step that failed
   * @throws InterruptedException when this process is to end: what was recorded stays, the lease is
   *     given back
   * @throws AsOfException REFRESH_HELD when another process is at work on it or took it over
   */
  public int run(RefreshPlan plan, String holder) throws InterruptedException {
    if (due(plan, log, clock.instant()).isEmpty()) {
      return 0;
    }
    Instant now = clock.instant();
    RefreshLease lease = log.take(plan.name(), holder, now, now.plus(plan.lease()));
    ScheduledExecutorService keeper =
        Executors.newSingleThreadScheduledExecutor(Threads.daemons("asof-refresh-lease"));
    long every = plan.lease().toMillis() / LEASES_KEPT_IN_ONE;
    keeper.scheduleWithFixedDelay(() -> prolong(plan, lease), every, every, TimeUnit.MILLISECONDS);
    try {
      return run(plan, lease);
    } finally {
      // Not in the middle of a commit.
      keeper.shutdown();
      keeper.awaitTermination(1, TimeUnit.MINUTES);
      log.leave(lease, clock.instant());
    }
  }

  /**
   * Another took it over, or the catalog is away: the next record says so, or goes well. What is
   * thrown here would only end the keeper.
   */
  private void prolong(RefreshPlan plan, RefreshLease lease) {
    try {
      Instant now = clock.instant();
      log.keep(lease, now, now.plus(plan.lease()));
    } catch (RuntimeException refused) {
      // Tried again a third of a lease later.
    }
  }

  private int run(RefreshPlan plan, RefreshLease lease) throws InterruptedException {
    // Read again under the lease: another may have done it since.
    List<Instant> waiting = due(plan, log, clock.instant());
    for (int n = 0; n < waiting.size(); n++) {
      Instant due = waiting.get(n);
      if (plan.catchUp() == RefreshPlan.CatchUp.LATEST && n < waiting.size() - 1) {
        String why = "covered by " + waiting.get(waiting.size() - 1);
        log.record(lease, due, "", Event.SKIPPED, clock.instant(), why, "");
        listener.settled(plan, due, "skipped, " + why);
        continue;
      }
      int exitCode = runOne(plan, lease, due);
      if (exitCode != 0) {
        return exitCode;
      }
    }
    return 0;
  }

  private int runOne(RefreshPlan plan, RefreshLease lease, Instant due)
      throws InterruptedException {
    Set<String> done = new HashSet<>(new RefreshProgress(log.entries(plan.name())).done(due));
    int failure = 0;
    for (Step step : plan.steps()) {
      if (done.contains(step.name()) || !done.containsAll(step.needs())) {
        continue;
      }
      int exitCode = runStep(plan, lease, due, step);
      if (exitCode == 0) {
        done.add(step.name());
      } else if (failure == 0) {
        failure = exitCode;
      }
    }
    if (failure == 0) {
      log.record(lease, due, "", Event.DONE, clock.instant(), "", "");
      listener.settled(plan, due, "done");
    }
    return failure;
  }

  private int runStep(RefreshPlan plan, RefreshLease lease, Instant due, Step step)
      throws InterruptedException {
    List<String> command = plan.command(step, due);
    Path file =
        logs.resolve(plan.name()).resolve(RefreshPlan.folder(due)).resolve(step.name() + ".log");
    Duration wait = Duration.ZERO;
    for (int attempt = 1; ; attempt++) {
      // Who is to end ends here, between two steps.
      sleeper.sleep(wait);
      listener.begins(plan, due, step, attempt, command);
      Instant start = clock.instant();
      Lineage before = lineage.get();
      CommandRunner.Outcome outcome = commands.run(command, file);
      String changed = before.since();
      List<String> what = new ArrayList<>();
      if (!changed.isEmpty()) {
        what.add(changed);
      }
      outcome.output().stream().filter(RefreshRunner::names).forEach(what::add);
      String made = String.join("; ", what);
      Instant end = clock.instant();
      boolean again = !outcome.isDone() && attempt <= step.retries() && canPass(outcome);
      if (!again) {
        log.record(
            lease,
            due,
            step.name(),
            outcome.isDone() ? Event.STEP_DONE : Event.STEP_FAILED,
            end,
            outcome.isDone() ? "" : outcome.message(),
            made);
      }
      listener.ended(plan, due, step, outcome, Duration.between(start, end), made);
      if (!again) {
        return outcome.exitCode();
      }
      wait = step.retryAfter();
    }
  }

  /** Lines by which commands say what they made. */
  private static boolean names(String line) {
    return line.startsWith("Run: ") || line.startsWith("Report: ");
  }

  /** Whether another try may end otherwise: what was unavailable, and a file that is late. */
  private static boolean canPass(CommandRunner.Outcome outcome) {
    return outcome.exitCode() == 4
        || outcome.errorCode().filter(ErrorCode.FILE_MISSING.id()::equals).isPresent();
  }
}
