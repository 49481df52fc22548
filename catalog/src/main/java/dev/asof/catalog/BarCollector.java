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
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.arrow.vectorized.ColumnVector;
import org.apache.iceberg.arrow.vectorized.ColumnarBatch;

/**
 * Collects rows of bars, in any order, into columns, and lays them out as a panel when all are
 * there. Files are pruned by their statistics only, so rows that were not asked for come along and
 * are dropped here.
 */
final class BarCollector {
  static final int FIELDS = 5;
  private static final long MOST_EXPECTED = 50_000_000;
  private static final int FIRST_FIELD = 2;
  private static final int KNOWN_AT = FIRST_FIELD + FIELDS;

  private final boolean allSymbols;
  private final List<String> symbols;
  private final Map<String, Integer> indexes = new HashMap<>();
  private final int firstDay;
  private final int lastDay;

  private int rows;
  private int[] symbolOf = new int[0];
  private int[] dayOf = new int[0];
  private final double[][] fields = new double[FIELDS][0];
  private long[] knownAtMicros = new long[0];
  private int[] kept = new int[0];
  private int[] cellOf = new int[0];

  BarCollector(Optional<List<String>> wanted, LocalDate first, LocalDate last) {
    allSymbols = wanted.isEmpty();
    symbols = new ArrayList<>(wanted.orElse(List.of()));
    for (String symbol : symbols) {
      if (indexes.put(symbol, indexes.size()) != null) {
        throw new IllegalArgumentException("Invalid symbols: '" + symbol + "' stands twice");
      }
    }
    firstDay = (int) Math.max(Integer.MIN_VALUE, first.toEpochDay());
    lastDay = (int) Math.min(Integer.MAX_VALUE, last.toEpochDay());
  }

  /**
   * Adds the rows of a batch whose columns are symbol, session, open, high, low, close, volume, and
   * known_at where it is wanted.
   */
  void add(RowBatch rowBatch) {
    ColumnarBatch batch = rowBatch.columns();
    int count = batch.numRows();
    reserve(count);
    int added = keep(batch.column(0), batch.column(1), count);
    if (rowBatch.hasDeletes()) {
      added = dropDeleted(rowBatch, added);
    }
    for (int field = 0; field < FIELDS; field++) {
      copy(batch.column(FIRST_FIELD + field), fields[field], added);
    }
    if (batch.numCols() > KNOWN_AT) {
      copyKnownAt(batch.column(KNOWN_AT), added);
    }
    rows += added;
  }

  /** Makes room for about so many rows at once, which saves copying them as they come. */
  void expect(long count) {
    if (count <= MOST_EXPECTED) {
      grow((int) count);
    }
  }

