package dev.asof.engine;

import dev.asof.api.AsOfException;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.CorporateAction;
import dev.asof.api.ErrorCode;
import dev.asof.api.FillAt;
import dev.asof.api.MarketView;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderSheet;
import dev.asof.api.RevealedFact;
import dev.asof.api.Strategy;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/**
 * Runs a strategy over bars, session by session. The order of events in a session:
 *
 * <ol>
 *   <li>owners' cash comes and goes; the view moves on to the open: bars through the last close,
 *       and facts known by now;
 *   <li>the strategy decides;
 *   <li>corporate actions of this ex-date change holdings, cash, pending orders and stops;
 *   <li>accounts that miss their {@link Margin} at the last closes are closed out at the open;
 *   <li>orders at the open fill, then positions are left whose stops the session meets, then stop
 *       orders that it touches fill, then limits, then orders at the close; a position that a stop
 *       order or a limit opened is left at once where its own stops are met after that fill;
 *   <li>borrow fees and interest accrue;
 *   <li>positions are marked at the close, and the accounts are recorded.
 * </ol>
 *
 * <p>In a fill phase the account's value is taken once, before its first order, at the last known
 * closes; a close is known when the session is over, so orders at the close are sized without it.
 * Orders go ascending by approximate value (sales first), ties by instrument; fees go with each
 * fill. A position is valued at its last close, and at its fill price until it has one. Equity may
 * go below zero between two opens, and for longer where no margin is required.
 *
 * <p>It is one class, so that the order of events stands in one place.
 */
public final class Simulator {
  private static final FillAt[] FILLS = FillAt.values();

  private final BacktestSpec spec;
  private final MarketData market;
  private final Bars bars;
  private Strategy strategy;
  private final Accounts accounts;
  private final Disclosure disclosure;
  private final SessionView view;
  private final Stops stops;
  private final SessionOrders orders;
  private final OrderBook book;
  private final Journal journal;
  private final Ledger ledger;
  private final CashBook cash;
  private final CorporateActions actions;
  private final LastPrices lastPrices;
  private final Curves curves;
  private final Refusals refusals;
  private final PositionExits exits;
  private Onlooker onlooker;
  private MarketView shown;
  private OrderSheet sheet;
  private final int from;
  private final int to;
  private int bar;

  /** The session that the view was moved on to last. */
  private int opened = -1;

  private Simulator(BacktestSpec spec, MarketData market, Strategy strategy) {
    this(spec, market, strategy, new Accounts(spec, market.bars().symbols()), null);
    for (bar = 0; bar < from; bar++) {
      actions.apply(bar);
      mark(bar * bars.instruments());
    }
  }

  /** A run at its beginning, or one that goes on where another stopped. */
  private Simulator(
      BacktestSpec spec,
      MarketData market,
      Strategy strategy,
      Accounts accounts,
      Simulator before) {
    this.spec = spec;
    this.market = market;
    this.bars = market.bars();
    this.strategy = strategy;
    this.from = spec.start().map(start -> barsBefore(bars, start)).orElse(0);
    this.to = spec.end().map(end -> barsBefore(bars, end.plusDays(1))).orElse(bars.sessions());
    if (from >= to) {
      throw noSessions(spec, bars);
    }
    int instruments = bars.instruments();
    this.accounts = accounts;
    this.disclosure = new Disclosure(market);
    this.view = new SessionView(bars.symbols(), accounts, spec.maxLeverage());
    this.stops = before == null ? new Stops(instruments) : before.stops.copy();
    this.orders =
        before == null
            ? new SessionOrders(spec, accounts, stops, instruments)
            : before.orders.copy(spec, accounts, stops);
    this.book = orders.book();
    this.journal = before == null ? new Journal() : before.journal.copy();
    this.ledger = new Ledger(spec, accounts, journal);
    this.cash =
        before == null ? new CashBook(spec, market, accounts) : before.cash.copy(market, accounts);
    this.lastPrices = new LastPrices(spec.missingPrice(), bars, accounts);
    this.actions = new CorporateActions(spec, market, ledger, orders, stops, cash);
    this.curves = new Curves(spec, accounts, from, to);
    this.refusals = new Refusals(bars, "strategy " + strategy.getClass().getName());
    this.exits = new PositionExits(spec, bars, accounts, orders, stops, ledger);
    this.shown = view;
    this.sheet = orders;
    if (before != null) {
      this.bar = before.bar;
      curves.copyFrom(before.curves, bar);
      actions.resumeAt(bar);
      if (bar > from) {
        disclosure.advance(view, bar - 1);
      }
    }
  }

  /**
   * Runs a strategy over bars and facts alone; see {@link #run(BacktestSpec, MarketData,
   * Strategy)}.
   */
  public static BacktestResult run(
      BacktestSpec spec, Bars bars, List<RevealedFact> facts, Strategy strategy) {
    return run(spec, MarketData.of(bars).withFacts(facts), strategy);
  }

