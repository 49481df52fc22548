package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BenchmarkMetricsTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-12);
  private static final double[] BENCHMARK = {0.01, -0.01, 0.02, -0.02};

  private static double value(Metric metric, double[] returns, double[] benchmark) {
    return Metrics.value(
        metric, TrackRecord.of(returns).against(benchmark), MetricConvention.ofYear(4));
  }

  @Test
  void twiceTheBenchmarkAndABitHasBetaTwoAndThatBitAsAlpha() {
    double[] returns = {0.021, -0.019, 0.041, -0.039};
    assertThat(value(Metric.BETA, returns, BENCHMARK)).isCloseTo(2, CLOSE);
    assertThat(value(Metric.ALPHA, returns, BENCHMARK)).isCloseTo(0.004, CLOSE);
    assertThat(value(Metric.CORRELATION, returns, BENCHMARK)).isCloseTo(1, CLOSE);
    assertThat(value(Metric.R_SQUARED, returns, BENCHMARK)).isCloseTo(1, CLOSE);
    // The difference is the benchmark and the bit: its variance is 0.001 / 3.
    double risk = Math.sqrt(0.001 / 3);
    assertThat(value(Metric.TRACKING_ERROR, returns, BENCHMARK)).isCloseTo(2 * risk, CLOSE);
    assertThat(value(Metric.INFORMATION_RATIO, returns, BENCHMARK))
        .isCloseTo(2 * 0.001 / risk, CLOSE);
    assertThat(value(Metric.TREYNOR, returns, BENCHMARK))
        .isCloseTo(value(Metric.ANNUALISED_RETURN, returns, BENCHMARK) / 2, CLOSE);
    assertThat(value(Metric.BATTING_AVERAGE, returns, BENCHMARK)).isCloseTo(0.5, CLOSE);
    assertThat(value(Metric.UP_BATTING_AVERAGE, returns, BENCHMARK)).isEqualTo(1);
    assertThat(value(Metric.DOWN_BATTING_AVERAGE, returns, BENCHMARK)).isZero();
  }

  @Test
  void alphaIsMeasuredAboveTheRiskFreeReturn() {
    // Half the benchmark: less 0.002 a session, it falls short of half of that.
    double[] returns = {0.005, -0.005, 0.01, -0.01};
    MetricConvention convention = MetricConvention.ofYear(4).withRiskFree(0.002);
    TrackRecord record = TrackRecord.of(returns).against(BENCHMARK);
    assertThat(Metrics.value(Metric.ALPHA, record, convention)).isCloseTo(-0.004, CLOSE);
  }

  @Test
  void capturesAreTakenWhereTheBenchmarkRoseOrFell() {
    // Up: 1.1 * 1.1 against 1.2 * 1.2, two sessions of four a year; down: 0.9 against 0.8.
    double[] returns = {0.1, 0.1, -0.1, 0.5};
    double[] benchmark = {0.2, 0.2, -0.2, 0};
    assertThat(value(Metric.UP_CAPTURE, returns, benchmark))
        .isCloseTo((Math.pow(1.1, 4) - 1) / (Math.pow(1.2, 4) - 1), CLOSE);
    assertThat(value(Metric.DOWN_CAPTURE, returns, benchmark))
        .isCloseTo((Math.pow(0.9, 4) - 1) / (Math.pow(0.8, 4) - 1), CLOSE);
    assertThat(value(Metric.UP_DOWN_CAPTURE, returns, benchmark))
        .isCloseTo(
            value(Metric.UP_CAPTURE, returns, benchmark)
                / value(Metric.DOWN_CAPTURE, returns, benchmark),
            CLOSE);
    assertThat(value(Metric.CAPTURE, returns, benchmark))
        .isCloseTo((1.21 * 0.9 * 1.5 - 1) / (1.44 * 0.8 - 1), CLOSE);
    assertThat(value(Metric.BENCHMARK_RETURN, returns, benchmark)).isCloseTo(0.152, CLOSE);
    assertThat(value(Metric.EXCESS_RETURN, returns, benchmark))
        .isCloseTo(1.21 * 0.9 * 1.5 - 1.152, CLOSE);
  }

  @Test
  void aBenchmarkThatDoesNotVaryExplainsNothing() {
    double[] flat = new double[4];
    assertThat(value(Metric.BETA, BENCHMARK, flat)).isNaN();
    assertThat(value(Metric.ALPHA, BENCHMARK, flat)).isNaN();
    assertThat(value(Metric.CORRELATION, BENCHMARK, flat)).isNaN();
    assertThat(value(Metric.CAPTURE, BENCHMARK, flat)).isNaN();
    assertThat(value(Metric.UP_CAPTURE, BENCHMARK, flat)).isNaN();
    assertThat(value(Metric.INFORMATION_RATIO, BENCHMARK, BENCHMARK)).isNaN();
  }

  @Test
  void aSessionWithoutABenchmarkIsLeftOutOfBothWhenItIsSaidSo() {
    double[] returns = {0.02, -0.02, 0.04, 9, -0.04};
    double[] benchmark = {0.01, -0.01, 0.02, Double.NaN, -0.02};
    assertThat(value(Metric.BETA, returns, benchmark)).isNaN();
    MetricConvention leftOut =
        MetricConvention.ofYear(4).withMissing(MetricConvention.Missing.LEFT_OUT);
    TrackRecord record = TrackRecord.of(returns).against(benchmark);
    assertThat(Metrics.value(Metric.BETA, record, leftOut)).isCloseTo(2, CLOSE);
  }
}
