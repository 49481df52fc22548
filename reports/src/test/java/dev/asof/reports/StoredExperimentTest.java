package dev.asof.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.Benchmark;
import dev.asof.api.CorporateAction;
import dev.asof.api.Experiment;
import dev.asof.api.SplitAdjustment;
import dev.asof.api.Trials;
import java.io.IOException;
import java.io.StringReader;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class StoredExperimentTest {
  static Stream<Experiment> everyKind() {
    Experiment grid = SampleExperiments.entryByHolding();
    double[] closes = new double[grid.bars().sessions()];
    closes[0] = Double.NaN;
    closes[1] = -0.0;
    return Stream.of(
        SampleExperiments.singleWithLookahead(),
        grid,
        SampleExperiments.holdings(),
        SampleExperiments.threeAxes(),
        grid.withAudit(SampleExperiments.verdict(List.of()), 7),
        grid.withBenchmark(Benchmark.of("SPX", grid.bars().sessionDates(), closes))
            .withTrials(new Trials(1, Double.NaN)),
        grid.withSplits(
            SplitAdjustment.of(
                List.of(new CorporateAction.Split("SPY", LocalDate.parse("2022-09-07"), 4)))),
        HostileExperiment.make(),
        FlatExperiment.withRejectedOrders(40),
        FlatExperiment.matrix(3));
  }

  private static StoredExperiment read(String json) throws IOException {
    return StoredExperiment.read("r.json", new StringReader(json));
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void whatIsReadBackMakesTheSamePageAndTheSameDocument(Experiment experiment) throws IOException {
    String json = ResultJson.json(experiment);

    StoredExperiment stored = read(json);

    assertThat(ResultJson.json(stored.experiment())).isEqualTo(json);
    assertThat(ExperimentReport.html(stored.experiment()))
        .isEqualTo(ExperimentReport.html(experiment));
    assertThat(stored.firstChanged()).isEmpty();
  }

  @Test
  void aFigureChangedByHandIsSeen() throws IOException {
    String json = ResultJson.json(SampleExperiments.holdings());
    int equity = json.indexOf("\"equityUsd\" : [ 100000.0");
    assertThat(equity).isPositive();

    String changed =
        json.substring(0, equity) + json.substring(equity).replaceFirst("100000\\.0", "100000.01");

    assertThat(read(changed).firstChanged()).isPresent();
  }

  @Test
  void whatIsMissingOrOfAnotherKindIsNamedWithItsPlace() {
    String json = ResultJson.json(SampleExperiments.holdings());

    assertThatThrownBy(() -> read(json.replaceFirst("\"yearDays\" : \\d+", "\"yearDays\" : true")))
        .hasMessageMatching(
            "Invalid result r\\.json, line \\d+, column \\d+: key yearDays: expected a whole"
                + " number");
    assertThatThrownBy(() -> read(json.replaceFirst("\"BUY\"", "\"BOUGHT\"")))
        .hasMessageContaining("key cells.0.fills.")
        .hasMessageContaining("BOUGHT");
    assertThatThrownBy(() -> read(json.substring(0, json.length() / 2)))
        .hasMessageStartingWith("Invalid result r.json, line ");
    assertThatThrownBy(
            () -> read(json.replaceFirst("\"cashUsd\" : \\[ [0-9.]+,", "\"cashUsd\" : [")))
        .hasMessageContaining("cashUsd: expected ")
        .hasMessageContaining(" numbers, one a session, instead of ");
  }
}
