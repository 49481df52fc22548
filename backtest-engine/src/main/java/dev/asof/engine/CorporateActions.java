package dev.asof.engine;

import dev.asof.api.AppliedAction;
import dev.asof.api.AsOfException;
import dev.asof.api.Bars;
import dev.asof.api.CashMovement;
import dev.asof.api.CorporateAction;
import dev.asof.api.ErrorCode;
import dev.asof.api.FillAt;
import dev.asof.api.OrderReason;
import dev.asof.api.SizeType;
import java.util.OptionalInt;

/** The corporate actions of a run by bar, and what they do to holdings, orders and stops. */
final class CorporateActions {
  private static final FillAt[] FILLS = FillAt.values();

  private final Bars bars;
  private final BacktestSpec spec;
  private final Ledger ledger;
  private final Accounts accounts;
  private final SessionOrders orders;
  private final OrderBook book;
  private final Stops stops;
  private final CashBook cash;
  private final ActionCalendar calendar;
  private final boolean wholeShares;

  /** By instrument, whether it no longer trades. */
  private final boolean[] ended;

  private boolean anyEnded;

  /**
   * Prepares the actions of a run.
   *
   * @throws AsOfException as {@link ActionCalendar#ActionCalendar}
   */
  CorporateActions(
      BacktestSpec spec,
      MarketData market,
      Ledger ledger,
      SessionOrders orders,
      Stops stops,
      CashBook cash) {
    this.bars = market.bars();
    this.spec = spec;
    this.ledger = ledger;
    this.accounts = ledger.accounts;
    this.orders = orders;
    this.book = orders.book();
    this.stops = stops;
    this.cash = cash;
    this.calendar = new ActionCalendar(market);
    this.wholeShares = spec.terms().lotShares() >= 1;
    this.ended = new boolean[bars.instruments()];
  }

  /** Knows what ended before a bar, for a run that goes on there. */
  void resumeAt(int bar) {
    resume(0, bar);
  }

  /** Knows what ended in sessions that are skipped. */
  void resume(int from, int to) {
    for (int before = from; before < to; before++) {
      calendar.at(before).forEach(this::remember);
    }
  }

  private void remember(ActionCalendar.Entry entry) {
    CorporateAction action = entry.action();
    if (action instanceof CorporateAction.SymbolChange) {
      ended[entry.instrument()] = true;
      ended[entry.successor()] = false;
      anyEnded = true;
    } else if (action instanceof CorporateAction.Delisting
        || action instanceof CorporateAction.CashMerger
        || action instanceof CorporateAction.StockMerger) {
      ended[entry.instrument()] = true;
      anyEnded = true;
    }
  }

  /** Applies what takes effect before the open of a bar, and refuses orders that come too late. */
  void apply(int bar) {
    for (ActionCalendar.Entry entry : calendar.at(bar)) {
      apply(bar, entry);
      remember(entry);
    }
    if (anyEnded) {
      for (int i = 0; i < ended.length; i++) {
        if (ended[i]) {
          endOrders(bar, i);
        }
      }
    }
  }

  private void apply(int bar, ActionCalendar.Entry entry) {
    CorporateAction action = entry.action();
    int i = entry.instrument();
    int account = accounts.accountOf[i];
    double shares = accounts.shares[i];
    double cashBefore = accounts.cashUsd[account];
    boolean meets = shares != 0 || anyWaits(i);
    int after = i;
    OptionalInt order = OptionalInt.empty();
    if (action instanceof CorporateAction.UnitChange change) {
      order = changeUnit(bar, i, change);
    } else if (action instanceof CorporateAction.CashDividend dividend) {
      pay(bar, i, CashMovement.Kind.DIVIDEND, dividend.usdPerShare());
    } else if (action instanceof CorporateAction.Rights rights) {
      pay(bar, i, CashMovement.Kind.DISTRIBUTION, rights.usdPerShare());
    } else if (action instanceof CorporateAction.SpinOff spinOff) {
      order = spinOff(bar, i, entry.successor(), spinOff);
    } else if (action instanceof CorporateAction.SymbolChange) {
      after = entry.successor();
      rename(bar, i, after);
    } else if (action instanceof CorporateAction.Delisting delisting) {
      order = settle(bar, i, delistingPriceUsd(i, delisting));
    } else if (action instanceof CorporateAction.CashMerger merger) {
      order = settle(bar, i, merger.usdPerShare());
    } else if (action instanceof CorporateAction.StockMerger merger) {
      order = merge(bar, i, entry.successor(), merger);
      after = entry.successor() < 0 ? i : entry.successor();
    }
    if (meets) {
      ledger.journal.addAction(
          new AppliedAction(
              bars.session(bar),
              spec.accountName(account),
              action,
              shares,
              accounts.shares[after],
              accounts.cashUsd[account] - cashBefore,
              order));
    }
  }

