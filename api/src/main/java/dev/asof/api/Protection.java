package dev.asof.api;

/**
 * Stops that the engine watches for a position, as fractions of the price at which it was entered.
 *
 * <p>They are watched from the fill on. An entry at the open, or a limit or stop order that the
 * session opens beyond, has the whole session before it. A limit or stop order within the session
 * has the rest: its bar does not tell what came before the fill, so the engine assumes the worse. A
 * stop-loss is met wherever the session touches it; a take-profit is met, and a trailing stop
 * follows, only by prices that came after the fill for certain: the close, and the extreme on the
 * side to which the price went from the open to the fill (a buy limit below the open is followed by
 * the low, a buy stop above it by the high). An entry at the close is watched from the next
 * session.
 *
 * <p>A session that opens beyond a stop is left at its open; one that touches it, at the stop.
 * Where a session touches both, the stop-loss is taken to have come first. A stop-loss fills as a
 * market order, with slippage; a take-profit as a limit, without. The exit comes before other
 * orders of the instrument that are still to come in that session, and cancels them.
 *
 * @param stopLoss loss at which to leave, 0.05 for 5 %; NaN for none
 * @param trailing whether the stop-loss is measured from the best price since the entry instead; a
 *     session's best price counts from the next session on
 * @param takeProfit gain at which to leave, 0.1 for 10 %; NaN for none
 */
public record Protection(double stopLoss, boolean trailing, double takeProfit) {
  /** No stops. */
  public static final Protection NONE = new Protection(Double.NaN, false, Double.NaN);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException for a fraction that is not above 0, or a loss of 1 or more
   */
  public Protection {
    if (stopLoss <= 0 || stopLoss >= 1) {
      throw new IllegalArgumentException(
          "Invalid stop-loss " + stopLoss + ": expected a fraction above 0 and below 1, or NaN");
    }
    if (takeProfit <= 0 || takeProfit == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "Invalid take-profit " + takeProfit + ": expected a fraction above 0, or NaN");
    }
  }

  /** A stop-loss alone. */
  public static Protection stopLoss(double fraction) {
    return new Protection(fraction, false, Double.NaN);
  }

  /** A trailing stop alone. */
  public static Protection trailing(double fraction) {
    return new Protection(fraction, true, Double.NaN);
  }

  /** A take-profit alone. */
  public static Protection takeProfit(double fraction) {
    return new Protection(Double.NaN, false, fraction);
  }
}
