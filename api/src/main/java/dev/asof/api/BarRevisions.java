package dev.asof.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Bars that a strategy sees otherwise than {@link Bars} have them, until later: what came late and
 * what was restated. {@link Bars} hold the values that fills and valuation use, which are the last
 * ones; a strategy sees the values that were known at its moment. Immutable.
 *
 * <p>A bar without a revision is seen from its session's close on, as {@link Bars} have it. A bar
 * with revisions is not seen before the first one's moment (its fields are NaN), and from each
 * one's moment on it has that one's values. A revision before the session's close counts from the
 * close on.
 */
public final class BarRevisions {
  /** Nothing came late and nothing was restated. */
  public static final BarRevisions NONE = new BarRevisions(List.of());

  private static final int FIELDS = 5;

  private final long[] visibleFromEpochMillis;
  private final int[] bars;
  private final int[] instruments;
  private final int[] versions;
  private final double[] values;

  private BarRevisions(List<Revision> sorted) {
    int count = sorted.size();
    visibleFromEpochMillis = new long[count];
    bars = new int[count];
    instruments = new int[count];
    versions = new int[count];
    values = new double[count * FIELDS];
    for (int n = 0; n < count; n++) {
      Revision revision = sorted.get(n);
      visibleFromEpochMillis[n] = revision.visibleFrom.toEpochMilli();
      bars[n] = revision.bar;
      instruments[n] = revision.instrument;
      versions[n] = revision.version;
      System.arraycopy(revision.values, 0, values, n * FIELDS, FIELDS);
    }
  }

  private record Revision(
      Instant visibleFrom, int bar, int instrument, int version, double[] values) {}

  /** Collects revisions in any order. */
  public static final class Builder {
    private final List<Revision> revisions = new ArrayList<>();

    /**
     * Adds a revision; of two of one bar with the same moment the one added later counts.
     *
     * @param visibleFrom the moment from which a strategy sees these values
     * @param bar index of the session
     * @param instrument index of the instrument
     * @param version which of the versions read it comes from: an index into the list that goes
     *     with the bars, for explanations
     * @param open first traded price in USD, raw; this and the other fields are NaN where the bar
     *     was withdrawn
     */
    public Builder add(
        Instant visibleFrom,
        int bar,
        int instrument,
        int version,
        double open,
        double high,
        double low,
        double close,
        double volume) {
      revisions.add(
          new Revision(
              visibleFrom,
              bar,
              instrument,
              version,
              new double[] {open, high, low, close, volume}));
      return this;
    }

    /** The revisions in the order of their moments, then as added. */
    public BarRevisions build() {
      if (revisions.isEmpty()) {
        return NONE;
      }
      List<Revision> sorted = new ArrayList<>(revisions);
      sorted.sort(Comparator.comparing(Revision::visibleFrom));
      return new BarRevisions(sorted);
    }
  }

  /** Number of revisions. */
  public int count() {
    return bars.length;
  }

  /** The moment from which revision {@code n} is seen; ascending in {@code n}. */
  public long visibleFromEpochMillis(int n) {
    return visibleFromEpochMillis[n];
  }

  /** The session that revision {@code n} is about, as an index. */
  public int bar(int n) {
    return bars[n];
  }

  /** The instrument that revision {@code n} is about, as an index. */
  public int instrument(int n) {
    return instruments[n];
  }

  /** Which of the versions read revision {@code n} comes from. */
  public int version(int n) {
    return versions[n];
  }

  /** A field of revision {@code n}; NaN where the bar was withdrawn. */
  public double value(int n, BarField field) {
    return values[n * FIELDS + field.ordinal()];
  }

  /**
   * The array behind {@link #value}, {@code values[n * 5 + field.ordinal()]}, not a copy: do not
   * write to it.
   */
  public double[] valuesUnsafe() {
    return values;
  }

  /** First traded price of revision {@code n}; NaN where the bar was withdrawn. */
  public double open(int n) {
    return values[n * FIELDS];
  }

  /** Highest traded price of revision {@code n}, as {@link #open}. */
  public double high(int n) {
    return values[n * FIELDS + 1];
  }

  /** Lowest traded price of revision {@code n}, as {@link #open}. */
  public double low(int n) {
    return values[n * FIELDS + 2];
  }

  /** Last traded price of revision {@code n}, as {@link #open}. */
  public double close(int n) {
    return values[n * FIELDS + 3];
  }

  /** Traded shares of revision {@code n}, as {@link #open}. */
  public double volume(int n) {
    return values[n * FIELDS + 4];
  }
}
