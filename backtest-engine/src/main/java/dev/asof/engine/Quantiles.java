package dev.asof.engine;

import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/**
 * How values spread. Quantiles are interpolated linearly between order statistics: type 7 of
 * Hyndman and Fan (1996), Sample Quantiles in Statistical Packages. All NaN of no values.
 *
 * @param lowest the lowest value
 * @param p5 a twentieth lies below it
 * @param p25 a quarter lies below it
 * @param median half lies below it
 * @param p75 a quarter lies above it
 * @param p95 a twentieth lies above it
 * @param highest the highest value
 */
public record Quantiles(
    double lowest, double p5, double p25, double median, double p75, double p95, double highest) {

  /** Of these values, whose order does not matter; none is NaN. */
  public static Quantiles of(double[] values) {
    Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
    percentile.setData(values);
    return new Quantiles(
        at(percentile, values, 0),
        at(percentile, values, 5),
        at(percentile, values, 25),
        at(percentile, values, 50),
        at(percentile, values, 75),
        at(percentile, values, 95),
        at(percentile, values, 100));
  }

  private static double at(Percentile percentile, double[] values, int percent) {
    if (values.length == 0) {
      return Double.NaN;
    }
    // Commons Math has no quantile 0.
    if (percent == 0) {
      return Sample.of(values, MetricConvention.Missing.UNDEFINED).lowest();
    }
    return percentile.evaluate(percent);
  }
}
