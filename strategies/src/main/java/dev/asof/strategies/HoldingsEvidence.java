package dev.asof.strategies;

import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import dev.asof.api.MarketView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What changes of holdings say about index changes. Where legs come from holdings, each change that
 * can't be one is explained once.
 */
final class HoldingsEvidence {
  private final String index;
  private final LegSource source;
  private final List<HoldingChange> unexplained;

  HoldingsEvidence(String index, LegSource source) {
    this(index, source, new ArrayList<>());
  }

  private HoldingsEvidence(String index, LegSource source, List<HoldingChange> unexplained) {
    this.index = index;
    this.source = source;
    this.unexplained = unexplained;
  }

  HoldingsEvidence copy() {
    return new HoldingsEvidence(index, source, new ArrayList<>(unexplained));
  }

  /** Whether a leg may be traded at the moment of its entry. */
  boolean supports(Leg leg) {
    return source == LegSource.INDEX_CHANGES || leg.observation().isPresent();
  }

  /**
   * Looks for a leg among changes of holdings. Where legs come from holdings, one that they show in
   * a way that is no index change is refused.
   *
   * @return whether the leg was found
   */
  boolean observe(Leg leg, List<HoldingChange> changes, MarketView view) {
    boolean trapped = false;
    for (HoldingChange holding : changes) {
      if (shows(holding, leg.change())) {
        if (source == LegSource.INDEX_CHANGES || trap(holding, view).isEmpty()) {
          leg.observe(holding);
          return true;
        }
        trapped = true;
      }
    }
    if (trapped) {
      leg.refuse();
    }
    return false;
  }

  /** Explains the changes that became visible now, and those that stayed without announcement. */
  void explain(MarketView view, Remarks remarks) {
    if (source == LegSource.INDEX_CHANGES) {
      return;
    }
    for (HoldingChange holding : view.newFacts(HoldingChange.class)) {
      Optional<String> trap = trap(holding, view);
      if (trap.isPresent()) {
        remarks.skipped(text(holding), trap.get());
      } else {
        unexplained.add(holding);
      }
    }
    unexplained.removeIf(holding -> isSettled(holding, view, remarks));
  }

  /**
   * A run that looks ahead sees holdings before their period ends, and announcements may follow.
   */
  private boolean isSettled(HoldingChange holding, MarketView view, Remarks remarks) {
    if (!view.session().isAfter(holding.period())) {
      return false;
    }
    boolean announced =
        view.facts(IndexChange.class).stream()
            .anyMatch(change -> change.index().equals(index) && shows(holding, change));
    if (!announced) {
      remarks.skipped(
          text(holding),
          "no announced change of " + index + " confirms it, so it may be a corporate action");
    }
    return true;
  }

  private static boolean shows(HoldingChange holding, IndexChange change) {
    HoldingChange.Action expected =
        switch (change.action()) {
          case ADDED -> HoldingChange.Action.ENTERED;
          case REMOVED -> HoldingChange.Action.LEFT;
        };
    return !isShort(holding)
        && holding.action() == expected
        && !holding.period().isBefore(change.announced())
        && Identity.of(holding).isSameInstrumentAs(Identity.of(change));
  }

  private static boolean isShort(HoldingChange holding) {
    return holding.side() == HoldingChange.Side.SHORT;
  }

  /** Why a change of holdings can't be an index change, whatever was announced. */
  private static Optional<String> trap(HoldingChange holding, MarketView view) {
    if (isShort(holding)) {
      return Optional.of("the position is short, and a fund owns what its index lists");
    }
    Identity identity = Identity.of(holding);
    if (!identity.hasSymbol()) {
      return Optional.of("the holdings give no symbol");
    }
    return view.facts(HoldingChange.class).stream()
        .filter(other -> other.action() != holding.action() && !isShort(other))
        .filter(other -> other.fund().equals(holding.fund()))
        .filter(other -> other.period().equals(holding.period()))
        .map(Identity::of)
        .filter(other -> other.symbol().equals(identity.symbol()))
        .findFirst()
        .map(
            other ->
                holding.action() == HoldingChange.Action.ENTERED
                    ? "its ISIN changed from " + other.isin() + ", the company stayed"
                    : "its ISIN changed to " + other.isin() + ", the company stayed");
  }

  private static String text(HoldingChange holding) {
    String verb =
        switch (holding.action()) {
          case ENTERED -> "in ";
          case LEFT -> "no longer in ";
        };
    return Identity.of(holding) + ", " + verb + holding.fund() + " of " + holding.period();
  }
}
