package dev.asof.engine;

import dev.asof.api.Bars;
import dev.asof.api.CorporateAction;
import dev.asof.api.RevealedFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run reads.
 *
 * @param bars raw prices
 * @param facts what becomes visible besides bars, in any order; facts of one moment stay in the
 *     order given
 * @param actions corporate actions, in any order; those of one day take effect in the order given;
 *     strategies see each as a fact when it becomes known, without its being among the facts
 * @param borrowRates what borrowed shares cost; none for free
 */
public record MarketData(
    Bars bars,
    List<RevealedFact> facts,
    List<CorporateAction> actions,
    Optional<BorrowRates> borrowRates) {
  /** Copies the lists. */
  public MarketData {
    facts = List.copyOf(facts);
    actions = List.copyOf(actions);
  }

  /** The facts, and after those of the same moment the announcements of corporate actions. */
  List<RevealedFact> announced() {
    if (actions.isEmpty()) {
      return facts;
    }
    List<RevealedFact> all = new ArrayList<>(facts);
    for (CorporateAction action : actions) {
      all.add(RevealedFact.whenKnown(action, "corporate_actions"));
    }
    return all;
  }

  /** Bars alone. */
  public static MarketData of(Bars bars) {
    return new MarketData(bars, List.of(), List.of(), Optional.empty());
  }

  /** The same with facts. */
  public MarketData withFacts(List<RevealedFact> value) {
    return new MarketData(bars, value, actions, borrowRates);
  }

  /** The same with corporate actions. */
  public MarketData withActions(List<CorporateAction> value) {
    return new MarketData(bars, facts, value, borrowRates);
  }

  /** The same with costs of borrowed shares. */
  public MarketData withBorrowRates(BorrowRates value) {
    return new MarketData(bars, facts, actions, Optional.of(value));
  }
}
