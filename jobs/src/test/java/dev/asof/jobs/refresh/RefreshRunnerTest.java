package dev.asof.jobs.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.catalog.Lake;
import dev.asof.catalog.RefreshEntry;
import dev.asof.catalog.RefreshLog;
import dev.asof.jobs.CommandRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real catalogs and leases; the commands are replaced, because the command line supplies them. */
final class RefreshRunnerTest {
  private static final Instant WEDNESDAY = Instant.parse("2026-11-25T23:30:00Z");
  private static final Instant FRIDAY = Instant.parse("2026-11-27T23:30:00Z");

  @TempDir private Path home;
  private RefreshLog log;
  private final List<String> ran = new ArrayList<>();
  private final List<Duration> slept = new ArrayList<>();
  private final Map<String, Deque<CommandRunner.Outcome>> outcomes = new HashMap<>();
  private Instant now = WEDNESDAY;
  private int mostSteps = Integer.MAX_VALUE;

  @BeforeEach
  void open() {
    log = Lake.create(home).refreshes();
  }

  private static RefreshPlan plan(RefreshPlan.CatchUp catchUp, int retries) {
    return new RefreshPlan(
        "nightly",
        new Schedule("30 18 * * *", ZoneId.of("America/New_York"), Schedule.Calendar.NYSE),
        LocalDate.of(2026, 11, 25),
        catchUp,
        Duration.ofMinutes(5),
        List.of(
            step("bars", List.of(), retries),
            step("holdings", List.of(), 0),
            step("release", List.of("bars", "holdings"), 0)));
  }

  private static Step step(String name, List<String> needs, int retries) {
    return new Step(
        name,
        List.of(name, "in_{yyyymmdd}.csv", "EOD_{date}"),
        needs,
        retries,
        Duration.ofMinutes(9));
  }

  private RefreshRunner runner() {
    return new RefreshRunner(
        log,
        this::run,
        home.resolve("logs"),
        () -> now,
        this::sleep,
        new Silent(),
        () -> () -> "daily_bars 1 to 2");
  }

  private void sleep(Duration time) throws InterruptedException {
    if (ran.size() >= mostSteps) {
      throw new InterruptedException();
    }
    if (!time.isZero()) {
      slept.add(time);
    }
  }

  private CommandRunner.Outcome run(List<String> command, Path file) {
    ran.add(String.join(" ", command));
    Deque<CommandRunner.Outcome> next = outcomes.get(command.get(0));
    return next == null || next.isEmpty()
        ? new CommandRunner.Outcome(0, Optional.empty(), "", List.of("Run: 12ab", "and so on"))
        : next.poll();
  }

  private void ends(String step, int exitCode, String errorCode, int times) {
    for (int n = 0; n < times; n++) {
      outcomes
          .computeIfAbsent(step, unseen -> new ArrayDeque<>())
          .add(
              new CommandRunner.Outcome(
                  exitCode, Optional.of(errorCode), "Cannot " + step, List.of()));
    }
  }

  private static final class Silent implements RefreshRunner.Listener {
    @Override
    public void begins(RefreshPlan p, Instant due, Step s, int attempt, List<String> command) {}

    @Override
    public void ended(
        RefreshPlan p, Instant due, Step s, CommandRunner.Outcome o, Duration took, String made) {}

    @Override
    public void settled(RefreshPlan p, Instant due, String how) {}
  }

  @Test
  void whatIsDueIsDoneOnceAndInOrder() throws Exception {
    RefreshPlan plan = plan(RefreshPlan.CatchUp.ALL, 0);
    now = FRIDAY;

    assertThat(runner().run(plan, "one")).isZero();
    assertThat(runner().run(plan, "two")).isZero();

    assertThat(ran)
        .containsExactly(
            "bars in_20261125.csv EOD_2026-11-25",
            "holdings in_20261125.csv EOD_2026-11-25",
            "release in_20261125.csv EOD_2026-11-25",
            "bars in_20261127.csv EOD_2026-11-27",
            "holdings in_20261127.csv EOD_2026-11-27",
            "release in_20261127.csv EOD_2026-11-27");
    assertThat(log.entries("nightly").get(0).lineage()).isEqualTo("daily_bars 1 to 2; Run: 12ab");
  }

  @Test
  void nothingIsDoneBeforeItIsDue() throws Exception {
    now = WEDNESDAY.minusSeconds(1);

    assertThat(runner().run(plan(RefreshPlan.CatchUp.ALL, 0), "one")).isZero();

    assertThat(ran).isEmpty();
    assertThat(log.entries("nightly")).isEmpty();
  }

  @Test
  void onlyTheLatestIsDoneWherePlannedSo() throws Exception {
    now = FRIDAY;

    assertThat(runner().run(plan(RefreshPlan.CatchUp.LATEST, 0), "one")).isZero();

    assertThat(ran).hasSize(3).allMatch(command -> command.endsWith("2026-11-27"));
    assertThat(log.entries("nightly").get(0).message()).isEqualTo("covered by " + FRIDAY);
  }