  /**
   * Runs a strategy. The same arguments and a strategy in the same state give the same result to
   * the last bit.
   *
   * @param strategy changes its state; not to be used by another run at the same time
   * @throws AsOfException with {@link ErrorCode#LOOKAHEAD} when facts are seen too early and the
   *     specification does not allow it, {@link ErrorCode#DATA_MISSING} when no session lies in the
   *     period or a symbol changes to one that the bars do not have, {@link
   *     ErrorCode#PRICE_MISSING} when a fill price is missing and the specification refuses that,
   *     {@link ErrorCode#STRATEGY_FAILED} when the strategy throws; an AsOfException of the
   *     strategy itself passes through
   */
  public static BacktestResult run(BacktestSpec spec, MarketData market, Strategy strategy) {
    LookaheadGuard.check(market.facts(), spec.allowLookahead());
    Simulator simulator = new Simulator(spec, market, strategy);
    return simulator.finish();
  }

  /**
   * Runs a strategy over bars, facts and corporate actions; see {@link #run(BacktestSpec,
   * MarketData, Strategy)}.
   */
  public static BacktestResult run(
      BacktestSpec spec,
      Bars bars,
      List<RevealedFact> facts,
      List<CorporateAction> actions,
      Strategy strategy) {
    return run(spec, MarketData.of(bars).withFacts(facts).withActions(actions), strategy);
  }

  /**
   * Runs a strategy as {@link #run(BacktestSpec, MarketData, Strategy)} does, to the same digest,
   * and records what it was told and what it ordered before each session.
   *
   * @param sessions which decisions to record
   * @throws AsOfException as {@link #run(BacktestSpec, MarketData, Strategy)}
   */
  public static Traced trace(
      BacktestSpec spec, MarketData market, Strategy strategy, Predicate<LocalDate> sessions) {
    LookaheadGuard.check(market.facts(), spec.allowLookahead());
    Simulator simulator = new Simulator(spec, market, strategy);
    DecisionTracer tracer = new DecisionTracer(market, sessions);
    simulator.watch(tracer);
    BacktestResult result = simulator.finish();
    return new Traced(result, tracer.decisions());
  }

  /**
   * Runs a strategy through a session and keeps the state of the run.
   *
   * @param last the last session to simulate now; a day before the first leaves all to do
   * @throws AsOfException as {@link #run(BacktestSpec, MarketData, Strategy)}
   */
  public static Checkpoint runThrough(
      BacktestSpec spec, MarketData market, Strategy strategy, LocalDate last) {
    LookaheadGuard.check(market.facts(), spec.allowLookahead());
    Simulator simulator = new Simulator(spec, market, strategy);
    simulator.advance(Math.min(barsBefore(simulator.bars, last.plusDays(1)), simulator.to));
    return new Checkpoint(simulator);
  }

  /** A run that has simulated nothing yet, to be moved on step by step. */
  static Simulator begin(BacktestSpec spec, MarketData market, Strategy strategy) {
    return new Simulator(spec, market, strategy);
  }

  /** Lets somebody look on from now on. */
  void watch(Onlooker newOnlooker) {
    onlooker = newOnlooker;
    shown = onlooker.view(view);
    sheet = onlooker.sheet(orders);
  }

  /** What decides how a run goes on: all but its records. */
  record State(Accounts accounts, Stops stops, SessionOrders orders, Strategy strategy, int bar) {}

  /** A copy of the state between two sessions. */
  State state() {
    Accounts copied = accounts.copy();
    Stops copiedStops = stops.copy();
    return new State(
        copied, copiedStops, orders.copy(spec, copied, copiedStops), strategy.copy(), bar);
  }

  /** Goes on from a later session in the state of another run; its own records have a gap. */
  void skipTo(State state) {
    actions.resume(bar, state.bar);
    if (state.bar > from && opened < state.bar - 1) {
      disclosure.advance(view, state.bar - 1);
    }
    bar = state.bar;
    accounts.restore(state.accounts);
    stops.restore(state.stops);
    orders.restore(state.orders);
    strategy = state.strategy.copy();
  }

  /** Goes on from a copy of this run's state. */
  BacktestResult resume(MarketData data, Strategy with) {
    LookaheadGuard.check(data.facts(), spec.allowLookahead());
    return new Simulator(spec, data, with, accounts.copy(), this).finish();
  }

  /** The strategy in its state of now. */
  Strategy strategy() {
    return strategy;
  }

  MarketData market() {
    return market;
  }

  /** The next session to simulate. */
  int nextBar() {
    return bar;
  }

  /** The first session of the period. */
  int fromBar() {
    return from;
  }

