package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.Fill;
import dev.asof.api.FillAt;
import dev.asof.api.OrderStatus;
import dev.asof.api.Strategy;
import dev.asof.api.Trade;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * The published index-rebalancing experiment of September 2022: PENN and PVH short, INVH and CSGP
 * long, each 10 times equity, from the open of 2022-09-06 to that of 2022-11-01.
 */
class PublishedExperimentTest {
  private static final LocalDate SIGNAL = LocalDate.of(2022, 9, 2);
  private static final LocalDate ENTRY = LocalDate.of(2022, 9, 6);
  private static final LocalDate EXIT = LocalDate.of(2022, 11, 1);

  @Test
  void syntheticPricesGiveThePublishedFillsBitForBit() throws IOException {
    GoldenFile golden = GoldenFile.ofResource("published/published_2022_synthetic.json");
    BacktestResult result = Simulator.run(spec().build(), bars(golden), List.of(), legs());
    assertFills(result, golden);
    assertCurve(result.cashUsd(), golden.outputs().path("cash"), 1e-12);
    assertCurve(result.equityUsd(), golden.outputs().path("equity"), 1e-12);
    assertCurve(Metrics.returns(result), golden.outputs().path("returns"), 1e-10);
    assertThat(result.cashUsd()[result.cashUsd().length - 1])
        .isCloseTo(13749.441636, Offset.offset(5e-7));
    assertThat(result.orders()).allMatch(order -> order.status() == OrderStatus.FILLED);
    assertThat(result.digest())
        .isEqualTo("6183b5333147ed344a4261bdb656392265f8cb4f59552d02c901cd8f19d34ade");
  }

  @Test
  void syntheticPricesGiveThePublishedTrades() throws IOException {
    GoldenFile golden = GoldenFile.ofResource("published/published_2022_synthetic.json");
    BacktestResult result = Simulator.run(spec().build(), bars(golden), List.of(), legs());
    JsonNode expected = golden.outputs().path("exit_trades");
    assertThat(result.trades()).hasSize(4);
    for (int n = 0; n < 4; n++) {
      Trade trade = result.trades().get(n);
      assertThat(trade.shares()).isEqualTo(expected.get(n).path("size").doubleValue());
      assertThat(trade.entrySession()).isEqualTo(ENTRY);
      assertThat(trade.exitSession()).isEqualTo(EXIT);
      assertThat(trade.open()).isFalse();
      assertClose(trade.pnlUsd(), expected.get(n).path("pnl").doubleValue(), 1e-12);
      assertClose(trade.returnFraction(), expected.get(n).path("ret").doubleValue(), 1e-12);
    }
  }

  @Test
  void equityBelowZeroIsMeasuredByTheProgramsConventionAndNotByOurs() throws IOException {
    GoldenFile golden = GoldenFile.ofResource("published/published_2022_synthetic.json");
    BacktestResult result = Simulator.run(spec().build(), bars(golden), List.of(), legs());
    assertMetrics(result, golden);
    Map<Metric, Double> ours = Metrics.of(result, 252);
    for (Metric metric : Metric.HEADLINE) {
      if (metric != Metric.HIT_RATE) {
        assertThat(ours.get(metric)).as(metric.name()).isNaN();
      }
    }
    Map<Metric, Double> metrics =
        Metrics.of(TrackRecord.of(result), MetricConvention.vectorbt(252));
    JsonNode stats = golden.root().path("stats");
    assertThat(metrics.get(Metric.ANNUALISED_RETURN)).isNaN();
    assertThat(metrics.get(Metric.CALMAR)).isNaN();
    assertClose(
        metrics.get(Metric.MAX_DRAWDOWN),
        stats.path("Max Drawdown [%]").doubleValue() / -100,
        1e-12);
    assertThat(metrics.get(Metric.MAX_DRAWDOWN_DURATION))
        .isEqualTo(stats.path("Max Drawdown Duration").doubleValue());
    assertThat(metrics.get(Metric.HIT_RATE)).isEqualTo(0.5);
  }

