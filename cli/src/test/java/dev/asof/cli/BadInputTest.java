package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user gets when it goes wrong: one line, the exit code of its kind, nothing changed. */
class BadInputTest {
  private static final String BARS = "date,symbol,open,high,low,close,volume\n";

  private final Asof demo = DemoHome.shared().asof();

  private static void assertRefused(
      Asof asof, int exitCode, String code, String message, String... args) {
    String before = asof.run("lake", "tags", "--json").out();
    String tables = asof.run("lake", "tables", "--json").out();
    Asof.Outcome outcome = asof.run(args);
    assertThat(outcome.err()).startsWith("error[" + code + "]: ").contains(message);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.exitCode()).isEqualTo(exitCode);
    assertThat(asof.run("lake", "tags", "--json").out()).isEqualTo(before);
    assertThat(asof.run("lake", "tables", "--json").out()).isEqualTo(tables);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "file-malformed|line 3|2022-07-01,A,1,2,1,1,10\\n2022-07-05,A,1",
        "row-invalid|line 2, column high|2022-07-01,A,1,1x,1,1,10",
        "row-invalid|line 2, column low|2022-07-01,A,1,2,-1,1,10",
        "row-invalid|line 2, column high|2022-07-01,A,1,0.5,1,1,10",
        "row-invalid|line 2, column date|2026-01-05,A,1,2,1,1,10",
        "row-invalid|line 2, column date|01/07/2022,A,1,2,1,1,10",
        "key-duplicate|line 3|2022-07-01,A,1,2,1,1,10\\n2022-07-01,A,1,2,1,1,10"
      })
  void aBadRowNamesItsLine(String code, String message, String rows, @TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("vendor.csv");
    Files.writeString(file, BARS + rows.replace("\\n", "\n") + "\n");
    assertRefused(
        demo, 3, code, "vendor.csv, " + message, "lake", "ingest", "daily-bars", file.toString());
  }

  @Test
  void aBadFileIsNamed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("vendor.csv");
    Files.writeString(file, "date,symbol,open,high,low,volume\n2022-07-01,A,1,2,1,10\n");
    assertRefused(
        demo, 3, "file-malformed", "close", "lake", "ingest", "daily-bars", file.toString());
    Files.writeString(file, "");
    assertRefused(
        demo, 3, "file-malformed", "vendor.csv", "lake", "ingest", "daily-bars", file.toString());
    Files.write(file, (BARS + "2022-07-01,Ä,1,2,1,1,10\n").getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(
        demo, 3, "file-malformed", "line 2", "lake", "ingest", "daily-bars", file.toString());
    assertRefused(
        demo, 2, "file-missing", "nowhere.csv", "lake", "ingest", "daily-bars", "nowhere.csv");
  }

  @Test
  void tagsThatCannotBeAreRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("vendor.csv");
    Files.writeString(file, BARS + "2022-07-01,A,1,2,1,1,10\n");
    assertRefused(
        demo,
        2,
        "tag-exists",
        "Q1_2022",
        "lake",
        "ingest",
        "daily-bars",
        file.toString(),
        "--tag",
        "Q1_2022");
    assertRefused(
        demo,
        2,
        "tag-invalid",
        "20240628",
        "lake",
        "ingest",
        "daily-bars",
        file.toString(),
        "--tag",
        "20240628");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "definition-invalid|costs.feeBsp: unknown key; expected one of feeBps|costs.feeBsp=1",
        "definition-invalid|costs.feeBps: '-1' is not valid; expected a number from 0|costs.feeBps=-1",
        "definition-invalid|costs.spreadUsd: expected slippageBps or spreadUsd, not both|costs.spreadUsd=0.02",
        "definition-invalid|key account: Invalid financing|account.borrowCash=true",
        "definition-invalid|account.direction: 'up' is not valid; expected both, long-only or short-only|account.direction=up",
        "definition-invalid|account.margin: 'yes' is not valid; expected none, or|account.margin=yes",
        "definition-invalid|account.margin.longPercent: '200' is not valid; expected a number from 0 to 100|account.margin={longPercent: 200}",
        "definition-invalid|metrics.yearDays: '251' is not valid|metrics.yearDays=251",
        "strategy-missing|there are index-rebalance, moving-average-cross|strategy=nope",
        "parameter-invalid|expected holding|grid.holding=[1d, 2m]",
        "parameter-invalid|has no such parameter; it has index, |parameters.sise=2",
        "tag-missing|Q9_2022|data.asOf=Q9_2022",
        "data-missing|NOPE|universe=[PENN, NOPE]",
        "definition-invalid|key period: start 2031-01-01 is after end 2022-12-30|period.start=2031-01-01",
        "data-missing|2031-01-01|period={start: 2031-01-01}"
      })
  void aBadDefinitionNamesTheKey(String code, String message, String override) {
    int exitCode = code.equals("data-missing") ? 3 : 2;
    assertRefused(
        demo,
        exitCode,
        code,
        message,
        "backtest",
        DemoHome.definition("index-rebalance.yaml"),
        "--set",
        override);
  }

  @Test
  void aRunThatLooksAheadIsRefusedUnlessItSaysSo() {
    assertRefused(
        demo,
        3,
        "lookahead",
        "allowLookahead: true",
        "backtest",
        DemoHome.definition("published-2022.yaml"),
        "--set",
        "allowLookahead=false");
  }

  /** Nine came into the fund and ten left it, as the published lists have it. */
  @Test
  void everyInputThatLooksAheadIsListed() throws IOException {
    String[] args = {
      "backtest", DemoHome.definition("published-2022.yaml"), "--set", "allowLookahead=false"
    };
    Asof.Outcome refused = demo.run(args);
    assertThat(refused.err()).contains("19 of ");
    assertThat(refused.out().lines()).hasSize(20);
    assertThat(refused.out())
        .startsWith("table")
        .contains("CSGP entered SP500-FUND, period 2022-09-30")
        .contains("2022-09-02T20:00:00Z  2022-11-28T20:50:55Z");

    Asof.Outcome json = demo.run(args[0], args[1], args[2], args[3], "--json");
    assertThat(json.exitCode()).isEqualTo(3);
    assertThat(Shared.json(json.out())).hasSize(19);
    assertThat(Shared.json(json.out()).get(0).get("known_at").asText())
        .isEqualTo("2022-11-28T20:50:55Z");
  }

  @Test
  void aPriceGapOnTheDayOfAFillIsNamed(@TempDir Path folder) throws IOException {
    Asof asof = new Asof(folder);
    Path changes = Asof.sample("index_changes_2022-09-02.csv");
    assertThat(asof.run("lake", "ingest", "index-changes", changes.toString(), "--tag", "T").err())
        .isEmpty();
    List<String> kept;
    try (var lines =
        Files.lines(Asof.sample("daily_bars_synthetic_2022-08-01_to_2022-11-25.csv"))) {
      kept = lines.filter(line -> !line.startsWith("2022-09-06,PENN,")).toList();
    }
    Path bars = folder.resolve("gap.csv");
    Files.write(bars, kept);
    assertThat(asof.run("lake", "ingest", "daily-bars", bars.toString(), "--tag", "T").err())
        .isEmpty();
    assertRefused(
        asof,
        3,
        "price-missing",
        "PENN has no open on 2022-09-06",
        "backtest",
        DemoHome.definition("index-rebalance.yaml"),
        "--as-of",
        "T",
        "--set",
        "grid={entry: [AD+1], holding: [1w]}",
        "--set",
        "data={asOf: T, indexChanges: true}");
  }

  @Test
  void namesThatAreNotThereListTheOnesThatAre() {
    assertRefused(demo, 2, "table-missing", "daily_bars", "lake", "tags", "bars");
    assertRefused(
        demo, 2, "tag-missing", "Q1_2022, Q3_2022", "lake", "diff", "daily_bars", "Q1_2022", "Q2");
    assertRefused(demo, 2, "usage", "see asof lake diff --help", "lake", "diff", "daily_bars");
    assertRefused(demo, 2, "sql-invalid", "nope", "lake", "sql", "SELECT nope FROM daily_bars");
  }

  @Test
  void aHomeThatCannotBeUsedIsNamed(@TempDir Path folder) throws IOException {
    Asof asof = new Asof(folder);
    Asof.Outcome missing = asof.run("lake", "tags");
    assertThat(missing.err()).startsWith("error[lake-missing]: Cannot open a lake in ");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(Files.list(folder)).isEmpty();

    Files.writeString(folder.resolve("occupied"), "a file");
    Asof.Outcome unwritable =
        asof.run(
            "lake",
            "ingest",
            "index-changes",
            Asof.sample("index_changes_2022-09-02.csv").toString(),
            "--home",
            "occupied");
    assertThat(unwritable.err()).startsWith("error[storage-unavailable]: ").contains("occupied");
    assertThat(unwritable.exitCode()).isEqualTo(4);
  }
}
