package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.BacktestResult;
import dev.asof.api.FillAt;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is measured of an account that was worth nothing, and of returns that do not vary. */
class RuinTest {

  /** 2,000 sold short at 100 with 100,000: equity is 300,000 less 2,000 times the price. */
  private static BacktestResult shortAt(double... prices) {
    return Simulator.run(
        BacktestSpec.builder().build(),
        Panel.single(prices),
        List.of(),
        new Script(
            (view, sheet) -> {
              if (view.bars() == 0) {
                sheet.targetShares(0, -2_000, FillAt.OPEN);
              }
            }));
  }

  @Test
  void nothingThatDividesByEquityIsDefinedAcrossRuin() {
    BacktestResult result = shortAt(100, 160, 200, 90);
    assertThat(result.equityUsd()).containsExactly(100_000, -20_000, -100_000, 120_000);
    Map<Metric, Double> all = Metrics.of(TrackRecord.of(result), MetricConvention.ofYear(252));
    all.forEach(
        (metric, value) -> {
          if (metric.input() != Metric.Input.TRADES) {
            assertThat(value).as(metric.name()).isNaN();
          }
        });
    assertThat(all.get(Metric.TURNOVER)).isNaN();
    assertThat(all.get(Metric.FEES_PAID)).isZero();
    HoldingWindow window = HoldingWindow.of(result);
    assertThat(window.sharpe(252)).isNaN();
    assertThat(window.totalReturn()).isNaN();
    assertThat(Ruin.of(result)).contains(new Ruin(1, result.sessions().get(1), -20_000));
    assertThat(Metrics.returnsToRuin(result)).containsExactly(0, -1, 0, 0);
  }

  @Test
  void theProgramThatIsReplayedGoesOnAcrossRuin() {
    TrackRecord record = TrackRecord.of(shortAt(100, 160, 200, 90));
    assertThat(Metrics.value(Metric.VOLATILITY, record, MetricConvention.vectorbt(252)))
        .isPositive();
  }

  @Test
  void anAccountThatEndsAtZeroHasLostAllOfIt() {
    BacktestResult result = shortAt(100, 120, 150);
    assertThat(result.equityUsd()[2]).isZero();
    assertThat(Ruin.of(result)).isPresent();
    assertThat(Metrics.of(result, 252).get(Metric.TOTAL_RETURN)).isEqualTo(-1);
  }

  @Test
  void equalReturnsHaveNoSpreadWhateverRoundingMakesOfThem() {
    double[] closes = new double[80];
    double[] returns = new double[closes.length - 1];
    closes[0] = 100_000;
    for (int bar = 1; bar < closes.length; bar++) {
      closes[bar] = closes[bar - 1] * 1.001;
      returns[bar - 1] = (closes[bar] - closes[bar - 1]) / closes[bar - 1];
    }
    assertThat(returns).as("rounding makes them differ").doesNotContain(0.001).isNotEmpty();
    TrackRecord record = TrackRecord.of(returns).amongTrials(new double[] {0.1, 0.2});
    for (Metric metric :
        List.of(
            Metric.SHARPE,
            Metric.SORTINO,
            Metric.CALMAR,
            Metric.SKEWNESS,
            Metric.KURTOSIS,
            Metric.SMART_SHARPE,
            Metric.PROBABILISTIC_SHARPE,
            Metric.DEFLATED_SHARPE,
            Metric.RISK_RETURN_RATIO)) {
      assertThat(Metrics.value(metric, record, MetricConvention.ofYear(252)))
          .as(metric.name())
          .isNaN();
    }
    assertThat(Metrics.volatility(returns, 252)).isZero();
    HeadlineMetrics fused = new HeadlineMetrics(252);
    fused.measure(returns, 0, returns.length);
    assertThat(fused.sharpe()).isNaN();
    assertThat(fused.volatility()).isZero();
    PanelMetrics panel = PanelMetrics.of(1, closes[0]);
    panel.measure(java.util.Arrays.copyOfRange(closes, 1, closes.length));
    panel.read(0, fused);
    assertThat(fused.sharpe()).isNaN();
    assertThat(Metrics.value(Metric.BETA, record.against(returns), MetricConvention.ofYear(252)))
        .isNaN();
  }

  @Test
  void aSpreadAboveRoundingIsMeasured() {
    double[] returns = {0.001, 0.001 + 1e-12, 0.001, 0.001 - 1e-12};
    assertThat(Metrics.sharpe(returns, 1)).isFinite().isPositive();
  }
}