  @Test
  void realPricesGiveThePublishedRun() throws IOException {
    Optional<GoldenFile> file = GoldenFile.ofShared("published/published_2022_real.json");
    assumeTrue(file.isPresent(), "the real prices are not here");
    GoldenFile golden = file.get();
    BacktestResult result = Simulator.run(spec().build(), bars(golden), List.of(), legs());
    assertFills(result, golden);
    assertCurve(result.cashUsd(), golden.outputs().path("cash"), 1e-12);
    assertCurve(result.equityUsd(), golden.outputs().path("equity"), 1e-12);
    assertMetrics(result, golden);
    assertThat(Metrics.of(result, 365).get(Metric.SHARPE)).isCloseTo(1.277626, Offset.offset(5e-7));
    assertThat(Metrics.of(result, 252).get(Metric.SHARPE)).isCloseTo(1.061592, Offset.offset(5e-7));
    assertClose(
        Metrics.of(result, 365).get(Metric.MAX_DRAWDOWN),
        golden.outputs().at("/metrics_by_year_freq/365 days/max_drawdown/0").doubleValue(),
        1e-10);
    assertThat(Metrics.of(result, 365).get(Metric.MAX_DRAWDOWN_DURATION)).isEqualTo(67);
  }

  @Test
  void anySimulatedPeriodOnRealPricesGivesItsMetrics() throws IOException {
    Optional<GoldenFile> real = GoldenFile.ofShared("published/published_2022_real.json");
    Optional<GoldenFile> windows = GoldenFile.ofShared("published/published_2022_windows.json");
    assumeTrue(real.isPresent() && windows.isPresent(), "the real prices are not here");
    Bars bars = bars(real.get());
    for (JsonNode row : windows.get().root().path("rows")) {
      BacktestSpec spec =
          spec()
              .start(LocalDate.parse(row.get(0).textValue()))
              .end(LocalDate.parse(row.get(1).textValue()))
              .build();
      BacktestResult result = Simulator.run(spec, bars, List.of(), legs());
      double[] returns = Metrics.returns(result);
      assertThat(returns).hasSize(row.get(2).intValue());
      assertClose(Metrics.sharpe(returns, 365), row.get(3).doubleValue(), 1e-10);
      assertClose(Metrics.sortino(returns, 365), row.get(4).doubleValue(), 1e-10);
      assertClose(Metrics.annualisedReturn(returns, 365), row.get(5).doubleValue(), 1e-10);
      assertClose(Metrics.volatility(returns, 365), row.get(6).doubleValue(), 1e-10);
      assertClose(Metrics.of(result, 365).get(Metric.CALMAR), row.get(7).doubleValue(), 1e-10);
      assertClose(Metrics.sharpe(returns, 252), row.get(9).doubleValue(), 1e-10);
    }
  }

  @Test
  void theHoldingWindowRunsFromTheSessionBeforeTheEntryThroughTheExit() throws IOException {
    Optional<GoldenFile> real = GoldenFile.ofShared("published/published_2022_real.json");
    Optional<GoldenFile> windows = GoldenFile.ofShared("published/published_2022_windows.json");
    assumeTrue(real.isPresent() && windows.isPresent(), "the real prices are not here");
    BacktestResult result = Simulator.run(spec().build(), bars(real.get()), List.of(), legs());
    JsonNode window = null;
    for (JsonNode row : windows.get().root().path("rows")) {
      if (row.get(0).textValue().equals(SIGNAL.toString())
          && row.get(1).textValue().equals(EXIT.toString())) {
        window = row;
      }
    }
    assertThat(HoldingWindow.of(result).returns()).hasSize(42);
    assertClose(HoldingWindow.of(result).sharpe(252), window.get(9).doubleValue(), 1e-10);
    assertClose(HoldingWindow.of(result).totalReturn(), -0.8625055836366723, 1e-10);
  }

  static BacktestResult run(GoldenFile golden) {
    return Simulator.run(spec().build(), bars(golden), List.of(), legs());
  }

