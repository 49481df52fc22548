package dev.asof.engine;

import dev.asof.api.AsOfException;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.ErrorCode;
import dev.asof.api.FillAt;
import dev.asof.api.OrderReason;
import dev.asof.api.RevealedFact;
import dev.asof.api.SizeType;
import dev.asof.api.Strategy;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Runs a strategy over bars, session by session. The order of events in a session:
 *
 * <ol>
 *   <li>the view moves on to the open: bars through the last close, and facts known by now;
 *   <li>the strategy decides;
 *   <li>orders at the open fill, then orders at the close;
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
  private final Account account;
  private final SessionView view;
  private final SessionOrders orders;
  private final OrderExecution execution;
  private final Journal journal = new Journal();

  private Simulator(BacktestSpec spec, Bars bars, List<RevealedFact> facts, Strategy strategy) {
    this.spec = spec;
    this.bars = bars;
    this.strategy = strategy;
    this.account = new Account(spec.initialCashUsd(), bars.instruments());
    this.view = new SessionView(bars, account, new FactTimeline(facts));
    this.orders = new SessionOrders(bars.instruments());
    this.execution = new OrderExecution(spec);
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
    int instruments = bars.instruments();
    double[] open = bars.openUnsafe();
    double[] close = bars.closeUnsafe();
    double[] cash = new double[to - from];
    double[] equity = new double[to - from];
    double[] shares = new double[(to - from) * instruments];
    for (int bar = 0; bar < from; bar++) {
      account.mark(close, bar * instruments);
    }
    for (int bar = from; bar < to; bar++) {
      int row = bar * instruments;
      view.advanceTo(bar);
      orders.begin(bars.session(bar));
      decide(bar);
      fill(bar, FillAt.OPEN, open, row);
      fill(bar, FillAt.CLOSE, close, row);
      account.mark(close, row);
      cash[bar - from] = account.cashUsd;
      equity[bar - from] = account.equityUsd();
      System.arraycopy(account.shares, 0, shares, (bar - from) * instruments, instruments);
    }
    return new BacktestResult(
        bars.symbols(),
        bars.sessionDates().subList(from, to),
        spec.initialCashUsd(),
        cash,
        equity,
        shares,
        journal.orders(bars),
        journal.fills(bars),
        RoundTrips.of(journal, bars, account, to - 1),
        orders.notes(),
        orders.events());
  }

  private void decide(int bar) {
    try {
      strategy.decide(view, orders);
    } catch (AsOfException understood) {
      throw understood;
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError failure) {
      throw strategyFailed(bar, failure);
    }
  }

  private AsOfException strategyFailed(int bar, Throwable failure) {
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

  private void fill(int bar, FillAt at, double[] prices, int row) {
    PendingOrders pending = orders.pending(at);
    int count = pending.count();
    if (count == 0) {
      return;
    }
    double accountValue = account.equityUsd();
    pending.sort(account, accountValue);
    boolean refuse = spec.missingPrice() == MissingPrice.REFUSE;
    for (int n = 0; n < count; n++) {
      int i = pending.instrument(n);
      SizeType type = pending.type(i);
      double size = pending.size(i);
      double price = prices[row + i];
      OrderReason reason;
      try {
        if (refuse && !OrderExecution.isTradable(price)) {
          if (!execution.asksNothing(account, i, type, size, accountValue)) {
            throw priceMissing(bar, i, at, price);
          }
          reason = OrderReason.SIZE_ZERO;
        } else {
          reason = execution.execute(account, i, type, size, price, accountValue);
        }
      } catch (ArithmeticException overflow) {
        throw sizeTooLarge(bar, i, size, overflow);
      }
      if (reason == OrderReason.NONE) {
        journal.addFill(bar, i, at, type, size, execution);
        account.firstPrice(i, price);
      } else {
        journal.add(bar, i, at, type, size, reason);
      }
    }
  }

  private AsOfException priceMissing(int bar, int instrument, FillAt at, double price) {
    String field = at.name().toLowerCase(Locale.ROOT);
    return new AsOfException(
        ErrorCode.PRICE_MISSING,
        "Cannot fill: "
            + bars.symbols().get(instrument)
            + (Double.isNaN(price) ? " has no " + field : " has the " + field + " " + price)
            + " on "
            + bars.session(bar)
            + "; expected a price above 0: load that bar, trade on another session, or say"
            + " missingPrice: ignore");
  }

  private AsOfException sizeTooLarge(int bar, int instrument, double size, Throwable overflow) {
    return new AsOfException(
        ErrorCode.STRATEGY_FAILED,
        "Cannot fill: strategy "
            + strategy.getClass().getName()
            + " asked for "
            + size
            + " of "
            + bars.symbols().get(instrument)
            + " on "
            + bars.session(bar)
            + ", more shares than a number holds; expected a size that is tradable",
        overflow);
  }
}
