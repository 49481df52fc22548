package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.catalog.Lake;
import dev.asof.catalog.RefreshEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Schedulers that are processes, on a lake of their own. What is due was due on a day a month ago,
 * and is not due again for most of a year.
 */
@Tag("slow")
class RefreshDaemonTest {
  private static final LocalDate DAY = LocalDate.now(ZoneOffset.UTC).minusDays(30);
  private static final String FIRST = "nightly " + DAY + "T00:00:00Z ";
  private static final String WAITS =
      """
        - step: slow
          run: await-for-tests go
        - step: look
          needs: [slow]
          run: lake tables
      """;

  @TempDir private Path folder;

  /** Puts a file into its place whole: a daemon may read it at any moment. */
  private void put(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.move(
        Files.writeString(folder.resolve("aside"), text),
        file,
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private void putPlan(String hours, String steps) throws IOException {
    put(
        "conf/refresh/nightly.yaml",
        """
        name: nightly
        schedule: {cron: "0 %s %d %d *", zone: UTC, calendar: every-day}
        from: %s
        steps:
        """
                .formatted(hours, DAY.getDayOfMonth(), DAY.getMonthValue(), DAY)
            + steps);
  }

  private AsofProcess start(String... args) throws IOException {
    return AsofProcess.start(folder, Map.of(), args);
  }

  private static void awaitText(AsofProcess process, String text)
      throws IOException, InterruptedException {
    process.await(
        () -> {
          try {
            return (process.out() + process.err()).contains(text);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Waits until the step {@code slow} of the first moment is at work. */
  private void awaitSlow(AsofProcess process) throws IOException, InterruptedException {
    Path log = folder.resolve(".asof/refresh/nightly/%sT0000Z/slow.log".formatted(compact()));
    process.await(() -> log.toFile().length() > 0);
  }

  private static String compact() {
    return DAY.toString().replace("-", "");
  }

  private List<String> entries() {
    try (Lake lake = Lake.open(folder.resolve(".asof"))) {
      return lake.refreshes().entries("nightly").stream().map(RefreshDaemonTest::line).toList();
    }
  }

  private static String line(RefreshEntry entry) {
    int hour = entry.due().orElseThrow().atOffset(ZoneOffset.UTC).getHour();
    return hour + " " + entry.step() + " " + entry.event();
  }

  private boolean isHeld() {
    try (Lake lake = Lake.open(folder.resolve(".asof"))) {
      return lake.refreshes().lease("nightly", Instant.now()).isPresent();
    }
  }

  @Test
  void sigtermLetsTheStepEndAndAnotherGoesOnAtOnce() throws Exception {
    putPlan("0,6", WAITS);
    try (AsofProcess daemon = start("refresh", "daemon")) {
      awaitSlow(daemon);
      try (AsofProcess second = start("refresh", "daemon")) {
        awaitText(second, "error[refresh-held]: Cannot work on refresh nightly");
        second.handle().destroy();
        assertThat(second.exitCode()).isZero();
        assertThat(second.out()).isEqualTo("Ended.\n");
        assertThat(second.err()).hasLineCount(1);
      }

      daemon.handle().destroy();
      awaitText(daemon, "SIGTERM: the step at work has 20 s to end.");
      assertThat(isHeld()).isTrue();
      put("go", "");

      assertThat(daemon.exitCode()).isZero();
      assertThat(daemon.err()).isEmpty();
      assertThat(daemon.out())
          .contains(FIRST + "slow: done in")
          .doesNotContain("look")
          .endsWith("Ended.\n");
      assertThat(entries()).containsExactly("0 slow STEP_DONE");
      assertThat(isHeld()).isFalse();
    }

    try (AsofProcess run = start("refresh", "run")) {
      assertThat(run.exitCode()).describedAs(run.err()).isZero();
      assertThat(entries())
          .containsExactly(
              "0 slow STEP_DONE",
              "0 look STEP_DONE",
              "0  DONE",
              "6 slow STEP_DONE",
              "6 look STEP_DONE",
              "6  DONE");
    }
  }

  @Test
  void aRunThatIsEndedGivesItsLeaseBackToo() throws Exception {
    putPlan("0", WAITS);
    try (AsofProcess run = start("refresh", "run")) {
      awaitSlow(run);
      run.handle().destroy();
      awaitText(run, "SIGTERM: the step at work has 20 s to end.");
      put("go", "");

      assertThat(run.exitCode()).isEqualTo(143);
      assertThat(run.out()).endsWith("Ended.\n");
      assertThat(entries()).containsExactly("0 slow STEP_DONE");
      assertThat(isHeld()).isFalse();
    }
  }

  @Test
  void whatFailedIsTriedAgainWhileTheFileIsLateOrThePlanIsInvalid() throws Exception {
    String bars = "  - {step: bars, run: 'lake ingest daily-bars in/{yyyymmdd}.csv'}\n";
    putPlan("0", bars);
    put("conf/audits.yaml", Files.readString(Asof.checkout().resolve("conf/audits.yaml")));
    try (AsofProcess daemon = start("refresh", "daemon", "--retry-after", "1s")) {
      awaitText(daemon, FIRST + "bars: failed with 2, error[file-missing]: Cannot ingest ");
      putPlan("0", bars.replace("run:", "runs:"));
      awaitText(daemon, "error[definition-invalid]: Invalid definition conf/refresh/nightly.yaml");
      putPlan("0", bars);
      put(
          "in/" + compact() + ".csv",
          "symbol,date,open,high,low,close,volume\nA,2022-09-02,10,10,10,10,100\n");
      awaitText(daemon, FIRST + "done\n");
      daemon.handle().destroy();

      assertThat(daemon.exitCode()).isZero();
      assertThat(daemon.err()).hasLineCount(1);
      assertThat(entries())
          .startsWith("0 bars STEP_FAILED")
          .endsWith("0 bars STEP_DONE", "0  DONE")
          .containsOnlyOnce("0 bars STEP_DONE");
      assertThat(isHeld()).isFalse();
    }
  }
}