  private boolean anyWaits(int i) {
    for (FillAt at : FILLS) {
      if (book.waits(i, at)) {
        return true;
      }
    }
    return false;
  }

  private OptionalInt changeUnit(int bar, int i, CorporateAction.UnitChange change) {
    if (accounts.shares[i] != 0) {
      accounts.shares[i] = change.sharesAfter(accounts.shares[i]);
      ledger.journal.addSplit(i, change.ratio());
    }
    accounts.lastPriceUsd[i] = change.priceUsdAfter(accounts.lastPriceUsd[i]);
    accounts.sizingPriceUsd[i] = change.priceUsdAfter(accounts.sizingPriceUsd[i]);
    stops.split(i, change.ratio());
    for (FillAt at : FILLS) {
      if (book.waits(i, at)) {
        OrderTicket ticket = book.ticket(i, at);
        ticket.triggerUsd = change.priceUsdAfter(ticket.triggerUsd);
        if (ticket.type == SizeType.SHARES || ticket.type == SizeType.TARGET_SHARES) {
          ticket.size = change.sharesAfter(ticket.size);
        }
      }
    }
    return payOutPart(bar, i);
  }

  /** Pays cash in lieu of the part of a share that a whole-share account is left with. */
  private OptionalInt payOutPart(int bar, int i) {
    double shares = accounts.shares[i];
    double whole = whole(shares);
    double price = accounts.lastPriceUsd[i];
    if (whole == shares || !Double.isFinite(price)) {
      return OptionalInt.empty();
    }
    int order = ledger.journal.count();
    ledger.book(bar, i, whole - shares, price);
    accounts.shares[i] = whole;
    if (whole == 0) {
      stops.clear(i);
    }
    return OptionalInt.of(order);
  }

  /** The shares that an account may hold of a number of them: rounded towards 0 to whole ones. */
  private double whole(double shares) {
    if (!wholeShares) {
      return shares;
    }
    double nearest = Math.rint(shares);
    if (Closeness.isClose(nearest, shares)) {
      return nearest;
    }
    return shares < 0 ? Math.ceil(shares) : Math.floor(shares);
  }

  /** Books the cash and takes it out of the last price, so that no value counts twice. */
  private void pay(int bar, int i, CashMovement.Kind kind, double usdPerShare) {
    cash.distribute(bar, i, kind, usdPerShare);
    if (accounts.shares[i] != 0) {
      ledger.journal.addDividend(i, accounts.shares[i] * usdPerShare);
    }
    takeOut(i, usdPerShare);
  }

  private void takeOut(int i, double usdPerShare) {
    accounts.lastPriceUsd[i] = without(usdPerShare, accounts.lastPriceUsd[i]);
    accounts.sizingPriceUsd[i] = without(usdPerShare, accounts.sizingPriceUsd[i]);
  }

  /** Books a dividend in kind: its worth in cash, and the shares that come for the cash. */
  private OptionalInt spinOff(int bar, int i, int to, CorporateAction.SpinOff spinOff) {
    boolean inKind = to >= 0 && accounts.accountOf[to] == accounts.accountOf[i];
    double ratio = spinOff.sharesOn(1);
    double price = inKind ? priceOfNew(bar, to, spinOff.usdPerShare() / ratio) : Double.NaN;
    double usdPerShare = inKind ? price * ratio : spinOff.usdPerShare();
    if (accounts.shares[i] == 0) {
      if (usdPerShare >= 0) {
        takeOut(i, usdPerShare);
      }
      return OptionalInt.empty();
    }
    if (!(usdPerShare >= 0)) {
      throw worthUnknown(bar, inKind, spinOff);
    }
    double received = inKind ? whole(spinOff.sharesOn(accounts.shares[i])) : 0;
    pay(bar, i, CashMovement.Kind.DISTRIBUTION, usdPerShare);
    return receive(bar, to, received, price);
  }

  /** The price at which new shares come in: the last one, else what is said, else the open. */
  private double priceOfNew(int bar, int to, double saidUsd) {
    if (accounts.lastPriceUsd[to] > 0) {
      return accounts.lastPriceUsd[to];
    }
    return saidUsd >= 0 ? saidUsd : bars.open(bar, to);
  }

  private OptionalInt receive(int bar, int to, double shares, double priceUsd) {
    if (shares == 0) {
      return OptionalInt.empty();
    }
    int order = ledger.journal.count();
    double before = accounts.shares[to];
    ledger.book(bar, to, shares, priceUsd);
    accounts.firstPrice(to, priceUsd);
    if (Double.isNaN(accounts.sizingPriceUsd[to])) {
      accounts.sizingPriceUsd[to] = priceUsd;
    }
    if (orders.protection(to) != null) {
      stops.filled(to, before, accounts.shares[to], priceUsd, orders.protection(to));
    }
    return OptionalInt.of(order);
  }

