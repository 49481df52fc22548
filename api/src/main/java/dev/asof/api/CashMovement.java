package dev.asof.api;

import java.time.LocalDate;

/**
 * Cash that came to or left an account other than by a fill.
 *
 * @param session the session whose record first shows it
 * @param account name of the account; empty for the only account of a run
 * @param symbol the instrument behind it; empty when there is none
 * @param kind why
 * @param usd amount, negative when it left
 */
public record CashMovement(
    LocalDate session, String account, String symbol, Kind kind, double usd) {
  /** Why cash moves. */
  public enum Kind {
    /** Paid in or taken out by the owner. */
    DEPOSIT,
    /** Dividend received on a long position or owed on a short one. */
    DIVIDEND,
    /**
     * Worth of shares or rights that were given on a position, received on a long one or owed on a
     * short one; shares that come in are a fill besides, which costs as much.
     */
    DISTRIBUTION,
    /** Interest on a cash balance, received or paid. */
    INTEREST,
    /** Fee for borrowed shares. */
    BORROW_FEE
  }
}
