package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseCommandsTest {
  private static final String HEADER = "date,symbol,open,high,low,close,volume\n";

  @TempDir private Path folder;

  private String ok(String... args) {
    Asof.Outcome outcome = new Asof(folder).run(args);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    return outcome.out();
  }

  private void refused(String message, String... args) {
    Asof.Outcome outcome = new Asof(folder).run(args);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).startsWith(message);
  }

  private String file(String name, double close) throws IOException {
    String row = "2022-05-31,PENN,41,44,40," + close + ",100\n";
    Files.writeString(folder.resolve(name), HEADER + row, StandardCharsets.UTF_8);
    return name;
  }

  @Test
  void aReleaseAndAResearchBranchFromTheCommandLine() throws IOException {
    ok("lake", "ingest", "daily-bars", file("bars.csv", 42), "--tag", "May");

    assertThat(ok("lake", "release", "R1"))
        .startsWith("table")
        .containsPattern("daily_bars +\\d+ +1 +[0-9a-f]{64} +2022-05-31T20:00:00Z");
    assertThat(ok("lake", "releases", "--json"))
        .contains("\"release\"", "\"R1\"", "\"recorded_at\"", "\"2026-01-02T12:00:00Z\"");
    assertThat(ok("lake", "sql", "SELECT close FROM daily_bars VERSION AS OF 'R1'")).contains("42");

    assertThat(ok("lake", "branch", "what_if", "--from", "May")).contains("daily_bars", "what_if");
    String correction = file("correction.csv", 43);
    Asof.Outcome ingested =
        new Asof(folder)
            .run(
                "lake",
                "ingest",
                "daily-bars",
                correction,
                "--branch",
                "what_if",
                "--known-at",
                "2022-06-30T20:00:00Z");
    assertThat(ingested.exitCode()).isZero();
    assertThat(ingested.out()).contains("1 updated");
    assertThat(ok("lake", "branches", "daily_bars"))
        .containsPattern("what_if +2022-06-30\\S+ +1 +1");
    assertThat(ok("lake", "diff", "daily_bars", "May", "branch:what_if"))
        .contains("close 42 -> 43", "0 entered, 0 left, 1 changed from May to branch:what_if");
    assertThat(ok("lake", "tags")).contains("May", "R1").doesNotContain("what_if");
    assertThat(ok("lake", "ingest", "daily-bars", correction, "--branch", "what_if"))
        .contains("already there");
    assertThat(ok("lake", "diff", "daily_bars", "May", "R1")).contains("0 changed");

    refused(
        "error[usage]: Cannot use --tag T with --branch what_if: a research branch moves",
        "lake",
        "ingest",
        "daily-bars",
        correction,
        "--branch",
        "what_if",
        "--tag",
        "T");
    refused(
        "error[tag-missing]: Cannot read daily_bars as of branch:other: it has no branch other",
        "lake",
        "ingest",
        "daily-bars",
        correction,
        "--branch",
        "other");
    refused(
        "error[tag-invalid]: Cannot record release May as of branch:what_if: expected a tag,",
        "lake",
        "release",
        "May",
        "--as-of",
        "branch:what_if");
  }
}
