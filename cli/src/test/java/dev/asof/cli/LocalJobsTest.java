package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.asof.catalog.TableDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs as processes of this machine. */
class LocalJobsTest {
  @TempDir private static Path folder;
  private static Asof asof;

  @BeforeAll
  static void write() throws IOException {
    WrittenLake lake = new WrittenLake(folder);
    lake.publish(
        TableDefinition.DAILY_BARS,
        "T1",
        List.of(
            WrittenLake.bar("2022-08-01", "A", 10, 10),
            WrittenLake.bar("2022-08-02", "A", 10, 9),
            WrittenLake.bar("2022-08-03", "A", 9, 11),
            WrittenLake.bar("2022-08-04", "A", 12, 13)));
    lake.definition(
        "cross",
        """
        strategy: moving-average-cross
        universe: [A]
        data: {asOf: T1}
        grid: {fast: [1], slow: [2]}
        """);
    asof = lake.asof();
  }

  @Test
  void aJobRunsInAProcessOfItsOwnAndARepeatIsTheSameJob() throws IOException {
    String[] submit = {"submit", "--wait", "--", "backtest", "cross.yaml"};
    Asof.Outcome first = asof.run(submit);

    assertThat(first.err()).isEmpty();
    assertThat(first.exitCode()).isZero();
    assertThat(first.out()).contains("COMPLETED", "Report: .asof/reports/cross/");
    assertThat(asof.report("cross").resolve("report.html")).isNotEmptyFile();
    String id = first.out().substring(4, 20);
    assertThat(asof.run("jobs", "status", id.substring(0, 6), "--format", "csv").out())
        .contains(id + ",local,,COMPLETED,,2026-01-02T12:00:00Z,")
        .contains(",0,,small,asof-backtest-cross,backtest cross.yaml\n");
    assertThat(asof.run("jobs", "logs", id).out()).contains("Report: .asof/reports/cross/");
    assertThat(asof.run("jobs", "logs", id, "-f")).isEqualTo(asof.run("jobs", "logs", id));

    assertThat(asof.run(submit).out()).startsWith("Job " + id).contains("submitted before");
    assertThat(asof.run("submit", "--dry-run", "--size", "medium", "--", "backtest", "cross.yaml"))
        .satisfies(
            other -> {
              JsonNode request = Shared.json(other.out());
              assertThat(request.path("digest").textValue()).doesNotStartWith(id);
              assertThat(request.path("process").toString()).contains("\"-Xmx2048m\"");
            });
  }

  @Test
  void aMistakeIsSaidBeforeAnythingStartsAndAFailureHasItsExitCode() {
    Asof.Outcome usage = asof.run("submit", "--", "backtest", "--nonsense");
    assertThat(usage.exitCode()).isEqualTo(2);
    assertThat(usage.err()).startsWith("error[usage]: ").contains("asof backtest --help");
    assertThat(asof.run("submit", "--", "jobs", "list").err())
        .isEqualTo("error[usage]: Cannot submit 'jobs': it is about jobs, and runs here\n");
    assertThat(asof.run("submit", "--name", "a b", "--", "lake", "tags").err())
        .isEqualTo("error[usage]: Invalid name 'a b': expected letters, digits and . - _ / #\n");
    assertThat(asof.run("submit", "--target", "mars", "--", "lake", "tags").err())
        .startsWith("error[file-missing]: Cannot find target mars: there is no conf/mars.yaml");

    Asof.Outcome failed = asof.run("submit", "--wait", "--", "backtest", "nowhere.yaml");
    assertThat(failed.exitCode()).isEqualTo(2);
    assertThat(failed.out()).contains("FAILED");
    assertThat(failed.err()).startsWith("error[file-missing]: Cannot read definition nowhere.yaml");
    assertThat(asof.run("jobs", "list", "--state", "failed", "--format", "csv").out())
        .contains("asof-backtest-nowhere");
  }

