package dev.asof.engine;

import dev.asof.api.Fact;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;

/** The facts that are visible now, in the order in which they became so. Knows no others. */
final class VisibleFacts {
  private final Selection all = new Selection(Fact.class);
  private final Map<Class<?>, Selection> byType = new HashMap<>();

  /** Begins a decision: what is visible so far is no longer fresh. */
  void begin() {
    all.fresh = all.count;
    byType.values().forEach(selection -> selection.fresh = selection.count);
  }

  void add(Fact fact) {
    all.add(fact);
    for (Selection selection : byType.values()) {
      if (selection.type.isInstance(fact)) {
        selection.add(fact);
      }
    }
  }

  /** Takes facts out, each as often as it is named. */
  void end(List<Fact> ended) {
    all.remove(ended);
    for (Selection selection : byType.values()) {
      selection.remove(ended);
    }
  }

  <F extends Fact> List<F> visible(Class<F> type) {
    Selection selection = of(type);
    return new Shown<>(selection.facts, 0, selection.count);
  }

  /** Those that were not visible at the decision before. */
  <F extends Fact> List<F> fresh(Class<F> type) {
    Selection selection = of(type);
    return new Shown<>(selection.facts, selection.fresh, selection.count);
  }

  /** Changes when a fact of a type comes or goes. */
  int version(Class<? extends Fact> type) {
    return of(type).version;
  }

  private Selection of(Class<?> type) {
    Selection selection = byType.get(type);
    if (selection == null) {
      selection = new Selection(type);
      for (int n = 0; n < all.count; n++) {
        if (n == all.fresh) {
          selection.fresh = selection.count;
        }
        if (type.isInstance(all.facts[n])) {
          selection.add(all.facts[n]);
        }
      }
      if (all.fresh == all.count) {
        selection.fresh = selection.count;
      }
      byType.put(type, selection);
    }
    return selection;
  }

  /** The visible facts of one type. */
  private static final class Selection {
    private final Class<?> type;
    private Fact[] facts = new Fact[8];
    private int count;
    private int fresh;
    private int version;

    Selection(Class<?> type) {
      this.type = type;
    }

    void add(Fact fact) {
      if (count == facts.length) {
        facts = Arrays.copyOf(facts, 2 * count);
      }
      facts[count++] = fact;
      version++;
    }

    /** Writes to an array of its own, so that lists handed out stay as they are. */
    void remove(List<Fact> ended) {
      Map<Fact, Integer> left = new IdentityHashMap<>();
      for (Fact fact : ended) {
        if (type.isInstance(fact)) {
          left.merge(fact, 1, Integer::sum);
        }
      }
      if (left.isEmpty()) {
        return;
      }
      Fact[] kept = new Fact[facts.length];
      int keptCount = 0;
      int keptFresh = 0;
      for (int n = 0; n < count; n++) {
        Integer times = left.get(facts[n]);
        if (times != null && times > 0) {
          left.put(facts[n], times - 1);
          continue;
        }
        kept[keptCount++] = facts[n];
        if (n < fresh) {
          keptFresh++;
        }
      }
      facts = kept;
      count = keptCount;
      fresh = keptFresh;
      version++;
    }
  }

  /** A part of an array that is only ever appended to. */
  private static final class Shown<F> extends AbstractList<F> implements RandomAccess {
    private final Fact[] facts;
    private final int from;
    private final int to;

    Shown(Fact[] facts, int from, int to) {
      this.facts = facts;
      this.from = from;
      this.to = to;
    }

    @Override
    @SuppressWarnings("unchecked")
    public F get(int index) {
      if (index < 0 || index >= to - from) {
        throw new IndexOutOfBoundsException("Invalid fact " + index + ": there are " + (to - from));
      }
      return (F) facts[from + index];
    }

    @Override
    public int size() {
      return to - from;
    }
  }
}
