package dev.asof.strategies;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import dev.asof.api.MarketView;
import dev.asof.api.OrderSheet;
import dev.asof.api.Strategy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Buys what an index adds and sells short what it removes. An announcement opens an event with its
 * legs; each leg waits for its entry, is held until its exit, and is refused with a note where it
 * is no change of membership or can't be entered in time. Events that overlap share the account:
 * unless the run has a leverage limit of its own, legs that would take the weights beyond 100 % of
 * equity are refused.
 */
final class IndexRebalance implements Strategy {

  /** What the parameters say. */
  record Rules(
      String index, LegSource source, Entry entry, Exit exit, Sizing sizing, double size) {}

  /** All of an account's value, with room for the rounding of shares of it. */
  private static final double WHOLE = 1 + 1e-9;

  private final Rules rules;
  private final HoldingsEvidence holdings;
  private final List<IndexEvent> events;
  private final Set<String> said;

  IndexRebalance(Rules rules) {
    this(rules, new HoldingsEvidence(rules.index(), rules.source()), List.of(), Set.of());
  }

  private IndexRebalance(
      Rules rules, HoldingsEvidence holdings, List<IndexEvent> events, Set<String> said) {
    this.rules = rules;
    this.holdings = holdings;
    this.events = new ArrayList<>(events);
    this.said = new HashSet<>(said);
  }

  @Override
  public Strategy copy() {
    return new IndexRebalance(
        rules, holdings.copy(), events.stream().map(IndexEvent::copy).toList(), said);
  }

  @Override
  public void decide(MarketView view, OrderSheet orders) {
    Remarks remarks = new Remarks(orders, said);
    finishFlatLegs(view);
    admit(view, remarks);
    observe(view, orders);
    holdings.explain(view, remarks);
    enter(view, orders, remarks);
    exit(view, orders);
  }

  /** A leg ends when its position is gone, so an exit that did not fill is asked for again. */
  private void finishFlatLegs(MarketView view) {
    for (IndexEvent event : events) {
      for (Leg leg : event.legs()) {
        if (leg.isExitDue(rules.exit(), view.session(), view.bars())
            && view.shares(leg.instrument()) == 0) {
          leg.finish();
        }
      }
    }
  }

  private void admit(MarketView view, Remarks remarks) {
    List<IndexEvent> touched = new ArrayList<>();
    for (IndexChange change : view.newFacts(IndexChange.class)) {
      if (change.index().equals(rules.index())) {
        IndexEvent event = eventOf(change);
        if (!event.lists(change)) {
          event.add(new Leg(change, view.indexOf(change.symbol().strip())));
          if (!touched.contains(event)) {
            touched.add(event);
          }
        }
      }
    }
    for (IndexEvent event : touched) {
      for (Leg leg : event.legs()) {
        if (leg.isWaiting()) {
          whyNoMembershipChange(event, leg)
              .ifPresent(
                  why -> {
                    leg.refuse();
                    remarks.skipped(leg.toString(), why);
                  });
        }
        if (leg.isWaiting()) {
          holdings.observe(leg, view.facts(HoldingChange.class), view);
        }
      }
    }
  }

  private IndexEvent eventOf(IndexChange change) {
    return events.stream()
        .filter(event -> event.covers(change))
        .findFirst()
        .orElseGet(
            () -> {
              IndexEvent event = new IndexEvent(change);
              events.add(event);
              return event;
            });
  }

  private static Optional<String> whyNoMembershipChange(IndexEvent event, Leg leg) {
    IndexChange.Kind kind = leg.change().kind();
    if (kind != IndexChange.Kind.MEMBERSHIP) {
      return Optional.of(
          "it was announced as "
              + kind.name().toLowerCase(Locale.ROOT).replace('_', '-')
              + ", not as a change of membership");
    }
    if (!leg.identity().hasSymbol()) {
      return Optional.of("the announcement gives no symbol");
    }
    Optional<Leg> opposite = event.opposite(leg);
    if (opposite.isPresent()) {
      return Optional.of(
          "the same symbol joins and leaves, as with a change of ISIN: the other is "
              + opposite.get().identity());
    }
    return leg.instrument() < 0 ? Optional.of("it is not in the universe") : Optional.empty();
  }