  /** The first session that is not simulated. */
  int endBar() {
    return to;
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

  private BacktestResult finish() {
    advance(to);
    return curves.result(bars, journal, cash.movements(), orders.notes(), orders.events());
  }

  private void advance(int end) {
    while (bar < end) {
      open();
      decide();
      trade();
      curves.record(bar - 1);
    }
  }

  /** Moves on to the open of the next session. */
  void open() {
    refusals.at(bar);
    cash.deposit(bar, bar == from);
    disclosure.advance(view, bar);
    opened = bar;
    orders.begin(bars.session(bar));
  }

  /** Executes what was decided, and ends the session without a record of what it left. */
  void trade() {
    int row = bar * bars.instruments();
    actions.apply(bar);
    exits.queueMarginCalls(bar);
    execute();
    fillAt(FillAt.OPEN, bars.openUnsafe(), row);
    exits.queueStopped(bar);
    execute();
    fillTouched(FillAt.STOP, row);
    fillTouched(FillAt.LIMIT, row);
    fillAt(FillAt.CLOSE, bars.closeUnsafe(), row);
    endSession();
    cash.accrue(bar);
    mark(row);
    bar++;
  }

  private void mark(int row) {
    accounts.mark(bars.closeUnsafe(), row);
    if (spec.sizingPrice() == SizingPrice.LAST_CLOSE) {
      accounts.sizeAt(bars.closeUnsafe(), row);
    }
  }

  /** Asks the strategy. */
  void decide() {
    if (onlooker != null) {
      onlooker.begin(view.session(), view.now());
    }
    try {
      strategy.decide(shown, sheet);
    } catch (AsOfException understood) {
      throw understood;
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError failure) {
      throw strategyFailed(failure);
    }
  }

  private AsOfException strategyFailed(Throwable failure) {
    String what = failure.toString().lines().findFirst().orElse("");
    String asked = view.lastAsked();
    return new AsOfException(
        ErrorCode.STRATEGY_FAILED,
        "Cannot go on: strategy "
            + strategy.getClass().getName()
            + " failed before the open of "
            + bars.session(bar)
            + (asked.isEmpty() ? "" : ", having last asked for " + asked + ",")
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
      add(ticket, row);
      if (!OrderExecution.isTradable(ticket.priceUsd)) {
        fillAtLastPrice(ticket);
      }
    }
    execute();
  }

  private void fillAtLastPrice(OrderTicket ticket) {
    double last = lastPrices.insteadUsd(bar, ticket);
    if (OrderExecution.isTradable(last)) {
      ticket.priceUsd = last;
      ticket.volumeShares = Double.POSITIVE_INFINITY;
    }
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
        add(ticket, row);
      }
    }
    execute();
    exits.queueStoppedEntries(at, bar);
    execute();
  }

  private void add(OrderTicket ticket, int row) {
    ledger.queue(ticket, bars.volumeUnsafe()[row + ticket.instrument]);
  }

  /** Executes the batch; positions that it opens or closes get or lose their stops. */
  private void execute() {
    int count = ledger.batch.count();
    if (count == 0) {
      return;
    }
    ledger.execute(bar, refusals);
    for (int n = 0; n < count; n++) {
      OrderTicket ticket = ledger.batch.get(n);
      StopRules rules = orders.protection(ticket.instrument);
      if (ticket.isFilled() && rules != null) {
        stops.filled(
            ticket.instrument,
            ticket.sharesBefore,
            accounts.shares[ticket.instrument],
            ticket.filledUsd,
            rules);
      }
    }
    ledger.batch.clear();
  }

  /** The price at which a session fills a limit or stop; NaN when it does not. */
  private double touched(OrderTicket ticket, int cell) {
    int account = accounts.accountOf[ticket.instrument];
    double side = ledger.execution.side(ticket, accounts.sizingValueUsd(account));
    if (side == 0) {
      return Double.NaN;
    }
    boolean risesToIt = side > 0 == (ticket.at == FillAt.STOP);
    return IntrabarPath.touch(
        ticket.triggerUsd,
        risesToIt,
        bars.openUnsafe()[cell],
        bars.highUnsafe()[cell],
        bars.lowUnsafe()[cell],
        bars.closeUnsafe()[cell]);
  }

  private void endSession() {
    for (FillAt at : FILLS) {
      endSession(at);
    }
    book.endSession();
  }

  /** Lets orders go that are done; records those that lapse untried; carries over what is left. */
  private void endSession(FillAt at) {
    int count = book.count(at);
    for (int n = 0; n < count; n++) {
      OrderTicket ticket = book.waiting(at, n);
      boolean triggered = at == FillAt.STOP || at == FillAt.LIMIT;
      if (ticket.outcome == OrderReason.NONE) {
        ticket.stays = ticket.leftShares > 0;
        if (ticket.stays) {
          ticket.carryOver();
        }
      } else if (ticket.outcome == OrderReason.NO_VOLUME) {
        ticket.stays = true;
      } else if (ticket.outcome == null && !ticket.stays && triggered) {
        ledger.lapse(bar, ticket, OrderReason.PRICE_NOT_REACHED);
      } else if (!triggered) {
        ticket.stays = false;
      }
    }
  }
}
