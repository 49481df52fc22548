package dev.asof.api;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;

/**
 * Something that a company does to its shares. It takes effect before the open of its ex-date, by
 * the exchange's calendar: on what is held then, on pending orders and on stops, whether the
 * strategy saw it announced or not. Prices of bars are raw, so that from the ex-date on they are
 * those after it.
 *
 * <p>As a {@link Fact} its announcement is seen from {@link #knownAt()} on. A strategy decides
 * before the open of the ex-date on the shares before it, and what it orders then is in those.
 */
public sealed interface CorporateAction extends Fact {
  /** The first day on which the shares trade without it. */
  LocalDate exDate();

  /** The instrument that it happens to, under its symbol before the action. */
  @Override
  String symbol();

  /** Empty: actions are known by symbol. */
  @Override
  default String isin() {
    return "";
  }

  /**
   * Shares become more or fewer. What is held is worth the same; parts of shares stay parts. Sizes
   * of pending orders in shares are multiplied, limits and stops divided. Sizes of lots and the
   * bounds of {@link OrderTerms} stay.
   *
   * @param newShares new shares for {@code oldShares}: 4 for four for one; above 0
   * @param oldShares what they are given for: 10 for one for ten; above 0
   * @param knownAt when the announcement could be known
   */
  record Split(String symbol, LocalDate exDate, double newShares, double oldShares, Instant knownAt)
      implements CorporateAction {
    /** Checks the ratio. */
    public Split {
      checkNames(symbol, exDate, knownAt);
      check(isPositive(newShares), "new shares of a split", newShares, "a number above 0");
      check(isPositive(oldShares), "old shares of a split", oldShares, "a number above 0");
      double ratio = newShares / oldShares;
      check(isPositive(ratio), "split ratio", ratio, "above 0");
    }

    /**
     * A split that becomes known at the open of its ex-date.
     *
     * @param ratio new shares for one old share
     */
    public Split(String symbol, LocalDate exDate, double ratio) {
      this(symbol, exDate, ratio, 1, NewYorkTime.open(exDate));
    }

    /** New shares for one old share. */
    public double ratio() {
      return newShares / oldShares;
    }

    /** As many shares after it. */
    public double sharesAfter(double shares) {
      return shares * newShares / oldShares;
    }

    /** A price per share after it, in USD. */
    public double priceUsdAfter(double priceUsd) {
      return priceUsd * oldShares / newShares;
    }
  }

  /**
   * Cash is paid on shares held long, and owed on shares sold short, to whoever holds them before
   * the open of the ex-date; it is booked then, not on the payment date. Pending orders and stops
   * stay as they are.
   *
   * @param usdPerShare amount before tax, 0 or more
   * @param knownAt when the announcement could be known
   */
  record CashDividend(String symbol, LocalDate exDate, double usdPerShare, Instant knownAt)
      implements CorporateAction {
    /** Checks the amount. */
    public CashDividend {
      checkNames(symbol, exDate, knownAt);
      check(isAmount(usdPerShare), "dividend", usdPerShare, "USD per share, 0 or more");
    }

    /** A dividend that becomes known at the open of its ex-date. */
    public CashDividend(String symbol, LocalDate exDate, double usdPerShare) {
      this(symbol, exDate, usdPerShare, NewYorkTime.open(exDate));
    }
  }

  /**
   * The same shares trade under another symbol. Where bars have both, the position, its orders and
   * its last price move to the new one, and orders for the old one are refused from then on; where
   * they have one of the two through the ex-date, it goes on.
   *
   * @param newSymbol the symbol from the ex-date on
   * @param knownAt when the announcement could be known
   */
  record SymbolChange(String symbol, LocalDate exDate, String newSymbol, Instant knownAt)
      implements CorporateAction {
    /** Checks that there are two symbols. */
    public SymbolChange {
      checkNames(symbol, exDate, knownAt);
      if (symbol.equals(newSymbol) || newSymbol.isEmpty()) {
        throw new AsOfException(
            ErrorCode.ROW_INVALID,
            "Invalid new symbol '" + newSymbol + "' for " + symbol + ": expected another symbol");
      }
    }

    /** A change that becomes known at the open of its ex-date. */
    public SymbolChange(String symbol, LocalDate exDate, String newSymbol) {
      this(symbol, exDate, newSymbol, NewYorkTime.open(exDate));
    }
  }

  /**
   * The shares stop trading: the ex-date is the first day on which they do not. What is held is
   * settled at a price, without costs; pending orders end, and later ones are refused.
   *
   * @param usdPerShare what a share is worth then: what was paid later, or 0; NaN when nobody
   *     knows, so that the last close is taken and a note of the run says so
   * @param knownAt when the announcement could be known
   */
  record Delisting(String symbol, LocalDate exDate, double usdPerShare, Instant knownAt)
      implements CorporateAction {
    /** Checks the price. */
    public Delisting {
      checkNames(symbol, exDate, knownAt);
      check(
          Double.isNaN(usdPerShare) || isAmount(usdPerShare),
          "delisting price",
          usdPerShare,
          "USD per share, 0 or more, or NaN for unknown");
    }

    /** A delisting that becomes known at the open of its ex-date. */
    public Delisting(String symbol, LocalDate exDate, double usdPerShare) {
      this(symbol, exDate, usdPerShare, NewYorkTime.open(exDate));
    }
  }

  /**
   * The company is taken over for cash, paid before the open of the ex-date, without costs; pending
   * orders end, and later ones are refused.
   *
   * @param usdPerShare cash for a share, 0 or more
   * @param knownAt when the announcement could be known
   */
  record CashMerger(String symbol, LocalDate exDate, double usdPerShare, Instant knownAt)
      implements CorporateAction {
    /** Checks the amount. */
    public CashMerger {
      checkNames(symbol, exDate, knownAt);
      check(isAmount(usdPerShare), "merger price", usdPerShare, "USD per share, 0 or more");
    }

    /** A merger that becomes known at the open of its ex-date. */
    public CashMerger(String symbol, LocalDate exDate, double usdPerShare) {
      this(symbol, exDate, usdPerShare, NewYorkTime.open(exDate));
    }
  }

  private static boolean isAmount(double usd) {
    return usd >= 0 && usd < Double.POSITIVE_INFINITY;
  }

  private static boolean isPositive(double value) {
    return value > 0 && value < Double.POSITIVE_INFINITY;
  }

  private static void checkNames(String symbol, LocalDate exDate, Instant knownAt) {
    Objects.requireNonNull(symbol);
    Objects.requireNonNull(exDate);
    Objects.requireNonNull(knownAt);
  }

  private static void check(boolean valid, String what, double value, String expected) {
    if (!valid) {
      throw new AsOfException(
          ErrorCode.ROW_INVALID, "Invalid " + what + " " + value + ": expected " + expected);
    }
  }
}
