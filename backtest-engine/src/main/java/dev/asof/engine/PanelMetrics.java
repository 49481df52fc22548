package dev.asof.engine;

import java.util.Arrays;

/**
 * The metrics of many equity curves, taken bar by bar in one pass that keeps no curve. Conventions
 * are those of {@link Metric}; the numbers agree with {@link Metrics} to 1e-10 relative, because
 * sums are taken in one pass here. Daily returns are summed less the first, so that a curve without
 * variation has none to the last bit.
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
  private final double[] lowestReturn;
  private final double[] peakUsd;
  private final double[] maxDrawdown;
  private final int[] underWater;
  private final int[] longestUnderWater;
  private int bars;

  private PanelMetrics(int columns, double initialCashUsd) {
    this.initialCashUsd = initialCashUsd;
    equityUsd = new double[columns];
    firstReturn = new double[columns];
    sum = new double[columns];
    squares = new double[columns];
    lossSquares = new double[columns];
    growth = new double[columns];
    lowestReturn = new double[columns];
    peakUsd = new double[columns];
    maxDrawdown = new double[columns];
    underWater = new int[columns];
    longestUnderWater = new int[columns];
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
    Arrays.fill(sum, from, to, 0);
    Arrays.fill(squares, from, to, 0);
    Arrays.fill(lossSquares, from, to, 0);
    Arrays.fill(growth, from, to, 1);
    Arrays.fill(lowestReturn, from, to, 0);
    Arrays.fill(peakUsd, from, to, initialCashUsd);
    Arrays.fill(maxDrawdown, from, to, 0);
    Arrays.fill(underWater, from, to, 0);
    Arrays.fill(longestUnderWater, from, to, 0);
  }

  /** Takes in the equity of one bar for some columns, {@code equity[at + column]}. */
  void add(int bar, double[] equity, int at, int from, int to) {
    if (bar == 0) {
      for (int c = from; c < to; c++) {
        firstReturn[c] = change(initialCashUsd, equity[at + c]);
      }
    }
    double[] before = equityUsd;
    double[] first = firstReturn;
    double[] sums = sum;
    double[] squared = squares;
    double[] losses = lossSquares;
    double[] grown = growth;
    double[] lowest = lowestReturn;
    double[] peaks = peakUsd;
    double[] drawdowns = maxDrawdown;
    int[] lengths = underWater;
    int[] longest = longestUnderWater;
    for (int c = from; c < to; c++) {
      double now = equity[at + c];
      double then = before[c];
      double value = then > 0 ? (now - then) / then : change(then, now);
      double shifted = value - first[c];
      double loss = Math.min(value, 0);
      double peak = Math.max(peaks[c], now);
      before[c] = now;
      sums[c] += shifted;
      squared[c] += shifted * shifted;
      losses[c] += loss * loss;
      grown[c] *= 1 + value;
      lowest[c] = Math.min(lowest[c], value);
      peaks[c] = peak;
      int length = 0;
      if (now < peak) {
        drawdowns[c] = Math.min(drawdowns[c], now / peak - 1);
        length = lengths[c] + 1;
        longest[c] = Math.max(longest[c], length);
      }
      lengths[c] = length;
    }
  }

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

  /** See {@link Metric#TOTAL_RETURN}. */
  public double totalReturn(int column) {
    return equityUsd[column] / initialCashUsd - 1;
  }

  /** See {@link Metric#ANNUALISED_RETURN}. */
  public double annualisedReturn(int column, int yearDays) {
    return bars == 0 || 1 + lowestReturn[column] < 0
        ? Double.NaN
        : StrictMath.pow(growth[column], (double) yearDays / bars) - 1;
  }

  /** See {@link Metric#VOLATILITY}. */
  public double volatility(int column, int yearDays) {
    return Math.sqrt(variance(column)) * Math.sqrt(yearDays);
  }

  /** See {@link Metric#SHARPE}. */
  public double sharpe(int column, int yearDays) {
    double deviation = Math.sqrt(variance(column));
    return deviation == 0 ? Double.NaN : mean(column) / deviation * Math.sqrt(yearDays);
  }

  /** See {@link Metric#SORTINO}. */
  public double sortino(int column, int yearDays) {
    return bars < 2 || lossSquares[column] == 0
        ? Double.NaN
        : mean(column) / Math.sqrt(lossSquares[column] / bars) * Math.sqrt(yearDays);
  }

  /** See {@link Metric#CALMAR}. */
  public double calmar(int column, int yearDays) {
    return maxDrawdown[column] < 0
        ? annualisedReturn(column, yearDays) / -maxDrawdown[column]
        : Double.NaN;
  }

  /** See {@link Metric#MAX_DRAWDOWN}. */
  public double maxDrawdown(int column) {
    return maxDrawdown[column];
  }

  /** See {@link Metric#MAX_DRAWDOWN_DURATION}. */
  public int maxDrawdownSessions(int column) {
    return longestUnderWater[column];
  }

  /** Not defined when equity left 0. */
  private double mean(int column) {
    double mean = firstReturn[column] + sum[column] / bars;
    return Double.isFinite(mean) ? mean : Double.NaN;
  }

  /** Of the daily returns, with divisor n - 1. */
  private double variance(int column) {
    return bars < 2
        ? Double.NaN
        : Math.max(squares[column] - sum[column] * sum[column] / bars, 0) / (bars - 1);
  }
}
