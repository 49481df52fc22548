package dev.asof.benchmarks;

/**
 * What one writes for the headline metrics of an equity curve without an engine: one pass, all sums
 * in registers, no case for equity at or below zero. Six numbers per curve: the mean and deviation
 * of returns, the downside deviation, growth, the maximum drawdown and the longest time under
 * water.
 */
final class BareMetrics {
  private static final int NUMBERS = 6;

  private final double[] numbers;

  BareMetrics(int curves) {
    numbers = new double[curves * NUMBERS];
  }

  /** Curves one after the other, {@code equity[curve * bars + bar]}. */
  void ofCurves(double[] equity, int bars, double initialCash) {
    for (int curve = 0; curve * bars < equity.length; curve++) {
      double before = initialCash;
      double sum = 0;
      double squares = 0;
      double lossSquares = 0;
      double peak = initialCash;
      double lowest = 0;
      int length = 0;
      int longest = 0;
      for (int bar = 0; bar < bars; bar++) {
        double now = equity[curve * bars + bar];
        double value = (now - before) / before;
        double loss = Math.min(value, 0);
        before = now;
        sum += value;
        squares += value * value;
        lossSquares += loss * loss;
        peak = Math.max(peak, now);
        lowest = Math.min(lowest, now / peak - 1);
        length = now < peak ? length + 1 : 0;
        longest = Math.max(longest, length);
      }
      put(curve, bars, sum, squares, lossSquares, before / initialCash, lowest, longest);
    }
  }

  /** As {@link #ofCurves} from daily returns, {@code returns[curve * bars + bar]}. */
  void ofReturns(double[] returns, int bars) {
    for (int curve = 0; curve * bars < returns.length; curve++) {
      double sum = 0;
      double squares = 0;
      double lossSquares = 0;
      double growth = 1;
      double peak = 1;
      double lowest = 0;
      int length = 0;
      int longest = 0;
      for (int bar = 0; bar < bars; bar++) {
        double value = returns[curve * bars + bar];
        double loss = Math.min(value, 0);
        sum += value;
        squares += value * value;
        lossSquares += loss * loss;
        growth *= 1 + value;
        peak = Math.max(peak, growth);
        lowest = Math.min(lowest, growth / peak - 1);
        length = growth < peak ? length + 1 : 0;
        longest = Math.max(longest, length);
      }
      put(curve, bars, sum, squares, lossSquares, growth, lowest, longest);
    }
  }

  private void put(
      int curve,
      int bars,
      double sum,
      double squares,
      double lossSquares,
      double growth,
      double lowest,
      int longest) {
    int at = curve * NUMBERS;
    double mean = sum / bars;
    numbers[at] = mean;
    numbers[at + 1] = Math.sqrt((squares - sum * mean) / (bars - 1));
    numbers[at + 2] = Math.sqrt(lossSquares / bars);
    numbers[at + 3] = growth;
    numbers[at + 4] = lowest;
    numbers[at + 5] = longest;
  }

  double maxDrawdown(int curve) {
    return numbers[curve * NUMBERS + 4];
  }
}