  private void observe(MarketView view, OrderSheet orders) {
    List<HoldingChange> changes = view.newFacts(HoldingChange.class);
    if (changes.isEmpty()) {
      return;
    }
    for (IndexEvent event : events) {
      boolean observed = false;
      for (Leg leg : event.legs()) {
        if (!leg.isRefused() && leg.observation().isEmpty()) {
          observed |= holdings.observe(leg, changes, view);
        }
      }
      if (observed && event.isTraded()) {
        orders.event(event.toMarketEvent());
      }
    }
  }

  private void enter(MarketView view, OrderSheet orders, Remarks remarks) {
    for (IndexEvent event : events) {
      List<Leg> entering = new ArrayList<>();
      for (Leg leg : event.legs()) {
        if (leg.isWaiting() && rules.entry().isDue(leg, view)) {
          Optional<String> why = whyNotEntered(leg, view);
          if (why.isEmpty()) {
            entering.add(leg);
          } else {
            leg.refuse();
            remarks.skipped(leg.toString(), why.get());
          }
        }
      }
      if (entering.isEmpty()) {
        continue;
      }
      double weight = rules.sizing().weight(rules.size(), event.participants());
      if (fits(event, entering, weight, view, remarks)) {
        for (Leg leg : entering) {
          leg.enter(view.session(), view.bars(), weight);
          orders.targetWeight(leg.instrument(), leg.side().sign() * weight, rules.entry().at());
        }
        event.markTraded();
        orders.event(event.toMarketEvent());
      }
    }
  }

  /**
   * Whether the legs of all events stay within the account's value with those that are entering.
   * Where the run has a limit of its own the engine keeps to it.
   *
   * @throws AsOfException with {@link ErrorCode#PARAMETER_INVALID} when the event alone exceeds it
   */
  private boolean fits(
      IndexEvent event, List<Leg> entering, double weight, MarketView view, Remarks remarks) {
    if (view.maxLeverage() < Double.POSITIVE_INFINITY) {
      return true;
    }
    double alone = weight * event.participants();
    if (alone > WHOLE) {
      throw new AsOfException(
          ErrorCode.PARAMETER_INVALID,
          "Cannot enter "
              + event.participants()
              + " legs of "
              + rules.index()
              + " for "
              + view.session()
              + ": size "
              + rules.size()
              + " makes positions of "
              + percent(alone)
              + " of equity; expected at most 100 %, or account.maxLeverage in the definition");
    }
    double committed = 0;
    for (IndexEvent other : events) {
      for (Leg leg : other.legs()) {
        committed += leg.committed(rules.exit(), view);
      }
    }
    double wanted = committed + weight * entering.size();
    if (wanted <= WHOLE) {
      return true;
    }
    for (Leg leg : entering) {
      leg.refuse();
      remarks.skippedForLeverage(
          leg.toString(),
          "events overlap, and with it positions would be worth "
              + percent(wanted)
              + " of equity; account.maxLeverage in the definition allows more than 100 %");
    }
    return false;
  }

  private static String percent(double fraction) {
    return Math.round(fraction * 100) + " %";
  }

  private Optional<String> whyNotEntered(Leg leg, MarketView view) {
    String entry = rules.entry().label();
    if (view.bars() == 0) {
      return Optional.of("there is no close before " + view.session() + " to size it by");
    }
    if (rules.entry().wasDue(leg, view)) {
      return Optional.of(
          "its " + entry + " was over at the first decision on it, that for " + view.session());
    }
    if (!holdings.supports(leg)) {
      return Optional.of(
          "the holdings had not shown it by " + view.session() + ", the session of its " + entry);
    }
    if (rules.exit() instanceof Exit.Signal signal && view.session().isAfter(signal.signal())) {
      return Optional.of(
          "its entry " + view.session() + " comes after the exit signal " + signal.signal());
    }
    boolean held =
        events.stream()
            .flatMap(event -> event.legs().stream())
            .anyMatch(other -> other.isHeld() && other.instrument() == leg.instrument());
    return held ? Optional.of("it is in an open event already") : Optional.empty();
  }

  private void exit(MarketView view, OrderSheet orders) {
    for (IndexEvent event : events) {
      for (Leg leg : event.legs()) {
        if (leg.isExitDue(rules.exit(), view.session(), view.bars())) {
          orders.targetShares(leg.instrument(), 0, rules.exit().at(rules.entry().at()));
          leg.askExit();
        }
      }
    }
  }
}
