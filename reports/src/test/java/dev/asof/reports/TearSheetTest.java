package dev.asof.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.Experiment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

final class TearSheetTest {
  private static final int MOST_BYTES = 2_000_000;
  private static final Experiment DECADE = DecadeExperiment.make();

  private static Document page(Experiment experiment) {
    return Jsoup.parse(TearSheet.html(experiment));
  }

  private static int bytes(String html) {
    return html.getBytes(StandardCharsets.UTF_8).length;
  }

  private static Element table(Document page, String caption) {
    return page.select("table").stream()
        .filter(table -> table.selectFirst("caption").text().startsWith(caption))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No table: " + caption));
  }

  private static String plain(Element element) {
    return element.text().replace('\u00a0', ' ');
  }

  @Test
  void tenYearsAndFiveThousandTradesStaySmall() {
    assertThat(DECADE.cells().get(0).result().trades().size()).isGreaterThan(5_000);

    assertThat(bytes(TearSheet.html(DECADE))).isLessThan(MOST_BYTES);
    assertThat(bytes(ExperimentReport.html(DECADE))).isLessThan(MOST_BYTES);
  }

  @Test
  void aFullSheetHasEverySection() {
    Document page = page(DECADE);

    assertThat(page.select("main h2").eachText())
        .containsExactly(
            "Returns",
            "Years and months",
            "Distribution",
            "Moving windows",
            "Drawdowns",
            "Crises",
            "Exposure and turnover",
            "Positions",
            "Round trips",
            "Transactions",
            "Costs and borrowing",
            "All metrics",
            "Look-ahead audit",
            "Provenance",
            "Settings");
    assertThat(page.select("svg[role=img]").eachAttr("aria-labelledby"))
        .hasSizeGreaterThan(12)
        .doesNotHaveDuplicates();
    assertThat(page.select("nav a[href^=#]").eachAttr("href"))
        .allMatch(href -> page.selectFirst(href) != null);
  }

  @Test
  void everyMetricShowsItsConvention() {
    for (Element row : page(DECADE).select("section[aria-labelledby=metrics] tbody tr")) {
      assertThat(row.select("td.text").eachText()).hasSize(2).noneMatch(String::isBlank);
    }
  }

  @Test
  void yearsAreBesideTheBenchmarks() {
    Document page = page(DECADE);
    Element first = table(page, "Return of each year").selectFirst("tbody tr");
    Element months = table(page, "Return of each month").selectFirst("tbody tr");

    assertThat(first.select("th").text()).isEqualTo("2015");
    assertThat(first.select("td").get(0).text()).isEqualTo("2015-01-02");
    assertThat(plain(first.select("td").get(2)))
        .isEqualTo(months.select("td").get(12).text() + " %");
    assertThat(first.select("td").get(5).text()).isIn("yes", "no");
  }

  @Test
  void theWorstDrawdownIsTheMaximumDrawdown() {
    Document page = page(DECADE);
    Element worst = table(page, "The worst drawdowns").selectFirst("tbody td");
    Element metric =
        table(page, "Drawdown").select("tbody tr").stream()
            .filter(row -> row.selectFirst("th").text().equals("Maximum drawdown"))
            .findFirst()
            .orElseThrow();

    assertThat(worst.text()).isEqualTo(metric.selectFirst("td").text());
    assertThat(table(page, "The worst drawdowns").select("tbody tr")).hasSize(10);
  }

  @Test
  void profitsByInstrumentAddUpToThoseBySide() {
    Document page = page(DECADE);
    double bySide =
        number(table(page, "Round trips after fees").select("tbody tr").get(0).child(4));
    Element bySymbol = table(page, "Profit by instrument");
    double all =
        DECADE.cells().get(0).result().trades().stream().mapToDouble(t -> t.pnlUsd()).sum();

    assertThat(bySide).isEqualTo(Math.rint(all * 100) / 100);
    assertThat(bySymbol.select("tbody tr")).hasSize(20);
  }

  private static double number(Element cell) {
    return Double.parseDouble(cell.text().replace(",", "").replace("\u2212", "-"));
  }

  @Test
  void onlyCrisesWhollyWithinTheRunAreShown() {
    Element crises = table(page(DECADE), "Compounded return from after");

    assertThat(crises.select("tbody th").eachText())
        .contains("Yuan devaluation", "Covid-19", "Regional banks")
        .doesNotContain("Lehman Brothers", "Tariffs of April 2025");
    assertThat(page(SampleExperiments.entryByHolding()).text())
        .contains("None of the 19 times of trouble");
  }

  @Test
  void withoutABenchmarkThereIsNoColumnForIt() {
    Document page = page(SampleExperiments.entryByHolding());

    assertThat(page.text()).contains("compared with no benchmark");
    assertThat(table(page, "Return of each year").select("thead th").eachText())
        .doesNotContain("Beaten");
    assertThat(page.select("svg[role=img] title").eachText())
        .doesNotContain("Cumulative return at the benchmark's volatility");
  }

  @Test
  void anyCellHasASheet() {
    Experiment grid = SampleExperiments.entryByHolding();

    assertThat(Jsoup.parse(TearSheet.html(grid, 7)).selectFirst(".kicker").text())
        .isEqualTo("Tear sheet \u00b7 index-rebalance: ED0 \u00b7 2w");
    assertThatThrownBy(() -> TearSheet.html(grid, 15))
        .hasMessage("Invalid cell 15 of 15 of index-rebalance");
  }

  @Test
  void aRunWithoutOrdersOrPricesHasASheetToo() {
    Document page = page(FlatExperiment.withoutOrders());

    assertThat(page.text())
        .contains(
            "There is no round trip.",
            "No order was filled.",
            "Nothing was held at any close.",
            "Equity never closed below an earlier peak.");
  }

  @Test
  void aFailedRunSaysWhy() {
    Experiment failed = FlatExperiment.oneFailed("Cannot go on: no price of SPY on 2022-08-02");

    assertThat(Jsoup.parse(TearSheet.html(failed, 1)).selectFirst(".failed").text())
        .isEqualTo("Failed. Cannot go on: no price of SPY on 2022-08-02");
  }

  @Test
  void lookAheadIsOnTopOfTheSheet() {
    Document page = page(SampleExperiments.singleWithLookahead());

    assertThat(page.selectFirst("body > .banner").text()).startsWith("Look-ahead.");
  }

  @Test
  void vendorsTextIsShownAndNotInterpreted() {
    Document page = page(HostileExperiment.make());

    assertThat(page.select("script")).hasSize(1);
    assertThat(page.select("b, i, [onmouseover]")).isEmpty();
    assertThat(table(page, "All round trips").selectFirst("tbody th").text())
        .isEqualTo(HostileExperiment.SYMBOL);
  }

  @Test
  void theSameExperimentGivesTheSameBytes() {
    assertThat(List.of(TearSheet.html(DECADE), TearSheet.html(DecadeExperiment.make())))
        .containsOnly(TearSheet.html(DECADE));
  }
}