  private AsOfException worthUnknown(int bar, boolean inKind, CorporateAction.SpinOff spinOff) {
    return new AsOfException(
        ErrorCode.DATA_MISSING,
        "Cannot give "
            + spinOff.newSymbol()
            + " on "
            + spinOff.symbol()
            + " on "
            + bars.session(bar)
            + ": nothing says what the spin-off is worth; "
            + (inKind
                ? "load bars of " + spinOff.newSymbol() + " from that session on"
                : "add " + spinOff.newSymbol() + " to the universe")
            + ", or write what is given on one share of "
            + spinOff.symbol()
            + " as usdPerShare of the action");
  }

  /** Settles the old shares at what is given for one, and takes the acquirer's in. */
  private OptionalInt merge(int bar, int i, int to, CorporateAction.StockMerger merger) {
    double held = accounts.shares[i];
    if (held == 0) {
      stops.clear(i);
      return OptionalInt.empty();
    }
    boolean inKind = to >= 0 && accounts.accountOf[to] == accounts.accountOf[i];
    double price = inKind ? priceOfNew(bar, to, Double.NaN) : Double.NaN;
    if (!(price > 0)) {
      orders.note(
          merger.symbol()
              + " was taken over on "
              + merger.exDate()
              + " for shares of "
              + merger.newSymbol()
              + ", which the run has no price of: settled at the last close, "
              + accounts.lastPriceUsd[i]
              + " USD");
      return settle(bar, i, accounts.lastPriceUsd[i]);
    }
    OptionalInt order = settle(bar, i, merger.usdPerShare() + price * merger.sharesFor(1));
    receive(bar, to, whole(merger.sharesFor(held)), price);
    return order;
  }

  /** A price stays above 0, so that it can size orders: one that is paid out whole stays. */
  static double without(double usdPerShare, double priceUsd) {
    return priceUsd > usdPerShare ? priceUsd - usdPerShare : priceUsd;
  }

  private void rename(int bar, int from, int to) {
    if (accounts.accountOf[from] != accounts.accountOf[to]) {
      throw cannotRename(bar, from, to, "in another account");
    }
    if (accounts.shares[from] != 0) {
      if (accounts.shares[to] != 0) {
        throw cannotRename(bar, from, to, "held already");
      }
      ledger.journal.addRename(from, to);
      accounts.shares[to] = accounts.shares[from];
      accounts.debtUsd[to] = accounts.debtUsd[from];
      accounts.shares[from] = 0;
      accounts.debtUsd[from] = 0;
      stops.move(from, to);
    }
    if (Double.isFinite(accounts.lastPriceUsd[from])) {
      accounts.lastPriceUsd[to] = accounts.lastPriceUsd[from];
      accounts.sizingPriceUsd[to] = accounts.sizingPriceUsd[from];
    }
    if (orders.protection(from) != null) {
      orders.moveProtection(from, to);
    }
    for (FillAt at : FILLS) {
      if (book.waits(from, at) && !book.waits(to, at)) {
        OrderTicket moved = book.put(to, at);
        moved.set(book.ticket(from, at));
        moved.instrument = to;
        book.remove(from, at);
      }
    }
  }

  private AsOfException cannotRename(int bar, int from, int to, String why) {
    return new AsOfException(
        ErrorCode.DATA_MISSING,
        "Cannot rename "
            + bars.symbols().get(from)
            + " to "
            + bars.symbols().get(to)
            + " on "
            + bars.session(bar)
            + ": the new symbol is "
            + why);
  }

  private double delistingPriceUsd(int i, CorporateAction.Delisting delisting) {
    if (!Double.isNaN(delisting.usdPerShare()) || accounts.shares[i] == 0) {
      return delisting.usdPerShare();
    }
    double price = accounts.lastPriceUsd[i];
    orders.note(
        delisting.symbol()
            + " was delisted on "
            + delisting.exDate()
            + " and its price is unknown: settled at the last close, "
            + price
            + " USD");
    return price;
  }

  /** Pays for what is held; the instrument's orders end with it. */
  private OptionalInt settle(int bar, int i, double usdPerShare) {
    OptionalInt order = OptionalInt.empty();
    if (accounts.shares[i] != 0) {
      order = OptionalInt.of(ledger.journal.count());
      ledger.settle(bar, i, usdPerShare);
    }
    stops.clear(i);
    return order;
  }

  private void endOrders(int bar, int i) {
    for (FillAt at : FILLS) {
      if (book.waits(i, at)) {
        ledger.lapse(bar, book.ticket(i, at), OrderReason.DELISTED);
        book.remove(i, at);
      }
    }
  }
}
