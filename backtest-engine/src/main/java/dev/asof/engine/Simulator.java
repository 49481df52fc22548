package dev.asof.engine;

import dev.asof.api.AsOfException;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.ErrorCode;
import dev.asof.api.FillAt;
import dev.asof.api.OrderReason;
import dev.asof.api.RevealedFact;
import dev.asof.api.Strategy;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;

/**
 * Runs a strategy over bars, session by session. The order of events in a session:
 *
 * <ol>
 *   <li>the view moves on to the open: bars through the last close, and facts known by now;
 *   <li>the strategy decides;
 *   <li>orders at the open fill, then stops that the session touches, then limits, then orders at
 *       the close;
 *   <li>positions are marked at the close, and the account is recorded.
 * </ol>
 *
 * <p>In a fill phase the account's value is taken once, before its first order, at the last known
 * closes; a close is known when the session is over, so orders at the close are sized without it.
 * Orders go ascending by approximate value (sales first), ties by instrument; fees go with each
 * fill. A position is valued at its last close, and at its fill price until it has one. Equity may
 * go below zero; nothing is liquidated.
 */
public final class Simulator {
  private final BacktestSpec spec;
  private final Bars bars;
  private final Strategy strategy;
  private final Accounts accounts;
  private final SessionView view;
  private final SessionOrders orders;
  private final OrderBook book;
  private final Journal journal;
  private final Ledger ledger;
  private final Refusals refusals;
  private int bar;

  private Simulator(BacktestSpec spec, Bars bars, List<RevealedFact> facts, Strategy strategy) {
    this.spec = spec;
    this.bars = bars;
    this.strategy = strategy;
    this.accounts = new Accounts(spec, bars.symbols());
    this.view = new SessionView(bars, accounts, new FactTimeline(facts));
    this.orders = new SessionOrders(spec, accounts, bars.instruments());
    this.book = orders.book();
    this.journal = new Journal();
    this.ledger = new Ledger(spec, accounts, journal);
    this.refusals = new Refusals(bars, "strategy " + strategy.getClass().getName());
  }

  /**
   * Runs a strategy. The same arguments and a strategy in the same state give the same result to
   * the last bit.
   *
   * @param facts what becomes visible besides bars, in any order; facts of one moment stay in the
   *     order given
   * @param strategy changes its state; not to be used by another run at the same time
   * @throws AsOfException with {@link ErrorCode#LOOKAHEAD} when facts are seen too early and the
   *     specification does not allow it, {@link ErrorCode#DATA_MISSING} when no session lies in the
   *     period, {@link ErrorCode#PRICE_MISSING} when a fill price is missing and the specification
   *     refuses that, {@link ErrorCode#STRATEGY_FAILED} when the strategy throws; an AsOfException
   *     of the strategy itself passes through
   */
  public static BacktestResult run(
      BacktestSpec spec, Bars bars, List<RevealedFact> facts, Strategy strategy) {
    LookaheadGuard.check(facts, spec.allowLookahead());
    int from = spec.start().map(start -> barsBefore(bars, start)).orElse(0);
    int to = spec.end().map(end -> barsBefore(bars, end.plusDays(1))).orElse(bars.sessions());
    if (from >= to) {
      throw noSessions(spec, bars);
    }
    return new Simulator(spec, bars, facts, strategy).run(from, to);
  }

  private static int barsBefore(Bars bars, LocalDate date) {
    int found = Collections.binarySearch(bars.sessionDates(), date);
    return found >= 0 ? found : -found - 1;
  }

  private static AsOfException noSessions(BacktestSpec spec, Bars bars) {
    String period =
        spec.start().map(LocalDate::toString).orElse("the first session")
            + " to "
            + spec.end().map(LocalDate::toString).orElse("the last session");
    String covered =
        bars.sessions() == 0
            ? "there are no bars"
            : "the bars cover " + bars.session(0) + " to " + bars.session(bars.sessions() - 1);
    return new AsOfException(
        ErrorCode.DATA_MISSING,
        "Cannot simulate " + period + ": no session lies in it; " + covered);
  }

