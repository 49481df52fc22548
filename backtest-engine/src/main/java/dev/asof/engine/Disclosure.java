package dev.asof.engine;

import dev.asof.api.BarField;
import dev.asof.api.BarRevisions;
import dev.asof.api.Bars;
import dev.asof.api.Fact;
import dev.asof.api.RevealedFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Shows a view what becomes known, moment by moment. It holds all that a run will ever show; the
 * view that it fills does not know of it, so that nothing later can be reached from there.
 */
final class Disclosure {
  private static final BarField[] FIELDS = BarField.values();

  private final Bars bars;
  private final double[][][] rows = new double[FIELDS.length][][];
  private final RevealedFact[] facts;

  /** Facts that end, as indexes in the order of their ends. */
  private final int[] ends;

  private final BarRevisions revisions;

  /** Revisions by bar: those of a bar stand from {@code firstOfBar[bar]} on; null without any. */
  private final int[] firstOfBar;

  private final int[] revisionsByBar;
  private int nextFact;
  private int nextEnd;
  private int nextRevision;

  Disclosure(MarketData market) {
    bars = market.bars();
    for (BarField field : FIELDS) {
      rows[field.ordinal()] = bars.rowsUnsafe(field);
    }
    facts = market.announced().toArray(RevealedFact[]::new);
    Arrays.sort(facts, Comparator.comparing(RevealedFact::visibleFrom));
    ends =
        IntStream.range(0, facts.length)
            .filter(n -> facts[n].visibleUntil().isPresent())
            .boxed()
            .sorted(Comparator.comparing(n -> facts[n].visibleUntil().orElseThrow()))
            .mapToInt(Integer::intValue)
            .toArray();
    revisions = market.revisions();
    int count = revisions.count();
    if (count == 0) {
      firstOfBar = null;
      revisionsByBar = null;
      return;
    }
    firstOfBar = new int[bars.sessions() + 1];
    for (int n = 0; n < count; n++) {
      firstOfBar[revisions.bar(n) + 1]++;
    }
    for (int bar = 0; bar < bars.sessions(); bar++) {
      firstOfBar[bar + 1] += firstOfBar[bar];
    }
    revisionsByBar = new int[count];
    int[] next = firstOfBar.clone();
    for (int n = 0; n < count; n++) {
      revisionsByBar[next[revisions.bar(n)]++] = n;
    }
  }

  /** Moves a view on to the open of a bar. */
  void advance(SessionView view, int bar) {
    Instant now = bars.openTime(bar);
    view.begin(bars.session(bar), now);
    if (nextRevision < revisions.count()) {
      correctThrough(view.history(), now.toEpochMilli());
    }
    for (int done = view.history().count(); done < bar; done++) {
      add(view.history(), done);
    }
    if (nextFact < facts.length || nextEnd < ends.length) {
      reveal(view.facts(), now);
    }
    view.ready();
  }

  private void reveal(VisibleFacts visible, Instant now) {
    List<Fact> ended = new ArrayList<>();
    for (; nextEnd < ends.length && ended(ends[nextEnd], now); nextEnd++) {
      if (ends[nextEnd] < nextFact) {
        ended.add(facts[ends[nextEnd]].fact());
      }
    }
    if (!ended.isEmpty()) {
      visible.end(ended);
    }
    for (; nextFact < facts.length && !facts[nextFact].visibleFrom().isAfter(now); nextFact++) {
      if (!ended(nextFact, now)) {
        visible.add(facts[nextFact].fact());
      }
    }
  }

  private boolean ended(int fact, Instant now) {
    Optional<Instant> until = facts[fact].visibleUntil();
    return until.isPresent() && !until.get().isAfter(now);
  }

  private void add(BarHistory history, int bar) {
    if (firstOfBar == null || firstOfBar[bar] == firstOfBar[bar + 1]) {
      history.add(
          bars.session(bar), rows[0][bar], rows[1][bar], rows[2][bar], rows[3][bar], rows[4][bar]);
      return;
    }
    double[][] own = new double[FIELDS.length][];
    for (int field = 0; field < own.length; field++) {
      own[field] = rows[field][bar].clone();
      for (int at = firstOfBar[bar]; at < firstOfBar[bar + 1]; at++) {
        own[field][revisions.instrument(revisionsByBar[at])] = Double.NaN;
      }
    }
    history.add(bars.session(bar), own[0], own[1], own[2], own[3], own[4]);
    for (int at = firstOfBar[bar]; at < firstOfBar[bar + 1]; at++) {
      if (revisionsByBar[at] < nextRevision) {
        correct(history, revisionsByBar[at]);
      }
    }
  }

  private void correctThrough(BarHistory history, long now) {
    int count = revisions.count();
    for (; nextRevision < count; nextRevision++) {
      if (revisions.visibleFromEpochMillis(nextRevision) > now) {
        return;
      }
      if (revisions.bar(nextRevision) < history.count()) {
        correct(history, nextRevision);
      }
    }
  }

  private void correct(BarHistory history, int n) {
    history.correct(
        revisions.bar(n), revisions.instrument(n), revisions.valuesUnsafe(), n * FIELDS.length);
  }
}
