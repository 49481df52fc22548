package dev.asof.cli;

import dev.asof.api.AppliedAction;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.CashMovement;
import dev.asof.api.CorporateAction;
import dev.asof.api.DataRef;
import dev.asof.api.Fill;
import dev.asof.api.FillAt;
import dev.asof.api.Order;
import dev.asof.api.OrderContext;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderRecord;
import dev.asof.api.Parameters;
import dev.asof.api.RevealedFact;
import dev.asof.api.Trade;
import dev.asof.api.TradeSide;
import dev.asof.catalog.TableDefinition;
import dev.asof.engine.DecisionTrace;
import dev.asof.engine.MarketData;
import dev.asof.engine.Traced;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Why an order was given, why it filled as it did, and what its position cost.
 *
 * <p>It is one class because it is one page: each method is a section of it.
 */
final class OrderExplanation {
  /** Decisions before the order's that are looked at for what a strategy may remember. */
  private static final int EARLIER_DECISIONS = 250;

  private final Definition definition;
  private final RunInputs inputs;
  private final BacktestResult result;
  private final OrderRecord order;
  private final Optional<Fill> fill;
  private final List<DecisionTrace> decisions;
  private final Bars bars;
  private final int bar;
  private final int instrument;

  private OrderExplanation(
      Definition definition, RunInputs inputs, Traced traced, OrderRecord order) {
    this.definition = definition;
    this.inputs = inputs;
    this.result = traced.result();
    this.order = order;
    this.decisions = traced.decisions();
    this.fill = result.fills().stream().filter(each -> each.order() == order.id()).findFirst();
    this.bars = inputs.bars();
    this.bar = Collections.binarySearch(bars.sessionDates(), order.session());
    this.instrument = bars.indexOf(order.symbol());
  }

  /**
   * Runs a combination again, watching.
   *
   * @param order an order of that run
   */
  static OrderExplanation of(
      Definition definition,
      RunInputs inputs,
      ExperimentRunner runner,
      Parameters given,
      OrderRecord order) {
    MarketData market = inputs.market();
    List<LocalDate> sessions = market.bars().sessionDates();
    int bar = Collections.binarySearch(sessions, order.session());
    LocalDate first = sessions.get(Math.max(0, bar - EARLIER_DECISIONS));
    OrderExplanation recent =
        new OrderExplanation(
            definition,
            inputs,
            runner.trace(
                definition,
                market,
                given,
                day -> !day.isBefore(first) && !day.isAfter(order.session())),
            order);
    if (recent.decision().isPresent() || first.equals(sessions.get(0))) {
      return recent;
    }
    return new OrderExplanation(
        definition,
        inputs,
        runner.trace(definition, market, given, day -> !day.isAfter(order.session())),
        order);
  }

