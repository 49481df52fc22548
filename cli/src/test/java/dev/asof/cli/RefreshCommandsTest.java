package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** It is 2026-01-02 12:00 UTC; the session before was 2025-12-31. */
class RefreshCommandsTest {
  private static final String PLAN =
      """
      name: nightly
      schedule: {cron: "30 18 * * *", zone: America/New_York, calendar: nyse}
      from: 2025-12-30
      steps:
        - step: bars
          run: lake ingest daily-bars in/bars_{yyyymmdd}.csv --tag EOD_{date}
        - step: look
          run: lake tables
        - step: release
          needs: [bars]
          run: [lake, release, "R_{date}"]
      """;

  @TempDir private Path folder;
  private Asof asof;

  @BeforeEach
  void write() throws IOException {
    asof = new Asof(folder);
    Files.createDirectories(folder.resolve("conf/refresh"));
    Files.createDirectories(folder.resolve("in"));
    Files.writeString(folder.resolve("conf/refresh/nightly.yaml"), PLAN);
    bars("2025-12-30", 10);
  }

  private void bars(String day, double close) throws IOException {
    Files.writeString(
        folder.resolve("in/bars_" + day.replace("-", "") + ".csv"),
        "symbol,date,open,high,low,close,volume\nA,%s,%s,%s,%s,%s,100\n"
            .formatted(day, close, close, close, close));
  }

  private List<String> status() {
    return asof.run("refresh", "status", "--format", "csv").out().lines().skip(1).toList();
  }

  @Test
  void whatIsDueIsDoneInOrderAndTheRestWaitsForAMissingFile() throws IOException {
    Asof.Outcome first = asof.run("refresh", "run");

    assertThat(first.exitCode()).isEqualTo(2);
    assertThat(first.out())
        .contains(
            "nightly 2025-12-30T23:30:00Z bars: asof lake ingest daily-bars in/bars_20251230.csv"
                + " --tag EOD_2025-12-30",
            "nightly 2025-12-30T23:30:00Z done\n",
            "nightly 2025-12-31T23:30:00Z bars: failed with 2, error[file-missing]: Cannot ingest");
    assertThat(status().get(0))
        .startsWith("nightly,2025-12-30T23:30:00Z,")
        .contains(",2026-01-02T23:30:00Z,1,1 d 12 h,,bars,");
    assertThat(asof.run("refresh", "status", "--check").exitCode()).isEqualTo(3);

    bars("2025-12-31", 11);
    Asof.Outcome second = asof.run("refresh", "run");

    assertThat(second.err()).isEmpty();
    assertThat(second.exitCode()).isZero();
    assertThat(second.out())
        .doesNotContain("look")
        .containsPattern("bars: done in [0-9.]+ s; daily_bars [0-9]+ to [0-9]+\n");
    assertThat(asof.run("lake", "releases").out()).contains("R_2025-12-30", "R_2025-12-31");
    assertThat(asof.run("refresh", "status", "--check").exitCode()).isZero();
    assertThat(asof.run("refresh", "run").out()).isEmpty();
    assertThat(Files.readString(folder.resolve(".asof/refresh/nightly/20251231T2330Z/bars.log")))
        .contains("# ", "error[file-missing]: Cannot ingest", "EOD_2025-12-31");
  }

  @Test
  void aDryRunDoesNothing() {
    Asof.Outcome dry = asof.run("refresh", "run", "--dry-run");

    assertThat(dry.out().lines()).hasSize(6);
    assertThat(dry.out()).contains("2025-12-31T23:30:00Z release: asof lake release R_2025-12-31");
    assertThat(asof.run("lake", "tags").out().lines()).hasSizeLessThan(2);
    assertThat(status().get(0)).contains(",2,");
  }

