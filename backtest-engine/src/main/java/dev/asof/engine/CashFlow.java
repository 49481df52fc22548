package dev.asof.engine;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.time.LocalDate;

/**
 * Cash that the owner pays in or takes out before the open of a session.
 *
 * @param date the day, or the first session after it when it is none
 * @param account name of the account; empty for the only account of a run
 * @param usd amount, negative when taken out
 */
public record CashFlow(LocalDate date, String account, double usd) {
  /**
   * Checks the amount.
   *
   * @throws AsOfException with {@link ErrorCode#DEFINITION_INVALID}
   */
  public CashFlow {
    if (!Double.isFinite(usd)) {
      throw new AsOfException(
          ErrorCode.DEFINITION_INVALID,
          "Invalid cash flow " + usd + " on " + date + ": expected a finite amount in USD");
    }
  }
}
