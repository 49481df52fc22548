package dev.asof.engine;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;

/** By how much the price of a fill is worse than the bar's. Orders at a limit do not slip. */
public sealed interface Slippage {
  /**
   * A fraction of the price.
   *
   * @param fraction 0.0005 for 5 basis points; 0 or more and below 1
   */
  record Fraction(double fraction) implements Slippage {
    /** Checks the range. */
    public Fraction {
      if (!(fraction >= 0 && fraction < 1)) {
        throw new AsOfException(
            ErrorCode.DEFINITION_INVALID,
            "Invalid slippage " + fraction + ": expected a fraction, 0 or more and below 1");
      }
    }
  }

  /**
   * Half the quoted spread: a purchase pays the ask, a sale receives the bid, and the bar's price
   * is taken as their middle (Demsetz 1968, The Cost of Transacting).
   *
   * @param spreadUsd ask less bid in USD per share; 0 or more
   */
  record HalfSpread(double spreadUsd) implements Slippage {
    /** Checks the range. */
    public HalfSpread {
      if (!(spreadUsd >= 0 && spreadUsd < Double.POSITIVE_INFINITY)) {
        throw new AsOfException(
            ErrorCode.DEFINITION_INVALID,
            "Invalid spread " + spreadUsd + ": expected USD per share, 0 or more");
      }
    }
  }
}
