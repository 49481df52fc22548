package dev.asof.api;

import java.time.LocalDate;

/**
 * Something that a company does to its shares. It takes effect before the open of its ex-date: on
 * what is held then, on pending orders and on stops. Prices of bars are raw, so that from the
 * ex-date on they are those after it.
 */
public sealed interface CorporateAction {
  /** The first day on which the shares trade without it. */
  LocalDate exDate();

  /** The instrument that it happens to. */
  String symbol();

  /**
   * Shares become more or fewer.
   *
   * @param ratio new shares for one old share: 4 for four for one, 0.1 for one for ten; above 0
   */
  record Split(String symbol, LocalDate exDate, double ratio) implements CorporateAction {
    /** Checks the ratio. */
    public Split {
      check(ratio > 0 && ratio < Double.POSITIVE_INFINITY, "split ratio", ratio, "above 0");
    }
  }

  /**
   * Cash is paid on shares held long, and owed on shares sold short.
   *
   * @param usdPerShare amount, 0 or more
   */
  record CashDividend(String symbol, LocalDate exDate, double usdPerShare)
      implements CorporateAction {
    /** Checks the amount. */
    public CashDividend {
      check(isAmount(usdPerShare), "dividend", usdPerShare, "USD per share, 0 or more");
    }
  }

  /**
   * The same shares trade under another symbol, which is an instrument of its own in the bars.
   *
   * @param newSymbol the symbol from the ex-date on
   */
  record SymbolChange(String symbol, LocalDate exDate, String newSymbol)
      implements CorporateAction {}

  /**
   * The shares stop trading. What is held is settled at a price.
   *
   * @param usdPerShare what a share is worth then: the last price, what was paid later, or 0
   */
  record Delisting(String symbol, LocalDate exDate, double usdPerShare) implements CorporateAction {
    /** Checks the price. */
    public Delisting {
      check(isAmount(usdPerShare), "delisting price", usdPerShare, "USD per share, 0 or more");
    }
  }

  /**
   * The company is taken over for cash.
   *
   * @param usdPerShare cash for a share, 0 or more
   */
  record CashMerger(String symbol, LocalDate exDate, double usdPerShare)
      implements CorporateAction {
    /** Checks the amount. */
    public CashMerger {
      check(isAmount(usdPerShare), "merger price", usdPerShare, "USD per share, 0 or more");
    }
  }

  private static boolean isAmount(double usd) {
    return usd >= 0 && usd < Double.POSITIVE_INFINITY;
  }

  private static void check(boolean valid, String what, double value, String expected) {
    if (!valid) {
      throw new AsOfException(
          ErrorCode.ROW_INVALID, "Invalid " + what + " " + value + ": expected " + expected);
    }
  }
}