  private void reserve(int count) {
    int needed = Math.addExact(rows, count);
    if (needed > dayOf.length) {
      grow(Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8, 2L * dayOf.length)));
    }
    if (kept.length < count) {
      kept = new int[count];
    }
  }

  private void grow(int capacity) {
    symbolOf = Arrays.copyOf(symbolOf, capacity);
    dayOf = Arrays.copyOf(dayOf, capacity);
    for (int field = 0; field < FIELDS; field++) {
      fields[field] = Arrays.copyOf(fields[field], capacity);
    }
  }

  /** Notes symbol and day of the rows that were asked for, and which rows of the batch they are. */
  private int keep(ColumnVector symbolColumn, ColumnVector dayColumn, int count) {
    int added = 0;
    String lastSymbol = null;
    int index = -1;
    for (int row = 0; row < count; row++) {
      // Rows are sorted by symbol and come out of a dictionary: mostly the same object again.
      String symbol = symbolColumn.getString(row);
      if (symbol != lastSymbol) {
        lastSymbol = symbol;
        index = indexOf(symbol);
      }
      int day = dayColumn.getInt(row);
      if (index >= 0 && day >= firstDay && day <= lastDay) {
        symbolOf[rows + added] = index;
        dayOf[rows + added] = day;
        kept[added++] = row;
      }
    }
    return added;
  }

  private int dropDeleted(RowBatch batch, int added) {
    int live = 0;
    for (int i = 0; i < added; i++) {
      if (batch.isLive(kept[i])) {
        kept[live] = kept[i];
        symbolOf[rows + live] = symbolOf[rows + i];
        dayOf[rows + live] = dayOf[rows + i];
        live++;
      }
    }
    return live;
  }

  private int indexOf(String symbol) {
    Integer known = indexes.get(symbol);
    if (known != null) {
      return known;
    }
    if (!allSymbols) {
      return -1;
    }
    symbols.add(symbol);
    indexes.put(symbol, symbols.size() - 1);
    return symbols.size() - 1;
  }

  private void copy(ColumnVector column, double[] target, int added) {
    int start = rows;
    int[] from = kept;
    if (column.hasNull()) {
      for (int i = 0; i < added; i++) {
        target[start + i] = column.isNullAt(from[i]) ? Double.NaN : column.getDouble(from[i]);
      }
    } else {
      for (int i = 0; i < added; i++) {
        target[start + i] = column.getDouble(from[i]);
      }
    }
  }

  private void copyKnownAt(ColumnVector column, int added) {
    if (knownAtMicros.length < dayOf.length) {
      knownAtMicros = Arrays.copyOf(knownAtMicros, dayOf.length);
    }
    int start = rows;
    int[] from = kept;
    for (int i = 0; i < added; i++) {
      knownAtMicros[start + i] = column.getLong(from[i]);
    }
  }

  int rows() {
    return rows;
  }

  /** The row's symbol as an index into those that were asked for. */
  int symbolIndex(int row) {
    return symbolOf[row];
  }

  int day(int row) {
    return dayOf[row];
  }

  long knownAtMicros(int row) {
    return knownAtMicros[row];
  }

  double field(int field, int row) {
    return fields[field][row];
  }

  boolean isEmpty() {
    return rows == 0;
  }

  /** The first of the symbols asked for that no row was found for. */
  Optional<String> firstSymbolWithoutBars() {
    BitSet seen = new BitSet(symbols.size());
    for (int row = 0; row < rows; row++) {
      seen.set(symbolOf[row]);
    }
    int missing = seen.nextClearBit(0);
    return missing < symbols.size() ? Optional.of(symbols.get(missing)) : Optional.empty();
  }

  /**
   * The panel of all rows added.
   *
   * @param reading how an error's message begins
   * @throws AsOfException KEY_DUPLICATE when two rows have the same symbol and session
   */
  Bars bars(String reading) {
    int[] columnOf = columns();
    List<String> ordered = new ArrayList<>(symbols);
    if (allSymbols) {
      ordered.sort(Comparator.naturalOrder());
    }
    LocalDate[] sessions = sessions();
    int origin = (int) sessions[0].toEpochDay();
    int[] barOf = new int[(int) (sessions[sessions.length - 1].toEpochDay() - origin) + 1];
    for (int bar = 0; bar < sessions.length; bar++) {
      barOf[(int) (sessions[bar].toEpochDay() - origin)] = bar;
    }

    int instruments = ordered.size();
    int cells = Math.multiplyExact(sessions.length, instruments);
    BitSet filled = new BitSet(cells);
    cellOf = new int[rows];
    for (int row = 0; row < rows; row++) {
      int cell = barOf[dayOf[row] - origin] * instruments + columnOf[symbolOf[row]];
      if (filled.get(cell)) {
        throw new AsOfException(
            ErrorCode.KEY_DUPLICATE,
            reading
                + symbols.get(symbolOf[row])
                + " has two bars on "
                + LocalDate.ofEpochDay(dayOf[row])
                + "; a symbol may have one a session");
      }
      filled.set(cell);
      cellOf[row] = cell;
    }
    double[][] panel = new double[FIELDS][];
    for (int field = 0; field < FIELDS; field++) {
      panel[field] = scatter(fields[field], cellOf, cells);
    }
    return Bars.wrapUnsafe(ordered, sessions, panel[0], panel[1], panel[2], panel[3], panel[4]);
  }

  /**
   * The rows that became known after their session's close, as revisions of the panel.
   *
   * @param panel what {@link #bars} made
   */
  BarRevisions lateRows(Bars panel) {
    int origin = dayOf[0];
    for (int row = 1; row < rows; row++) {
      origin = Math.min(origin, dayOf[row]);
    }
    LocalDate last = panel.session(panel.sessions() - 1);
    long[] closeMicros = new long[(int) last.toEpochDay() - origin + 1];
    for (int bar = 0; bar < panel.sessions(); bar++) {
      closeMicros[(int) panel.session(bar).toEpochDay() - origin] = micros(panel.closeTime(bar));
    }
    BarRevisions.Builder late = new BarRevisions.Builder();
    for (int row = 0; row < rows; row++) {
      if (knownAtMicros[row] > closeMicros[dayOf[row] - origin]) {
        int bar = cellOf[row] / panel.instruments();
        late.add(
            moment(knownAtMicros[row]),
            bar,
            cellOf[row] - bar * panel.instruments(),
            0,
            fields[0][row],
            fields[1][row],
            fields[2][row],
            fields[3][row],
            fields[4][row]);
      }
    }
    return late.build();
  }

  static long micros(Instant moment) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
  }

  /** The first whole millisecond not before: a revision is never seen too early. */
  static Instant moment(long micros) {
    return Instant.ofEpochMilli(-Math.floorDiv(-micros, 1000));
  }

  /** The panel's column of each symbol: as asked for, or alphabetical. */
  private int[] columns() {
    Integer[] order = new Integer[symbols.size()];
    Arrays.setAll(order, i -> i);
    if (allSymbols) {
      Arrays.sort(order, Comparator.comparing(symbols::get));
    }
    int[] columns = new int[order.length];
    for (int column = 0; column < order.length; column++) {
      columns[order[column]] = column;
    }
    return columns;
  }

  private LocalDate[] sessions() {
    int origin = Integer.MAX_VALUE;
    for (int row = 0; row < rows; row++) {
      origin = Math.min(origin, dayOf[row]);
    }
    BitSet days = new BitSet();
    for (int row = 0; row < rows; row++) {
      days.set(dayOf[row] - origin);
    }
    long first = origin;
    return days.stream()
        .mapToObj(day -> LocalDate.ofEpochDay(first + day))
        .toArray(LocalDate[]::new);
  }

  private static double[] scatter(double[] values, int[] cellOf, int cells) {
    double[] panel = new double[cells];
    Arrays.fill(panel, Double.NaN);
    for (int row = 0; row < cellOf.length; row++) {
      panel[cellOf[row]] = values[row];
    }
    return panel;
  }
}
