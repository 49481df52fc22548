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
  private final RevisedRows revised;

  /** By bar, whether the view has arrays of this run's own; null as long as it has none. */
  private boolean[] owned;

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
    revised = market.revised();
  }

  /** Moves a view on to the open of a bar. */
  void advance(SessionView view, int bar) {
    Instant now = bars.openTime(bar);
    view.begin(bars.session(bar), now);
    if (nextRevision < revisions.count()) {
      correct(view.history(), now.toEpochMilli());
    }
    for (int done = view.history().count(); done < bar; done++) {
      add(view.history(), done, bar);
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

  private void add(BarHistory history, int bar, int opening) {
    if (revisions.count() == 0 || !revised.has(bar)) {
      history.add(
          bars.session(bar), rows[0][bar], rows[1][bar], rows[2][bar], rows[3][bar], rows[4][bar]);
    } else if (revised.lastOf(bar) < nextRevision) {
      history.add(
          bars.session(bar),
          revised.last(BarField.OPEN, bar),
          revised.last(BarField.HIGH, bar),
          revised.last(BarField.LOW, bar),
          revised.last(BarField.CLOSE, bar),
          revised.last(BarField.VOLUME, bar));
    } else if (bar + 1 == opening) {
      history.add(
          bars.session(bar),
          revised.first(BarField.OPEN, bar),
          revised.first(BarField.HIGH, bar),
          revised.first(BarField.LOW, bar),
          revised.first(BarField.CLOSE, bar),
          revised.first(BarField.VOLUME, bar));
    } else {
      double[][] own = revised.asSeen(bar, bars.openTime(opening).toEpochMilli());
      history.add(bars.session(bar), own[0], own[1], own[2], own[3], own[4]);
      own(bar);
    }
  }

  /** Shows the revisions that became visible since the decision before. */
  private void correct(BarHistory history, long now) {
    int count = revisions.count();
    for (; nextRevision < count; nextRevision++) {
      if (revisions.visibleFromEpochMillis(nextRevision) > now) {
        return;
      }
      int bar = revisions.bar(nextRevision);
      if (bar >= history.count()) {
        continue;
      }
      if (revisions.visibleFromEpochMillis(revised.lastOf(bar)) <= now) {
        if (nextRevision == revised.lastOf(bar)) {
          replaceByLast(history, bar);
        }
        continue;
      }
      if (owned == null || !owned[bar]) {
        history.copy(bar);
        own(bar);
      }
      int at = nextRevision * FIELDS.length;
      history.correct(bar, revisions.instrument(nextRevision), revisions.valuesUnsafe(), at);
    }
  }

  private void replaceByLast(BarHistory history, int bar) {
    history.replace(
        bar,
        revised.last(BarField.OPEN, bar),
        revised.last(BarField.HIGH, bar),
        revised.last(BarField.LOW, bar),
        revised.last(BarField.CLOSE, bar),
        revised.last(BarField.VOLUME, bar));
  }

  private void own(int bar) {
    if (owned == null) {
      owned = new boolean[bars.sessions()];
    }
    owned[bar] = true;
  }
}