  /** The page. */
  Listings listings() {
    Listings page = new Listings();
    page.add("order", "Order " + order.id(), order());
    page.add("decision", "Decision", decisionTimes());
    page.add("inputs", "Bars that the decision read", barsRead());
    page.add("facts", "Facts that the decision read", factsRead());
    page.add(
        "earlier",
        "Bars of " + order.symbol() + " read at earlier decisions, which the strategy may remember",
        readBefore());
    page.add("fill", "Fill", fillRule());
    page.add("size", "Size", size());
    page.add("position", "Position", position());
    page.add("movements", "Cash that the position moved besides fills", movements());
    page.add("actions", "Corporate actions on the position", actions());
    return page;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Object number(double value) {
    return Double.isFinite(value) ? new BigDecimal(Amounts.exact(value)) : null;
  }

  private Map<String, Object> order() {
    Map<String, Object> pairs = new LinkedHashMap<>();
    pairs.put("session", order.session());
    pairs.put("symbol", order.symbol());
    pairs.put("sizeType", lower(order.sizeType()));
    pairs.put(
        "size", Double.isFinite(order.size()) ? number(order.size()) : Amounts.exact(order.size()));
    pairs.put("at", lower(order.at()));
    submitted()
        .filter(given -> !Double.isNaN(given.triggerUsd()))
        .ifPresent(
            given -> {
              pairs.put("triggerUsd", number(given.triggerUsd()));
              pairs.put("timeInForce", lower(given.timeInForce()));
            });
    pairs.put("status", lower(order.status()));
    if (fill.isEmpty()) {
      pairs.put("reason", lower(order.reason()));
    }
    return pairs;
  }

  /** The decision behind the order: the last one that gave it; empty when the engine gave it. */
  private Optional<DecisionTrace> decision() {
    if (order.reason() == OrderReason.MARGIN_CALL || settlement().isPresent()) {
      return Optional.empty();
    }
    for (int n = decisions.size() - 1; n >= 0; n--) {
      DecisionTrace decision = decisions.get(n);
      if (decision.session().isAfter(order.session())) {
        continue;
      }
      boolean given =
          decision.orders().stream()
              .anyMatch(each -> each.instrument() == instrument && each.at() == order.at());
      boolean protects =
          order.at() == FillAt.STOP
              && decision.protections().stream().anyMatch(each -> each.instrument() == instrument);
      if (given || protects) {
        return Optional.of(decision);
      }
    }
    return Optional.empty();
  }

  private Optional<Order> submitted() {
    return decision()
        .flatMap(
            decision ->
                decision.orders().stream()
                    .filter(each -> each.instrument() == instrument && each.at() == order.at())
                    .reduce((earlier, later) -> later));
  }

  private Map<String, Object> decisionTimes() {
    Map<String, Object> pairs = new LinkedHashMap<>();
    Optional<DecisionTrace> decision = decision();
    if (decision.isEmpty()) {
      pairs.put(
          "decidedBy",
          order.reason() == OrderReason.MARGIN_CALL
              ? "the engine: a margin call, as the account was worth less at the last closes than"
                  + " its positions require"
              : "the engine: a corporate action, not an order of the strategy");
      return pairs;
    }
    pairs.put(
        "decidedBy",
        submitted().isPresent() ? "strategy " + definition.strategy() : "a stop that it had set");
    pairs.put("decidedAt", decision.get().decidedAt());
    pairs.put("beforeTheOpenOf", decision.get().session());
    int decided = Collections.binarySearch(bars.sessionDates(), decision.get().session());
    if (decided < bar) {
      pairs.put("sessionsWaited", bar - decided);
    }
    return pairs;
  }

  private Listing barsRead() {
    Listing rows =
        new Listing(
            List.of(
                "table", "symbol", "session", "field", "value", "as_of", "snapshot", "known_at"));
    decision()
        .ifPresent(
            decision -> {
              for (DecisionTrace.Read read : decision.reads()) {
                if (read instanceof DecisionTrace.BarRead cell) {
                  DataRef version = version(cell);
                  rows.add(
                      Arrays.asList(
                          TableDefinition.DAILY_BARS.tableName(),
                          bars.symbols().get(cell.instrument()),
                          cell.session(),
                          lower(cell.field()),
                          number(cell.value()),
                          version.asOf(),
                          version.snapshotId(),
                          Double.isNaN(cell.value()) && cell.revision().isEmpty()
                              ? null
                              : knownAt(cell)));
                }
              }
            });
    return rows;
  }

  /** A bar is known at its close, unless a version says that it came or changed later. */
  private Instant knownAt(DecisionTrace.BarRead cell) {
    int of = Collections.binarySearch(bars.sessionDates(), cell.session());
    Instant close = bars.closeTime(of);
    if (cell.revision().isEmpty()) {
      return close;
    }
    Instant seen =
        Instant.ofEpochMilli(
            inputs.market().revisions().visibleFromEpochMillis(cell.revision().getAsInt()));
    return seen.isBefore(close) ? close : seen;
  }

  private DataRef version(DecisionTrace.BarRead cell) {
    List<DataRef> versions = versions(TableDefinition.DAILY_BARS.tableName());
    return cell.revision().isPresent()
        ? versions.get(inputs.market().revisions().version(cell.revision().getAsInt()))
        : versions.get(versions.size() - 1);
  }

  private List<DataRef> versions(String table) {
    return inputs.data().stream().filter(ref -> ref.table().equals(table)).toList();
  }

  private Listing factsRead() {
    Listing rows =
        new Listing(List.of("table", "fact", "known_at", "visible_from", "as_of", "snapshot"));
    decision()
        .ifPresent(
            decision -> {
              for (DecisionTrace.Read read : decision.reads()) {
                if (read instanceof DecisionTrace.FactRead fact) {
                  List<DataRef> versions = versions(fact.table());
                  rows.add(
                      List.of(
                          fact.table(),
                          FactLine.of(fact.fact()).text(),
                          fact.fact().knownAt(),
                          visibleFrom(fact),
                          versions.stream().map(DataRef::asOf).toList(),
                          versions.stream().map(DataRef::snapshotId).toList()));
                }
              }
            });
    return rows;
  }

  private Instant visibleFrom(DecisionTrace.FactRead read) {
    return inputs.facts().stream()
        .filter(fact -> fact.fact() == read.fact())
        .map(RevealedFact::visibleFrom)
        .findFirst()
        .orElse(read.fact().knownAt());
  }

  /** One row a field: which sessions of the order's instrument were read before. */
  private Listing readBefore() {
    Listing rows = new Listing(List.of("field", "first_session", "last_session", "bars"));
    Optional<DecisionTrace> behind = decision();
    if (behind.isEmpty()) {
      return rows;
    }
    Map<String, TreeSet<LocalDate>> sessions = new LinkedHashMap<>();
    for (DecisionTrace decision : decisions) {
      if (!decision.session().isBefore(behind.get().session())) {
        continue;
      }
      for (DecisionTrace.Read read : decision.reads()) {
        if (read instanceof DecisionTrace.BarRead cell && cell.instrument() == instrument) {
          sessions
              .computeIfAbsent(lower(cell.field()), unseen -> new TreeSet<>())
              .add(cell.session());
        }
      }
    }
    sessions.forEach(
        (field, days) -> rows.add(List.of(field, days.first(), days.last(), days.size())));
    return rows;
  }

  private Map<String, Object> fillRule() {
    Map<String, Object> pairs = new LinkedHashMap<>();
    double raw = order.context().priceUsd();
    pairs.put("rule", rule(raw));
    pairs.put("rawPriceUsd", number(raw));
    pairs.put("priceField", priceField(raw));
    pairs.put("priceSession", order.session());
    List<DataRef> versions = versions(TableDefinition.DAILY_BARS.tableName());
    pairs.put("asOf", versions.get(versions.size() - 1).asOf());
    pairs.put("snapshot", versions.get(versions.size() - 1).snapshotId());
    if (fill.isPresent()) {
      Fill filled = fill.get();
      pairs.put("slippage", SpecText.slippage(definition.spec()));
      pairs.put("priceUsd", number(filled.priceUsd()));
      pairs.put("side", lower(filled.side()));
      pairs.put("shares", number(filled.shares()));
      pairs.put("valueUsd", number(filled.shares() * filled.priceUsd()));
      pairs.put("fees", SpecText.fees(definition.spec()));
      pairs.put("feeUsd", number(filled.feeUsd()));
    } else {
      pairs.put("notFilled", lower(order.reason()));
    }
    return pairs;
  }

  private String rule(double raw) {
    if (settlement().isPresent()) {
      return "booked by a corporate action, without costs";
    }
    boolean atOpen = raw == bars.open(bar, instrument);
    return switch (order.at()) {
      case OPEN -> "at the session's first price";
      case CLOSE -> "at the session's last price, decided without knowing it";
      case LIMIT ->
          atOpen
              ? "at the open, which was at the limit or better"
              : "at the limit, if the session reached it";
      case STOP ->
          atOpen
              ? "at the open, which was at the stop or beyond it"
              : "at the stop, if the session reached it";
    };
  }

  private Optional<AppliedAction> settlement() {
    return result.accounting().actions().stream()
        .filter(action -> action.order().isPresent() && standsFor(action))
        .findFirst();
  }

  /** A merger for shares has a second fill: what comes in. */
  private boolean standsFor(AppliedAction applied) {
    int first = applied.order().getAsInt();
    return first == order.id()
        || first + 1 == order.id()
            && applied.action() instanceof CorporateAction.StockMerger merger
            && merger.newSymbol().equals(order.symbol());
  }

  private String priceField(double raw) {
    if (settlement().isPresent()) {
      return "corporate action";
    }
    return switch (order.at()) {
      case OPEN -> "open";
      case CLOSE -> "close";
      case LIMIT, STOP -> raw == bars.open(bar, instrument) ? "open" : lower(order.at());
    };
  }

  /** The steps from what was asked for to shares, with the engine's own numbers. */
  private Map<String, Object> size() {
    OrderContext context = order.context();
    Map<String, Object> pairs = new LinkedHashMap<>();
    pairs.put("accountValueUsd", number(context.accountValueUsd()));
    pairs.put("valuationPriceUsd", number(context.valuationPriceUsd()));
    pairs.put("cashBeforeUsd", number(context.cashBeforeUsd()));
    pairs.put("sharesBefore", number(context.sharesBefore()));
    double size = order.size();
    double price = context.valuationPriceUsd();
    double asked =
        switch (order.sizeType()) {
          case SHARES -> size;
          case VALUE -> size / price;
          case TARGET_SHARES -> size - context.sharesBefore();
          case TARGET_VALUE -> size / price - context.sharesBefore();
          case TARGET_WEIGHT -> size * context.accountValueUsd() / price - context.sharesBefore();
          case PERCENT -> Double.NaN;
        };
    pairs.put(
        "arithmetic",
        switch (order.sizeType()) {
          case SHARES -> "size";
          case VALUE -> "size / valuation price";
          case TARGET_SHARES -> "size - shares before";
          case TARGET_VALUE -> "size / valuation price - shares before";
          case TARGET_WEIGHT -> "size x account value / valuation price - shares before";
          case PERCENT -> "size x what cash pays for, or what is held";
        });
    pairs.put("askedShares", number(asked));
    if (fill.isPresent()) {
      double shares =
          fill.get().side() == TradeSide.BUY ? fill.get().shares() : -fill.get().shares();
      pairs.put("filledShares", number(shares));
      // The engine's operations round otherwise than ours; a cut is more than that.
      if (Math.abs(shares - asked) > 1e-9 * Math.max(1, Math.abs(asked))) {
        pairs.put("cut", "by cash, lots, volume, leverage or the order's terms");
      }
      pairs.put("sharesAfter", number(context.sharesAfter()));
      pairs.put("cashAfterUsd", number(context.cashAfterUsd()));
    }
    return pairs;
  }

  /** The position that the order opened, changed or closed. */
  private Optional<Trade> held() {
    if (fill.isEmpty()) {
      return Optional.empty();
    }
    List<Trade> around = new ArrayList<>();
    for (Trade position : result.accounting().positions()) {
      if (position.symbol().equals(order.symbol())
          && !order.session().isBefore(position.entrySession())
          && !order.session().isAfter(position.exitSession())) {
        around.add(position);
      }
    }
    boolean closes = order.context().sharesAfter() == 0;
    return closes ? around.stream().findFirst() : around.stream().reduce((earlier, later) -> later);
  }

  private Map<String, Object> position() {
    Map<String, Object> pairs = new LinkedHashMap<>();
    Optional<Trade> held = held();
    if (held.isEmpty()) {
      pairs.put("state", "the order led to none");
      return pairs;
    }
    Trade trade = held.get();
    pairs.put("side", lower(trade.side()));
    pairs.put("shares", number(trade.shares()));
    pairs.put("entered", trade.entrySession());
    pairs.put("entryPriceUsd", number(trade.entryPriceUsd()));
    pairs.put("closed", trade.open() ? null : trade.exitSession());
    pairs.put(trade.open() ? "lastPriceUsd" : "exitPriceUsd", number(trade.exitPriceUsd()));
    pairs.put("feesUsd", number(trade.entryFeeUsd() + trade.exitFeeUsd()));
    pairs.put("borrowFeesUsd", sum(trade, Set.of(CashMovement.Kind.BORROW_FEE)));
    pairs.put(
        "dividendsUsd",
        sum(trade, Set.of(CashMovement.Kind.DIVIDEND, CashMovement.Kind.DISTRIBUTION)));
    pairs.put("profitUsd", number(trade.pnlUsd()));
    return pairs;
  }

  private Object sum(Trade trade, Set<CashMovement.Kind> kinds) {
    double sum = 0;
    for (CashMovement movement : cash(trade)) {
      sum += kinds.contains(movement.kind()) ? movement.usd() : 0;
    }
    return number(sum);
  }

  private List<CashMovement> cash(Trade trade) {
    return result.accounting().movements().stream()
        .filter(movement -> movement.symbol().equals(trade.symbol()))
        .filter(movement -> !movement.session().isBefore(trade.entrySession()))
        .filter(movement -> !movement.session().isAfter(trade.exitSession()))
        .toList();
  }

  private Listing movements() {
    Listing rows = new Listing(List.of("session", "kind", "usd"));
    held()
        .ifPresent(
            trade -> {
              for (CashMovement movement : cash(trade)) {
                rows.add(
                    Arrays.asList(
                        movement.session(), lower(movement.kind()), number(movement.usd())));
              }
            });
    return rows;
  }

  private static boolean concerns(CorporateAction action, String symbol) {
    return action.symbol().equals(symbol)
        || action instanceof CorporateAction.Succession succession
            && succession.newSymbol().equals(symbol);
  }

  private Listing actions() {
    Listing rows =
        new Listing(List.of("session", "action", "shares_before", "shares_after", "cash_usd"));
    held()
        .ifPresent(
            trade -> {
              for (AppliedAction action : result.accounting().actions()) {
                if (concerns(action.action(), trade.symbol())
                    && !action.session().isBefore(trade.entrySession())
                    && !action.session().isAfter(trade.exitSession())) {
                  rows.add(
                      Arrays.asList(
                          action.session(),
                          FactLine.of(action.action()).text(),
                          number(action.sharesBefore()),
                          number(action.sharesAfter()),
                          number(action.cashUsd())));
                }
              }
            });
    return rows;
  }
}
