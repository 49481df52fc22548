package dev.asof.engine;

import dev.asof.api.AccountHistory;
import dev.asof.api.Accounting;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.CashMovement;
import dev.asof.api.DecisionNote;
import dev.asof.api.MarketEvent;
import java.util.ArrayList;
import java.util.List;

/** What the accounts were worth over time. */
final class Curves {
  private final BacktestSpec spec;
  private final Accounts accounts;
  private final int from;
  private final int to;
  private final double[] cash;
  private final double[] equity;
  private final double[] shares;
  private final double[][] cashByAccount;
  private final double[][] freeByAccount;
  private final double[][] equityByAccount;

  Curves(BacktestSpec spec, Accounts accounts, int from, int to) {
    this.spec = spec;
    this.accounts = accounts;
    this.from = from;
    this.to = to;
    int sessions = to - from;
    cash = new double[sessions];
    equity = new double[sessions];
    shares = new double[sessions * accounts.shares.length];
    cashByAccount = new double[accounts.count][sessions];
    freeByAccount = new double[accounts.count][sessions];
    equityByAccount = new double[accounts.count][sessions];
  }

  /** Takes over what another run recorded before a bar. */
  void copyFrom(Curves other, int bar) {
    int sessions = bar - from;
    System.arraycopy(other.cash, 0, cash, 0, sessions);
    System.arraycopy(other.equity, 0, equity, 0, sessions);
    System.arraycopy(other.shares, 0, shares, 0, sessions * accounts.shares.length);
    for (int account = 0; account < accounts.count; account++) {
      System.arraycopy(other.cashByAccount[account], 0, cashByAccount[account], 0, sessions);
      System.arraycopy(other.freeByAccount[account], 0, freeByAccount[account], 0, sessions);
      System.arraycopy(other.equityByAccount[account], 0, equityByAccount[account], 0, sessions);
    }
  }

  void record(int bar) {
    int session = bar - from;
    double value = accounts.equityUsd(0);
    equityByAccount[0][session] = value;
    for (int account = 1; account < accounts.count; account++) {
      double own = accounts.equityUsd(account);
      equityByAccount[account][session] = own;
      value += own;
    }
    for (int account = 0; account < accounts.count; account++) {
      cashByAccount[account][session] = accounts.cashUsd[account];
      freeByAccount[account][session] = accounts.freeCashUsd[account];
    }
    cash[session] = accounts.totalCashUsd();
    equity[session] = value;
    int instruments = accounts.shares.length;
    System.arraycopy(accounts.shares, 0, shares, session * instruments, instruments);
  }

  BacktestResult result(
      Bars bars,
      Journal journal,
      List<CashMovement> movements,
      List<DecisionNote> notes,
      List<MarketEvent> events) {
    double[] initial = spec.initialCashByAccount();
    List<AccountHistory> histories = new ArrayList<>();
    double total = 0;
    for (int account = 0; account < accounts.count; account++) {
      List<String> symbols = new ArrayList<>();
      for (int i : accounts.members[account]) {
        symbols.add(bars.symbols().get(i));
      }
      total += initial[account];
      histories.add(
          new AccountHistory(
              spec.accountName(account),
              symbols,
              initial[account],
              cashByAccount[account],
              freeByAccount[account],
              equityByAccount[account]));
    }
    RoundTrips.Summary trips = RoundTrips.of(journal, bars, accounts, to - 1);
    return new BacktestResult(
        bars.symbols(),
        // The list itself, where it can be, is not copied.
        to - from == bars.sessions() ? bars.sessionDates() : bars.sessionDates().subList(from, to),
        total,
        cash,
        equity,
        shares,
        journal.orders(bars),
        journal.fills(bars),
        trips.trades(),
        notes,
        events,
        new Accounting(histories, trips.positions(), movements, journal.actions()));
  }
}
