package dev.asof.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AuditVerdict;
import dev.asof.api.Benchmark;
import dev.asof.api.Experiment;
import dev.asof.api.Trade;
import dev.asof.engine.BlockBootstrap;
import dev.asof.engine.HoldingWindow;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExperimentReportTest {
  private static List<Experiment> everyShape() {
    return List.of(
        SampleExperiments.singleWithLookahead(),
        SampleExperiments.holdings(),
        SampleExperiments.entryByHolding(),
        SampleExperiments.threeAxes());
  }

  private static Document page(Experiment experiment) {
    return Jsoup.parse(ExperimentReport.html(experiment));
  }

  private static List<String> captions(Element element) {
    return element.select("caption").eachText();
  }

  @ParameterizedTest
  @MethodSource("everyShape")
  void loadsNothingAndRunsItsOwnScriptAlone(Experiment experiment) {
    String html = ExperimentReport.html(experiment);

    assertThat(html).doesNotContain("http://", "https://", "url(", "@import");
    Document page = Jsoup.parse(html);
    assertThat(page.select("link, img, iframe, object, [src]")).isEmpty();
    assertThat(page.select("script")).hasSize(1);
    assertThat(page.selectFirst("script").data()).isEqualTo(PageScript.text());
    assertThat(page.selectFirst("meta[http-equiv=Content-Security-Policy]").attr("content"))
        .startsWith("default-src 'none'; ")
        .contains("script-src 'sha256-")
        .doesNotContain("script-src 'unsafe");
  }

  @ParameterizedTest
  @MethodSource("everyShape")
  void hasOneTitleAndHeadingsInOrder(Experiment experiment) {
    Document page = page(experiment);

    assertThat(page.select("h1").eachText()).containsExactly(experiment.title());
    int level = 0;
    for (Element heading : page.select("h1, h2, h3, h4")) {
      int next = heading.tagName().charAt(1) - '0';
      assertThat(next).as(heading.text()).isLessThanOrEqualTo(level + 1);
      level = next;
    }
  }

  @ParameterizedTest
  @MethodSource("everyShape")
  void everyTableHasACaptionAndScopedHeadings(Experiment experiment) {
    for (Element table : page(experiment).select("table")) {
      assertThat(captions(table)).hasSize(1).doesNotContain("");
      assertThat(table.select("th:not([scope])")).isEmpty();
      int columns = table.select("thead th").size();
      for (Element row : table.select("tbody tr")) {
        assertThat(row.children()).hasSize(columns);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyShape")
  void everyChartHasANameADescriptionAndItsNumbersAsATable(Experiment experiment) {
    Document page = page(experiment);

    assertThat(page.select("svg[role=img]")).hasSameSizeAs(page.select("figure")).isNotEmpty();
    for (Element chart : page.select("svg[role=img]")) {
      for (String id : chart.attr("aria-labelledby").split(" ")) {
        assertThat(page.getElementById(id).text()).isNotBlank();
      }
      Element next = chart.parent().nextElementSibling();
      Element data = next.is("figure") ? next.nextElementSibling() : next;
      assertThat(data.select("table tbody tr")).isNotEmpty();
      assertThat(data.is("details")).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("everyShape")
  void idsAreUniqueAndEveryLinkLeadsToOne(Experiment experiment) {
    Document page = page(experiment);

    List<String> ids = page.select("[id]").eachAttr("id");
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(page.select("a[href^=#]").eachAttr("href"))
        .allMatch(href -> ids.contains(href.substring(1)));
    assertThat(page.select("a:not([href^=#])").eachAttr("href")).containsExactly("tearsheet.html");
  }

  @ParameterizedTest
  @MethodSource("everyShape")
  void staysSmall(Experiment experiment) {
    String html = ExperimentReport.html(experiment);

    assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(600_000);
    for (Element chart : Jsoup.parse(html).select("svg[role=img]")) {
      assertThat(chart.outerHtml().length()).isLessThan(40_000);
    }
  }

  @Test
  void isTheSameTwiceAndUnderAnotherLocaleAndZone() {
    String first = ExperimentReport.html(SampleExperiments.entryByHolding());
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));

      assertThat(ExperimentReport.html(SampleExperiments.entryByHolding())).isEqualTo(first);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void showsABannerWithEachInputThatWasNotKnownInTime() {
    Document page = page(SampleExperiments.singleWithLookahead());

    Element banner = page.selectFirst(".banner");
    assertThat(page.body().child(0)).isEqualTo(banner);
    assertThat(banner.text()).contains("This result uses 4 inputs before they were known.");
    assertThat(banner.select("tbody tr").get(0).children().eachText())
        .containsExactly(
            "fund_holdings",
            "SP500-FUND: PENN left between Q1_2022 and Q3_2022",
            "2022-09-02 21:15:00 UTC",
            "2022-11-28 20:50:55 UTC");
    assertThat(page.selectFirst(".verdict").text()).contains("nobody could have earned this");
  }

  @Test
  void showsNoBannerWithoutLookahead() {
    Document page = page(SampleExperiments.entryByHolding());

    assertThat(page.select(".banner")).isEmpty();
    assertThat(page.selectFirst(".verdict").text())
        .contains("one event proves nothing")
        .doesNotContain("not known in time");
  }

  @Test
  void twoAxesBecomeTwoTablesOfFifteenCellsThatLeadToTheirRuns() {
    Document page = page(SampleExperiments.entryByHolding());

    assertThat(captions(page.selectFirst(".stack")))
        .containsExactly(
            "Sharpe ratio by entry and holding", "Return in percent by entry and holding");
    Element sharpe = page.selectFirst("table.heat");
    assertThat(sharpe.select("tbody th").eachText()).isEqualTo(SampleExperiments.ENTRIES);
    assertThat(sharpe.select("thead th.num").eachText()).isEqualTo(SampleExperiments.HOLDINGS);
    assertThat(sharpe.select("td")).hasSize(15);
    assertThat(sharpe.select("td.best")).hasSize(1);
    assertThat(page.select("details.run")).hasSize(15);
    Element cell = sharpe.select("tbody tr").get(1).select("td").get(2);
    Element run = page.getElementById(cell.selectFirst("a").attr("href").substring(1)).parent();
    assertThat(run.selectFirst("summary .name").text()).isEqualTo("ED0 \u00b7 2w");
    assertThat(run.selectFirst("summary").text())
        .contains("Sharpe " + cell.selectFirst("a").text());
  }

  @Test
  void oneAxisBecomesAListOfItsValues() {
    Document page = page(SampleExperiments.holdings());

    assertThat(page.select("table.heat")).isEmpty();
    Element results = page.selectFirst("section:has(#results) table");
    assertThat(results.select("thead th").eachText())
        .startsWith("holding", "Sharpe ratio, held", "Return, held", "Fills", "Total return");
    assertThat(results.select("tbody th").eachText()).isEqualTo(SampleExperiments.HOLDINGS);
  }

  @Test
  void threeAxesBecomeAFlatListWithTheLastAxisFastest() {
    Document page = page(SampleExperiments.threeAxes());

    Element results = page.selectFirst("section:has(#results) table:not(.heat)");
    assertThat(results.select("tbody tr")).hasSize(8);
    assertThat(results.select("tbody tr").get(1).select("th").eachText())
        .containsExactly("AD+1", "1d", "2.0");
    assertThat(results.select("tbody tr").get(2).select("th").eachText())
        .containsExactly("AD+1", "1w", "1.0");
    assertThat(captions(page.selectFirst("section:has(#results)")))
        .startsWith(
            "Sharpe ratio by entry and holding, median over the others",
            "Sharpe ratio by entry and size, median over the others",
            "Sharpe ratio by holding and size, median over the others");
  }

  @Test
  void aHeatMapOfThreeAxesHasTheMedianOfItsRunsAndNoLink() {
    Experiment experiment = SampleExperiments.threeAxes();
    List<Run> runs = Run.of(experiment);
    double[] two = {runs.get(0).windowSharpe(), runs.get(1).windowSharpe()};

    Element cell = page(experiment).selectFirst("table.heat td");

    assertThat(cell.text()).isEqualTo(NumberText.signed((two[0] + two[1]) / 2, 2));
    assertThat(cell.select("a")).isEmpty();
  }

  @Test
  void aCellOfTwoAxesHasTheIntervalOfItsHoldingWindow() {
    Experiment experiment = SampleExperiments.entryByHolding();
    Run run = Run.of(experiment).get(4);
    BlockBootstrap.Interval interval =
        BlockBootstrap.of(HoldingWindow.of(run.result()).returns(), experiment.yearDays()).sharpe();

    Document page = page(experiment);

    assertThat(page.selectFirst("table.heat").select("td").get(4).select(".interval").text())
        .isEqualTo(
            NumberText.signed(interval.low(), 2) + " to " + NumberText.signed(interval.high(), 2));
    // Three returns are too few to put together otherwise.
    assertThat(page.selectFirst("table.heat").select("td").get(0).select(".interval")).isEmpty();
  }

  @Test
  void anEventOpensToTheRoundTripsOfTheRunShown() {
    Experiment experiment = SampleExperiments.entryByHolding();
    Run best = Run.best(Run.of(experiment));

    Element event = page(experiment).selectFirst("details.event");

    double profit = best.result().trades().stream().mapToDouble(Trade::pnlUsd).sum();
    assertThat(event.selectFirst("summary").text())
        .contains(NumberText.signed(profit, 2) + " USD in " + best.result().trades().size());
    assertThat(event.selectFirst("table").select("tbody tr")).hasSameSizeAs(best.result().trades());
  }

  @Test
  void theBenchmarkIsALineOfTheCumulativeReturnAndAColumnOfItsData() {
    Experiment experiment = SampleExperiments.entryByHolding();
    List<LocalDate> sessions = experiment.bars().sessionDates();
    double[] closes = new double[sessions.size()];
    Arrays.setAll(closes, bar -> 100 + bar);

    Element account =
        page(experiment.withBenchmark(Benchmark.of("SPX", sessions, closes)))
            .selectFirst("section:has(#account)");

    assertThat(account.select(".key li").eachText()).contains("SPX");
    assertThat(account.select("path.benchmark")).hasSizeGreaterThan(1);
    assertThat(account.select("thead th").eachText()).contains("SPX");
  }

  @Test
  void aSingleRunShowsEachMetricWithItsConventionAndNoListOfRuns() {
    Document page = page(SampleExperiments.singleWithLookahead());

    assertThat(page.select("table.heat, details.run, #runs")).isEmpty();
    Element metrics = page.selectFirst("section:has(#results) table");
    assertThat(metrics.select("thead th").eachText())
        .containsExactly("Metric", "Value", "Convention", "Source");
    assertThat(captions(metrics)).containsExactly("Metrics over the whole run, a year of 365 days");
  }

  @Test
  void marksTheDatesOfAnEventInTheChartOfItsLegs() {
    Element events = page(SampleExperiments.entryByHolding()).selectFirst("section:has(#events)");

    assertThat(events.select("text.mark").eachText())
        .containsExactly("announced 2022-09-02", "effective 2022-09-19", "observed 2022-11-28");
    assertThat(events.select(".key li").eachText())
        .containsExactly(
            "PENN short", "PVH short", "INVH long", "CSGP long", "All legs, equal weight");
    assertThat(events.select("svg[role=img] path.short")).hasSize(2);
  }

  @Test
  void namesWhatWasReadAndTheFilesBehindIt() {
    Element provenance =
        page(SampleExperiments.entryByHolding()).selectFirst("section:has(#provenance)");

    assertThat(provenance.select("table").get(0).select("tbody tr").get(0).children().eachText())
        .containsExactly(
            "daily_bars",
            "Q3_2022",
            "4212908346716251998",
            "0",
            "2022-12-30 21:00:00 UTC",
            "535",
            "2",
            "5".repeat(64));
    assertThat(provenance.select("table").get(1).text())
        .contains("sp500-fund_holdings_2022-03-31.json", "9f86d081884c7d65");
    assertThat(provenance.select("table").get(2).select("tbody tr").eachText())
        .containsExactly(
            "AsOf 0.1.0",
            "Iceberg 1.11.0",
            "Definition, SHA-256 " + "d".repeat(64),
            "Strategy dev.asof.strategies.IndexRebalanceFactory",
            "asof-strategies-0.1.0.jar, SHA-256 " + "e".repeat(64),
            "Seed 0");
  }

  @Test
  void saysThatNoAuditWasRun() {
    Element audit = page(SampleExperiments.entryByHolding()).selectFirst("section:has(#audit)");

    assertThat(audit.text()).contains("No audit was run.");
    assertThat(audit.select("table")).isEmpty();
  }

  @Test
  void showsWhatAnAuditLookedAtAndThatItPassed() {
    Element audit =
        page(SampleExperiments.entryByHolding().withAudit(SampleExperiments.verdict(List.of()), 1))
            .selectFirst("section:has(#audit)");

    assertThat(audit.selectFirst("strong.pos").text()).isEqualTo("Passed.");
    assertThat(audit.select("table")).hasSize(1);
    assertThat(audit.select("tbody tr").eachText())
        .containsExactly(
            "Runs audited 15",
            "Cuts, each under another future 3,180",
            "Replays from the start 300",
            "Fields replaced open, close",
            "Values of decisions compared 4,321",
            "More history before the start does not apply");
  }

  @Test
  void showsEachDecisionThatChangedInAnAudit() {
    AuditVerdict.Finding finding =
        new AuditVerdict.Finding(
            AuditVerdict.Kind.SAME_DAY,
            "entry AD+1",
            SampleExperiments.ANNOUNCED,
            "PENN: <target> weight 0.1, then none");
    Experiment failed =
        SampleExperiments.entryByHolding()
            .withAudit(SampleExperiments.verdict(List.of(finding)), 1);

    Element audit = page(failed).selectFirst("section:has(#audit)");

    assertThat(audit.selectFirst("strong.neg").text()).isEqualTo("Failed.");
    assertThat(audit.select("table").get(1).select("tbody td").eachText())
        .containsExactly(
            "2022-09-02",
            "the session itself",
            "entry AD+1",
            "PENN: <target> weight 0.1, then none");
    assertThat(SummaryText.of(failed))
        .contains("Look-ahead audit FAILED: 1 decision changed with what could not have been");
  }

  @Test
  void marksWhatWasReadFromAResearchBranch() {
    Experiment published = SampleExperiments.entryByHolding();
    assertThat(page(published).select(".whatif")).isEmpty();

    Experiment whatIf = SampleExperiments.onBranch(published, "fixed_splits");

    assertThat(page(whatIf).selectFirst(".banner.whatif").text())
        .startsWith("What-if. This result reads branch:fixed_splits of daily_bars:");
    assertThat(SummaryText.of(whatIf))
        .contains(
            "WHAT-IF: research data beside what was published: branch:fixed_splits of daily_bars\n");
  }

  @Test
  void saysWhichFilesAreSynthetic() {
    assertThat(page(SampleExperiments.entryByHolding()).selectFirst("header .synthetic").text())
        .isEqualTo(
            "Reads synthetic data, not the market's:"
                + " daily_bars_synthetic_2022-08-01_to_2022-11-25.csv,"
                + " daily_bars_synthetic_2022-11-28_to_2022-12-30.csv.");
    assertThat(page(FlatExperiment.withoutOrders()).select(".synthetic")).isEmpty();
  }

  @Test
  void listsOrdersWithTheirFills() {
    Experiment experiment = SampleExperiments.singleWithLookahead();

    Element orders = page(experiment).selectFirst("section:has(#orders) table");
    assertThat(orders.select("tbody tr"))
        .hasSameSizeAs(experiment.cells().get(0).result().orders());
    assertThat(orders.select("tbody tr").get(0).text())
        .startsWith("0 2022-09-06 open PENN weight \u22121,000.00 % filled sell ");
  }

  @Test
  void escapesWhateverTheDefinitionTheStrategyAndTheDataSay() {
    Experiment experiment = HostileExperiment.make();

    String html = ExperimentReport.html(experiment);
    Document page = Jsoup.parse(html);

    assertThat(html).doesNotContain("<script>alert", "<b>");
    assertThat(page.select("b, [onmouseover]")).isEmpty();
    assertThat(page.select("script")).hasSize(1);
    assertThat(page.select("h1").text()).isEqualTo(HostileExperiment.TEXT);
    assertThat(page.select("text.mark").text()).contains(HostileExperiment.TEXT);
    assertThat(page.select("pre").text()).isEqualTo(HostileExperiment.TEXT);
    assertThat(page.select("td").eachText()).contains(HostileExperiment.SYMBOL);
  }

  @Test
  void whatIsNotDefinedIsWrittenAsSuch() {
    Experiment experiment = FlatExperiment.withoutOrders();

    Document page = page(experiment);

    assertThat(page.selectFirst(".verdict").text())
        .isEqualTo(
            "No order was filled from 2022-08-01 to 2022-08-02, so there is nothing to measure.");
    assertThat(page.selectFirst("tr:has(th:containsOwn(Sharpe ratio)) td").text()).isEqualTo("n/a");
    assertThat(page.text()).contains("The strategy gave no order.").doesNotContain("NaN");
  }

  @Test
  void aCellWithoutARatioIsWrittenAsSuchAndHasNoShade() {
    Document page = page(FlatExperiment.matrix(3));

    assertThat(page.select("table.heat").get(0).select("td.none").eachText())
        .startsWith("n/a (shown below)")
        .hasSize(3);
    assertThat(page.select("table.heat").get(1).select("td.zero a").eachText())
        .containsExactly("0.00", "0.00", "0.00");
    assertThat(SharpeTable.text(FlatExperiment.matrix(1)))
        .endsWith("days \\ side  long\n0             n/a\n");
  }

  @Test
  void aLongListOfOrdersIsCutAndSaysSo() {
    Document page = page(FlatExperiment.withRejectedOrders(1234));

    Element orders = page.selectFirst("section:has(#orders) table");
    assertThat(orders.select("tbody tr")).hasSize(200);
    assertThat(captions(orders).get(0))
        .endsWith("the first 200 of 1,234; result.json has all of them");
    assertThat(orders.selectFirst("tbody tr").text()).endsWith("rejected: no cash");
  }

  @Test
  void manyRunsAreListedAndOnlyTheFirstShownInDetail() {
    Document page = page(FlatExperiment.manyRuns(75));

    assertThat(page.select("details.run")).hasSize(60);
    assertThat(page.selectFirst("section:has(#runs)").text())
        .endsWith("15 more runs are in result.json.");
    assertThat(page.selectFirst("section:has(#results) table").select("tbody tr")).hasSize(75);
  }

  @Test
  void refusesCellsThatDoNotFillTheAxes() {
    Experiment whole = SampleExperiments.holdings();
    Experiment torn =
        new Experiment(
            whole.name(),
            whole.title(),
            whole.strategy(),
            whole.settings(),
            whole.yearDays(),
            whole.axes(),
            whole.cells().subList(0, 4),
            whole.bars(),
            whole.data(),
            whole.lookahead(),
            whole.definition(),
            whole.lineage());

    assertThatThrownBy(() -> ExperimentReport.html(torn))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid experiment index-rebalance: 4 cells for 5 combinations");
  }
}