  private static BacktestSpec.Builder spec() {
    return BacktestSpec.builder().partialFills(false);
  }

  private static Strategy legs() {
    double[] weights = {-10, -10, 10, 10};
    return new Script(
        (view, orders) -> {
          for (int i = 0; i < weights.length; i++) {
            if (view.session().equals(ENTRY)) {
              orders.targetWeight(i, weights[i], FillAt.OPEN);
            } else if (view.session().equals(EXIT)) {
              orders.targetWeight(i, 0, FillAt.OPEN);
            }
          }
        });
  }

  private static Bars bars(GoldenFile golden) {
    List<String> symbols = new ArrayList<>();
    golden.root().path("assets").forEach(asset -> symbols.add(asset.textValue()));
    List<LocalDate> sessions = new ArrayList<>();
    golden.root().path("dates").forEach(date -> sessions.add(LocalDate.parse(date.textValue())));
    assertThat(symbols).containsExactly("PENN", "PVH", "INVH", "CSGP");
    return Panel.of(symbols, sessions, golden.input("price"), golden.input("close"));
  }

  private static void assertFills(BacktestResult result, GoldenFile golden) {
    JsonNode expected = golden.outputs().path("orders");
    assertThat(result.fills()).hasSize(8);
    for (int n = 0; n < 8; n++) {
      Fill fill = result.fills().get(n);
      JsonNode order = expected.get(n);
      JsonNode published = golden.root().at("/expected_published/fills").get(n);
      assertThat(fill.session()).isEqualTo(LocalDate.parse(published.path("date").textValue()));
      assertThat(fill.symbol()).isEqualTo(published.path("asset").textValue());
      assertThat(fill.side().name()).isEqualToIgnoringCase(published.path("side").textValue());
      assertThat(fill.shares()).isEqualTo(order.path("size").doubleValue());
      assertThat(fill.shares())
          .isCloseTo(published.path("size").doubleValue(), Offset.offset(5e-7));
      assertThat(fill.priceUsd()).isEqualTo(published.path("price").doubleValue());
      assertThat(fill.feeUsd()).isZero();
    }
  }

  private static void assertMetrics(BacktestResult result, GoldenFile golden) {
    for (int yearDays : new int[] {365, 252}) {
      JsonNode expected = golden.outputs().path("metrics_by_year_freq").path(yearDays + " days");
      boolean ruined = Ruin.of(result).isPresent();
      Map<Metric, Double> actual =
          ruined
              ? Metrics.of(TrackRecord.of(result), MetricConvention.vectorbt(yearDays))
              : Metrics.of(result, yearDays);
      assertMetric(actual.get(Metric.ANNUALISED_RETURN), expected.path("annualized"));
      assertMetric(actual.get(Metric.VOLATILITY), expected.path("annualized_volatility"));
      assertMetric(actual.get(Metric.SHARPE), expected.path("sharpe_ratio"));
      assertMetric(actual.get(Metric.SORTINO), expected.path("sortino_ratio"));
      assertMetric(actual.get(Metric.CALMAR), expected.path("calmar_ratio"));
      assertClose(
          actual.get(Metric.TOTAL_RETURN),
          golden.outputs().path("total_return").get(0).doubleValue(),
          1e-10);
    }
  }

  private static void assertMetric(double actual, JsonNode expected) {
    assertClose(actual, GoldenFile.number(expected.get(0)), 1e-10);
  }

  private static void assertCurve(double[] actual, JsonNode expected, double relative) {
    double[] values = GoldenFile.vector(expected);
    assertThat(actual).hasSameSizeAs(values);
    for (int bar = 0; bar < actual.length; bar++) {
      assertClose(actual[bar], values[bar], relative);
    }
  }

  private static void assertClose(double actual, double expected, double relative) {
    if (Double.isNaN(expected)) {
      assertThat(actual).isNaN();
    } else {
      assertThat(actual).isCloseTo(expected, Offset.offset(relative * Math.abs(expected)));
    }
  }
}
