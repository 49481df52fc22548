package dev.asof.engine;

import dev.asof.api.Bars;
import dev.asof.api.CashMovement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Moves cash other than by fills, and keeps the record of it. */
final class CashBook {
  private final BacktestSpec spec;
  private final Bars bars;
  private final Optional<BorrowRates> borrowRates;
  private final Accounts accounts;
  private final List<CashFlow> flows;
  private final List<CashMovement> movements;

  CashBook(BacktestSpec spec, MarketData market, Accounts accounts) {
    this(spec, market, accounts, new ArrayList<>());
  }

  private CashBook(
      BacktestSpec spec, MarketData market, Accounts accounts, List<CashMovement> movements) {
    this.spec = spec;
    this.bars = market.bars();
    this.borrowRates = market.borrowRates();
    this.accounts = accounts;
    this.movements = movements;
    this.flows = new ArrayList<>(spec.cashFlows());
    flows.sort(Comparator.comparing(CashFlow::date));
  }

  /** The same record over a copy of the accounts. */
  CashBook copy(MarketData market, Accounts copiedAccounts) {
    return new CashBook(spec, market, copiedAccounts, new ArrayList<>(movements));
  }

  List<CashMovement> movements() {
    return movements;
  }

  /**
   * What the owner pays in and takes out before the open of a bar.
   *
   * @param isFirst whether nothing was simulated before, so that all earlier flows are due
   */
  void deposit(int bar, boolean isFirst) {
    for (CashFlow flow : flows) {
      boolean due = !flow.date().isAfter(bars.session(bar));
      boolean wasDue = !isFirst && bar > 0 && !flow.date().isAfter(bars.session(bar - 1));
      if (due && !wasDue) {
        move(bar, spec.accountNumber(flow.account()), "", CashMovement.Kind.DEPOSIT, flow.usd());
      }
    }
  }

  /** Pays what is given on each share of a position; a short one owes it. */
  void distribute(int bar, int instrument, CashMovement.Kind kind, double usdPerShare) {
    double shares = accounts.shares[instrument];
    if (shares != 0) {
      move(
          bar,
          accounts.accountOf[instrument],
          bars.symbols().get(instrument),
          kind,
          shares * usdPerShare);
    }
  }

  /** Interest and borrow fees until the next session. */
  void accrue(int bar) {
    Financing financing = spec.financing();
    if (borrowRates.isEmpty() && financing.creditRate() == 0 && financing.debitRate() == 0) {
      return;
    }
    double years = days(bar) / (double) financing.daysInYear();
    if (borrowRates.isPresent()) {
      borrow(bar, years, borrowRates.get());
    }
    for (int account = 0; account < accounts.count; account++) {
      double cash = accounts.cashUsd[account];
      double rate = cash < 0 ? financing.debitRate() : financing.creditRate();
      if (rate != 0 && cash != 0) {
        move(bar, account, "", CashMovement.Kind.INTEREST, cash * rate * years);
      }
    }
  }

  private void borrow(int bar, double years, BorrowRates rates) {
    int row = bar * bars.instruments();
    double[] close = bars.closeUnsafe();
    for (int i = 0; i < bars.instruments(); i++) {
      double shares = accounts.shares[i];
      double rate = rates.yearly(row + i);
      if (shares < 0 && rate != 0) {
        double price = Double.isFinite(close[row + i]) ? close[row + i] : accounts.lastPriceUsd[i];
        move(
            bar,
            accounts.accountOf[i],
            bars.symbols().get(i),
            CashMovement.Kind.BORROW_FEE,
            shares * price * rate * years);
      }
    }
  }

  private long days(int bar) {
    return bar + 1 < bars.sessions()
        ? bars.session(bar + 1).toEpochDay() - bars.session(bar).toEpochDay()
        : 1;
  }

  private void move(int bar, int account, String symbol, CashMovement.Kind kind, double usd) {
    accounts.cashUsd[account] += usd;
    accounts.freeCashUsd[account] += usd;
    movements.add(
        new CashMovement(bars.session(bar), spec.accountName(account), symbol, kind, usd));
  }
}
