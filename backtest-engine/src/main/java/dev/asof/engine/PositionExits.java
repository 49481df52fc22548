package dev.asof.engine;

import dev.asof.api.Bars;
import dev.asof.api.Direction;
import dev.asof.api.FillAt;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderTerms;
import dev.asof.api.SizeType;

/**
 * Gives the orders that no strategy gives: exits of positions whose stops a session meets, and of
 * all positions of an account that misses its maintenance requirement. They are queued in the
 * ledger's batch, and the orders that wait for their instruments end.
 */
final class PositionExits {
  private static final FillAt[] FILLS = FillAt.values();

  private final BacktestSpec spec;
  private final Bars bars;
  private final Accounts accounts;
  private final SessionOrders orders;
  private final OrderBook book;
  private final Stops stops;
  private final Ledger ledger;
  private final OrderTicket[] exits;

  PositionExits(
      BacktestSpec spec,
      Bars bars,
      Accounts accounts,
      SessionOrders orders,
      Stops stops,
      Ledger ledger) {
    this.spec = spec;
    this.bars = bars;
    this.accounts = accounts;
    this.orders = orders;
    this.book = orders.book();
    this.stops = stops;
    this.ledger = ledger;
    this.exits = new OrderTicket[bars.instruments()];
  }

  /** Queues the exits at the open of accounts that have less equity than they are required to. */
  void queueMarginCalls(int bar) {
    if (!spec.margin().isRequired()) {
      return;
    }
    for (int account = 0; account < accounts.count; account++) {
      if (spec.margin().isMissed(accounts, account)) {
        closeOut(bar, account);
      }
    }
  }

  private void closeOut(int bar, int account) {
    int row = bar * bars.instruments();
    for (int i : accounts.members[account]) {
      for (FillAt at : FILLS) {
        if (book.waits(i, at)) {
          ledger.lapse(bar, book.ticket(i, at), OrderReason.LIQUIDATED);
          book.remove(i, at);
        }
      }
      double open = bars.openUnsafe()[row + i];
      if (accounts.shares[i] != 0 && OrderExecution.isTradable(open)) {
        OrderTicket exit = ticket(i);
        exit.order(i, FillAt.OPEN, SizeType.TARGET_SHARES, 0);
        exit.terms(OrderTerms.DEFAULT.withMinShares(0));
        orders.costsOfRun(exit);
        exit.cause = OrderReason.MARGIN_CALL;
        exit.priceUsd = open;
        queue(exit, row);
      }
    }
  }

  /** Queues the exits of positions whose stops the session meets. */
  void queueStopped(int bar) {
    int row = bar * bars.instruments();
    for (int i = 0; i < exits.length; i++) {
      if (orders.protection(i) == null || accounts.shares[i] == 0) {
        continue;
      }
      double met =
          stops.watch(
              i,
              accounts.shares[i],
              bars.openUnsafe()[row + i],
              bars.highUnsafe()[row + i],
              bars.lowUnsafe()[row + i],
              bars.closeUnsafe()[row + i]);
      if (!Double.isNaN(met)) {
        leave(i, met, bar);
      }
    }
  }

  /** Queues the exits of positions that limits or stops of this session just opened. */
  void queueStoppedEntries(FillAt entered, int bar) {
    int row = bar * bars.instruments();
    for (int n = book.count(entered) - 1; n >= 0; n--) {
      OrderTicket entry = book.waiting(entered, n);
      int i = entry.instrument;
      if (!entry.isFilled() || orders.protection(i) == null || accounts.shares[i] == 0) {
        continue;
      }
      if (Math.signum(entry.sharesBefore) == Math.signum(accounts.shares[i])) {
        continue;
      }
      double met =
          stops.watchEntry(
              i,
              accounts.shares[i],
              entry.priceUsd,
              bars.openUnsafe()[row + i],
              bars.highUnsafe()[row + i],
              bars.lowUnsafe()[row + i],
              bars.closeUnsafe()[row + i]);
      if (!Double.isNaN(met)) {
        leave(i, met, bar);
      }
    }
  }

  private void leave(int i, double priceUsd, int bar) {
    OrderTicket exit = ticket(i);
    double shares = accounts.shares[i];
    exit.order(i, FillAt.STOP, SizeType.SHARES, -Math.abs(shares));
    exit.terms(
        spec.terms()
            .withDirection(shares > 0 ? Direction.LONG_ONLY : Direction.SHORT_ONLY)
            .withMinShares(0)
            .withLotShares(0));
    orders.costsOfRun(exit);
    if (stops.metGain()) {
      exit.slippageFraction = 0;
      exit.halfSpreadUsd = 0;
    }
    exit.priceUsd = priceUsd;
    endOrders(i, bar);
    queue(exit, bar * bars.instruments());
  }

  private OrderTicket ticket(int i) {
    if (exits[i] == null) {
      exits[i] = new OrderTicket();
    }
    return exits[i];
  }

  private void queue(OrderTicket exit, int row) {
    ledger.queue(exit, bars.volumeUnsafe()[row + exit.instrument]);
  }

  /** Ends what waits for an instrument; an order that filled whole is over without a record. */
  private void endOrders(int i, int bar) {
    for (FillAt at : new FillAt[] {FillAt.STOP, FillAt.LIMIT, FillAt.CLOSE}) {
      if (book.waits(i, at)) {
        OrderTicket ticket = book.ticket(i, at);
        boolean filledWhole = ticket.isFilled() && !(ticket.leftShares > 0);
        if (!filledWhole) {
          ledger.lapse(bar, ticket, OrderReason.STOPPED_OUT);
        }
        book.remove(i, at);
      }
    }
  }
}
