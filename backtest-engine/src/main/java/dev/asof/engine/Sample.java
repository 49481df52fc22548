package dev.asof.engine;

import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/**
 * Daily returns as a convention sees them: what is missing is gone. A statistic that needs more
 * returns than there are is NaN. The moments are ours: Commons Math has those corrected for bias
 * alone.
 */
final class Sample {
  /**
   * What rounding makes of equal returns, as a part of 1 plus their mean: 2^-47. A return is the
   * quotient of two equities less 1. Each sum, product and quotient behind it is off by at most
   * 2^-53 of its value (IEEE 754, round to nearest), and a close of k positions takes k products, k
   * sums and the roundings of k prices; 64 of these halves of a last place cover some ten positions
   * in the worst case and hundreds as roundings add up by chance. No daily return is known as
   * exactly as that, so a smaller spread is none.
   */
  private static final double ROUNDING = 0x1p-47;

  /** Below this spread relative to the mean, what varies is rounding, as libraries have it. */
  private static final double PLAIN_ROUNDING = 1e-15;

  private final double[] values;
  private final int sessions;
  private final boolean plain;

  /** NaN until somebody asks for it; several formulas do. */
  private double mean = Double.NaN;

  private Sample(double[] values, int sessions, boolean plain) {
    this.values = values;
    this.sessions = sessions;
    this.plain = plain;
  }

  static Sample of(double[] returns, MetricConvention.Missing missing) {
    double[] values = new double[returns.length];
    int size = 0;
    for (double value : returns) {
      if (!Double.isNaN(value)) {
        values[size++] = value;
      } else if (missing == MetricConvention.Missing.ZERO) {
        values[size++] = 0;
      }
    }
    boolean counted = missing == MetricConvention.Missing.COUNTED;
    double[] kept = size == values.length ? values : Arrays.copyOf(values, size);
    return new Sample(kept, counted ? returns.length : size, false);
  }

  /**
   * The same with mean and deviation from plain sums, first to last, as the libraries have them;
   * ours are corrected for rounding. It tells where returns do not vary: there a plain deviation
   * may be rounding instead of 0, and a ratio to it 10^16.
   */
  Sample plain() {
    return new Sample(values, sessions, true);
  }

  /** Raw, not to be written to. */
  double[] valuesUnsafe() {
    return values;
  }

  int size() {
    return values.length;
  }

  /** How many sessions they stand for, which may be more than there are returns. */
  int sessions() {
    return sessions;
  }

  Sample minus(double rate) {
    if (rate == 0) {
      return this;
    }
    double[] less = values.clone();
    for (int n = 0; n < less.length; n++) {
      less[n] -= rate;
    }
    return new Sample(less, sessions, plain);
  }

  Sample above(double threshold) {
    return new Sample(Arrays.stream(values).filter(v -> v > threshold).toArray(), 0, plain);
  }

  Sample below(double threshold) {
    return new Sample(Arrays.stream(values).filter(v -> v < threshold).toArray(), 0, plain);
  }

  double sum() {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  double gain() {
    return above(0).sum();
  }

  /** Size of the sum of what is below 0. */
  double loss() {
    return Math.abs(below(0).sum());
  }

  double mean() {
    if (Double.isNaN(mean)) {
      mean = plain ? sum() / values.length : StatUtils.mean(values);
    }
    return mean;
  }

  double lowest() {
    return StatUtils.min(values);
  }

  double highest() {
    return StatUtils.max(values);
  }

  double deviation(int ddof) {
    if (values.length <= ddof) {
      return Double.NaN;
    }
    if (plain) {
      return Math.sqrt(moment(2) * values.length / (values.length - ddof));
    }
    return unrounded(
        Math.sqrt(
            ddof == 0
                ? StatUtils.populationVariance(values, mean())
                : StatUtils.variance(values, mean())),
        mean());
  }

  /** Returns a spread about a mean, or 0 where rounding alone can have made it. */
  static double unrounded(double spread, double mean) {
    return spread <= ROUNDING * (1 + Math.abs(mean)) ? 0 : spread;
  }

  /** Root mean square of what lies below 0, over all. */
  double downside() {
    double squares = 0;
    for (double value : values) {
      double loss = Math.min(value, 0);
      squares += loss * loss;
    }
    double downside = Math.sqrt(squares / values.length);
    return plain ? downside : unrounded(downside, 0);
  }

  /** Product of 1 and each; 1 for none. */
  double growth() {
    double growth = 1;
    for (double value : values) {
      growth *= 1 + value;
    }
    return growth;
  }

  /** Whether one of them loses more than everything, or gains on nothing. */
  boolean ruins() {
    for (double value : values) {
      if (1 + value < 0 || value == Double.POSITIVE_INFINITY) {
        return true;
      }
    }
    return false;
  }

  /** Interpolated linearly between order statistics, by Hyndman and Fan's seventh definition. */
  double quantile(double probability) {
    return new Percentile()
        .withEstimationType(EstimationType.R_7)
        .evaluate(values, 100 * probability);
  }

  /** Mean of the lowest; NaN when there are fewer. */
  double lowestMean(int count) {
    if (count > values.length) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return StatUtils.mean(sorted, 0, count);
  }

  double skewness(int ddof) {
    double n = values.length;
    double spread = moment(2);
    if (n < 2 + ddof || isRounding(spread)) {
      return Double.NaN;
    }
    double biased = moment(3) / (spread * Math.sqrt(spread));
    return ddof == 0 ? biased : biased * Math.sqrt(n * (n - 1)) / (n - 2);
  }

  /** Less 3, the kurtosis of a normal distribution. */
  double kurtosis(int ddof) {
    double n = values.length;
    double spread = moment(2);
    if (n < 2 + 2 * ddof || isRounding(spread)) {
      return Double.NaN;
    }
    double biased = moment(4) / (spread * spread) - 3;
    return ddof == 0 ? biased : (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * biased + 6);
  }

  private boolean isRounding(double spread) {
    if (!plain) {
      return !(unrounded(Math.sqrt(spread), mean()) > 0);
    }
    double rounding = PLAIN_ROUNDING * mean();
    return !(spread > rounding * rounding);
  }

  /** Mean power of the distance from the mean. */
  double moment(int power) {
    double mean = mean();
    double sum = 0;
    for (double value : values) {
      double distance = value - mean;
      double square = distance * distance;
      sum += power == 2 ? square : power == 3 ? square * distance : square * square;
    }
    return sum / values.length;
  }

  /** Most in a row that have the sign of a number. */
  int longestRun(double sign) {
    int longest = 0;
    int run = 0;
    for (double value : values) {
      run = value * sign > 0 ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }
}
