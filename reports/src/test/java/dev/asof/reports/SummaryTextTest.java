package dev.asof.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.Experiment;
import dev.asof.api.RunFinding;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTextTest {
  @Test
  void aRunWithoutOrdersSaysThatThereIsNothingToMeasure() {
    assertThat(SummaryText.of(FlatExperiment.withoutOrders()))
        .contains("No order was filled", "\n\nSharpe ratio, a year of 252 days\n")
        .doesNotContain("LOOK-AHEAD");
  }

  @Test
  void aRunThatFailedIsCountedAndItsNumbersAreNotDefined() {
    assertThat(SummaryText.of(FlatExperiment.oneFailed("Cannot go on: <b>")))
        .contains("1 of 2 runs failed.", "n/a");
    assertThat(ExperimentReport.html(FlatExperiment.oneFailed("Cannot go on: <b>")))
        .contains("<strong>Failed.</strong> Cannot go on: &lt;b&gt;");
  }

  @Test
  void theVerdictIsWrappedAndTheTableFollows() {
    String text = SummaryText.of(SampleExperiments.entryByHolding());
    assertThat(text.lines()).allMatch(line -> line.length() <= 96);
    assertThat(text)
        .startsWith(SampleExperiments.entryByHolding().title() + "\nOf 15 runs")
        .endsWith(SharpeTable.text(SampleExperiments.entryByHolding()));
  }

  @Test
  void whatLooksAheadSaysSoBeforeAnyNumber() {
    String text = SummaryText.of(SampleExperiments.singleWithLookahead());
    assertThat(text.lines().toList().get(1)).startsWith("LOOK-AHEAD: inputs used before they");
  }

  @Test
  void findingsStandBeforeAnyNumberOnTheTerminalOnBothPagesAndInTheJson() throws Exception {
    Experiment found =
        FlatExperiment.withoutOrders()
            .withFindings(
                List.of(
                    RunFinding.ofInputs(RunFinding.Kind.ASSUMED, "3 of 9 <events> are assumed."),
                    new RunFinding(
                        RunFinding.Kind.POSITION_WITHOUT_PRICE,
                        List.of(0),
                        "65 positions have no price.")));

    assertThat(SummaryText.of(found).lines().toList().subList(1, 3))
        .containsExactly(
            "POSITION WITHOUT A PRICE: 65 positions have no price.",
            "ASSUMED: 3 of 9 <events> are assumed.");
    String page = ExperimentReport.html(found);
    assertThat(page)
        .contains("<strong>Position without a price.</strong> 65 positions have no price.");
    assertThat(page.indexOf("65 positions")).isLessThan(page.indexOf("<h1>"));
    for (String either : List.of(page, TearSheet.html(found))) {
      assertThat(either).contains("<strong>Assumed.</strong> 3 of 9 &lt;events&gt; are assumed.");
    }
    assertThat(
            StoredExperiment.read("r.json", new StringReader(ResultJson.json(found)))
                .experiment()
                .findings())
        .isEqualTo(found.findings());
  }
}
