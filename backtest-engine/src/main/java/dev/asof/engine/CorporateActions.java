package dev.asof.engine;

import dev.asof.api.AsOfException;
import dev.asof.api.Bars;
import dev.asof.api.CorporateAction;
import dev.asof.api.ErrorCode;
import dev.asof.api.FillAt;
import dev.asof.api.OrderReason;
import dev.asof.api.SizeType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The corporate actions of a run by bar, and what they do to holdings, orders and stops. */
final class CorporateActions {
  private final Bars bars;

  /** By bar; null where there are none. */
  private final List<CorporateAction>[] byBar;

  /**
   * Actions of instruments that the bars do not have are left out; one whose ex-date is no session
   * takes effect at the next.
   *
   * @throws AsOfException with {@link ErrorCode#DATA_MISSING} when a symbol changes to one that the
   *     bars do not have
   */
  CorporateActions(Bars bars, List<CorporateAction> actions) {
    this.bars = bars;
    @SuppressWarnings({"unchecked", "rawtypes"})
    List<CorporateAction>[] lists = new List[bars.sessions()];
    this.byBar = lists;
    List<LocalDate> sessions = bars.sessionDates();
    for (CorporateAction action : actions) {
      int found = Collections.binarySearch(sessions, action.exDate());
      int bar = found >= 0 ? found : -found - 1;
      if (bar == bars.sessions() || bars.indexOf(action.symbol()) < 0 || found == -1) {
        continue;
      }
      if (action instanceof CorporateAction.SymbolChange change
          && bars.indexOf(change.newSymbol()) < 0) {
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
      if (byBar[bar] == null) {
        byBar[bar] = new ArrayList<>();
      }
      byBar[bar].add(action);
    }
  }

  /** Applies what takes effect before the open of a bar. */
  void apply(int bar, Ledger ledger, SessionOrders orders, Stops stops, CashBook cash) {
    if (byBar[bar] == null) {
      return;
    }
    OrderBook book = orders.book();
    for (CorporateAction action : byBar[bar]) {
      int i = bars.indexOf(action.symbol());
      if (action instanceof CorporateAction.Split split) {
        split(i, split.ratio(), ledger, book, stops);
      } else if (action instanceof CorporateAction.CashDividend dividend) {
        cash.dividend(bar, i, dividend.usdPerShare());
      } else if (action instanceof CorporateAction.SymbolChange change) {
        int to = bars.indexOf(change.newSymbol());
        rename(bar, i, to, ledger, book, stops);
        orders.moveProtection(i, to);
      } else if (action instanceof CorporateAction.Delisting delisting) {
        settle(bar, i, delisting.usdPerShare(), ledger, book, stops);
      } else if (action instanceof CorporateAction.CashMerger merger) {
        settle(bar, i, merger.usdPerShare(), ledger, book, stops);
      }
    }
  }

  private static void split(int i, double ratio, Ledger ledger, OrderBook book, Stops stops) {
    Accounts accounts = ledger.accounts;
    if (accounts.shares[i] != 0) {
      accounts.shares[i] *= ratio;
      ledger.journal.addSplit(i, ratio);
    }
    accounts.lastPriceUsd[i] /= ratio;
    accounts.sizingPriceUsd[i] /= ratio;
    stops.split(i, ratio);
    for (FillAt at : FillAt.values()) {
      if (book.waits(i, at)) {
        OrderTicket ticket = book.ticket(i, at);
        ticket.triggerUsd /= ratio;
        if (ticket.type == SizeType.SHARES || ticket.type == SizeType.TARGET_SHARES) {
          ticket.size *= ratio;
        }
      }
    }
  }

  private void rename(int bar, int from, int to, Ledger ledger, OrderBook book, Stops stops) {
    Accounts accounts = ledger.accounts;
    if (accounts.accountOf[from] != accounts.accountOf[to] || accounts.shares[to] != 0) {
      throw new AsOfException(
          ErrorCode.DATA_MISSING,
          "Cannot rename "
              + bars.symbols().get(from)
              + " to "
              + bars.symbols().get(to)
              + " on "
              + bars.session(bar)
              + ": the new symbol is "
              + (accounts.shares[to] != 0 ? "held already" : "in another account"));
    }
    if (accounts.shares[from] != 0) {
      ledger.journal.addRename(from, to);
    }
    accounts.shares[to] = accounts.shares[from];
    accounts.debtUsd[to] = accounts.debtUsd[from];
    accounts.lastPriceUsd[to] = accounts.lastPriceUsd[from];
    accounts.sizingPriceUsd[to] = accounts.sizingPriceUsd[from];
    accounts.shares[from] = 0;
    accounts.debtUsd[from] = 0;
    stops.move(from, to);
    for (FillAt at : FillAt.values()) {
      if (book.waits(from, at)) {
        if (!book.waits(to, at)) {
          OrderTicket moved = book.put(to, at);
          moved.set(book.ticket(from, at));
          moved.instrument = to;
        }
        book.remove(from, at);
      }
    }
  }

  /** Pays for what is held and ends the instrument's orders. */
  private static void settle(
      int bar, int i, double usdPerShare, Ledger ledger, OrderBook book, Stops stops) {
    ledger.settle(bar, i, usdPerShare);
    stops.clear(i);
    for (FillAt at : FillAt.values()) {
      if (book.waits(i, at)) {
        ledger.lapse(bar, book.ticket(i, at), OrderReason.DELISTED);
        book.remove(i, at);
      }
    }
  }
}
