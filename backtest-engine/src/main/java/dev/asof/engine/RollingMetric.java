package dev.asof.engine;

import java.util.Arrays;

/** A metric over the latest sessions, at each session. */
public final class RollingMetric {
  private RollingMetric() {}

  /**
   * The metric over each session and those just before it.
   *
   * @param metric one that needs returns, dates or a benchmark
   * @param window how many sessions it is measured over, at least 2
   * @return one value per session, known at its close; NaN where there are fewer sessions behind it
   *     or the metric is not defined
   */
  public static double[] of(
      Metric metric, TrackRecord record, int window, MetricConvention convention) {
    if (window < 2) {
      throw new IllegalArgumentException("Invalid window: " + window + " sessions, fewer than 2");
    }
    double[] values = new double[record.returnsUnsafe().length];
    Arrays.fill(values, Double.NaN);
    for (int end = window; end <= values.length; end++) {
      values[end - 1] = Metrics.value(metric, record.between(end - window, end), convention);
    }
    return values;
  }
}
