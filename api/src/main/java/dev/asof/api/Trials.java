package dev.asof.api;

/**
 * Everything that was ever tried with a strategy on this lake, these runs among it. The more was
 * tried, the higher the best Sharpe ratio is by chance alone.
 *
 * @param count different runs, by what they did: one that was repeated counts once; above 0
 * @param sharpeDeviation standard deviation (divisor n - 1) of their daily Sharpe ratios, not
 *     annualised; NaN under two
 */
public record Trials(int count, double sharpeDeviation) {
  /** Checks that something was tried. */
  public Trials {
    if (count < 1) {
      throw new IllegalArgumentException("Invalid trials: " + count + "; expected 1 or more");
    }
    if (sharpeDeviation < 0) {
      throw new IllegalArgumentException(
          "Invalid trials: a standard deviation of " + sharpeDeviation + " is below 0");
    }
  }
}
