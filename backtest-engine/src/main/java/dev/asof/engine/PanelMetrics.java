package dev.asof.engine;

import java.util.Arrays;

/**
 * The headline metrics of many equity curves, taken bar by bar in one pass that keeps no curve. The
 * numbers are those of {@link HeadlineMetrics} over each curve's daily returns, bit for bit.
 *
 * <p>Curves lie side by side, because the sums of one curve wait for each other: 3 ns a value,
 * where a bare loop over one curve after the other takes 5 (EngineBench in the benchmarks module).
 */
public final class PanelMetrics {
  /** So that what is summed up stays in a core's nearest caches. */
  private static final int BLOCK = 512;

  private final double initialCashUsd;
  private final double[] equityUsd;
  private final double[] firstReturn;
  private final double[] sum;
  private final double[] squares;
  private final double[] lossSquares;
  private final double[] growth;
  private final double[] peak;
  private final double[] lowestOfPeak;
  private final int[] peakBar;
  private final int[] farthest;
  private int bars;

  private PanelMetrics(int columns, double initialCashUsd) {
    this.initialCashUsd = initialCashUsd;
    equityUsd = new double[columns];
    firstReturn = new double[columns];
    sum = new double[columns];
    squares = new double[columns];
    lossSquares = new double[columns];
    growth = new double[columns];
    peak = new double[columns];
    lowestOfPeak = new double[columns];
    peakBar = new int[columns];
    farthest = new int[columns];
  }

  /**
   * Metrics of nothing yet.
   *
   * @param columns number of curves
   * @param initialCashUsd where each begins; above 0
   */
  public static PanelMetrics of(int columns, double initialCashUsd) {
    if (columns < 1 || !(initialCashUsd > 0)) {
      throw new IllegalArgumentException(
          "Invalid curves: "
              + columns
              + " from "
              + initialCashUsd
              + " USD; expected some, above 0");
    }
    return new PanelMetrics(columns, initialCashUsd);
  }

  /**
   * Measures whole curves, instead of what was measured before. Allocates nothing.
   *
   * @param equity value after each bar in USD, {@code equity[bar * columns + column]}
   */
  public void measure(double[] equity) {
    int columns = equityUsd.length;
    if (equity.length % columns != 0) {
      throw new IllegalArgumentException(
          "Invalid curves: " + equity.length + " values are not rows of " + columns);
    }
    int length = equity.length / columns;
    for (int from = 0; from < columns; from += BLOCK) {
      int to = Math.min(from + BLOCK, columns);
      begin(from, to, length);
      for (int bar = 0; bar < length; bar++) {
        add(bar, equity, bar * columns, from, to);
      }
    }
  }

  /** Starts curves of some columns anew; the length is that of all of them. */
  void begin(int from, int to, int length) {
    bars = length;
    Arrays.fill(equityUsd, from, to, initialCashUsd);
    Arrays.fill(firstReturn, from, to, 0);
    Arrays.fill(sum, from, to, 0);
    Arrays.fill(squares, from, to, 0);
    Arrays.fill(lossSquares, from, to, 0);
    Arrays.fill(growth, from, to, 1);
    Arrays.fill(peak, from, to, 1);
    Arrays.fill(lowestOfPeak, from, to, 1);
    Arrays.fill(peakBar, from, to, -1);
    Arrays.fill(farthest, from, to, 0);
  }

  /** Takes in the equity of one bar for some columns, {@code equity[at + column]}. */
  void add(int bar, double[] equity, int at, int from, int to) {
    if (bar == 0) {
      for (int c = from; c < to; c++) {
        firstReturn[c] = change(initialCashUsd, equity[at + c]);
      }
    }
    final double[] before = equityUsd;
    final double[] first = firstReturn;
    final double[] sums = sum;
    final double[] squared = squares;
    final double[] losses = lossSquares;
    final double[] grown = growth;
    final double[] peaks = peak;
    final double[] lowest = lowestOfPeak;
    for (int c = from; c < to; c++) {
      double now = equity[at + c];
      double then = before[c];
      double value = then > 0 ? (now - then) / then : change(then, now);
      double distance = value - first[c];
      double loss = Math.min(value, 0);
      double product = grown[c] * (1 + value);
      before[c] = now;
      sums[c] += distance;
      squared[c] += distance * distance;
      losses[c] += loss * loss;
      grown[c] = product;
      if (product >= peaks[c]) {
        farthest[c] = Math.max(farthest[c], bar - peakBar[c]);
        peaks[c] = product;
        peakBar[c] = bar;
      }
      lowest[c] = Math.min(lowest[c], product / peaks[c]);
    }
  }

  /** As {@link Metrics#returns} has it. */
  private static double change(double before, double now) {
    if (before == 0) {
      return now == 0 ? 0 : Math.copySign(Double.POSITIVE_INFINITY, now);
    }
    double fraction = (now - before) / before;
    return before < 0 ? -fraction : fraction;
  }

  /** Equity after the last bar in USD; the initial cash before the first. */
  public double equityUsd(int column) {
    return equityUsd[column];
  }

  /** Leaves the metrics of one curve in an object for them, which may be used again. */
  public void read(int column, HeadlineMetrics metrics) {
    metrics.take(
        bars,
        growth[column],
        firstReturn[column],
        sum[column],
        squares[column],
        lossSquares[column],
        lowestOfPeak[column],
        Math.max(farthest[column] - 1, bars - 1 - peakBar[column]));
  }
}
