package dev.asof.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * One stretch of time below an earlier peak.
 *
 * @param peak index of the peak: the latest one before the fall
 * @param start index of the first value below it
 * @param valley index of the lowest value, the first of equals
 * @param end index of the first value that is not below the peak, or of the last value
 * @param peakValue value at the peak
 * @param valleyValue lowest value
 * @param endValue value at the end
 * @param recovered whether the peak was reached again
 */
public record DrawdownPeriod(
    int peak,
    int start,
    int valley,
    int end,
    double peakValue,
    double valleyValue,
    double endValue,
    boolean recovered) {

  /** The fall from peak to valley as a fraction of the peak, 0 or negative. */
  public double depth() {
    return valleyValue / peakValue - 1;
  }

  /** All drawdowns of a series such as equity, in order; the first value counts as a peak. */
  public static List<DrawdownPeriod> of(double[] values) {
    List<DrawdownPeriod> periods = new ArrayList<>();
    int peak = 0;
    int start = -1;
    int valley = -1;
    for (int n = 1; n < values.length; n++) {
      if (values[n] < values[peak]) {
        if (start < 0) {
          start = n;
          valley = n;
        } else if (values[n] < values[valley]) {
          valley = n;
        }
      } else {
        if (start >= 0) {
          periods.add(period(values, peak, start, valley, n, true));
          start = -1;
        }
        peak = n;
      }
    }
    if (start >= 0) {
      periods.add(period(values, peak, start, valley, values.length - 1, false));
    }
    return periods;
  }

  private static DrawdownPeriod period(
      double[] values, int peak, int start, int valley, int end, boolean recovered) {
    return new DrawdownPeriod(
        peak, start, valley, end, values[peak], values[valley], values[end], recovered);
  }
}
