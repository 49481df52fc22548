package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.BarRevisions;
import dev.asof.api.Bars;
import dev.asof.api.ErrorCode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The states of a panel's bars along the tags of a timeline. What a cell holds now is kept in
 * arrays; a state that a later tag changed is put aside, linked to the cell's next one.
 */
final class BarTimeline {
  private static final int FIELDS = BarCollector.FIELDS;
  private static final int NONE = -1;

  /** In place of a time, where the tag has no such row. */
  private static final long ABSENT = Long.MIN_VALUE;

  private static final double[] NOTHING = {
    Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN
  };

  private final Bars bars;
  private final int instruments;
  private final int origin;
  private final int[] barOf;
  private final double[] values;
  private final long[] knownAtMicros;
  private final int[] since;
  private final int[] touched;
  private final int[] lastAside;
  private final List<Aside> aside = new ArrayList<>();
  private final Map<String, int[]> cellsOf = new HashMap<>();
  private final List<Instant> tags = new ArrayList<>();
  private Pinned tag;

  private record Aside(int before, int version, long knownAtMicros, double[] values) {}

  BarTimeline(Bars bars) {
    this.bars = bars;
    instruments = bars.instruments();
    origin = (int) bars.session(0).toEpochDay();
    barOf = new int[(int) bars.session(bars.sessions() - 1).toEpochDay() - origin + 1];
    Arrays.fill(barOf, NONE);
    for (int bar = 0; bar < bars.sessions(); bar++) {
      barOf[(int) bars.session(bar).toEpochDay() - origin] = bar;
    }
    int cells = Math.multiplyExact(bars.sessions(), instruments);
    values = new double[Math.multiplyExact(cells, FIELDS)];
    knownAtMicros = new long[cells];
    Arrays.fill(knownAtMicros, ABSENT);
    since = new int[cells];
    touched = new int[cells];
    lastAside = new int[cells];
    Arrays.fill(since, NONE);
    Arrays.fill(touched, NONE);
    Arrays.fill(lastAside, NONE);
  }

  /** Goes on to the next tag, in the order of knowledge. */
  void begin(Pinned next) {
    tag = next;
    tags.add(next.version().knownAt());
  }

  private int version() {
    return tags.size() - 1;
  }

  /**
   * Takes the rows of a file that this tag has and the one before had not.
   *
   * @param rows of the bars' symbols, in their order
   */
  void add(String file, BarCollector rows) {
    int[] cells = new int[rows.rows()];
    int count = 0;
    double[] row = new double[FIELDS];
    for (int n = 0; n < rows.rows(); n++) {
      int day = rows.day(n) - origin;
      int bar = day < 0 || day >= barOf.length ? NONE : barOf[day];
      if (bar == NONE) {
        continue;
      }
      int cell = bar * instruments + rows.symbolIndex(n);
      if (touched[cell] == version()) {
        throw new AsOfException(
            ErrorCode.KEY_DUPLICATE,
            "Cannot read daily_bars as of "
                + tag.asOf()
                + ": "
                + bars.symbols().get(rows.symbolIndex(n))
                + " has two bars on "
                + LocalDate.ofEpochDay(rows.day(n))
                + "; a symbol may have one a session");
      }
      touched[cell] = version();
      cells[count++] = cell;
      for (int field = 0; field < FIELDS; field++) {
        row[field] = rows.field(field, n);
      }
      set(cell, rows.knownAtMicros(n), row);
    }
    cellsOf.put(file, Arrays.copyOf(cells, count));
  }

  /** Takes note that this tag no longer has a file; to be called after all that were added. */
  void remove(String file) {
    for (int cell : cellsOf.remove(file)) {
      if (touched[cell] != version()) {
        touched[cell] = version();
        set(cell, ABSENT, null);
      }
    }
  }

  private void set(int cell, long knownAt, double[] row) {
    int at = cell * FIELDS;
    if (knownAtMicros[cell] == knownAt && (row == null || equal(row, 0, values, at))) {
      return;
    }
    if (since[cell] != NONE) {
      double[] old =
          knownAtMicros[cell] == ABSENT ? null : Arrays.copyOfRange(values, at, at + FIELDS);
      aside.add(new Aside(lastAside[cell], since[cell], knownAtMicros[cell], old));
      lastAside[cell] = aside.size() - 1;
    }
    since[cell] = version();
    knownAtMicros[cell] = knownAt;
    if (row != null) {
      System.arraycopy(row, 0, values, at, FIELDS);
    }
  }

  private static boolean equal(double[] left, int from, double[] right, int at) {
    for (int field = 0; field < FIELDS; field++) {
      if (Double.doubleToLongBits(left[from + field])
          != Double.doubleToLongBits(right[at + field])) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(double[] left, double[] right) {
    return equal(left, 0, right, 0);
  }

  /** What strategies see otherwise than the bars have it, until later. */
  BarRevisions revisions() {
    BarRevisions.Builder revisions = new BarRevisions.Builder();
    for (int bar = 0; bar < bars.sessions(); bar++) {
      Instant close = bars.closeTime(bar);
      long closeMicros = BarCollector.micros(close);
      for (int instrument = 0; instrument < instruments; instrument++) {
        int cell = bar * instruments + instrument;
        boolean asTheBarsHaveIt = lastAside[cell] == NONE && knownAtMicros[cell] <= closeMicros;
        if (!asTheBarsHaveIt) {
          add(revisions, bar, instrument, close);
        }
      }
    }
    return revisions.build();
  }

  private void add(BarRevisions.Builder revisions, int bar, int instrument, Instant close) {
    int cell = bar * instruments + instrument;
    List<Sightings.Sighting<double[]>> seen = Sightings.of(tags, states(cell), BarTimeline::same);
    int first = 0;
    while (first + 1 < seen.size() && !seen.get(first + 1).from().isAfter(close)) {
      first++;
    }
    boolean asTheBarsHaveIt =
        seen.size() == first + 1
            && !seen.get(first).from().isAfter(close)
            && knownAtMicros[cell] != ABSENT
            && equal(seen.get(first).row().orElse(NOTHING), 0, values, cell * FIELDS);
    if (asTheBarsHaveIt) {
      return;
    }
    for (Sightings.Sighting<double[]> sighting : seen.subList(first, seen.size())) {
      double[] row = sighting.row().orElse(NOTHING);
      revisions.add(
          BarCollector.moment(BarCollector.micros(sighting.from())),
          bar,
          instrument,
          sighting.version(),
          row[0],
          row[1],
          row[2],
          row[3],
          row[4]);
    }
  }

  private List<Sightings.State<double[]>> states(int cell) {
    List<Sightings.State<double[]>> states = new ArrayList<>();
    double[] now =
        knownAtMicros[cell] == ABSENT
            ? null
            : Arrays.copyOfRange(values, cell * FIELDS, (cell + 1) * FIELDS);
    states.add(state(since[cell], knownAtMicros[cell], now));
    for (int at = lastAside[cell]; at != NONE; at = aside.get(at).before()) {
      Aside earlier = aside.get(at);
      states.add(state(earlier.version(), earlier.knownAtMicros(), earlier.values()));
    }
    Collections.reverse(states);
    return states;
  }

  private static Sightings.State<double[]> state(int version, long knownAtMicros, double[] values) {
    return values == null
        ? Sightings.State.lacking(version)
        : Sightings.State.of(version, values, Instant.EPOCH.plus(knownAtMicros, ChronoUnit.MICROS));
  }
}
