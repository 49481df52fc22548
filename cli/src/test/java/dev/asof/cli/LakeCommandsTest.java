package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeCommandsTest {
  private final Asof asof = DemoHome.shared().asof();

  private List<CSVRecord> csv(String... args) throws Exception {
    Asof.Outcome outcome = asof.run(args);
    assertThat(outcome.err()).isEmpty();
    try (CSVParser parser =
        CSVParser.parse(
            outcome.out(),
            CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get())) {
      return parser.getRecords();
    }
  }

  private static List<String> isins(List<CSVRecord> rows, String change) {
    return rows.stream()
        .filter(row -> row.get("change").equals(change))
        .map(row -> row.get("isin"))
        .sorted()
        .toList();
  }

  /** The two lists as PUBLISHED.md prints them. */
  @Test
  void theDifferenceOfTheTwoTagsIsThePublishedOne() throws Exception {
    List<CSVRecord> rows =
        csv("lake", "diff", "fund_holdings", "Q1_2022", "Q3_2022", "--format", "csv");
    assertThat(isins(rows, "entered"))
        .containsExactly(
            "US1331311027",
            "US22160N1090",
            "US29082K1051",
            "US46187W1071",
            "US46982L1089",
            "US49271V1008",
            "US6821891057",
            "US9256521090",
            "US9344231041");
    assertThat(isins(rows, "left"))
        .containsExactly(
            "US1567821046",
            "US25470F1049",
            "US25470F3029",
            "US44980X1090",
            "US4698141078",
            "US6936561009",
            "US7075691094",
            "US7127041058",
            "US9043111072",
            "US9043112062");
    assertThat(rows)
        .filteredOn(row -> row.get("change").equals("entered"))
        .allMatch(row -> row.get("date").equals("2022-09-30"))
        .allMatch(row -> row.get("acceptanceTime").equals("2022-11-28T20:50:55Z"));
    assertThat(rows)
        .filteredOn(row -> row.get("change").equals("left"))
        .allMatch(row -> row.get("date").equals("2022-03-31"))
        .allMatch(row -> row.get("acceptanceTime").equals("2022-05-27T17:54:03Z"));
  }

  @Test
  void theDifferenceForPeopleEndsWithItsCounts() {
    assertThat(asof.run("lake", "diff", "fund_holdings", "Q1_2022", "Q3_2022").out())
        .contains("9 entered, 10 left, 18 changed from Q1_2022 to Q3_2022");
    assertThat(asof.run("lake", "diff", "index_changes", "Q1_2022", "Q3_2022").out())
        .isEqualTo("0 entered, 0 left, 0 changed from Q1_2022 to Q3_2022\n");
  }

  /** The two ways into the lake see the same rows. */
  @Test
  void sqlAsOfATagSeesWhatTheTagHolds() throws Exception {
    String count =
        "SELECT status, count(*) AS n FROM fund_holdings VERSION AS OF '%s' GROUP BY status ORDER BY"
            + " status";
    assertThat(csv("lake", "sql", count.formatted("Q1_2022"), "--format", "csv"))
        .extracting(row -> row.get("status") + " " + row.get("n"))
        .containsExactly("new 28");
    assertThat(csv("lake", "sql", count.formatted("Q3_2022"), "--format", "csv"))
        .extracting(row -> row.get("status") + " " + row.get("n"))
        .containsExactly("expired 10", "new 9", "unchanged 18");
  }

  @Test
  void tablesShowKeysUnitsPartitioningAndSortOrder() {
    assertThat(asof.run("lake", "tables", "fund_holdings").out())
        .contains(
            "key:          fund, isin", "sort order:   fund, isin", "valUsd", "USD", "shares");
    assertThat(asof.run("lake", "tables").out()).contains("daily_bars", "index_changes");
  }

  @Test
  void tablesWithoutDataAreListedAndNotAskedFor() throws Exception {
    assertThat(csv("lake", "tables", "--format", "csv"))
        .extracting(row -> row.get("table") + " " + !row.get("rows").equals("0"))
        .containsExactly(
            "fund_holdings true",
            "index_changes true",
            "daily_bars true",
            "instruments false",
            "corporate_actions false",
            "index_members false",
            "borrow_rates false",
            "top_of_book false");
    assertThat(asof.run("lake", "tables", "instruments").out())
        .contains("key:          instrument, validFrom", "startKnownAt");

    String definition = DemoHome.definition("moving-average-cross.yaml");
    for (String tags :
        List.of(
            "{daily_bars: Q3_2022}",
            "{daily_bars: Q3_2022, instruments: Q3_2022, corporate_actions: Q3_2022}")) {
      Asof.Outcome run = asof.run("backtest", definition, "--set", "data={asOf: " + tags + "}");
      assertThat(run.err()).isEmpty();
      assertThat(run.exitCode()).isZero();
    }
  }

  @Test
  void aListOfMembersComesInWithTheNameOfItsIndex(@TempDir Path folder) throws Exception {
    Asof own = new Asof(folder);
    Files.writeString(
        folder.resolve("members.csv"), "date,symbol\n2022-03-31,PENN\n2022-03-31,PVH\n");

    assertThat(own.run("lake", "ingest", "index-members", "members.csv").err())
        .isEqualTo(
            "error[usage]: Cannot ingest members.csv: it doesn't say whose members these are; give"
                + " --index, for example --index 'S&P 500'\n");
    Asof.Outcome named =
        own.run("lake", "ingest", "index-members", "members.csv", "--index", "S&P 500");
    assertThat(named.err()).isEmpty();
    assertThat(named.out())
        .contains("index_members", "2 inserted", "2022-03-31T20:00:00Z")
        .doesNotContain("warning");
  }

  @Test
  void strategiesAreListedWithTheirParameters() {
    assertThat(asof.run("strategies").out())
        .contains("index-rebalance:", "moving-average-cross:", "AD+1, ED0, MD+1", "holding");
  }

  @Test
  void aGroupWithoutACommandShowsItsHelp() {
    assertThat(asof.run().out()).isEqualTo(asof.run("--help").out());
    assertThat(asof.run("lake").out()).isEqualTo(asof.run("lake", "--help").out());
    assertThat(asof.run("lake", "ingest", "--help").out())
        .contains("daily-bars: ", "date, symbol, open, high, low, close, volume")
        .contains("instruments: ", "corporate-actions: ", "index-members: ", "--index");
  }

  @Test
  void everyCommandExplainsItself() {
    for (String command :
        List.of(
            "",
            "demo",
            "lake",
            "lake ingest",
            "lake quarantine",
            "lake tables",
            "lake tags",
            "lake diff",
            "lake release",
            "lake releases",
            "lake branch",
            "lake branches",
            "lake sql",
            "lake check",
            "backtest",
            "runs",
            "audit",
            "impact",
            "runs verify",
            "runs explain",
            "strategies",
            "doctor")) {
      String[] args = (command + " --help").strip().split(" ");
      Asof.Outcome help = asof.run(args);
      assertThat(help.exitCode()).isZero();
      assertThat(help.out()).startsWith("Usage: asof " + command);
    }
  }
}
