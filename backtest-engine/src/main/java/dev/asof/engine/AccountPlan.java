package dev.asof.engine;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.util.List;

/**
 * One of several independent accounts of a run.
 *
 * @param name its name
 * @param initialCashUsd cash before the first session; above 0
 * @param symbols the instruments that it trades; no other account trades them
 */
public record AccountPlan(String name, double initialCashUsd, List<String> symbols) {
  /**
   * Checks the cash and copies the list.
   *
   * @throws AsOfException with {@link ErrorCode#DEFINITION_INVALID}
   */
  public AccountPlan {
    symbols = List.copyOf(symbols);
    if (!(initialCashUsd > 0 && initialCashUsd < Double.POSITIVE_INFINITY)) {
      throw new AsOfException(
          ErrorCode.DEFINITION_INVALID,
          "Invalid initial cash "
              + initialCashUsd
              + " of account "
              + name
              + ": expected USD, above 0");
    }
  }
}
