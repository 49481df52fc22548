package dev.asof.reports;

import static org.assertj.core.api.Assertions.assertThat;

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
}
