package dev.asof.engine;

import dev.asof.api.BarRevisions;
import dev.asof.api.Bars;
import dev.asof.api.CorporateAction;
import dev.asof.api.RevealedFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a run reads. Immutable. */
public final class MarketData {
  private final Bars bars;
  private final List<RevealedFact> facts;
  private final List<CorporateAction> actions;
  private final Optional<BorrowRates> borrowRates;
  private final BarRevisions revisions;

  /** Made once for all runs. */
  private final RevisedRows revised;

  private MarketData(
      Bars bars,
      List<RevealedFact> facts,
      List<CorporateAction> actions,
      Optional<BorrowRates> borrowRates,
      BarRevisions revisions,
      RevisedRows revised) {
    this.bars = Objects.requireNonNull(bars);
    this.facts = facts;
    this.actions = actions;
    this.borrowRates = borrowRates;
    this.revisions = Objects.requireNonNull(revisions);
    this.revised = revised;
  }

  /** Bars alone. */
  public static MarketData of(Bars bars) {
    return new MarketData(bars, List.of(), List.of(), Optional.empty(), BarRevisions.NONE, null);
  }

  /** Data over the lists themselves, which the look-ahead audit changes in place. */
  static MarketData wrapUnsafe(
      Bars bars,
      List<RevealedFact> facts,
      List<CorporateAction> actions,
      Optional<BorrowRates> borrowRates,
      BarRevisions revisions) {
    return new MarketData(
        bars, facts, actions, borrowRates, revisions, new RevisedRows(bars, revisions));
  }

  /** The same with facts, which are copied. */
  public MarketData withFacts(List<RevealedFact> value) {
    return new MarketData(bars, List.copyOf(value), actions, borrowRates, revisions, revised);
  }

  /** The same with corporate actions, which are copied. */
  public MarketData withActions(List<CorporateAction> value) {
    return new MarketData(bars, facts, List.copyOf(value), borrowRates, revisions, revised);
  }

  /** The same with costs of borrowed shares. */
  public MarketData withBorrowRates(BorrowRates value) {
    return new MarketData(bars, facts, actions, Optional.of(value), revisions, revised);
  }

  /**
   * The same with bars that strategies see otherwise for some time.
   *
   * @throws IllegalArgumentException for a revision of a bar or instrument that there is not
   */
  public MarketData withRevisions(BarRevisions value) {
    for (int n = 0; n < value.count(); n++) {
      if (value.bar(n) < 0
          || value.bar(n) >= bars.sessions()
          || value.instrument(n) < 0
          || value.instrument(n) >= bars.instruments()) {
        throw new IllegalArgumentException(
            "Invalid revision of bar "
                + value.bar(n)
                + ", instrument "
                + value.instrument(n)
                + ": there are "
                + bars.sessions()
                + " bars of "
                + bars.instruments()
                + " instruments");
      }
    }
    return new MarketData(bars, facts, actions, borrowRates, value, new RevisedRows(bars, value));
  }

  /** Raw prices: the last values known, which fills and valuation use. */
  public Bars bars() {
    return bars;
  }

  /**
   * What becomes visible besides bars, in any order; facts of one moment stay in the order given.
   */
  public List<RevealedFact> facts() {
    return facts;
  }

  /**
   * Corporate actions that change holdings, in any order; they take effect in the order of {@link
   * CorporateAction#inOrder()}. Strategies see each as a fact when it becomes known; where {@link
   * #facts} hold corporate actions, as a timeline has them, they see those instead.
   */
  public List<CorporateAction> actions() {
    return actions;
  }

  /** What borrowed shares cost; none for free. */
  public Optional<BorrowRates> borrowRates() {
    return borrowRates;
  }

  /** Bars that strategies see otherwise than {@link #bars} have them, until later. */
  public BarRevisions revisions() {
    return revisions;
  }

  /** The rows that revisions are about; null without revisions. */
  RevisedRows revised() {
    return revised;
  }

  /** The same with facts that are seen no earlier than the world could know them. */
  MarketData inTime() {
    if (facts.stream().noneMatch(RevealedFact::looksAhead)) {
      return this;
    }
    List<RevealedFact> honest = new ArrayList<>();
    for (RevealedFact revealed : facts) {
      Instant from = revealed.looksAhead() ? revealed.fact().knownAt() : revealed.visibleFrom();
      if (revealed.visibleUntil().isEmpty() || revealed.visibleUntil().get().isAfter(from)) {
        honest.add(
            new RevealedFact(revealed.fact(), from, revealed.visibleUntil(), revealed.table()));
      }
    }
    return withFacts(honest);
  }

  /** The facts, and after those of the same moment the announcements of corporate actions. */
  List<RevealedFact> announced() {
    if (actions.isEmpty()
        || facts.stream().anyMatch(revealed -> revealed.fact() instanceof CorporateAction)) {
      return facts;
    }
    List<RevealedFact> all = new ArrayList<>(facts);
    for (CorporateAction action : actions) {
      all.add(RevealedFact.whenKnown(action, "corporate_actions"));
    }
    return all;
  }
}
