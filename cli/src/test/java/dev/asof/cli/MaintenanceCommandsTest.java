package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.catalog.TableDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rolling back, altering and maintaining from the command line; none of it starts Spark here. */
class MaintenanceCommandsTest {
  private static final TableDefinition BARS = TableDefinition.DAILY_BARS;
  private static final Instant NOW = Instant.parse("2100-01-15T12:00:00Z");
  private static final String[] WITHOUT_SPARK = {
    "lake",
    "maintain",
    "--only",
    "stages,tags,snapshots,manifests",
    "--older-than",
    "0d",
    "--keep-snapshots",
    "0d"
  };

  @TempDir private Path folder;
  private WrittenLake lake;

  private static List<Object[]> bars(double lastClose) {
    return List.of(
        WrittenLake.bar("2022-08-01", "A", 10, 10),
        WrittenLake.bar("2022-08-02", "A", 10, 9),
        WrittenLake.bar("2022-08-03", "A", 9, 11),
        WrittenLake.bar("2022-08-04", "A", 12, lastClose));
  }

  @BeforeEach
  void publish() {
    lake = new WrittenLake(folder);
    lake.publish(BARS, "eod_1", Instant.parse("2022-08-04T20:00:00Z"), bars(13));
    lake.publish(BARS, "eod_2", Instant.parse("2022-08-04T21:00:00Z"), bars(14));
    lake.publish(BARS, "Q3", Instant.parse("2022-09-30T20:00:00Z"), bars(15));
  }

