package dev.asof.api;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Objects;

/**
 * Something that a company does to its shares. It takes effect before the open of its ex-date, by
 * the exchange's calendar: on what is held then, on pending orders and on stops, whether the
 * strategy saw it announced or not. Prices of bars are raw, so that from the ex-date on they are
 * those after it.
 *
 * <p>As a {@link Fact} its announcement is seen from {@link #knownAt()} on. A strategy decides
 * before the open of the ex-date on the shares before it, and what it orders then is in those.
 *
 * <p>Several actions that meet one open, because they share an ex-date or because the instrument
 * did not trade on theirs, take effect {@linkplain #inOrder() by ex-date and then in the order of
 * exchanges}, whichever was announced first.
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

  /** The same action of an instrument with another name. */
  CorporateAction withSymbol(String newName);

  /**
   * Orders actions as they take effect: by ex-date, and on one ex-date changes of symbol, then
   * splits and stock dividends, spin-offs, rights, cash dividends, mergers and delistings. A cash
   * dividend is therefore per share after a split of the same ex-date, as exchanges quote it (the
   * opening price is the last close divided by the ratio, less the dividend). An amount that is
   * stated per share before the split has to be divided by the ratio. Actions of one kind go by
   * symbol.
   */
  static Comparator<CorporateAction> inOrder() {
    return Comparator.comparing(CorporateAction::exDate)
        .thenComparingInt(CorporateAction::rank)
        .thenComparing(CorporateAction::symbol);
  }

  private static int rank(CorporateAction action) {
    if (action instanceof SymbolChange) {
      return 0;
    }
    if (action instanceof UnitChange) {
      return 1;
    }
    if (action instanceof SpinOff) {
      return 2;
    }
    if (action instanceof Rights) {
      return 3;
    }
    if (action instanceof CashDividend) {
      return 4;
    }
    return action instanceof Delisting ? 6 : 5;
  }

  /**
   * Shares become more or fewer and nothing is paid, so that prices before and after it have
   * different units. What is held is worth the same. Parts of shares stay parts, but where the
   * account trades whole shares (lots of one share or more) a part is paid out in cash at the last
   * price in new units, or owed by whoever is short. Sizes of pending orders in shares are
   * multiplied, limits and stops divided. Sizes of lots and the bounds of {@link OrderTerms} stay.
   */
  sealed interface UnitChange extends CorporateAction permits Split, StockDividend {
    /** New shares for one old share. */
    double ratio();

    /** As many shares after it. */
    double sharesAfter(double shares);

    /** A price per share after it, in USD. */
    double priceUsdAfter(double priceUsd);

    @Override
    UnitChange withSymbol(String newName);
  }

  /** An action out of which shares with another symbol come. */
  sealed interface Succession extends CorporateAction permits SymbolChange, SpinOff, StockMerger {
    /** The symbol of the other shares, on the ex-date. */
    String newSymbol();

    /** The same action with another name for the other shares. */
    Succession withNewSymbol(String newName);
  }

  /**
   * A split or reverse split.
   *
   * @param newShares new shares for {@code oldShares}: 4 for four for one; above 0
   * @param oldShares what they are given for: 10 for one for ten; above 0
   * @param knownAt when the announcement could be known
   */
  record Split(String symbol, LocalDate exDate, double newShares, double oldShares, Instant knownAt)
      implements UnitChange {
    /** Checks the ratio. */
    public Split {
      checkNames(symbol, exDate, knownAt);
      checkShares("split", newShares, oldShares);
    }

    /**
     * A split that becomes known at the open of its ex-date.
     *
     * @param ratio new shares for one old share
     */
    public Split(String symbol, LocalDate exDate, double ratio) {
      this(symbol, exDate, ratio, 1, NewYorkTime.open(exDate));
    }

    @Override
    public double ratio() {
      return newShares / oldShares;
    }

    @Override
    public double sharesAfter(double shares) {
      return shares * newShares / oldShares;
    }

    @Override
    public double priceUsdAfter(double priceUsd) {
      return priceUsd * oldShares / newShares;
    }

    @Override
    public Split withSymbol(String newName) {
      return new Split(newName, exDate, newShares, oldShares, knownAt);
    }
  }

  /**
   * Shares are given on shares: a split of {@code oldShares + newShares} for {@code oldShares}, as
   * exchanges treat it (10 % is 1 new share on 10 old ones; prices are divided by 1.1).
   *
   * @param newShares shares that are added on {@code oldShares}; above 0
   * @param oldShares what they are given on; above 0
   * @param knownAt when the announcement could be known
   */
  record StockDividend(
      String symbol, LocalDate exDate, double newShares, double oldShares, Instant knownAt)
      implements UnitChange {
    /** Checks the ratio. */
    public StockDividend {
      checkNames(symbol, exDate, knownAt);
      checkShares("stock dividend", newShares, oldShares);
    }

    /** A stock dividend that becomes known at the open of its ex-date. */
    public StockDividend(String symbol, LocalDate exDate, double newShares, double oldShares) {
      this(symbol, exDate, newShares, oldShares, NewYorkTime.open(exDate));
    }

    @Override
    public double ratio() {
      return (oldShares + newShares) / oldShares;
    }

    @Override
    public double sharesAfter(double shares) {
      return shares * (oldShares + newShares) / oldShares;
    }

    @Override
    public double priceUsdAfter(double priceUsd) {
      return priceUsd * oldShares / (oldShares + newShares);
    }

    @Override
    public StockDividend withSymbol(String newName) {
      return new StockDividend(newName, exDate, newShares, oldShares, knownAt);
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

    @Override
    public CashDividend withSymbol(String newName) {
      return new CashDividend(newName, exDate, usdPerShare, knownAt);
    }
  }

  /**
   * Rights to buy new shares are given on shares. They are paid at their worth, as if they were
   * sold when they are given: to longs, and by shorts. Their theoretical worth per old share is
   * (price with rights - subscription price) / (old shares for one new share + 1).
   *
   * @param usdPerShare worth of the rights on one share, 0 or more
   * @param knownAt when the announcement could be known
   */
  record Rights(String symbol, LocalDate exDate, double usdPerShare, Instant knownAt)
      implements CorporateAction {
    /** Checks the amount. */
    public Rights {
      checkNames(symbol, exDate, knownAt);
      check(isAmount(usdPerShare), "worth of rights", usdPerShare, "USD per share, 0 or more");
    }

    /** Rights that become known at the open of their ex-date. */
    public Rights(String symbol, LocalDate exDate, double usdPerShare) {
      this(symbol, exDate, usdPerShare, NewYorkTime.open(exDate));
    }

    @Override
    public Rights withSymbol(String newName) {
      return new Rights(newName, exDate, usdPerShare, knownAt);
    }
  }

  /**
   * Shares of another company are given on shares: a dividend in kind. Whoever is long receives
   * them and whoever is short owes them. They come in at the last close of the new symbol, else at
   * what {@code usdPerShare} makes of them, else at the new symbol's open of that session; the same
   * value is taken out of the last price. Parts of a share are paid in cash where the account
   * trades whole shares, and all of it is where the bars do not have the new symbol: then {@code
   * usdPerShare} has to be known. Pending orders and stops stay as they are.
   *
   * <p>The price factor of signals is 1 - value / last close (CRSP's factor for distributions),
   * where the value is {@code usdPerShare}, or that of the new symbol's first close from the
   * ex-date on, once there is one.
   *
   * @param newSymbol the symbol of the shares that are given
   * @param newShares shares that are given on {@code oldShares}; above 0
   * @param oldShares what they are given on; above 0
   * @param usdPerShare worth of what is given on one share of {@code symbol}; NaN for unknown
   * @param knownAt when the announcement could be known
   */
  record SpinOff(
      String symbol,
      LocalDate exDate,
      String newSymbol,
      double newShares,
      double oldShares,
      double usdPerShare,
      Instant knownAt)
      implements Succession {
    /** Checks symbols, ratio and worth. */
    public SpinOff {
      checkNames(symbol, exDate, knownAt);
      checkNewSymbol(symbol, newSymbol);
      checkShares("spin-off", newShares, oldShares);
      check(
          Double.isNaN(usdPerShare) || isAmount(usdPerShare),
          "worth of a spin-off",
          usdPerShare,
          "USD per share, 0 or more, or NaN for unknown");
    }

    /** Shares that are given on so many; negative when these are short. */
    public double sharesOn(double shares) {
      return shares * newShares / oldShares;
    }

    @Override
    public SpinOff withSymbol(String newName) {
      return new SpinOff(newName, exDate, newSymbol, newShares, oldShares, usdPerShare, knownAt);
    }

    @Override
    public SpinOff withNewSymbol(String newName) {
      return new SpinOff(symbol, exDate, newName, newShares, oldShares, usdPerShare, knownAt);
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
      implements Succession {
    /** Checks that there are two symbols. */
    public SymbolChange {
      checkNames(symbol, exDate, knownAt);
      checkNewSymbol(symbol, newSymbol);
    }

    /** A change that becomes known at the open of its ex-date. */
    public SymbolChange(String symbol, LocalDate exDate, String newSymbol) {
      this(symbol, exDate, newSymbol, NewYorkTime.open(exDate));
    }

    @Override
    public SymbolChange withSymbol(String newName) {
      return new SymbolChange(newName, exDate, newSymbol, knownAt);
    }

    @Override
    public SymbolChange withNewSymbol(String newName) {
      return new SymbolChange(symbol, exDate, newName, knownAt);
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

    @Override
    public Delisting withSymbol(String newName) {
      return new Delisting(newName, exDate, usdPerShare, knownAt);
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

    @Override
    public CashMerger withSymbol(String newName) {
      return new CashMerger(newName, exDate, usdPerShare, knownAt);
    }
  }

  /**
   * The company is taken over for shares of another one, with or without cash. What is held is
   * settled before the open of the ex-date, without costs, at the cash and the last close of the
   * acquirer's shares, which come in at that close: two fills, so that the round trip in the old
   * shares ends and one in the new ones begins. Shorts owe both. Parts of a share are paid in cash
   * where the account trades whole shares. Where the bars do not have the acquirer, what is held is
   * settled at its own last close, and a note of the run says so. Pending orders end, and later
   * ones are refused.
   *
   * @param newSymbol the acquirer's symbol
   * @param newShares shares of the acquirer for {@code oldShares}; above 0
   * @param oldShares what they are given for; above 0
   * @param usdPerShare cash for one old share besides, 0 or more
   * @param knownAt when the announcement could be known
   */
  record StockMerger(
      String symbol,
      LocalDate exDate,
      String newSymbol,
      double newShares,
      double oldShares,
      double usdPerShare,
      Instant knownAt)
      implements Succession {
    /** Checks symbols, ratio and cash. */
    public StockMerger {
      checkNames(symbol, exDate, knownAt);
      checkNewSymbol(symbol, newSymbol);
      checkShares("merger", newShares, oldShares);
      check(isAmount(usdPerShare), "cash of a merger", usdPerShare, "USD per share, 0 or more");
    }

    /** Shares of the acquirer for so many old ones; negative when these are short. */
    public double sharesFor(double shares) {
      return shares * newShares / oldShares;
    }

    @Override
    public StockMerger withSymbol(String newName) {
      return new StockMerger(
          newName, exDate, newSymbol, newShares, oldShares, usdPerShare, knownAt);
    }

    @Override
    public StockMerger withNewSymbol(String newName) {
      return new StockMerger(symbol, exDate, newName, newShares, oldShares, usdPerShare, knownAt);
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

  private static void checkNewSymbol(String symbol, String newSymbol) {
    if (symbol.equals(newSymbol) || newSymbol.isEmpty()) {
      throw new AsOfException(
          ErrorCode.ROW_INVALID,
          "Invalid new symbol '" + newSymbol + "' for " + symbol + ": expected another symbol");
    }
  }

  private static void checkShares(String what, double newShares, double oldShares) {
    check(isPositive(newShares), "new shares of a " + what, newShares, "a number above 0");
    check(isPositive(oldShares), "old shares of a " + what, oldShares, "a number above 0");
    double ratio = newShares / oldShares;
    check(isPositive(ratio), what + " ratio", ratio, "above 0");
  }

  private static void check(boolean valid, String what, double value, String expected) {
    if (!valid) {
      throw new AsOfException(
          ErrorCode.ROW_INVALID, "Invalid " + what + " " + value + ": expected " + expected);
    }
  }
}
