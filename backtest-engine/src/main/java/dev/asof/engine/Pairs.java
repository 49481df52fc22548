package dev.asof.engine;

import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/** Returns and those of a benchmark in the sessions that have both. */
final class Pairs {
  /** Below this variance a benchmark does not vary, as in empyrical. */
  private static final double FLAT = 1e-30;

  private final Sample returns;
  private final Sample benchmark;
  private final Sample active;

  private Pairs(Sample returns, Sample benchmark, Sample active) {
    this.returns = returns;
    this.benchmark = benchmark;
    this.active = active;
  }

  static Pairs of(Measurement m) {
    double[] returns = m.record().returnsUnsafe();
    double[] benchmark = m.record().benchmarkUnsafe();
    boolean zero = m.convention().missing() == MetricConvention.Missing.ZERO;
    double[] of = new double[returns.length];
    double[] against = new double[returns.length];
    double[] active = new double[returns.length];
    int size = 0;
    for (int bar = 0; bar < returns.length; bar++) {
      double one = zero && Double.isNaN(returns[bar]) ? 0 : returns[bar];
      double other = zero && Double.isNaN(benchmark[bar]) ? 0 : benchmark[bar];
      if (!Double.isNaN(one) && !Double.isNaN(other)) {
        of[size] = one;
        against[size] = other;
        active[size++] = one - other;
      }
    }
    return new Pairs(whole(m, of, size), whole(m, against, size), whole(m, active, size));
  }

  private static Sample whole(Measurement m, double[] values, int size) {
    return m.sampleOf(Arrays.copyOf(values, size), MetricConvention.Missing.LEFT_OUT);
  }

  int size() {
    return returns.size();
  }

  Sample returns() {
    return returns;
  }

  Sample benchmark() {
    return benchmark;
  }

  /** The returns less those of the benchmark. */
  Sample active() {
    return active;
  }

  /** Covariance over the variance of the benchmark; NaN when it does not vary. */
  double beta() {
    double variance = benchmark.moment(2);
    if (size() < 2 || variance < FLAT || benchmark.deviation(0) == 0) {
      return Double.NaN;
    }
    double mean = benchmark.mean();
    double[] of = returns.valuesUnsafe();
    double[] against = benchmark.valuesUnsafe();
    double sum = 0;
    for (int n = 0; n < of.length; n++) {
      sum += (against[n] - mean) * of[n];
    }
    return sum / of.length / variance;
  }

  double correlation() {
    return size() < 2
            || benchmark.deviation(0) == 0
            || returns.deviation(0) == 0
            || StatUtils.variance(benchmark.valuesUnsafe()) < FLAT
            || StatUtils.variance(returns.valuesUnsafe()) < FLAT
        ? Double.NaN
        : new PearsonsCorrelation().correlation(returns.valuesUnsafe(), benchmark.valuesUnsafe());
  }
}