  @Test
  void aFailureHoldsUpWhatNeedsItAndWhatIsDueLater() throws Exception {
    RefreshPlan plan = plan(RefreshPlan.CatchUp.ALL, 5);
    now = FRIDAY;
    ends("bars", 3, "audit-refused", 1);

    assertThat(runner().run(plan, "one")).isEqualTo(3);

    assertThat(ran)
        .containsExactly(
            "bars in_20261125.csv EOD_2026-11-25", "holdings in_20261125.csv EOD_2026-11-25");
    RefreshStatus status = RefreshStatus.of(plan, log, now);
    assertThat(status.waiting()).containsExactly(WEDNESDAY, FRIDAY);
    assertThat(status.failure().orElseThrow().message()).isEqualTo("Cannot bars");
    assertThat(status.lease()).isEmpty();

    ran.clear();
    assertThat(runner().run(plan, "two")).isZero();
    assertThat(ran.subList(0, 3))
        .containsExactly(
            "bars in_20261125.csv EOD_2026-11-25",
            "release in_20261125.csv EOD_2026-11-25",
            "bars in_20261127.csv EOD_2026-11-27");
    assertThat(RefreshStatus.of(plan, log, now).failure()).isEmpty();
    assertThat(RefreshStatus.of(plan, log, now).lastDone()).contains(FRIDAY);
  }

  @Test
  void whatMayPassIsTriedAgainAndNothingElse() throws Exception {
    ends("bars", 2, "file-missing", 2);
    assertThat(runner().run(plan(RefreshPlan.CatchUp.ALL, 2), "one")).isZero();
    assertThat(slept).containsExactly(Duration.ofMinutes(9), Duration.ofMinutes(9));

    now = FRIDAY;
    slept.clear();
    ends("bars", 4, "catalog-unavailable", 3);
    assertThat(runner().run(plan(RefreshPlan.CatchUp.ALL, 2), "one")).isEqualTo(4);
    assertThat(slept).hasSize(2);

    slept.clear();
    ends("bars", 2, "usage", 1);
    assertThat(runner().run(plan(RefreshPlan.CatchUp.ALL, 2), "one")).isEqualTo(2);
    assertThat(slept).isEmpty();
  }

  @Test
  void aSecondSchedulerIsRefusedAndADeadOnesLeaseIsTakenOver() throws Exception {
    log.take("nightly", "dead", WEDNESDAY, WEDNESDAY.plusSeconds(300));

    assertThatThrownBy(() -> runner().run(plan(RefreshPlan.CatchUp.ALL, 0), "one"))
        .isInstanceOf(AsOfException.class)
        .hasMessageStartingWith("Cannot work on refresh nightly: dead is at work on it until");
    assertThat(ran).isEmpty();

    now = WEDNESDAY.plusSeconds(300);
    assertThat(runner().run(plan(RefreshPlan.CatchUp.ALL, 0), "one")).isZero();
  }

  @Test
  void whoIsToEndEndsBetweenTwoStepsAndAnotherGoesOnAtOnce() throws Exception {
    RefreshPlan plan = plan(RefreshPlan.CatchUp.ALL, 0);
    mostSteps = 1;

    assertThatThrownBy(() -> runner().run(plan, "one")).isInstanceOf(InterruptedException.class);

    assertThat(log.entries("nightly")).extracting(RefreshEntry::step).containsExactly("bars");
    mostSteps = Integer.MAX_VALUE;
    assertThat(runner().run(plan, "two")).isZero();
    assertThat(ran).hasSize(3);
  }

  @Test
  void whoIsTakenOverInTheMiddleRecordsNothingMore() {
    CommandRunner slow =
        (command, file) -> {
          now = now.plusSeconds(600);
          log.take("nightly", "two", now, now.plusSeconds(300));
          return new CommandRunner.Outcome(0, Optional.empty(), "", List.of());
        };
    RefreshRunner runner =
        new RefreshRunner(
            log, slow, home, (InstantSource) () -> now, slept::add, new Silent(), () -> () -> "");

    assertThatThrownBy(() -> runner.run(plan(RefreshPlan.CatchUp.ALL, 0), "one"))
        .isInstanceOf(AsOfException.class)
        .hasMessageContaining("two took it over");
    assertThat(log.entries("nightly")).extracting(RefreshEntry::event).isEmpty();
  }

  @Test
  void aPlanThatNeedsWhatIsNotBeforeItIsRefused() {
    assertThatThrownBy(
            () ->
                new RefreshPlan(
                    "nightly",
                    plan(RefreshPlan.CatchUp.ALL, 0).schedule(),
                    LocalDate.of(2026, 11, 25),
                    RefreshPlan.CatchUp.ALL,
                    Duration.ofMinutes(5),
                    List.of(step("release", List.of("bars"), 0))))
        .hasMessage(
            "Invalid step release: it needs 'bars', which is no step before it; those are none");
  }
}
