package dev.asof.cli;

import dev.asof.api.BarRevisions;
import dev.asof.api.Bars;
import dev.asof.api.IndexChange;
import dev.asof.api.PointInTime;
import dev.asof.api.RevealedFact;
import dev.asof.api.RunFinding;
import dev.asof.catalog.Panel;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a reader has to know of the data that a definition names, beside what it holds. */
final class InputFindings {
  // A bar that comes within some days is late; one that comes after the period was restated.
  private static final double LEAST_HIDDEN_SHARE = 0.01;

  private InputFindings() {}

  /**
   * Tells that bars of the period count as known only after it, so that strategies see none of
   * them: a vendor's history that was brought again, adjusted anew.
   */
  static Optional<RunFinding> restatedHistory(Definition definition, PointInTime at, Panel panel) {
    Bars bars = panel.bars();
    if (bars.sessions() == 0 || panel.revisions().count() == 0) {
      return Optional.empty();
    }
    int first = firstBar(definition, bars);
    Instant over = bars.closeTime(bars.sessions() - 1);
    long hidden = hidden(panel, first, over.toEpochMilli());
    long all = countBars(bars, first);
    if (all == 0 || hidden < Math.max(1, LEAST_HIDDEN_SHARE * all)) {
      return Optional.empty();
    }
    return Optional.of(
        RunFinding.ofInputs(
            RunFinding.Kind.HISTORY_RESTATED,
            String.format(
                Locale.ROOT,
                "%d of %d bars from %s to %s count as known only after %s, because they were"
                    + " restated or came with a later --known-at: strategies see none of them.%s",
                hidden,
                all,
                bars.session(first),
                bars.session(bars.sessions() - 1),
                bars.session(bars.sessions() - 1),
                at instanceof PointInTime.Timeline
                    ? ""
                    : " Read --as-of timeline, which shows each bar as it was known then.")));
  }

  private static int firstBar(Definition definition, Bars bars) {
    LocalDate start = definition.spec().start().orElse(LocalDate.MIN);
    int first = 0;
    while (first < bars.sessions() - 1 && bars.session(first).isBefore(start)) {
      first++;
    }
    return first;
  }

  private static long countBars(Bars bars, int first) {
    long count = 0;
    for (int bar = first; bar < bars.sessions(); bar++) {
      for (int i = 0; i < bars.symbols().size(); i++) {
        if (Double.isFinite(bars.close(bar, i))) {
          count++;
        }
      }
    }
    return count;
  }

  /** Revisions ascend in the moment from which they are seen: the first of a bar decides. */
  private static long hidden(Panel panel, int first, long overEpochMillis) {
    int instruments = panel.bars().symbols().size();
    BarRevisions revisions = panel.revisions();
    boolean[] seen = new boolean[panel.bars().sessions() * instruments];
    long hidden = 0;
    for (int n = 0; n < revisions.count(); n++) {
      int cell = revisions.bar(n) * instruments + revisions.instrument(n);
      if (!seen[cell]) {
        seen[cell] = true;
        if (revisions.bar(n) >= first && revisions.visibleFromEpochMillis(n) > overEpochMillis) {
          hidden++;
        }
      }
    }
    return hidden;
  }

  /** Tells how many changes of an index in the period have no announcement that anybody said. */
  static Optional<RunFinding> assumedAnnouncements(
      Definition definition, Bars bars, List<RevealedFact> facts) {
    LocalDate start = definition.spec().start().orElse(LocalDate.MIN);
    LocalDate end = definition.spec().end().orElse(LocalDate.MAX);
    List<IndexChange> changes =
        facts.stream()
            .map(RevealedFact::fact)
            .filter(IndexChange.class::isInstance)
            .map(IndexChange.class::cast)
            .filter(change -> !change.effective().isBefore(start))
            .filter(change -> !change.effective().isAfter(end))
            .filter(change -> bars.symbols().contains(change.symbol()))
            .toList();
    long assumed = changes.stream().filter(IndexChange::announcementAssumed).count();
    if (assumed == 0) {
      return Optional.empty();
    }
    return Optional.of(
        RunFinding.ofInputs(
            RunFinding.Kind.ASSUMED,
            assumed
                + " of "
                + changes.size()
                + " index changes of the universe in this period have no announcement in their"
                + " source, and count as known from the open of their effective date: entries that"
                + " follow an announcement are later than they were possible."));
  }
}
