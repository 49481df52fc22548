package dev.asof.engine;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/**
 * How far a Sharpe ratio and a return could have been other by chance: the returns are put together
 * again out of blocks of consecutive ones, many times, and measured each time. Blocks keep the
 * dependence between neighbouring days that single draws would lose. The circular block bootstrap
 * of Politis and Romano (1992), A circular block-resampling procedure for stationary data; block
 * length is the cube root of the number of returns, rounded up, as in Hall, Horowitz and Jing
 * (1995), On blocking rules for the bootstrap with dependent data, for a bias or a variance. The
 * same returns give the same intervals: the seed is fixed.
 *
 * @param sharpe of the annualised Sharpe ratio, {@link Metric#SHARPE}; NaN where a fifth or more of
 *     the resamples have none
 * @param totalReturn of the compounded return, a fraction
 */
public record BlockBootstrap(Interval sharpe, Interval totalReturn) {
  /** Resamples that are measured. */
  public static final int RESAMPLES = 1000;

  /** Share of the resamples inside an interval, the same share outside on either side. */
  public static final double LEVEL = 0.9;

  /** Under this there is no interval: too few blocks to put together otherwise. */
  public static final int FEWEST_RETURNS = 8;

  private static final long SEED = 20220902;
  private static final double LEAST_DEFINED = 0.8;
  private static final BlockBootstrap NONE = new BlockBootstrap(Interval.NONE, Interval.NONE);

  /**
   * From one number to another; both NaN where there is no interval.
   *
   * @param low the lower end
   * @param high the upper end
   */
  public record Interval(double low, double high) {
    /** No interval. */
    public static final Interval NONE = new Interval(Double.NaN, Double.NaN);

    /** Whether there is one. */
    public boolean isDefined() {
      return !Double.isNaN(low) && !Double.isNaN(high);
    }
  }

  /**
   * The intervals of daily returns; none under {@link #FEWEST_RETURNS} returns and where one is not
   * finite.
   *
   * @param returns fractions, in order
   * @param yearDays days in a year, above 0
   */
  public static BlockBootstrap of(double[] returns, int yearDays) {
    int count = returns.length;
    if (count < FEWEST_RETURNS || !Arrays.stream(returns).allMatch(Double::isFinite)) {
      return NONE;
    }
    int block = blockLength(count);
    SplittableRandom random = new SplittableRandom(SEED);
    double[] sharpes = new double[RESAMPLES];
    double[] totals = new double[RESAMPLES];
    double[] resample = new double[count];
    for (int n = 0; n < RESAMPLES; n++) {
      draw(returns, block, random, resample);
      sharpes[n] = Metrics.sharpe(resample, yearDays);
      totals[n] = growth(resample) - 1;
    }
    return new BlockBootstrap(interval(sharpes), interval(totals));
  }

  /** Consecutive returns that stay together: the cube root of their number, rounded up. */
  public static int blockLength(int count) {
    int length = 1;
    while ((long) length * length * length < count) {
      length++;
    }
    return length;
  }

  private static void draw(double[] returns, int block, SplittableRandom random, double[] target) {
    int filled = 0;
    while (filled < target.length) {
      int from = random.nextInt(returns.length);
      for (int n = 0; n < block && filled < target.length; n++) {
        target[filled++] = returns[from];
        from = from + 1 == returns.length ? 0 : from + 1;
      }
    }
  }

  private static double growth(double[] returns) {
    double growth = 1;
    for (double value : returns) {
      growth *= 1 + value;
    }
    return growth;
  }

  private static Interval interval(double[] measured) {
    double[] defined = Arrays.stream(measured).filter(v -> !Double.isNaN(v)).toArray();
    if (defined.length < LEAST_DEFINED * measured.length) {
      return Interval.NONE;
    }
    Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
    percentile.setData(defined);
    double tail = 100 * (1 - LEVEL) / 2;
    return new Interval(percentile.evaluate(tail), percentile.evaluate(100 - tail));
  }
}
