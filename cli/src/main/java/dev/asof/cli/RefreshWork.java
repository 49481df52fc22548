package dev.asof.cli;

import dev.asof.catalog.Lake;
import dev.asof.catalog.RefreshEntry;
import dev.asof.catalog.RefreshLease;
import dev.asof.catalog.RefreshLog;
import dev.asof.catalog.TableState;
import dev.asof.jobs.CommandRunner;
import dev.asof.jobs.refresh.RefreshPlan;
import dev.asof.jobs.refresh.RefreshRunner;
import dev.asof.jobs.refresh.Step;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Refreshes that are done in this process, told a line for each step. */
final class RefreshWork implements RefreshRunner.Listener {
  private static final Path LOGS = Path.of("refresh");
  private static final String HOLDER = holder();

  private final Surroundings surroundings;
  private final PlaceOption place;
  private final Lake lake;
  private final InstantSource clock;

  RefreshWork(Surroundings surroundings, PlaceOption place, Lake lake, InstantSource clock) {
    this.surroundings = surroundings;
    this.place = place;
    this.lake = lake;
    this.clock = clock;
  }

  /** The clock of a process that began at {@code surroundings.now()}. */
  static InstantSource clock(Surroundings surroundings) {
    return EventLog.clock(surroundings.now());
  }

  /** No other process has this name, on this machine or another. */
  private static String holder() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      host = "a machine without a name";
    }
    return host
        + ", process "
        + ProcessHandle.current().pid()
        + ", "
        + UUID.randomUUID().toString().substring(0, 8);
  }

  /**
   * Does what is due of a refresh, and returns 0 or the exit code of what failed.
   *
   * @throws InterruptedException when the process is to end; the lease has been given back
   */
  int run(RefreshPlan plan, EndSignal end) throws InterruptedException {
    CommandsInProcess commands =
        new CommandsInProcess(surroundings, place.environment(surroundings), clock);
    return new RefreshRunner(
            lake.refreshes(),
            (command, log) -> end.finish(() -> commands.run(command, log)),
            logs(),
            clock,
            end::sleep,
            this,
            () -> changes(snapshots()))
        .run(plan, HOLDER);
  }

  /** Gives up what was due at a moment. */
  void skip(RefreshPlan plan, Instant due, String reason) {
    RefreshLog log = lake.refreshes();
    Instant now = clock.instant();
    RefreshLease lease = log.take(plan.name(), HOLDER, now, now.plus(plan.lease()));
    try {
      log.record(lease, due, "", RefreshEntry.Event.SKIPPED, now, reason, "");
      settled(plan, due, "skipped, " + reason);
    } finally {
      log.leave(lease, clock.instant());
    }
  }

  private Path logs() {
    return place.home(surroundings).resolve(LOGS);
  }

  private Map<String, String> snapshots() {
    return lake.tables().stream()
        .collect(
            Collectors.toMap(
                state -> state.table().tableName(),
                RefreshWork::snapshot,
                (one, other) -> one,
                TreeMap::new));
  }

  private static String snapshot(TableState state) {
    return state.snapshotId().isPresent() ? Long.toString(state.snapshotId().getAsLong()) : "none";
  }

  private RefreshRunner.Lineage changes(Map<String, String> before) {
    return () ->
        snapshots().entrySet().stream()
            .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
            .map(
                entry ->
                    entry.getKey()
                        + " "
                        + before.getOrDefault(entry.getKey(), "none")
                        + " to "
                        + entry.getValue())
            .collect(Collectors.joining(", "));
  }

  @Override
  public void begins(RefreshPlan plan, Instant due, Step step, int attempt, List<String> command) {
    say(
        plan,
        due,
        step.name()
            + ": asof "
            + String.join(" ", command)
            + (attempt == 1 ? "" : " (try " + attempt + ")"));
    tell("step-started", plan, due, "step", step.name(), "attempt", attempt);
  }

  @Override
  public void ended(
      RefreshPlan plan,
      Instant due,
      Step step,
      CommandRunner.Outcome outcome,
      Duration took,
      String lineage) {
    say(
        plan,
        due,
        step.name()
            + (outcome.isDone()
                ? String.format(Locale.ROOT, ": done in %.1f s", took.toMillis() / 1e3)
                : ": failed with "
                    + outcome.exitCode()
                    + outcome.errorCode().map(code -> ", error[" + code + "]").orElse("")
                    + ": "
                    + outcome.message())
            + (lineage.isEmpty() ? "" : "; " + lineage));
    tell(
        "step-ended",
        plan,
        due,
        "step",
        step.name(),
        "exitCode",
        outcome.exitCode(),
        "code",
        outcome.errorCode().orElse(""),
        "message",
        outcome.message(),
        "millis",
        took.toMillis(),
        "lineage",
        lineage);
  }

  @Override
  public void settled(RefreshPlan plan, Instant due, String how) {
    say(plan, due, how);
    tell("settled", plan, due, "how", how);
  }

  private void tell(String event, RefreshPlan plan, Instant due, Object... fields) {
    surroundings
        .events()
        .with("refresh", plan.name())
        .with("due", due.toString())
        .tell(event, fields);
  }

  private void say(RefreshPlan plan, Instant due, String what) {
    surroundings
        .out()
        .println((plan.name() + " " + due + " " + what).replaceAll("\\p{Cntrl}", "\uFFFD"));
    surroundings.out().flush();
  }
}
