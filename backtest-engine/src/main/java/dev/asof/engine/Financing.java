package dev.asof.engine;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;

/**
 * What cash balances earn and cost. Interest is simple, for the calendar days until the next
 * session, and posted at the close; the last session counts one day. Borrow fees of short positions
 * use the same day count.
 *
 * @param creditRate yearly rate on cash above 0, as a fraction; proceeds of short sales are cash
 * @param debitRate yearly rate on cash below 0, as a fraction
 * @param daysInYear 360 for US money markets, or 365; above 0
 * @param borrowsCash whether purchases may take cash below 0, as far as the leverage limit goes,
 *     which then must be finite
 */
public record Financing(double creditRate, double debitRate, int daysInYear, boolean borrowsCash) {
  /** Cash earns and costs nothing, and purchases need cash. */
  public static final Financing NONE = new Financing(0, 0, 360, false);

  /**
   * Checks the ranges.
   *
   * @throws AsOfException with {@link ErrorCode#DEFINITION_INVALID}
   */
  public Financing {
    if (!Double.isFinite(creditRate) || !Double.isFinite(debitRate)) {
      throw invalid("interest rate", Double.isFinite(creditRate) ? debitRate : creditRate);
    }
    if (daysInYear <= 0) {
      throw new AsOfException(
          ErrorCode.DEFINITION_INVALID,
          "Invalid day count " + daysInYear + ": expected days in a year, above 0");
    }
  }

  private static AsOfException invalid(String what, double value) {
    return new AsOfException(
        ErrorCode.DEFINITION_INVALID,
        "Invalid " + what + " " + value + ": expected a finite fraction per year");
  }
}
