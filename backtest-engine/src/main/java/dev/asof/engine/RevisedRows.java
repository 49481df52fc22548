package dev.asof.engine;

import dev.asof.api.BarField;
import dev.asof.api.BarRevisions;
import dev.asof.api.Bars;
import java.util.Arrays;

/**
 * Sessions with revised bars as they are first and last seen; made once for all runs, so that a run
 * hands on arrays and copies only what is between two revisions. Arrays are not to be written to.
 */
final class RevisedRows {
  private static final BarField[] FIELDS = BarField.values();

  private final Bars bars;
  private final BarRevisions revisions;

  /** By bar; the revisions of a bar stand from here on in {@link #byBar}, in their order. */
  private final int[] firstOfBar;

  private final int[] byBar;

  /** By field and bar; null where a bar has no revisions. */
  private final double[][][] first = new double[FIELDS.length][][];

  private final double[][][] last = new double[FIELDS.length][][];

  RevisedRows(Bars bars, BarRevisions revisions) {
    this.bars = bars;
    this.revisions = revisions;
    int sessions = bars.sessions();
    int count = revisions.count();
    firstOfBar = new int[sessions + 1];
    for (int n = 0; n < count; n++) {
      firstOfBar[revisions.bar(n) + 1]++;
    }
    for (int bar = 0; bar < sessions; bar++) {
      firstOfBar[bar + 1] += firstOfBar[bar];
    }
    byBar = new int[count];
    int[] next = firstOfBar.clone();
    for (int n = 0; n < count; n++) {
      byBar[next[revisions.bar(n)]++] = n;
    }
    for (BarField field : FIELDS) {
      first[field.ordinal()] = new double[sessions][];
      last[field.ordinal()] = new double[sessions][];
    }
    for (int bar = 0; bar < sessions; bar++) {
      if (has(bar)) {
        prepare(bar);
      }
    }
  }

  private void prepare(int bar) {
    long seen = bar + 1 < bars.sessions() ? bars.openTime(bar + 1).toEpochMilli() : Long.MIN_VALUE;
    double[][] firstRow = asSeen(bar, seen);
    double[][] lastRow = asSeen(bar, Long.MAX_VALUE);
    for (BarField field : FIELDS) {
      double[] own = bars.rowsUnsafe(field)[bar];
      int f = field.ordinal();
      first[f][bar] = firstRow[f];
      last[f][bar] = Arrays.equals(lastRow[f], own) ? own : lastRow[f];
    }
  }

  /** A copy of a session as it is seen at a moment. */
  double[][] asSeen(int bar, long now) {
    double[][] rows = new double[FIELDS.length][];
    for (BarField field : FIELDS) {
      double[] row = bars.rowsUnsafe(field)[bar].clone();
      for (int at = firstOfBar[bar]; at < firstOfBar[bar + 1]; at++) {
        row[revisions.instrument(byBar[at])] = Double.NaN;
      }
      for (int at = firstOfBar[bar]; at < firstOfBar[bar + 1]; at++) {
        if (revisions.visibleFromEpochMillis(byBar[at]) <= now) {
          row[revisions.instrument(byBar[at])] = revisions.value(byBar[at], field);
        }
      }
      rows[field.ordinal()] = row;
    }
    return rows;
  }

  /** Whether a session has revised bars. */
  boolean has(int bar) {
    return firstOfBar[bar] < firstOfBar[bar + 1];
  }

  /** The last revision of a session that has some. */
  int lastOf(int bar) {
    return byBar[firstOfBar[bar + 1] - 1];
  }

  /** The last revision of one bar that is seen at a moment; -1 for none. */
  int seen(int bar, int instrument, long now) {
    int seen = -1;
    for (int at = firstOfBar[bar]; at < firstOfBar[bar + 1]; at++) {
      if (revisions.instrument(byBar[at]) == instrument
          && revisions.visibleFromEpochMillis(byBar[at]) <= now) {
        seen = byBar[at];
      }
    }
    return seen;
  }

  /** A session as it is seen before the next one opens. */
  double[] first(BarField field, int bar) {
    return first[field.ordinal()][bar];
  }

  /** A session as it is seen in the end. */
  double[] last(BarField field, int bar) {
    return last[field.ordinal()][bar];
  }
}
