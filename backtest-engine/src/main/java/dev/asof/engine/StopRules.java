package dev.asof.engine;

import java.util.Objects;

/**
 * Stops that watch a position. A stop is fixed when the position is entered and watched from the
 * next session on: a session that opens beyond it is left at its open, one that touches it at the
 * stop. Where a session touches stop-loss and take-profit the stop-loss is taken to have come
 * first. A trailing stop follows the best price of the sessions before.
 *
 * @param stopLoss loss at which to leave, as a fraction of the entry's price: 0.05 for 5 %; NaN for
 *     none
 * @param trailing whether the stop-loss is measured from the best price since the entry
 * @param takeProfit gain at which to leave, as {@code stopLoss}; NaN for none
 * @param entry price that stops are measured from
 * @param exit price at which they fill
 * @param action what they do to the position
 * @param update what becomes of them when the position is added to
 */
public record StopRules(
    double stopLoss,
    boolean trailing,
    double takeProfit,
    Entry entry,
    Exit exit,
    Action action,
    Update update) {
  /** No stops. */
  public static final StopRules NONE =
      new StopRules(
          Double.NaN,
          false,
          Double.NaN,
          Entry.CLOSE,
          Exit.STOP_LIMIT,
          Action.CLOSE,
          Update.OVERRIDE);

  /** The price that a stop is measured from. */
  public enum Entry {
    /** The price that sized the entry. */
    VALUATION,
    /** The entry's price before slippage. */
    PRICE,
    /** The entry's price with slippage. */
    FILL,
    /** The close of the entry's session. */
    CLOSE
  }

  /** The price at which a stop fills. */
  public enum Exit {
    /** The stop, without slippage. */
    STOP_LIMIT,
    /** The stop, with slippage. */
    STOP_MARKET,
    /** The price at which signals of the session fill, with slippage. */
    PRICE,
    /** The close of the session, with slippage. */
    CLOSE
  }

  /** What a stop does. */
  public enum Action {
    /** It closes the position. */
    CLOSE,
    /** It closes the position, or reduces it where signals accumulate. */
    CLOSE_REDUCE,
    /** It turns the position round. */
    REVERSE,
    /** It turns the position round, or reduces it where signals accumulate. */
    REVERSE_REDUCE
  }

  /** What becomes of stops when a position is added to. */
  public enum Update {
    /** They stay. */
    KEEP,
    /** They start anew from the addition, unless it says none. */
    OVERRIDE,
    /** They start anew from the addition, or end when it says none. */
    OVERRIDE_NONE
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException for a negative stop
   */
  public StopRules {
    Objects.requireNonNull(entry);
    Objects.requireNonNull(exit);
    Objects.requireNonNull(action);
    Objects.requireNonNull(update);
    if (stopLoss < 0 || takeProfit < 0) {
      throw new IllegalArgumentException(
          "Invalid stop " + (stopLoss < 0 ? stopLoss : takeProfit) + ": expected 0 or more");
    }
  }
}
