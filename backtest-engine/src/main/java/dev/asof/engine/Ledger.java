package dev.asof.engine;

import dev.asof.api.OrderReason;

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
  private final boolean given;
  private final double maxLeverage;
  private final double[] valueUsd;
  private final double[] grossUsd;

  Ledger(BacktestSpec spec, Accounts accounts, Journal journal) {
    this.spec = spec;
    this.accounts = accounts;
    this.journal = journal;
    this.execution = new OrderExecution(accounts);
    this.salesFirst = spec.fillOrder() == FillOrder.SALES_FIRST;
    this.revalues = spec.revalueAfterFills();
    this.refusesMissing = spec.missingPrice() == MissingPrice.REFUSE;
    this.given = spec.sizingPrice() == SizingPrice.GIVEN;
    this.maxLeverage = spec.maxLeverage();
    this.valueUsd = new double[accounts.count];
    this.grossUsd = new double[accounts.count];
  }

  Ledger copy() {
    return new Ledger(spec, accounts.copy(), journal.copy());
  }

  /** Executes the batch and leaves it empty. */
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
    batch.clear();
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
    journal.begin(bar, ticket, accounts, value);
    OrderReason reason;
    if (refusesMissing && !OrderExecution.isTradable(ticket.priceUsd)) {
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
    journal.end(reason, execution, accounts);
    if (reason == OrderReason.NONE) {
      ticket.filledUsd = execution.priceUsd;
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