  private Asof.Outcome run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode;
    try (PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      exitCode =
          Main.run(
              Surroundings.of(outStream, errStream, Map.of(), folder, Asof.checkout(), NOW), args);
    }
    return new Asof.Outcome(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private String ok(String... args) {
    Asof.Outcome outcome = run(args);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    return outcome.out();
  }

  private void refused(int exitCode, String message, String... args) {
    Asof.Outcome outcome = run(args);
    assertThat(outcome.err()).isEqualTo(message + "\n");
    assertThat(outcome.exitCode()).isEqualTo(exitCode);
  }

  private String retention(String text) throws IOException {
    Files.writeString(folder.resolve("retention.yaml"), text);
    return "retention.yaml";
  }

  private String[] maintain(String... more) {
    String[] args = java.util.Arrays.copyOf(WITHOUT_SPARK, WITHOUT_SPARK.length + more.length);
    System.arraycopy(more, 0, args, WITHOUT_SPARK.length, more.length);
    return args;
  }

  @Test
  void aRollbackAndWhatTheHistorySaysAboutIt() {
    assertThat(ok("lake", "rollback", "daily_bars", "--to", "eod_1", "--reason", "wrong file"))
        .containsPattern("daily_bars +eod_1 +rolled back +1 +1 +4 +\\d+");
    assertThat(ok("lake", "rollback", "daily_bars", "--to", "eod_1", "--reason", "wrong file"))
        .contains("already there");
    assertThat(ok("lake", "diff", "daily_bars", "eod_1", "Q3")).contains("close 13 -> 15");
    assertThat(ok("lake", "history", "daily_bars").lines().toList())
        .satisfiesExactly(
            header -> assertThat(header).startsWith("committed_at"),
            line ->
                assertThat(line)
                    .containsPattern("2100-01-15T12:00:00Z +rollback to eod_1 +current")
                    .contains("wrong file"),
            line -> assertThat(line).containsPattern("overwrite +rolled back +Q3"),
            line -> assertThat(line).containsPattern("overwrite +rolled back +eod_2"),
            line -> assertThat(line).containsPattern("append +current +eod_1"));
    refused(
        2,
        "error[usage]: Cannot roll back daily_bars to Q3: the reason must be one line of 1 to 500"
            + " characters that says why",
        "lake",
        "rollback",
        "daily_bars",
        "--to",
        "Q3",
        "--reason",
        " ");
  }

  @Test
  void aResultIsReproducedAfterAllThatNothingNeedsIsGone() throws IOException {
    String definition =
        lake.definition(
            "cross",
            """
            strategy: moving-average-cross
            universe: [A]
            data: {asOf: Q3}
            grid: {fast: [1], slow: [2, 3]}
            """);
    ok("backtest", definition, "--out", "out");
    String file = retention("retention: [{tags: 'eod_*', keep: {days: 30}}]");
    String before = ok("lake", "tags", "--json");

    String would = ok(maintain("--retention", file, "--dry-run"));
    assertThat(would)
        .containsPattern("daily_bars +tags +remove 2 tags: eod_1, eod_2 +0")
        .containsPattern("daily_bars +snapshots +expire 3 snapshots +\\d+")
        .containsPattern("\\d+ bytes would be freed\\.");
    assertThat(ok("lake", "tags", "--json")).isEqualTo(before);
    String did = ok(maintain("--retention", file));

    assertThat(did.replace("did", "would").replaceAll("\\s+", " "))
        .startsWith(would.substring(0, would.indexOf("would_free")).replaceAll("\\s+", " "));
    assertThat(ok("lake", "tags")).contains("Q3").doesNotContain("eod_");
    assertThat(ok("lake", "history", "daily_bars"))
        .containsPattern("overwrite +current +Q3")
        .containsPattern("overwrite +expired");
    assertThat(ok("runs", "verify", "out")).endsWith("Reproduced: 2 of 2 runs\n");
    assertThat(ok(maintain("--retention", file))).isEqualTo("Nothing to do.\n");
  }

  @Test
  void theRetentionThatIsShippedIsRead() {
    String file = Asof.checkout().resolve("conf").resolve("retention.yaml").toString();

    assertThat(ok(maintain("daily_bars", "--retention", file, "--dry-run")))
        .containsPattern("daily_bars +tags +remove 2 tags: eod_1, eod_2");
  }

  @Test
  void aRetentionWithAMistakeIsRefusedWithItsLine() throws IOException {
    refused(
        2,
        "error[definition-invalid]: Invalid definition retention.yaml, line 3, key"
            + " retention[0].keep.weeks: unknown key; expected one of days, months, years",
        maintain("--retention", retention("retention:\n- tags: a\n  keep: {days: 1, weeks: 2}\n")));
    refused(
        2,
        "error[definition-invalid]: Invalid definition retention.yaml, line 3, key"
            + " retention[0].keep: expected at least one of days, months and years above 0",
        maintain("--retention", retention("retention:\n- tags: a\n  keep: {days: 0}\n")));
    refused(
        2,
        "error[definition-invalid]: Invalid definition retention.yaml, line 3, key"
            + " retention[0].keep.days: '1.5' is not valid; expected a whole number from 0 to 36500",
        maintain("--retention", retention("retention:\n- tags: a\n  keep: {days: 1.5}\n")));
    refused(
        2,
        "error[definition-invalid]: Invalid definition retention.yaml, line 3, key retention[1]:"
            + " expected keys and values",
        maintain("--retention", retention("retention:\n- {tags: a, keep: {days: 1}}\n- b\n")));
    refused(
        2,
        "error[file-missing]: Cannot read the retention none.yaml: no such file, or it can't be"
            + " read as UTF-8",
        maintain("--retention", "none.yaml"));
    refused(
        2,
        "error[usage]: Invalid option --keep-snapshots 1w: expected a number with d, h or m for"
            + " days, hours or minutes, such as 7d",
        "lake",
        "maintain",
        "--keep-snapshots",
        "1w");
  }

  @Test
  void whatTagsKeepInTheStorage() {
    assertThat(ok("lake", "tags", "daily_bars", "--storage").lines().toList())
        .satisfiesExactly(
            header -> assertThat(header).contains("bytes_kept_by_it_alone"),
            line -> assertThat(line).containsPattern("eod_1 +tag +\\d+ +[1-9]\\d* +[1-9]"),
            line -> assertThat(line).containsPattern("eod_2 +tag +\\d+ +[1-9]\\d* +[1-9]"),
            line -> assertThat(line).containsPattern("Q3 +tag +\\d+ +[1-9]\\d* +0"),
            line -> assertThat(line).containsPattern("main +branch +\\d+ +[1-9]\\d* +0"));
  }

  @Test
  void aTableIsAltered() {
    assertThat(
            ok(
                "lake",
                "alter",
                "daily_bars",
                "--add-column",
                "venue STRING",
                "--doc",
                "Where",
                "--unit",
                "MIC",
                "--default",
                "XNYS",
                "--partition-by",
                "months(session)",
                "--write-mode",
                "merge-on-read"))
        .containsPattern("column venue +STRING +changed")
        .containsPattern("partitioning +months\\(session\\) +changed")
        .containsPattern("write mode +merge-on-read +changed");
    assertThat(ok("lake", "tables", "daily_bars"))
        .contains("partitioning: months(session)", "write mode:   merge-on-read")
        .containsPattern("venue +STRING +MIC +value +Where");
    assertThat(ok("lake", "alter", "daily_bars", "--write-mode", "merge-on-read"))
        .contains("already so");
    refused(
        2,
        "error[usage]: Invalid --add-column 'venue TEXT': expected a name and one of "
            + String.join(
                ", ",
                java.util.Arrays.stream(dev.asof.catalog.Column.Kind.values())
                    .map(dev.asof.catalog.Column.Kind::sqlType)
                    .toList())
            + ", for example 'venue STRING'",
        "lake",
        "alter",
        "daily_bars",
        "--add-column",
        "venue TEXT");
    refused(
        2,
        "error[usage]: Cannot alter daily_bars: give --write-mode, --partition-by or --add-column",
        "lake",
        "alter",
        "daily_bars");
  }

  @Test
  void aReleaseOfAPointInThePastIsNotCompacted() {
    refused(
        2,
        "error[usage]: Cannot use --compact with --as-of Q3: only the latest snapshots are"
            + " compacted",
        "lake",
        "release",
        "R",
        "--compact",
        "--as-of",
        "Q3");
    assertThat(ok("lake", "release", "R", "--compact")).contains("daily_bars");
  }
}
