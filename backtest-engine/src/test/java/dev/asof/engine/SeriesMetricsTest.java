package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Metrics of returns alone, worked by hand. */
class SeriesMetricsTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-12);

  /** Gains 0.02 and 0.03, losses 0.01 and 0.01, one session at rest. */
  private static final double[] MIXED = {0.02, -0.01, 0, 0.03, -0.01};

  private static double value(Metric metric, double... returns) {
    return Metrics.value(metric, TrackRecord.of(returns), MetricConvention.ofYear(4));
  }

  @Test
  void sessionsAreCountedByGainAndLoss() {
    assertThat(value(Metric.WIN_RATE, MIXED)).isCloseTo(0.5, CLOSE);
    assertThat(value(Metric.AVERAGE_RETURN, MIXED)).isCloseTo(0.0075, CLOSE);
    assertThat(value(Metric.AVERAGE_WIN, MIXED)).isCloseTo(0.025, CLOSE);
    assertThat(value(Metric.AVERAGE_LOSS, MIXED)).isCloseTo(-0.01, CLOSE);
    assertThat(value(Metric.PAYOFF_RATIO, MIXED)).isCloseTo(2.5, CLOSE);
    assertThat(value(Metric.PROFIT_FACTOR, MIXED)).isCloseTo(2.5, CLOSE);
    assertThat(value(Metric.OMEGA, MIXED)).isCloseTo(2.5, CLOSE);
    assertThat(value(Metric.GAIN_TO_PAIN, MIXED)).isCloseTo(1.5, CLOSE);
    assertThat(value(Metric.CPC_INDEX, MIXED)).isCloseTo(3.125, CLOSE);
    // 0.5 - 0.5 / 2.5
    assertThat(value(Metric.KELLY, MIXED)).isCloseTo(0.3, CLOSE);
    assertThat(value(Metric.RISK_OF_RUIN, MIXED)).isCloseTo(1 / 243.0, CLOSE);
    // Not below 0: mean 0.05 / 3 of three; below: mean 0.01 of two.
    assertThat(value(Metric.PROFIT_RATIO, MIXED)).isCloseTo(0.05 / 9 / 0.005, CLOSE);
    assertThat(value(Metric.TIME_IN_MARKET, MIXED)).isCloseTo(0.8, CLOSE);
    assertThat(value(Metric.BEST_SESSION, MIXED)).isEqualTo(0.03);
    assertThat(value(Metric.WORST_SESSION, MIXED)).isEqualTo(-0.01);
  }

  @Test
  void streaksAreBrokenByASessionAtRest() {
    assertThat(value(Metric.CONSECUTIVE_WINS, 0.1, 0.1, 0, 0.1, -0.1)).isEqualTo(2);
    assertThat(value(Metric.CONSECUTIVE_LOSSES, -0.1, 0, -0.1, -0.1, -0.1)).isEqualTo(3);
    assertThat(value(Metric.CONSECUTIVE_LOSSES, 0.1)).isZero();
  }

  @Test
  void whatNeedsAGainOrALossIsNotDefinedWithoutOne() {
    for (Metric metric :
        List.of(
            Metric.AVERAGE_LOSS,
            Metric.PAYOFF_RATIO,
            Metric.PROFIT_RATIO,
            Metric.PROFIT_FACTOR,
            Metric.OMEGA,
            Metric.GAIN_TO_PAIN,
            Metric.KELLY,
            Metric.CALMAR,
            Metric.RECOVERY_FACTOR,
            Metric.MARTIN,
            Metric.SERENITY,
            Metric.AVERAGE_DRAWDOWN,
            Metric.OUTLIER_LOSS_RATIO)) {
      assertThat(value(metric, 0.01, 0.02, 0.03)).as(metric.name()).isNaN();
    }
    assertThat(value(Metric.WIN_RATE, 0, 0)).isNaN();
  }

  @Test
  void quantilesAreInterpolatedBetweenOrderStatistics() {
    // 21 returns from -0.10 to 0.10: the 5 % quantile is the second, the 1 % one a fifth of the
    // way from the first to it.
    double[] ladder = new double[21];
    for (int n = 0; n < 21; n++) {
      ladder[n] = n / 100.0 - 0.10;
    }
    assertThat(value(Metric.VALUE_AT_RISK, ladder)).isCloseTo(-0.09, CLOSE);
    // The lowest floor(20 * 0.05) + 1 = 2.
    assertThat(value(Metric.EXPECTED_SHORTFALL, ladder)).isCloseTo(-0.095, CLOSE);
    assertThat(value(Metric.TAIL_RATIO, ladder)).isCloseTo(1, CLOSE);
    // The mean of 0 to 0.10 is 0.05, that of -0.10 to -0.01 is -0.055.
    assertThat(value(Metric.OUTLIER_WIN_RATIO, ladder)).isCloseTo(0.098 / 0.05, CLOSE);
    assertThat(value(Metric.OUTLIER_LOSS_RATIO, ladder)).isCloseTo(0.098 / 0.055, CLOSE);
    MetricConvention far = MetricConvention.ofYear(4).withTail(0.01);
    assertThat(Metrics.value(Metric.VALUE_AT_RISK, TrackRecord.of(ladder), far))
        .isCloseTo(-0.098, CLOSE);
  }

  @Test
  void normalValueAtRiskTakesTheSpreadForTheTail() {
    // Mean 0.02, deviation 0.01; the 5 % quantile of a standard normal variable from its tables.
    double[] returns = {0.01, 0.02, 0.03};
    assertThat(value(Metric.NORMAL_VALUE_AT_RISK, returns))
        .isCloseTo(0.02 - 0.01 * 1.6448536269514722, CLOSE);
    assertThat(value(Metric.TWO_SIGMA_VALUE_AT_RISK, returns)).isCloseTo(0, CLOSE);
    assertThat(value(Metric.RISK_RETURN_RATIO, returns)).isCloseTo(2, CLOSE);
    assertThat(value(Metric.DOWNSIDE_RISK, 0.1, -0.1)).isCloseTo(Math.sqrt(0.005 * 4), CLOSE);
  }

  @Test
  void drawdownsHaveDepthLengthAndRecovery() {
    // 1.0 | 0.8 0.9 1.0 | 1.25 | 1.0 0.75: one recovered, one not.
    double[] returns = {-0.2, 0.125, 1 / 9.0, 0.25, -0.2, -0.25};
    TrackRecord record =
        TrackRecord.of(returns)
            .on(
                List.of(
                    LocalDate.of(2022, 9, 1),
                    LocalDate.of(2022, 9, 2),
                    LocalDate.of(2022, 9, 6),
                    LocalDate.of(2022, 9, 7),
                    LocalDate.of(2022, 9, 8),
                    LocalDate.of(2022, 9, 19)));
    MetricConvention convention = MetricConvention.ofYear(6);
    assertThat(Metrics.value(Metric.DRAWDOWN_COUNT, record, convention)).isEqualTo(2);
    assertThat(Metrics.value(Metric.RECOVERED_DRAWDOWN_COUNT, record, convention)).isEqualTo(1);
    assertThat(Metrics.value(Metric.AVERAGE_DRAWDOWN, record, convention)).isCloseTo(-0.3, CLOSE);
    assertThat(Metrics.value(Metric.AVERAGE_DRAWDOWN_DURATION, record, convention)).isEqualTo(2);
    assertThat(Metrics.value(Metric.MAX_DRAWDOWN, record, convention)).isCloseTo(-0.4, CLOSE);
    // From September 8 to 19, both counted.
    assertThat(Metrics.value(Metric.LONGEST_DRAWDOWN_DAYS, record, convention)).isEqualTo(12);
    double ulcer = Math.sqrt((0.04 + 0.01 + 0.04 + 0.16) / 6);
    assertThat(Metrics.value(Metric.ULCER_INDEX, record, convention)).isCloseTo(ulcer, CLOSE);
    // A year of six sessions: annualised is total, -0.25.
    assertThat(Metrics.value(Metric.MARTIN, record, convention)).isCloseTo(-0.25 / ulcer, CLOSE);
    assertThat(Metrics.value(Metric.RECOVERY_FACTOR, record, convention)).isCloseTo(-0.625, CLOSE);
    // The tail of six depths is the lowest one, -0.4.
    double pitfall = 0.4 / Metrics.value(Metric.VOLATILITY, record, convention);
    assertThat(Metrics.value(Metric.SERENITY, record, convention))
        .isCloseTo(-0.25 / (ulcer * pitfall), CLOSE);
  }

  @Test
  void smartRatiosArePenalisedForReturnsThatFollowEachOther() {
    // The pairs (1, -1), (-1, 1), (1, -1) have correlation -1: with n = 4 the sum over k of
    // (4 - k) / 4 is 1.5, and the penalty the root of 4.
    double[] returns = {0.03, -0.01, 0.03, -0.01};
    assertThat(value(Metric.SMART_SHARPE, returns))
        .isCloseTo(value(Metric.SHARPE, returns) / 2, CLOSE);
    assertThat(value(Metric.SMART_SORTINO, returns))
        .isCloseTo(value(Metric.SORTINO, returns) / 2, CLOSE);
    assertThat(value(Metric.ADJUSTED_SORTINO, returns))
        .isCloseTo(value(Metric.SORTINO, returns) / Math.sqrt(2), CLOSE);
    assertThat(value(Metric.SMART_ADJUSTED_SORTINO, returns))
        .isCloseTo(value(Metric.SORTINO, returns) / Math.sqrt(8), CLOSE);
  }

  @Test
  void steadyGrowthIsStable() {
    assertThat(value(Metric.STABILITY, 0.01, 0.01, 0.01, 0.01)).isCloseTo(1, CLOSE);
    // Logarithms 1, 1, 2 times log 2 over 0, 1, 2: covariance 1, variances 2 and 2/3.
    assertThat(value(Metric.STABILITY, 1, 0, 1)).isCloseTo(0.75, CLOSE);
    assertThat(value(Metric.STABILITY, 0, 0, 0)).isNaN();
    assertThat(value(Metric.STABILITY, 0.1, -1, 0.1)).isNaN();
  }

  @Test
  void meansAreArithmeticAndGeometric() {
    assertThat(value(Metric.MEAN_RETURN, 0.5, -0.5)).isZero();
    assertThat(value(Metric.GEOMETRIC_MEAN_RETURN, 0.5, -0.5))
        .isCloseTo(Math.sqrt(0.75) - 1, CLOSE);
    assertThat(value(Metric.GEOMETRIC_MEAN_RETURN, 0.5, -1.5)).isNaN();
  }

  @Test
  void jarqueBeraJoinsSkewnessAndKurtosis() {
    // Skewness squared 0.5, kurtosis -1.5 of three: 3 / 6 * (0.5 + 2.25 / 4).
    assertThat(value(Metric.JARQUE_BERA, 0, 0, 0.03)).isCloseTo(0.53125, CLOSE);
  }

  @Test
  void rarelyInTheMarketIsScaledToAlways() {
    assertThat(value(Metric.EXPOSURE_ADJUSTED_RETURN, 0.1, 0, 0, 0)).isCloseTo(0.4, CLOSE);
  }

  @Test
  void commonSenseIsProfitFactorTimesTailRatio() {
    assertThat(value(Metric.COMMON_SENSE_RATIO, MIXED))
        .isCloseTo(2.5 * value(Metric.TAIL_RATIO, MIXED), CLOSE);
  }
}
