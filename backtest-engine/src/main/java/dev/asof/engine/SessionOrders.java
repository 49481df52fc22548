package dev.asof.engine;

import dev.asof.api.DecisionNote;
import dev.asof.api.FillAt;
import dev.asof.api.MarketEvent;
import dev.asof.api.Order;
import dev.asof.api.OrderSheet;
import dev.asof.api.OrderTerms;
import dev.asof.api.Protection;
import dev.asof.api.RunFinding;
import dev.asof.api.SizeType;
import dev.asof.api.TimeInForce;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a strategy's decisions: orders for the session, notes and events for the whole run. Nothing
 * that can be reached from here is later than now.
 */
final class SessionOrders implements OrderSheet {
  private final OrderTerms terms;
  private final Accounts accounts;
  private final int instruments;
  private final OrderBook book;
  private final List<DecisionNote> notes;
  private final Map<String, MarketEvent> events;
  private final double feeFraction;
  private final double fixedFeeUsd;
  private final double feePerShareUsd;
  private final double leastFeeUsd;
  private final double slippageFraction;
  private final double halfSpreadUsd;
  private final StopRules[] protections;
  private final Stops stops;
  private LocalDate session;

  SessionOrders(BacktestSpec spec, Accounts accounts, Stops stops, int instruments) {
    this(
        spec,
        accounts,
        stops,
        new StopRules[instruments],
        new OrderBook(instruments),
        new ArrayList<>(),
        new LinkedHashMap<>());
  }

  private SessionOrders(
      BacktestSpec spec,
      Accounts accounts,
      Stops stops,
      StopRules[] protections,
      OrderBook book,
      List<DecisionNote> notes,
      Map<String, MarketEvent> events) {
    this.terms = spec.terms();
    this.accounts = accounts;
    this.stops = stops;
    this.protections = protections;
    this.instruments = protections.length;
    this.book = book;
    this.notes = notes;
    this.events = events;
    Costs costs = spec.costs();
    feeFraction = costs.feeFraction();
    fixedFeeUsd = costs.fixedFeeUsd();
    feePerShareUsd = costs.feePerShareUsd();
    leastFeeUsd = costs.leastFeeUsd();
    slippageFraction = costs.slippageFraction();
    halfSpreadUsd = costs.halfSpreadUsd();
  }

  /** The same decisions over a copy of the accounts. */
  SessionOrders copy(BacktestSpec spec, Accounts copiedAccounts, Stops copiedStops) {
    return new SessionOrders(
        spec,
        copiedAccounts,
        copiedStops,
        protections.clone(),
        book.copy(),
        new ArrayList<>(notes),
        new LinkedHashMap<>(events));
  }

  /** Takes over the orders and protections that wait in another sheet. */
  void restore(SessionOrders other) {
    book.restore(other.book);
    System.arraycopy(other.protections, 0, protections, 0, instruments);
  }

  /** Starts the sheet of a session with the orders that stay. */
  void begin(LocalDate newSession) {
    session = newSession;
  }

  OrderBook book() {
    return book;
  }

  List<DecisionNote> notes() {
    return notes;
  }

  /** The latest event of each id, in the order in which the ids first came. */
  List<MarketEvent> events() {
    return List.copyOf(events.values());
  }

  @Override
  public void targetWeight(int instrument, double weight, FillAt at) {
    target(instrument, SizeType.TARGET_WEIGHT, weight, at);
  }

  @Override
  public void targetShares(int instrument, double shares, FillAt at) {
    target(instrument, SizeType.TARGET_SHARES, shares, at);
  }

  private void target(int instrument, SizeType type, double size, FillAt at) {
    check(instrument);
    if (!Double.isFinite(size)) {
      throw new IllegalArgumentException("Invalid size " + size + ": expected a finite number");
    }
    if (at != FillAt.OPEN && at != FillAt.CLOSE) {
      throw new IllegalArgumentException(
          "Invalid fill at " + at + ": expected OPEN or CLOSE; submit an order with its price");
    }
    OrderTicket ticket = book.put(instrument, at);
    ticket.order(instrument, at, type, size);
    ticket.terms(terms);
    costsOfRun(ticket);
  }

  @Override
  public void submit(Order order) {
    check(order.instrument());
    OrderTicket ticket = book.put(order.instrument(), order.at());
    ticket.order(order.instrument(), order.at(), order.sizeType(), order.size());
    ticket.triggerUsd = order.triggerUsd();
    ticket.stays = order.timeInForce() == TimeInForce.GOOD_TILL_CANCELLED;
    ticket.terms(order.terms().isPresent() ? order.terms().get() : terms);
    if (order.costs().isPresent()) {
      ticket.costs(order.costs().get());
    } else {
      costsOfRun(ticket);
    }
    if (order.at() == FillAt.LIMIT) {
      ticket.slippageFraction = 0;
      ticket.halfSpreadUsd = 0;
    }
  }

  @Override
  public void cancel(int instrument, FillAt at) {
    check(instrument);
    book.remove(instrument, at);
  }

  @Override
  public void protect(int instrument, Protection protection) {
    check(instrument);
    protections[instrument] =
        protection.equals(Protection.NONE)
            ? null
            : new StopRules(
                protection.stopLoss(),
                protection.trailing(),
                protection.takeProfit(),
                StopRules.Entry.FILL,
                StopRules.Exit.STOP_MARKET,
                StopRules.Action.CLOSE,
                StopRules.Update.KEEP);
    if (protections[instrument] == null) {
      stops.clear(instrument);
    } else if (accounts.shares[instrument] != 0) {
      stops.start(instrument, accounts.lastPriceUsd[instrument], protections[instrument]);
    }
  }

  /** The stops that a position of an instrument gets; null for none. */
  StopRules protection(int instrument) {
    return protections[instrument];
  }

  void moveProtection(int from, int to) {
    protections[to] = protections[from];
    protections[from] = null;
  }

  /** Writes the costs of the run on a ticket. */
  void costsOfRun(OrderTicket ticket) {
    ticket.costs(feeFraction, fixedFeeUsd, slippageFraction);
    ticket.feePerShareUsd = feePerShareUsd;
    ticket.leastFeeUsd = leastFeeUsd;
    ticket.halfSpreadUsd = halfSpreadUsd;
  }

  @Override
  public void value(int instrument, double priceUsd) {
    check(instrument);
    if (priceUsd < 0 || priceUsd == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "Invalid valuation price " + priceUsd + ": expected USD, above 0, or NaN for unknown");
    }
    accounts.sizingPriceUsd[instrument] = priceUsd;
  }

  private void check(int instrument) {
    if (instrument < 0 || instrument >= instruments) {
      throw new IllegalArgumentException(
          "Invalid instrument " + instrument + ": expected 0 to " + (instruments - 1));
    }
  }

  @Override
  public void note(String text) {
    notes.add(new DecisionNote(session, text));
  }

  @Override
  public void note(RunFinding.Kind kind, String text) {
    notes.add(new DecisionNote(session, text, Optional.of(kind)));
  }

  @Override
  public void event(MarketEvent event) {
    events.put(event.id(), event);
  }
}