  @Test
  void whatIsGivenUpIsSkippedWithItsReason() {
    asof.run("refresh", "run");
    String file = "conf/refresh/nightly.yaml";

    assertThat(
            asof.run("refresh", "skip", file, "--due", "2025-12-30T23:30:00Z", "--reason", "x")
                .err())
        .isEqualTo(
            "error[usage]: Invalid option --due 2025-12-30T23:30:00Z: nightly waits for"
                + " 2025-12-31T23:30:00Z\n");
    Asof.Outcome skipped =
        asof.run(
            "refresh", "skip", file, "--due", "2025-12-31T23:30:00Z", "--reason", "never sent");

    assertThat(skipped.out()).isEqualTo("nightly 2025-12-31T23:30:00Z skipped, never sent\n");
    assertThat(status().get(0)).contains(",2026-01-02T23:30:00Z,0,");
  }

  @Test
  void mistakesNameFileLineAndKey() throws IOException {
    List<String> errors = new ArrayList<>();
    for (String[] change :
        new String[][] {
          {"{yyyymmdd}", "{day}"},
          {"needs: [bars]", "needs: [holdings]"},
          {"run: lake tables", "run: rm -rf in"},
          {"run: lake tables", "run: lake 'tables'"},
          {"step: look", "step: look\n    retries: 3"},
          {"30 18", "30 25"},
          {"New_York", "New_Amsterdam"},
          {"calendar: nyse", "calendar: lse"},
          {"from: 2025-12-30\n", ""},
        }) {
      Files.writeString(
          folder.resolve("conf/refresh/nightly.yaml"), PLAN.replace(change[0], change[1]));
      Asof.Outcome outcome = asof.run("refresh", "run");
      assertThat(outcome.exitCode()).isEqualTo(2);
      errors.add(
          outcome.err().strip().replace("error[definition-invalid]: Invalid definition ", ""));
    }
    String file = "conf/refresh/nightly.yaml";
    assertThat(errors)
        .satisfiesExactly(
            e ->
                assertThat(e)
                    .isEqualTo(
                        file
                            + ", line 5, key steps[0].step: Invalid placeholder {day}: expected"
                            + " {date}, {yyyymmdd}, {previous}"),
            e ->
                assertThat(e)
                    .startsWith(file + ", line 9, key steps[2].step: Invalid step release"),
            e ->
                assertThat(e).startsWith(file + ", line 8, key steps[1].run: 'rm' can't be a step"),
            e -> assertThat(e).startsWith(file + ", line 8, key steps[1].run: a line can't hold"),
            e -> assertThat(e).startsWith(file + ", line 8, key steps[1].retries: unknown key"),
            e -> assertThat(e).startsWith(file + ", line 2, key schedule.cron: '30 25 * * *'"),
            e -> assertThat(e).startsWith(file + ", line 2, key schedule.zone: 'America/New_Am"),
            e -> assertThat(e).startsWith(file + ", line 2, key schedule.calendar: 'lse'"),
            e -> assertThat(e).isEqualTo(file + ": key from is missing"));
  }

  @Test
  void aCronJobRunsTheRefreshAtItsTimes() throws IOException {
    Files.writeString(
        folder.resolve("place.yaml"),
        "catalog: {type: glue}\nstorage: {type: s3, warehouse: \"s3://lake/w\"}\n");

    Asof.Outcome written =
        asof.run(
            "refresh",
            "deploy",
            "conf/refresh/nightly.yaml",
            "--to",
            "cronjob",
            "--conf",
            "place.yaml",
            "--image",
            "asof:1",
            "--secret",
            "lake");

    assertThat(written.err()).isEmpty();
    List<Object> objects = new ArrayList<>();
    new Load(LoadSettings.builder().build()).loadAllFromString(written.out()).forEach(objects::add);
    assertThat(objects).hasSize(2);
    assertThat(objects.get(0).toString()).contains("kind=ConfigMap", "run: lake tables");
    assertThat(objects.get(1).toString())
        .contains(
            "schedule=30 18 * * *",
            "timeZone=America/New_York",
            "concurrencyPolicy=Forbid",
            "secretRef={name=lake}",
            "name=asof-nightly");
    assertThat(
            asof.run(
                    "refresh",
                    "deploy",
                    "conf/refresh/nightly.yaml",
                    "--to",
                    "cronjob",
                    "--conf",
                    Asof.checkout().resolve("conf/local.yaml").toString(),
                    "--image",
                    "asof:1")
                .err())
        .contains("an embedded lake would be gone with its pod");
  }
}