  @Test
  void aJobOutlivesItsSubmitterAndItsTerminalsSignalsAndCanBeCancelledOrKilled()
      throws IOException, InterruptedException {
    Process submitter = submitter();
    assertThat(submitter.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String printed = Files.readString(folder.resolve("submitter.txt"));
    assertThat(printed).startsWith("Job ");
    String id = printed.substring(4, 20);
    awaitRunning(id);
    ProcessHandle job = handle(id);
    // What a terminal sends when Ctrl+C is typed and when it is closed.
    signal("INT", job);
    signal("HUP", job);
    Thread.sleep(300);
    assertThat(job.isAlive()).isTrue();
    assertThat(state(id)).isEqualTo("RUNNING");

    assertThat(asof.run("jobs", "cancel", id).out()).isEqualTo("Job " + id + ": CANCELLED\n");
    assertThat(job.isAlive()).isFalse();
    assertThat(state(id)).isEqualTo("CANCELLED");

    String second =
        asof.run("submit", "--again", "2", "--", WaitPlugin.NAME, "600").out().substring(4, 20);
    awaitRunning(second);
    handle(second).destroyForcibly();
    handle(second).onExit().join();
    assertThat(asof.run("jobs", "status", second, "--format", "csv").out())
        .contains("FAILED,\"its process ended without a word: killed, or out of memory\"");
  }

  @Test
  void aLogIsFollowedUntilItsJobHasEnded() throws IOException, InterruptedException {
    assumeFalse(AsofProcess.ignoresInterrupts(), "SIGINT is ignored here and by what is started");
    String id = asof.run("submit", "--", StepsPlugin.NAME).out().substring(4, 20);
    try (AsofProcess follower = follower(id);
        AsofProcess interrupted = follower(id)) {
      interrupted.awaitOut("step 1\n");
      signal("INT", interrupted.handle());
      assertThat(interrupted.exitCode()).isEqualTo(130);

      follower.awaitOut("step 1\n");
      assertThat(state(id)).isEqualTo("RUNNING");
      Files.writeString(folder.resolve("step-2"), "");
      follower.awaitOut("step 1\nstep 2 ");
      Files.writeString(folder.resolve("step-3"), "");

      assertThat(follower.exitCode()).isZero();
      assertThat(follower.out()).isEqualTo("step 1\nstep 2 \u00e9\n");
      assertThat(follower.err()).isEmpty();
    }
    assertThat(asof.run("jobs", "status", id, "--wait").exitCode())
        .isEqualTo(StepsPlugin.EXIT_CODE);
  }

  private static AsofProcess follower(String id) throws IOException {
    return AsofProcess.start(folder, Map.of(), "jobs", "logs", id, "--follow");
  }

  @Test
  void theLogOfAJobThatFailedIsPrintedAndThatIsNoFailure() {
    String id =
        asof.run("submit", "--wait", "--", "backtest", "missing.yaml").out().substring(4, 20);

    Asof.Outcome followed = asof.run("jobs", "logs", id, "--follow");
    assertThat(followed.exitCode()).isZero();
    assertThat(followed.err()).isEmpty();
    assertThat(followed.out())
        .startsWith("error[file-missing]: Cannot read definition missing.yaml")
        .isEqualTo(asof.run("jobs", "logs", id).out());
    Asof.Outcome executors = asof.run("jobs", "logs", id, "-f", "--of", "executors");
    assertThat(executors.exitCode()).isEqualTo(3);
    assertThat(executors.err())
        .isEqualTo(
            "error[data-missing]: Cannot show a log of job "
                + id
                + ": there is none yet, or its target keeps none (key jobs.logs of its file)\n");
  }

  /** A submitter that is a process, and ends. */
  private static Process submitter() throws IOException {
    return new ProcessBuilder(
            Stream.of(
                    Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                    Stream.of(System.getProperty("asof.jvmModules").split(" ")),
                    Stream.of(
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "submit",
                        "--",
                        WaitPlugin.NAME,
                        "600"))
                .flatMap(words -> words)
                .toList())
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("submitter.txt").toFile())
        .start();
  }

  private static String state(String id) throws IOException {
    JsonNode rows = Shared.json(asof.run("jobs", "status", id, "--json").out());
    return rows.path(0).path("state").textValue();
  }

  private static void awaitRunning(String id) throws IOException, InterruptedException {
    for (int attempt = 0; attempt < 600 && !state(id).equals("RUNNING"); attempt++) {
      Thread.sleep(100);
    }
    assertThat(state(id)).isEqualTo("RUNNING");
  }

  private static ProcessHandle handle(String id) throws IOException {
    JsonNode owner =
        Shared.json(Files.readString(folder.resolve(".asof/jobs/" + id + "/process.json")));
    return ProcessHandle.of(owner.path("pid").longValue()).orElseThrow();
  }

  private static void signal(String name, ProcessHandle process)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }
}
