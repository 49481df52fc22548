package dev.asof.engine;

/**
 * The headline metrics of a series of daily returns in one pass, for sweeps: reuse one object for
 * many series. Under {@link MetricConvention#ofYear}: drawdowns are those of {@link Metrics} bit
 * for bit, as are the total and the annualised return; the others agree to 1e-12 relative, because
 * spread is summed about the first return instead of the mean. A missing return leaves everything
 * undefined, and so does a return that loses more than everything: nothing is computed across ruin.
 * A spread that rounding alone can have made is 0. Hit rate and turnover need trades and are not
 * here. Allocates nothing; not thread-safe.
 */
public final class HeadlineMetrics {
  private final double yearDays;

  private int count;
  private double growth;
  private double mean;
  private double deviation;
  private double downside;
  private double lowestOfPeak;
  private int maxDrawdownSessions;

  /**
   * Measures nothing yet.
   *
   * @param yearDays sessions in a year; above 0
   */
  public HeadlineMetrics(double yearDays) {
    if (!(yearDays > 0)) {
      throw new IllegalArgumentException("Invalid year: " + yearDays + " days is not above 0");
    }
    this.yearDays = yearDays;
  }

  /**
   * Measures {@code returns[from]} to {@code returns[to - 1]}; what was measured before is
   * forgotten.
   *
   * @throws IndexOutOfBoundsException if they are not all there
   */
  public void measure(double[] returns, int from, int to) {
    // The streak under water is taken where it ends and the 1 taken off once: 1.7 ns a return,
    // where the
    // same sums with a depth and a streak at each return took 3.5.
    double first = from < to ? returns[from] : 0;
    double sum = 0;
    double squares = 0;
    double lossSquares = 0;
    double product = 1;
    double peak = 1;
    double lowest = 1;
    int peakBar = from - 1;
    int farthest = 0;
    for (int bar = from; bar < to; bar++) {
      double value = returns[bar];
      double distance = value - first;
      double loss = Math.min(value, 0);
      sum += distance;
      squares += distance * distance;
      lossSquares += loss * loss;
      product *= 1 + value;
      if (product >= peak) {
        farthest = Math.max(farthest, bar - peakBar);
        peak = product;
        peakBar = bar;
      }
      lowest = Math.min(lowest, product / peak);
    }
    int sessions = Math.max(farthest - 1, to - 1 - peakBar);
    take(to - from, product, first, sum, squares, lossSquares, lowest, sessions);
  }

  /**
   * Takes what a pass over returns has found.
   *
   * @param first the first return, from which all distances are taken
   * @param sum of the distances
   * @param squares sum of the squared distances
   */
  void take(
      int returns,
      double product,
      double first,
      double sum,
      double squares,
      double lossSquares,
      double lowest,
      int sessionsUnderWater) {
    count = returns;
    growth = product;
    mean = first + sum / count;
    deviation =
        Sample.unrounded(Math.sqrt(Math.max(squares - sum * sum / count, 0) / (count - 1)), mean);
    downside = Sample.unrounded(Math.sqrt(lossSquares / count), 0);
    lowestOfPeak = lowest;
    maxDrawdownSessions = sessionsUnderWater;
    // Below zero once, or -0: a loss of more than everything after a loss of everything.
    if (Double.compare(lowest, 0) < 0 || product == Double.POSITIVE_INFINITY) {
      growth = Double.NaN;
      mean = Double.NaN;
      deviation = Double.NaN;
      downside = Double.NaN;
      lowestOfPeak = Double.NaN;
    }
  }

  /** See {@link Metric#TOTAL_RETURN}; 0 for no return at all. */
  public double totalReturn() {
    return growth - 1;
  }

  /** See {@link Metric#ANNUALISED_RETURN}. */
  public double annualisedReturn() {
    return count == 0 ? Double.NaN : StrictMath.pow(growth, yearDays / count) - 1;
  }

  /** See {@link Metric#VOLATILITY}. */
  public double volatility() {
    return count < 2 ? Double.NaN : deviation * Math.sqrt(yearDays);
  }

  /** See {@link Metric#SHARPE}. */
  public double sharpe() {
    return count < 2 || deviation == 0 ? Double.NaN : mean / deviation * Math.sqrt(yearDays);
  }

  /** See {@link Metric#SORTINO}. */
  public double sortino() {
    return count < 2 || downside == 0 ? Double.NaN : mean / downside * Math.sqrt(yearDays);
  }

  /** See {@link Metric#CALMAR}. */
  public double calmar() {
    double loss = Sample.unrounded(-maxDrawdown(), 0);
    return loss > 0 ? annualisedReturn() / loss : Double.NaN;
  }

  /** See {@link Metric#MAX_DRAWDOWN}. */
  public double maxDrawdown() {
    return lowestOfPeak - 1;
  }

  /** See {@link Metric#MAX_DRAWDOWN_DURATION}; NaN where a return is missing. */
  public double maxDrawdownSessions() {
    return Double.isNaN(growth) ? Double.NaN : maxDrawdownSessions;
  }
}