  private BacktestResult run(int from, int to) {
    Curves curves = new Curves(spec, accounts, from, to);
    for (bar = 0; bar < from; bar++) {
      mark(bar * bars.instruments());
    }
    for (bar = from; bar < to; bar++) {
      int row = bar * bars.instruments();
      refusals.at(bar);
      view.advanceTo(bar);
      orders.begin(bars.session(bar));
      decide();
      fillAt(FillAt.OPEN, bars.openUnsafe(), row);
      fillTouched(FillAt.STOP, row);
      fillTouched(FillAt.LIMIT, row);
      fillAt(FillAt.CLOSE, bars.closeUnsafe(), row);
      endSession();
      mark(row);
      curves.record(bar);
    }
    return curves.result(bars, journal, orders.notes(), orders.events());
  }

  private void mark(int row) {
    accounts.mark(bars.closeUnsafe(), row);
    if (spec.sizingPrice() == SizingPrice.LAST_CLOSE) {
      accounts.sizeAt(bars.closeUnsafe(), row);
    }
  }

  private void decide() {
    try {
      strategy.decide(view, orders);
    } catch (AsOfException understood) {
      throw understood;
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError failure) {
      throw strategyFailed(failure);
    }
  }

  private AsOfException strategyFailed(Throwable failure) {
    String what = failure.toString().lines().findFirst().orElse("");
    return new AsOfException(
        ErrorCode.STRATEGY_FAILED,
        "Cannot go on: strategy "
            + strategy.getClass().getName()
            + " failed before the open of "
            + bars.session(bar)
            + " with "
            + what,
        failure);
  }

  private void fillAt(FillAt at, double[] prices, int row) {
    if (spec.sizingPrice() == SizingPrice.FILL_PRICE) {
      accounts.sizeAt(prices, row);
    }
    int count = book.count(at);
    for (int n = 0; n < count; n++) {
      OrderTicket ticket = book.waiting(at, n);
      ticket.priceUsd = prices[row + ticket.instrument];
      ticket.outcome = null;
      ledger.batch.add(ticket);
    }
    ledger.execute(bar, refusals);
  }

  private void fillTouched(FillAt at, int row) {
    int count = book.count(at);
    for (int n = 0; n < count; n++) {
      OrderTicket ticket = book.waiting(at, n);
      ticket.outcome = null;
      ticket.priceUsd = touched(ticket, row + ticket.instrument);
      if (!Double.isNaN(ticket.priceUsd)) {
        if (spec.sizingPrice() == SizingPrice.FILL_PRICE) {
          accounts.sizingPriceUsd[ticket.instrument] = ticket.priceUsd;
        }
        ledger.batch.add(ticket);
      }
    }
    ledger.execute(bar, refusals);
  }

  /** The price at which a session fills a limit or stop; NaN when it does not. */
  private double touched(OrderTicket ticket, int cell) {
    int account = accounts.accountOf[ticket.instrument];
    double change = ledger.execution.approximateUsd(ticket, accounts.sizingValueUsd(account));
    if (!(change != 0)) {
      return Double.NaN;
    }
    boolean risesToIt = change > 0 == (ticket.at == FillAt.STOP);
    return IntrabarPath.touch(
        ticket.triggerUsd,
        risesToIt,
        bars.openUnsafe()[cell],
        bars.highUnsafe()[cell],
        bars.lowUnsafe()[cell],
        bars.closeUnsafe()[cell]);
  }

  private void endSession() {
    endSession(FillAt.STOP);
    endSession(FillAt.LIMIT);
    book.endSession();
  }

  /** Drops what filled, and records what lapses without having been reached. */
  private void endSession(FillAt at) {
    int count = book.count(at);
    for (int n = 0; n < count; n++) {
      OrderTicket ticket = book.waiting(at, n);
      if (ticket.outcome == OrderReason.NONE) {
        ticket.stays = false;
      } else if (ticket.outcome == null && !ticket.stays) {
        int account = accounts.accountOf[ticket.instrument];
        journal.begin(bar, ticket, accounts, accounts.sizingValueUsd(account));
        journal.end(OrderReason.PRICE_NOT_REACHED, ledger.execution, accounts);
      }
    }
  }
}
