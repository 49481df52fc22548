package dev.asof.engine;

import dev.asof.api.AppliedAction;
import dev.asof.api.AsOfException;
import dev.asof.api.Bars;
import dev.asof.api.CorporateAction;
import dev.asof.api.ErrorCode;
import dev.asof.api.FillAt;
import dev.asof.api.Listing;
import dev.asof.api.OrderReason;
import dev.asof.api.RevealedFact;
import dev.asof.api.SizeType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
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
  private final Tickers tickers;

  /** By bar; null where there are none. */
  private final List<CorporateAction>[] byBar;

  /** By instrument, whether it no longer trades. */
  private final boolean[] ended;

  private boolean anyEnded;

  /**
   * Actions before the first bar and those of instruments that the bars do not have are left out;
   * one whose ex-date is no session takes effect at the next.
   *
   * @throws AsOfException with {@link ErrorCode#DATA_MISSING} when a symbol changes to one that the
   *     bars do not have, and the old one's bars end
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
    this.tickers =
        new Tickers(
            bars.symbols(),
            market.facts().stream()
                .filter(revealed -> revealed.fact() instanceof Listing)
                .sorted(Comparator.comparing(RevealedFact::visibleFrom))
                .map(revealed -> (Listing) revealed.fact())
                .toList());
    this.ended = new boolean[bars.instruments()];
    @SuppressWarnings({"unchecked", "rawtypes"})
    List<CorporateAction>[] lists = new List[bars.sessions()];
    this.byBar = lists;
    List<LocalDate> sessions = bars.sessionDates();
    for (CorporateAction action : market.actions()) {
      int found = Collections.binarySearch(sessions, action.exDate());
      int bar = found >= 0 ? found : -found - 1;
      if (found == -1 || bar == bars.sessions() || !concerns(action, bar)) {
        continue;
      }
      if (byBar[bar] == null) {
        byBar[bar] = new ArrayList<>();
      }
      byBar[bar].add(action);
    }
  }

  /** The instrument with an action's symbol before the action; -1 when there is none. */
  private int instrument(CorporateAction action) {
    return tickers.indexOf(action.symbol(), action.exDate().minusDays(1));
  }

  private int newInstrument(CorporateAction.SymbolChange change) {
    return tickers.indexOf(change.newSymbol(), change.exDate());
  }

  private boolean concerns(CorporateAction action, int bar) {
    int i = instrument(action);
    if (i < 0) {
      return false;
    }
    if (!(action instanceof CorporateAction.SymbolChange change)) {
      return true;
    }
    int renamed = newInstrument(change);
    if (renamed >= 0) {
      return renamed != i;
    }
    for (int later = bar; later < bars.sessions(); later++) {
      if (Double.isFinite(bars.close(later, i))) {
        return false;
      }
    }
    throw new AsOfException(
        ErrorCode.DATA_MISSING,
        "Cannot rename "
            + change.symbol()
            + " on "
            + change.exDate()
            + ": the bars have no symbol '"
            + change.newSymbol()
            + "'; add it to the universe");
  }

  /** Knows what ended before a bar, for a run that goes on there. */
  void resumeAt(int bar) {
    resume(0, bar);
  }

  /** Knows what ended in sessions that are skipped. */
  void resume(int from, int to) {
    for (int before = from; before < to; before++) {
      if (byBar[before] != null) {
        byBar[before].forEach(this::remember);
      }
    }
  }

  private void remember(CorporateAction action) {
    int i = instrument(action);
    if (action instanceof CorporateAction.SymbolChange change) {
      ended[i] = true;
      ended[newInstrument(change)] = false;
      anyEnded = true;
    } else if (action instanceof CorporateAction.Delisting
        || action instanceof CorporateAction.CashMerger) {
      ended[i] = true;
      anyEnded = true;
    }
  }

  /** Applies what takes effect before the open of a bar, and refuses orders that come too late. */
  void apply(int bar) {
    if (byBar[bar] != null) {
      for (CorporateAction action : byBar[bar]) {
        apply(bar, action);
        remember(action);
      }
    }
    if (anyEnded) {
      for (int i = 0; i < ended.length; i++) {
        if (ended[i]) {
          endOrders(bar, i);
        }
      }
    }
  }

  private void apply(int bar, CorporateAction action) {
    int i = instrument(action);
    int account = accounts.accountOf[i];
    double shares = accounts.shares[i];
    double cashBefore = accounts.cashUsd[account];
    boolean meets = shares != 0 || anyWaits(i);
    int after = i;
    OptionalInt order = OptionalInt.empty();
    if (action instanceof CorporateAction.Split split) {
      split(i, split);
    } else if (action instanceof CorporateAction.CashDividend dividend) {
      dividend(bar, i, dividend.usdPerShare());
    } else if (action instanceof CorporateAction.SymbolChange change) {
      after = newInstrument(change);
      rename(bar, i, after);
    } else if (action instanceof CorporateAction.Delisting delisting) {
      order = settle(bar, i, delistingPriceUsd(i, delisting));
    } else if (action instanceof CorporateAction.CashMerger merger) {
      order = settle(bar, i, merger.usdPerShare());
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

  private void split(int i, CorporateAction.Split split) {
    if (accounts.shares[i] != 0) {
      accounts.shares[i] = split.sharesAfter(accounts.shares[i]);
      ledger.journal.addSplit(i, split.ratio());
    }
    accounts.lastPriceUsd[i] = split.priceUsdAfter(accounts.lastPriceUsd[i]);
    accounts.sizingPriceUsd[i] = split.priceUsdAfter(accounts.sizingPriceUsd[i]);
    stops.split(i, split.ratio());
    for (FillAt at : FILLS) {
      if (book.waits(i, at)) {
        OrderTicket ticket = book.ticket(i, at);
        ticket.triggerUsd = split.priceUsdAfter(ticket.triggerUsd);
        if (ticket.type == SizeType.SHARES || ticket.type == SizeType.TARGET_SHARES) {
          ticket.size = split.sharesAfter(ticket.size);
        }
      }
    }
  }

  /** Books the cash and takes it out of the last price, so that no value counts twice. */
  private void dividend(int bar, int i, double usdPerShare) {
    cash.dividend(bar, i, usdPerShare);
    if (accounts.shares[i] != 0) {
      ledger.journal.addDividend(i, accounts.shares[i] * usdPerShare);
    }
    accounts.lastPriceUsd[i] = without(usdPerShare, accounts.lastPriceUsd[i]);
    accounts.sizingPriceUsd[i] = without(usdPerShare, accounts.sizingPriceUsd[i]);
  }

  /** A price stays above 0, so that it can size orders: one that is paid out whole stays. */
  private static double without(double usdPerShare, double priceUsd) {
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
