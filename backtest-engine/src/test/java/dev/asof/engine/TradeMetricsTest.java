package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.BacktestResult;
import dev.asof.api.FillAt;
import java.io.IOException;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TradeMetricsTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-12);

  /** A gains 20 and B loses 10 a share on ten shares, over one session each; C stays open. */
  private static BacktestResult gainAndLoss(Costs costs) {
    double[][] prices = {{100, 100, 100}, {100, 100, 100}, {120, 90, 100}};
    return Simulator.run(
        BacktestSpec.builder().initialCashUsd(10_000).costs(costs).build(),
        Panel.of(prices, prices),
        List.of(),
        new Script(
            (view, orders) -> {
              for (int i = 0; i < 3 && view.bars() > 0; i++) {
                orders.targetShares(i, i == 2 || view.bars() == 1 ? 10 : 0, FillAt.OPEN);
              }
            }));
  }

  private static double value(Metric metric, BacktestResult result) {
    return Metrics.value(metric, TrackRecord.of(result), MetricConvention.ofYear(252));
  }

  @Test
  void closedTradesAreMeasuredByProfitAndReturn() {
    BacktestResult result = gainAndLoss(Costs.NONE);
    assertThat(value(Metric.TRADE_COUNT, result)).isEqualTo(2);
    assertThat(value(Metric.TRADE_PROFIT_FACTOR, result)).isCloseTo(2, CLOSE);
    assertThat(value(Metric.TRADE_PAYOFF_RATIO, result)).isCloseTo(2, CLOSE);
    assertThat(value(Metric.EXPECTANCY, result)).isCloseTo(50, CLOSE);
    assertThat(value(Metric.BEST_TRADE, result)).isCloseTo(0.2, CLOSE);
    assertThat(value(Metric.WORST_TRADE, result)).isCloseTo(-0.1, CLOSE);
    assertThat(value(Metric.AVERAGE_WINNING_TRADE, result)).isCloseTo(0.2, CLOSE);
    assertThat(value(Metric.AVERAGE_LOSING_TRADE, result)).isCloseTo(-0.1, CLOSE);
    assertThat(value(Metric.AVERAGE_TRADE_DURATION, result)).isEqualTo(1);
    assertThat(value(Metric.FEES_PAID, result)).isZero();
    // 3,000 of 10,000 in one session, 1,200 and 900 of 10,100 in another, of three.
    assertThat(value(Metric.DAILY_TURNOVER, result)).isCloseTo((0.3 + 2100 / 10_100.0) / 3, CLOSE);
  }

  @Test
  void feesAreAddedUpOverAllFills() {
    assertThat(value(Metric.FEES_PAID, gainAndLoss(new Costs(0, 1.5, 0)))).isCloseTo(7.5, CLOSE);
  }

  @Test
  void withoutClosedTradesOnlyTheirNumberIsDefined() {
    BacktestResult result =
        Simulator.run(
            BacktestSpec.builder().build(),
            Panel.single(100, 100),
            List.of(),
            new Script((view, orders) -> {}));
    assertThat(value(Metric.TRADE_COUNT, result)).isZero();
    assertThat(value(Metric.DAILY_TURNOVER, result)).isZero();
    for (Metric metric :
        List.of(
            Metric.HIT_RATE,
            Metric.TRADE_PROFIT_FACTOR,
            Metric.TRADE_PAYOFF_RATIO,
            Metric.EXPECTANCY,
            Metric.BEST_TRADE,
            Metric.AVERAGE_LOSING_TRADE,
            Metric.AVERAGE_TRADE_DURATION)) {
      assertThat(value(metric, result)).as(metric.name()).isNaN();
    }
  }

  @Test
  void thePublishedTradesHaveTheStatisticsOfTheirFile() throws IOException {
    // vectorbt's statistics of the published run on synthetic prices.
    GoldenFile golden = GoldenFile.ofResource("published/published_2022_synthetic.json");
    BacktestResult result = PublishedExperimentTest.run(golden);
    assertStatistic(Metric.TOTAL_RETURN, 100, result, golden, "Total Return [%]");
    assertStatistic(Metric.MAX_DRAWDOWN, -100, result, golden, "Max Drawdown [%]");
    assertStatistic(Metric.MAX_DRAWDOWN_DURATION, 1, result, golden, "Max Drawdown Duration");
    assertStatistic(Metric.TRADE_COUNT, 1, result, golden, "Total Closed Trades");
    assertStatistic(Metric.FEES_PAID, 1, result, golden, "Total Fees Paid");
    assertStatistic(Metric.HIT_RATE, 100, result, golden, "Win Rate [%]");
    assertStatistic(Metric.BEST_TRADE, 100, result, golden, "Best Trade [%]");
    assertStatistic(Metric.WORST_TRADE, 100, result, golden, "Worst Trade [%]");
    assertStatistic(Metric.AVERAGE_WINNING_TRADE, 100, result, golden, "Avg Winning Trade [%]");
    assertStatistic(Metric.AVERAGE_LOSING_TRADE, 100, result, golden, "Avg Losing Trade [%]");
    assertStatistic(Metric.AVERAGE_TRADE_DURATION, 1, result, golden, "Avg Winning Trade Duration");
    assertStatistic(Metric.TRADE_PROFIT_FACTOR, 1, result, golden, "Profit Factor");
    assertStatistic(Metric.EXPECTANCY, 1, result, golden, "Expectancy");
    assertStatistic(Metric.SHARPE, 1, result, golden, "Sharpe Ratio");
    assertStatistic(Metric.CALMAR, 1, result, golden, "Calmar Ratio");
    assertStatistic(Metric.OMEGA, 1, result, golden, "Omega Ratio");
    assertStatistic(Metric.SORTINO, 1, result, golden, "Sortino Ratio");
  }

  private static void assertStatistic(
      Metric metric, double scale, BacktestResult result, GoldenFile golden, String name) {
    double expected = GoldenFile.number(golden.root().path("stats").path(name));
    double actual =
        scale * Metrics.value(metric, TrackRecord.of(result), MetricConvention.vectorbt(365));
    if (Double.isNaN(expected)) {
      assertThat(actual).as(name).isNaN();
    } else {
      assertThat(actual).as(name).isCloseTo(expected, Offset.offset(1e-10 * Math.abs(expected)));
    }
  }
}
