package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.catalog.TableDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that the lake keeps. */
class RunsStoreCommandsTest {
  private static final String DEFINITION =
      """
      strategy: moving-average-cross
      universe: [A, B]
      data: {asOf: T1}
      benchmark: B
      grid: {fast: [1], slow: [2, 3]}
      """;

  @TempDir private Path folder;
  private WrittenLake lake;
  private Asof asof;
  private String id;

  @BeforeEach
  void run() {
    lake = new WrittenLake(folder);
    asof = lake.asof();
    lake.publish(
        TableDefinition.DAILY_BARS,
        "T1",
        List.of(
            WrittenLake.bar("2022-08-01", "A", 10, 10),
            WrittenLake.bar("2022-08-02", "A", 10, 9),
            WrittenLake.bar("2022-08-03", "A", 9, 11),
            WrittenLake.bar("2022-08-04", "A", 12, 13),
            WrittenLake.bar("2022-08-01", "B", 20, 20),
            WrittenLake.bar("2022-08-02", "B", 20, 21),
            WrittenLake.bar("2022-08-03", "B", 20, 22),
            WrittenLake.bar("2022-08-04", "B", 20, 20)));
    id = backtest("cross", DEFINITION);
  }

  private String backtest(String name, String text, String... more) {
    String[] args = new String[2 + more.length];
    args[0] = "backtest";
    args[1] = lake.definition(name, text);
    System.arraycopy(more, 0, args, 2, more.length);
    Asof.Outcome outcome = asof.run(args);
    assertThat(outcome.err()).isEmpty();
    return outcome
        .out()
        .lines()
        .filter(line -> line.startsWith("Run: "))
        .findFirst()
        .orElseThrow()
        .substring("Run: ".length());
  }

  @Test
  void theSameRunHasTheSameNameAndIsListedOnce() {
    assertThat(backtest("cross", DEFINITION)).isEqualTo(id);

    Asof.Outcome list = asof.run("runs", "list", "--format", "csv");

    assertThat(list.err()).isEmpty();
    assertThat(list.out().lines()).hasSize(2);
    assertThat(list.out()).contains(id + ",cross,moving-average-cross,2026-01-02T12:00:00Z,2,");
  }

  @Test
  void filtersNarrowTheList() {
    String other = backtest("other", DEFINITION.replace("[2, 3]", "[3]"));

    assertThat(ids("--name", "oth")).containsExactly(other);
    assertThat(ids("--limit", "1")).hasSize(1);
    assertThat(ids("--strategy", "index-rebalance")).isEmpty();
    assertThat(ids("--since", "2026-01-03")).isEmpty();
    assertThat(ids("--since", "2026-01-02")).containsExactlyInAnyOrder(id, other);
    assertThat(ids("--audit", "passed")).isEmpty();
    assertThat(asof.run("audit", lake.definition("cross", DEFINITION)).exitCode()).isZero();
    assertThat(ids("--audit", "passed")).hasSize(1).doesNotContain(id);
  }

  private List<String> ids(String... options) {
    List<String> args = new ArrayList<>(List.of("runs", "list", "--format", "csv"));
    args.addAll(List.of(options));
    Asof.Outcome list = asof.run(args.toArray(String[]::new));
    assertThat(list.err()).isEmpty();
    return list.out().lines().skip(1).map(line -> line.substring(0, line.indexOf(','))).toList();
  }

  @Test
  void aPageIsRenderedAgainToTheByte() throws IOException {
    Path first = asof.report("cross");

    Asof.Outcome again = asof.run("runs", "report", id.substring(0, 6), "--out", "again");

    assertThat(again.err()).isEmpty();
    for (String page : List.of("report.html", "tearsheet.html", "result.json")) {
      assertThat(folder.resolve("again").resolve(page)).hasSameBinaryContentAs(first.resolve(page));
    }
  }

  @Test
  void anotherCombinationHasItsTearSheet() throws IOException {
    Asof.Outcome again = asof.run("runs", "report", id, "--out", "second", "--run", "slow=3");

    assertThat(again.err()).isEmpty();
    assertThat(Files.readString(folder.resolve("second/tearsheet.html")))
        .contains("Tear sheet \u00b7 cross: 1 \u00b7 3");
    assertThat(asof.run("runs", "report", id, "--run", "slow=9").err())
        .isEqualTo(
            "error[usage]: Invalid option --run slow=9: no run has it; its values are 2, 3\n");
  }

  @Test
  void aLimitBelowOneIsRefused() {
    assertThat(asof.run("runs", "list", "--limit", "0").err())
        .isEqualTo("error[usage]: Invalid option --limit 0: expected 1 or more\n");
  }

  @Test
  void aRunIsShownVerifiedAndExplainedByItsName() {
    assertThat(asof.run("runs", "show", id).out()).contains("daily_bars", "T1", "Benchmark");
    assertThat(asof.run("runs", "verify", id).out()).endsWith("Reproduced: 2 of 2 runs\n");
    assertThat(asof.run("runs", "explain", id, "--cell", "0", "--order", "0").exitCode()).isZero();
  }

  @Test
  void runsAreComparedOnOnePage() throws IOException {
    String other = backtest("other", DEFINITION.replace("[2, 3]", "[3]"));

    Asof.Outcome compared = asof.run("runs", "compare", id, other, "--out", "here");

    assertThat(compared.err()).isEmpty();
    assertThat(Files.readString(folder.resolve("here/compare.html")))
        .contains(id + " cross", other + " other");
    assertThat(asof.run("runs", "compare", id, id).err())
        .startsWith("error[usage]: Invalid runs " + id + " " + id + ": expected 2 to 6 different");
  }

  @Test
  void everyRunCountsAsATrialOnce() {
    backtest("cross", DEFINITION);
    String wider = backtest("wider", DEFINITION.replace("[2, 3]", "[2, 3, 4]"));

    String shown = asof.run("runs", "show", wider).out();

    // Two of the three were run before; what the third did is another result or the same.
    assertThat(shown).containsPattern("Trials of moving-average-cross .*: [23]\\n");
  }

  @Test
  void aRunThatIsNotThereIsOneLineWithWhatIs() {
    Asof.Outcome missing = asof.run("runs", "show", "0123456789ab");

    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err())
        .isEqualTo(
            "error[run-missing]: Cannot find run '0123456789ab': there is no such run; the latest"
                + " are "
                + id
                + " (cross)\n");
  }

  @Test
  void aDocumentThatWasChangedIsNotRendered() throws IOException {
    Path result = asof.report("cross").resolve("result.json");
    Files.writeString(
        result,
        Files.readString(result)
            .replaceFirst("\"equityUsd\" : \\[ 100000\\.0", "\"equityUsd\" : [ 100001.0"));

    Asof.Outcome refused = asof.run("runs", "report", ".asof/reports/cross", "--out", "again");

    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err()).contains("do not have the digest that stands beside them");
    assertThat(folder.resolve("again")).doesNotExist();
  }
}
