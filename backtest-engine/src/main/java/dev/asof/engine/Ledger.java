package dev.asof.engine;

import dev.asof.api.FillAt;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderTerms;
import dev.asof.api.SizeType;

/**
 * The accounts of a run and the orders executed against them, batch by batch. A batch is what fills
 * in one phase: account values are taken once, before its first order, and orders are executed in
 * the order that the specification says.
 */
final class Ledger {
  final Accounts accounts;
  final Journal journal;
  final OrderExecution execution;
  final Batch batch = new Batch();

  private final BacktestSpec spec;
  private final boolean salesFirst;
  private final boolean revalues;
  private final boolean refusesMissing;
  private final boolean ignoresRepeats;
  private final boolean given;
  private final double maxLeverage;
  private final double[] valueUsd;
  private final double[] grossUsd;

  Ledger(BacktestSpec spec, Accounts accounts, Journal journal) {
    this.spec = spec;
    this.accounts = accounts;
    this.journal = journal;
    this.execution = new OrderExecution(accounts, spec);
    this.salesFirst = spec.fillOrder() == FillOrder.SALES_FIRST;
    this.revalues = spec.revalueAfterFills();
    this.refusesMissing = spec.missingPrice() == MissingPrice.REFUSE;
    this.ignoresRepeats = spec.missingPrice().ignoresRepeats();
    this.given = spec.sizingPrice() == SizingPrice.GIVEN;
    this.maxLeverage = spec.maxLeverage();
    this.valueUsd = new double[accounts.count];
    this.grossUsd = new double[accounts.count];
  }

  /** Adds an order to the batch, for as much as its part of a session's volume. */
  void queue(OrderTicket ticket, double sessionVolume) {
    double part = spec.costs().maxVolumeFraction();
    ticket.volumeShares = part == Double.POSITIVE_INFINITY ? part : part * sessionVolume;
    ticket.outcome = null;
    ticket.sharesBefore = accounts.shares[ticket.instrument];
    batch.add(ticket);
  }

  /** Executes the batch, which stays as it is until it is cleared. */
  void execute(int bar, Refusals refusal) {
    int count = batch.count();
    if (count == 0) {
      return;
    }
    valueAccounts();
    if (salesFirst) {
      for (int n = 0; n < count; n++) {
        OrderTicket ticket = batch.get(n);
        double value = valueUsd[accounts.accountOf[ticket.instrument]];
        ticket.approximateUsd = execution.approximateUsd(ticket, value);
      }
      batch.sortByValue();
    } else {
      batch.sortByPlace();
    }
    for (int n = 0; n < count; n++) {
      OrderTicket ticket = batch.get(n);
      try {
        execute(bar, ticket, refusal);
      } catch (ArithmeticException overflow) {
        throw refusal.sizeTooLarge(ticket, overflow);
      }
    }
  }

  /** Records an order that ends without having been tried. */
  void lapse(int bar, OrderTicket ticket, OrderReason reason) {
    ticket.priceUsd = Double.NaN;
    ticket.outcome = reason;
    int account = accounts.accountOf[ticket.instrument];
    journal.begin(bar, ticket, accounts, accounts.sizingValueUsd(account));
    journal.end(reason, execution, accounts);
  }

  /** Pays for a whole position without an order of the strategy; recorded as a fill at the open. */
  void settle(int bar, int instrument, double usdPerShare) {
    if (accounts.shares[instrument] == 0) {
      return;
    }
    OrderTicket ticket = begin(bar, instrument, SizeType.TARGET_SHARES, 0, usdPerShare);
    execution.liquidate(ticket);
    journal.end(OrderReason.NONE, execution, accounts);
  }

  /**
   * Adds shares to a position without an order of the strategy; recorded as a fill at the open.
   *
   * @param shares negative for shares that leave
   */
  void book(int bar, int instrument, double shares, double usdPerShare) {
    OrderTicket ticket = begin(bar, instrument, SizeType.SHARES, shares, usdPerShare);
    execution.book(ticket, shares);
    journal.end(OrderReason.NONE, execution, accounts);
  }

  private OrderTicket begin(
      int bar, int instrument, SizeType type, double size, double usdPerShare) {
    OrderTicket ticket = new OrderTicket();
    ticket.order(instrument, FillAt.OPEN, type, size);
    ticket.terms(OrderTerms.DEFAULT);
    ticket.priceUsd = usdPerShare;
    int account = accounts.accountOf[instrument];
    journal.begin(bar, ticket, accounts, accounts.sizingValueUsd(account));
    return ticket;
  }

  private void valueAccounts() {
    for (int account = 0; account < valueUsd.length; account++) {
      valueUsd[account] = accounts.sizingValueUsd(account);
    }
    if (maxLeverage < Double.POSITIVE_INFINITY) {
      for (int account = 0; account < grossUsd.length; account++) {
        grossUsd[account] = accounts.grossUsd(account);
      }
    }
  }

  private void execute(int bar, OrderTicket ticket, Refusals refusal) {
    int i = ticket.instrument;
    int account = accounts.accountOf[i];
    double value = valueUsd[account];
    double cashBefore = accounts.cashUsd[account];
    double sharesBefore = accounts.shares[i];
    double sizingPrice = accounts.sizingPriceUsd[i];
    if (ignoresRepeats
        && !OrderExecution.isTradable(ticket.priceUsd)
        && journal.repeatsUnpriced(ticket)) {
      ticket.outcome = OrderReason.PRICE_MISSING;
      return;
    }
    journal.begin(bar, ticket, accounts, value);
    OrderReason reason;
    if (!(ticket.volumeShares > 0)) {
      reason = OrderReason.NO_VOLUME;
    } else if (refusesMissing && !OrderExecution.isTradable(ticket.priceUsd)) {
      if (!execution.asksNothing(ticket, value)) {
        throw refusal.priceMissing(ticket);
      }
      reason = OrderReason.SIZE_ZERO;
    } else if (maxLeverage < Double.POSITIVE_INFINITY) {
      double others = grossUsd[account] - grossOf(sharesBefore, sizingPrice);
      reason = execution.executeWithin(maxLeverage * value - others, ticket, value);
      grossUsd[account] = others + grossOf(accounts.shares[i], sizingPrice);
    } else {
      reason = execution.execute(ticket, value);
    }
    ticket.outcome = reason;
    journal.end(reason == OrderReason.NONE ? ticket.cause : reason, execution, accounts);
    if (reason == OrderReason.NONE) {
      ticket.filledUsd = execution.priceUsd;
      ticket.leftShares = execution.leftShares;
      ticket.plainFeeUsd = execution.plainFeeUsd;
      accounts.firstPrice(i, ticket.priceUsd);
      if (!given && Double.isNaN(sizingPrice)) {
        accounts.sizingPriceUsd[i] = ticket.priceUsd;
      }
      if (revalues) {
        revalue(i, account, cashBefore, sharesBefore, sizingPrice);
      }
    }
  }

  private static double grossOf(double shares, double price) {
    return shares == 0 ? 0 : Math.abs(shares * price);
  }

  /** Takes a fill's price for the instrument's, and the account's value with it. */
  private void revalue(int i, int account, double cashBefore, double sharesBefore, double price) {
    double shares = accounts.shares[i];
    double before = sharesBefore == 0 ? 0 : sharesBefore * price;
    double now = shares == 0 ? 0 : shares * execution.priceUsd;
    accounts.sizingPriceUsd[i] = execution.priceUsd;
    double flow = accounts.cashUsd[account] - cashBefore;
    valueUsd[account] = valueUsd[account] + flow + (now - before);
  }
}
