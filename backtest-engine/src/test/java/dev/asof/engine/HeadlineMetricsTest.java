package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HeadlineMetricsTest {
  private static final double RELATIVE = 1e-12;

  @Property(tries = 2000)
  void onePassAgreesWithSeparateOnes(
      @ForAll long seed,
      @ForAll @IntRange(max = 600) int size,
      @ForAll @DoubleRange(min = 0.01, max = 0.3) double spread,
      @ForAll @DoubleRange(min = 0, max = 1) double atRest) {
    Random random = new Random(seed);
    double[] returns = new double[size + 5];
    for (int n = 0; n < returns.length; n++) {
      returns[n] = random.nextDouble() < atRest ? 0 : spread * random.nextGaussian();
    }
    assertAgrees(returns, 2, returns.length - 3);
  }

  @Test
  void onePassAgreesWithSeparateOnesWhereLittleIsDefined() {
    double[][] cases = {
      {},
      {0.1},
      {-0.1},
      {0.01, 0.01, 0.01},
      {0, 0, 0},
      {0.1, 0.2},
      {-0.1, -0.2},
      {0.5, -1, 0.5},
      {0.1, -1, -1.5, 0.2},
      {0.1, -1.5, -1.5},
      {0.1, Double.NaN, -0.2}
    };
    for (double[] returns : cases) {
      assertAgrees(returns, 0, returns.length);
    }
  }

  private static void assertAgrees(double[] returns, int from, int to) {
    HeadlineMetrics fused = new HeadlineMetrics(252);
    fused.measure(new double[] {0.3, -0.9, Double.NaN}, 0, 3);
    fused.measure(returns, from, to);
    TrackRecord record = TrackRecord.of(Arrays.copyOfRange(returns, from, to));
    assertSame(fused.totalReturn(), Metric.TOTAL_RETURN, record);
    assertSame(fused.annualisedReturn(), Metric.ANNUALISED_RETURN, record);
    assertSame(fused.maxDrawdown(), Metric.MAX_DRAWDOWN, record);
    assertSame(fused.maxDrawdownSessions(), Metric.MAX_DRAWDOWN_DURATION, record);
    assertSame(fused.calmar(), Metric.CALMAR, record);
    assertClose(fused.volatility(), Metric.VOLATILITY, record);
    assertClose(fused.sharpe(), Metric.SHARPE, record);
    assertClose(fused.sortino(), Metric.SORTINO, record);
  }

  private static void assertSame(double actual, Metric metric, TrackRecord record) {
    double expected = Metrics.value(metric, record, MetricConvention.ofYear(252));
    // Plus and minus 0 are the same.
    assertThat(actual + 0.0).as(metric.name()).isEqualTo(Double.valueOf(expected + 0.0));
  }

  private static void assertClose(double actual, Metric metric, TrackRecord record) {
    double expected = Metrics.value(metric, record, MetricConvention.ofYear(252));
    if (Double.isNaN(expected)) {
      assertThat(actual).as(metric.name()).isNaN();
    } else {
      // A mean that cancels is as exact as the returns are, not as itself.
      double scale = Math.max(Math.abs(expected), Math.sqrt(252));
      assertThat(Math.abs(actual - expected)).isLessThanOrEqualTo(RELATIVE * scale);
    }
  }

  @Test
  void aYearHasDays() {
    assertThatThrownBy(() -> new HeadlineMetrics(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid year: 0.0 days is not above 0");
  }
}
