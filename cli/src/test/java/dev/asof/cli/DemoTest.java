package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class DemoTest {
  private final DemoHome home = DemoHome.shared();

  @Test
  void theDemoPrintsTheDifferenceTheSharpeTableAndEndsWithTheReport() {
    assertThat(home.printed())
        .contains("fund_holdings", "index_changes", "daily_bars", "Q1_2022", "Q3_2022")
        .contains("entered", "US22160N1090", "left", "US7075691094")
        .contains("AD+1", "ED0", "MD+1", "1d", "4w")
        .containsPattern("\nReport: .asof/reports/index-rebalance/[0-9a-f]{12}/report.html\n$");
  }

  @Test
  void allTablesHaveBothTagsAndTheirKnowledgeTimes() {
    String tags = home.asof().run("lake", "tags", "--format", "csv").out();
    assertThat(tags.lines().filter(line -> line.contains(",Q1_2022,"))).hasSize(3);
    assertThat(tags.lines().filter(line -> line.contains(",Q3_2022,"))).hasSize(3);
    assertThat(tags)
        .contains("fund_holdings,Q1_2022,2022-05-27T17:54:03Z,28,")
        .contains("fund_holdings,Q3_2022,2022-11-28T20:50:55Z,37,")
        .contains("index_changes,Q1_2022,2022-09-02T21:15:00Z,4,")
        .contains("daily_bars,Q1_2022,2022-11-25T18:00:00Z,415,");
  }

  @Test
  void repeatingTheDemoChangesNothing() throws IOException {
    String tables = home.asof().run("lake", "tables", "--json").out();
    String result = Files.readString(home.report("index-rebalance").resolve("result.json"));
    Asof.Outcome again = home.asof().run("demo");
    assertThat(again.exitCode()).isZero();
    assertThat(again.out().lines().filter(line -> line.contains("already there"))).hasSize(6);
    assertThat(home.asof().run("lake", "tables", "--json").out()).isEqualTo(tables);
    assertThat(Files.readString(home.report("index-rebalance").resolve("result.json")))
        .isEqualTo(result);
  }

  @Test
  void theReportStandsAlone() throws IOException {
    String html = Files.readString(home.report("index-rebalance").resolve("report.html"));
    assertThat(html)
        .startsWith("<!DOCTYPE html>")
        .contains("S&amp;P 500", "PENN", "Q3_2022", "2022-11-28")
        .doesNotContain("src=\"http", "href=\"http", "<link", "@import");
  }
}
