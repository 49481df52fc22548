package dev.asof.engine;

import dev.asof.api.AccountHistory;
import dev.asof.api.AsOfException;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.ErrorCode;
import dev.asof.api.FillAt;
import dev.asof.api.OrderReason;
import dev.asof.api.RevealedFact;
import dev.asof.api.Strategy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

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
  private final Refusals refusals = new Refusals();
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
    return curves.result(bars, journal, orders);
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

  /** What the accounts were worth over time. */
  private static final class Curves {
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

    void record(int bar) {
      int session = bar - from;
      for (int account = 0; account < accounts.count; account++) {
        double value = accounts.equityUsd(account);
        cashByAccount[account][session] = accounts.cashUsd[account];
        freeByAccount[account][session] = accounts.freeCashUsd[account];
        equityByAccount[account][session] = value;
      }
      cash[session] = accounts.totalCashUsd();
      equity[session] = accounts.totalEquityUsd();
      int instruments = accounts.shares.length;
      System.arraycopy(accounts.shares, 0, shares, session * instruments, instruments);
    }

    BacktestResult result(Bars bars, Journal journal, SessionOrders orders) {
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
      return new BacktestResult(
          bars.symbols(),
          bars.sessionDates().subList(from, to),
          total,
          cash,
          equity,
          shares,
          journal.orders(bars),
          journal.fills(bars),
          RoundTrips.of(journal, bars, accounts, to - 1),
          orders.notes(),
          orders.events(),
          histories);
    }
  }

  /** Names what can't be executed. */
  private final class Refusals implements Ledger.Refusal {
    @Override
    public RuntimeException priceMissing(OrderTicket ticket) {
      String field = ticket.at.name().toLowerCase(Locale.ROOT);
      double price = ticket.priceUsd;
      return new AsOfException(
          ErrorCode.PRICE_MISSING,
          "Cannot fill: "
              + bars.symbols().get(ticket.instrument)
              + (Double.isNaN(price) ? " has no " + field : " has the " + field + " " + price)
              + " on "
              + bars.session(bar)
              + "; expected a price above 0: load that bar, trade on another session, or say"
              + " missingPrice: ignore");
    }

    @Override
    public RuntimeException sizeTooLarge(OrderTicket ticket, ArithmeticException overflow) {
      return new AsOfException(
          ErrorCode.STRATEGY_FAILED,
          "Cannot fill: strategy "
              + strategy.getClass().getName()
              + " asked for "
              + ticket.size
              + " of "
              + bars.symbols().get(ticket.instrument)
              + " on "
              + bars.session(bar)
              + ", more shares than a number holds; expected a size that is tradable",
          overflow);
    }
  }
}
