package dev.asof.engine;

import dev.asof.api.Fact;
import dev.asof.api.RevealedFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The facts of a run in the order in which they become visible; those of one moment as given. */
final class FactTimeline {
  private final Fact[] facts;
  private final Instant[] visibleFrom;
  private final Map<Class<?>, OfType> byType = new HashMap<>();
  private int visibleBefore;
  private int visible;

  FactTimeline(List<RevealedFact> revealed) {
    List<RevealedFact> sorted = new ArrayList<>(revealed);
    sorted.sort(Comparator.comparing(RevealedFact::visibleFrom));
    facts = new Fact[sorted.size()];
    visibleFrom = new Instant[sorted.size()];
    for (int n = 0; n < facts.length; n++) {
      facts[n] = sorted.get(n).fact();
      visibleFrom[n] = sorted.get(n).visibleFrom();
    }
  }

  /** Moves on to a decision at this moment. */
  void advanceTo(Instant now) {
    visibleBefore = visible;
    while (visible < facts.length && !visibleFrom[visible].isAfter(now)) {
      visible++;
    }
  }

  <F extends Fact> List<F> visible(Class<F> type) {
    return between(type, 0, visible);
  }

  /** Those that were not visible at the decision before. */
  <F extends Fact> List<F> fresh(Class<F> type) {
    return between(type, visibleBefore, visible);
  }

  private <F extends Fact> List<F> between(Class<F> type, int from, int to) {
    OfType ofType = byType.get(type);
    if (ofType == null) {
      ofType = OfType.select(type, facts);
      byType.put(type, ofType);
    }
    @SuppressWarnings("unchecked")
    List<F> all = (List<F>) ofType.facts;
    return all.subList(ofType.countBefore(from), ofType.countBefore(to));
  }

  /** The facts of one type, each with its place among all facts. */
  private record OfType(List<? extends Fact> facts, int[] places) {
    static <F extends Fact> OfType select(Class<F> type, Fact[] facts) {
      List<F> selected = new ArrayList<>();
      int[] places = new int[facts.length];
      for (int n = 0; n < facts.length; n++) {
        if (type.isInstance(facts[n])) {
          places[selected.size()] = n;
          selected.add(type.cast(facts[n]));
        }
      }
      return new OfType(
          Collections.unmodifiableList(selected), Arrays.copyOf(places, selected.size()));
    }

    int countBefore(int place) {
      int found = Arrays.binarySearch(places, place);
      return found >= 0 ? found : -found - 1;
    }
  }
}
