package dev.asof.api;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes raw prices of different sessions comparable: puts them into the shares of after the last
 * split or stock dividend. Dividends and spin-offs stay in the prices, so that what is compared is
 * a price return. It knows later sessions and is for results, never for signals: those have {@link
 * MarketView#adjustedClose}. Immutable.
 */
public final class SplitAdjustment {
  /** Leaves prices as they are. */
  public static final SplitAdjustment NONE = new SplitAdjustment(List.of());

  private final List<CorporateAction.UnitChange> changes;
  private final Map<String, List<CorporateAction.UnitChange>> bySymbol = new HashMap<>();

  private SplitAdjustment(List<CorporateAction.UnitChange> changes) {
    this.changes = changes;
    for (CorporateAction.UnitChange change : changes) {
      bySymbol.computeIfAbsent(change.symbol(), none -> new ArrayList<>()).add(change);
    }
  }

  /** The adjustment for the splits and stock dividends among actions, in their order. */
  public static SplitAdjustment of(Collection<? extends CorporateAction> actions) {
    return new SplitAdjustment(
        actions.stream()
            .filter(action -> action instanceof CorporateAction.UnitChange)
            .map(action -> (CorporateAction.UnitChange) action)
            .sorted(CorporateAction.inOrder())
            .toList());
  }

  /** The splits and stock dividends, by ex-date. */
  public List<CorporateAction.UnitChange> changes() {
    return changes;
  }

  /**
   * A price in shares of after all changes.
   *
   * @param symbol the instrument
   * @param session the session of the price
   * @param priceUsd a raw price of that session; NaN stays NaN
   */
  public double priceUsd(String symbol, LocalDate session, double priceUsd) {
    List<CorporateAction.UnitChange> own = bySymbol.get(symbol);
    if (own == null) {
      return priceUsd;
    }
    double price = priceUsd;
    for (CorporateAction.UnitChange change : own) {
      if (session.isBefore(change.exDate())) {
        price = change.priceUsdAfter(price);
      }
    }
    return price;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SplitAdjustment adjustment && changes.equals(adjustment.changes);
  }

  @Override
  public int hashCode() {
    return changes.hashCode();
  }

  @Override
  public String toString() {
    return "SplitAdjustment" + changes;
  }
}
