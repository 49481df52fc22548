package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.BacktestResult;
import dev.asof.api.FillAt;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-12);

  /** Nothing is traded: equity is what the curve says. */
  private static BacktestResult curve(double initialCash, double... equity) {
    List<LocalDate> sessions = Panel.FIRST.datesUntil(Panel.FIRST.plusDays(equity.length)).toList();
    return new BacktestResult(
        List.of("A"),
        sessions,
        initialCash,
        equity,
        equity,
        new double[equity.length],
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  @Test
  void handWorkedCurveGivesHandWorkedMetrics() {
    // Returns 0.1, -0.1, 0.2 with mean 1/15; deviations 1/30, -1/6, 2/15; their squares sum to
    // 7/150, so the variance is 7/300. The only loss is 0.1: the mean square is 1/300.
    BacktestResult result = curve(100, 110, 99, 118.8);
    Map<Metric, Double> metrics = Metrics.of(result, 252);
    assertThat(metrics.get(Metric.TOTAL_RETURN)).isCloseTo(0.188, CLOSE);
    assertThat(metrics.get(Metric.ANNUALISED_RETURN))
        .isCloseTo(Math.pow(1.188, 84) - 1, Offset.offset(1e-6));
    assertThat(metrics.get(Metric.VOLATILITY)).isCloseTo(Math.sqrt(7.0 / 300 * 252), CLOSE);
    assertThat(metrics.get(Metric.SHARPE))
        .isCloseTo(1 / 15.0 / Math.sqrt(7.0 / 300) * Math.sqrt(252), CLOSE);
    assertThat(metrics.get(Metric.SORTINO))
        .isCloseTo(1 / 15.0 / Math.sqrt(1.0 / 300) * Math.sqrt(252), CLOSE);
    assertThat(metrics.get(Metric.MAX_DRAWDOWN)).isCloseTo(-0.1, CLOSE);
    assertThat(metrics.get(Metric.CALMAR))
        .isCloseTo(metrics.get(Metric.ANNUALISED_RETURN) / 0.1, Offset.offset(1e-3));
    assertThat(metrics.get(Metric.MAX_DRAWDOWN_DURATION)).isEqualTo(1);
    assertThat(metrics.get(Metric.HIT_RATE)).isNaN();
    assertThat(metrics.get(Metric.TURNOVER)).isZero();
  }

  @Test
  void flatEquityHasNoRatios() {
    Map<Metric, Double> metrics = Metrics.of(curve(100, 100, 100, 100), 252);
    assertThat(metrics.get(Metric.TOTAL_RETURN)).isZero();
    assertThat(metrics.get(Metric.ANNUALISED_RETURN)).isZero();
    assertThat(metrics.get(Metric.VOLATILITY)).isZero();
    assertThat(metrics.get(Metric.MAX_DRAWDOWN)).isZero();
    assertThat(metrics.get(Metric.MAX_DRAWDOWN_DURATION)).isZero();
    assertThat(metrics.get(Metric.SHARPE)).isNaN();
    assertThat(metrics.get(Metric.SORTINO)).isNaN();
    assertThat(metrics.get(Metric.CALMAR)).isNaN();
  }

  @Test
  void oneReturnHasNoSpread() {
    Map<Metric, Double> metrics = Metrics.of(curve(100, 90), 1);
    assertThat(metrics.get(Metric.ANNUALISED_RETURN)).isCloseTo(-0.1, CLOSE);
    assertThat(metrics.get(Metric.MAX_DRAWDOWN)).isCloseTo(-0.1, CLOSE);
    assertThat(metrics.get(Metric.CALMAR)).isCloseTo(-1, CLOSE);
    assertThat(metrics.get(Metric.VOLATILITY)).isNaN();
    assertThat(metrics.get(Metric.SHARPE)).isNaN();
    assertThat(metrics.get(Metric.SORTINO)).isNaN();
  }

  @Test
  void aTotalLossIsALossOfAll() {
    BacktestResult result = curve(100, 50, 0, 0);
    assertThat(Metrics.returns(result)).containsExactly(-0.5, -1, 0);
    Map<Metric, Double> metrics = Metrics.of(result, 252);
    assertThat(metrics.get(Metric.TOTAL_RETURN)).isEqualTo(-1);
    assertThat(metrics.get(Metric.ANNUALISED_RETURN)).isEqualTo(-1);
    assertThat(metrics.get(Metric.MAX_DRAWDOWN)).isEqualTo(-1);
    assertThat(metrics.get(Metric.CALMAR)).isEqualTo(-1);
  }

  @Test
  void aGainIsPositiveAlsoFromBelowZero() {
    double[] returns = Metrics.returns(curve(100, -50, -25, 25, 0, 10));
    assertThat(returns).containsExactly(-1.5, 0.5, 2, -1, Double.POSITIVE_INFINITY);
    assertThat(Metrics.annualisedReturn(returns, 252)).isNaN();
  }

  @Test
  void theInitialCashCountsAsAPeak() {
    BacktestResult result = curve(100, 80, 90, 100, 120, 90, 96, 121);
    assertThat(Metrics.drawdown(result)[0]).isCloseTo(-0.2, CLOSE);
    Map<Metric, Double> metrics = Metrics.of(result, 252);
    assertThat(metrics.get(Metric.MAX_DRAWDOWN)).isCloseTo(-0.25, CLOSE);
    assertThat(metrics.get(Metric.MAX_DRAWDOWN_DURATION)).isEqualTo(2);
  }

  @Test
  void hitRateAndTurnoverCountRoundTripsAndTradedValue() {
    // A gains 10 a share, B loses 10 a share; C stays open and does not count.
    double[][] prices = {{100, 100, 100}, {100, 100, 100}, {110, 90, 100}};
    BacktestSpec spec = BacktestSpec.builder().initialCashUsd(10_000).build();
    BacktestResult result =
        Simulator.run(
            spec,
            Panel.of(prices, prices),
            List.of(),
            new Script(
                (view, orders) -> {
                  for (int i = 0; i < 3 && view.bars() > 0; i++) {
                    orders.targetShares(i, i == 2 || view.bars() == 1 ? 10 : 0, FillAt.OPEN);
                  }
                }));
    Map<Metric, Double> metrics = Metrics.of(result, 252);
    assertThat(metrics.get(Metric.HIT_RATE)).isEqualTo(0.5);
    // Bought 3,000, sold 1,100 and 900, with 10,000 at each close.
    assertThat(metrics.get(Metric.TURNOVER)).isCloseTo(0.5, CLOSE);
  }

  @Test
  void aResultIsJudgedByTheHeadlineMetricsInTheirOrder() {
    assertThat(Metrics.of(curve(100, 101), 252).keySet())
        .containsExactlyElementsOf(Metric.HEADLINE);
  }

  @Test
  void everyMetricHasAConventionInOneSentenceASourceAndAFormula() {
    assertThat(Metric.values())
        .allSatisfy(
            metric -> {
              assertThat(metric.label()).isNotBlank();
              assertThat(metric.convention()).endsWith(".").doesNotContain("\n");
              assertThat(metric.convention().indexOf(". ")).isNegative();
              assertThat(metric.source()).matches(".*\\(\\d{4}\\).*");
              for (MetricConvention.Definitions whose : MetricConvention.Definitions.values()) {
                assertThat(Formulas.of(metric, whose)).isNotNull();
              }
            });
    assertThat(Arrays.stream(Metric.values()).map(Metric::label)).doesNotHaveDuplicates();
  }

  @Test
  void aRecordIsMeasuredByWhatItHoldsTheInputFor() {
    TrackRecord bare = TrackRecord.of(new double[] {0.01, -0.02, 0.03});
    MetricConvention convention = MetricConvention.ofYear(252);
    assertThat(Metrics.of(bare, convention).keySet())
        .allMatch(metric -> metric.input() == Metric.Input.RETURNS)
        .contains(Metric.SHARPE, Metric.OMEGA);
    assertThat(Metrics.of(bare.against(new double[] {0, 0.01, 0.02}), convention))
        .containsKeys(Metric.BETA)
        .doesNotContainKeys(Metric.BEST_MONTH, Metric.HIT_RATE, Metric.DEFLATED_SHARPE);
    assertThat(Metrics.value(Metric.BETA, bare, convention)).isNaN();
    TrackRecord all =
        TrackRecord.of(curve(100, 101, 99, 102))
            .against(new double[] {0.01, -0.01, 0.02})
            .amongTrials(new double[] {0.1, 0.2});
    assertThat(Metrics.of(all, convention).keySet()).containsExactly(Metric.values());
  }
}
