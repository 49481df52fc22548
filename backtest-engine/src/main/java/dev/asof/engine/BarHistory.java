package dev.asof.engine;

import dev.asof.api.BarField;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * The finished sessions, as far as they are known: an array per session and field, added when the
 * session is over. There is nothing in it about sessions to come, not even how many there are.
 */
final class BarHistory {
  private static final int FIRST_CAPACITY = 64;
  private static final BarField[] FIELDS = BarField.values();

  /** By session; arrays may be those of all runs and are not written to. */
  double[][] open = new double[FIRST_CAPACITY][];

  double[][] high = new double[FIRST_CAPACITY][];
  double[][] low = new double[FIRST_CAPACITY][];
  double[][] close = new double[FIRST_CAPACITY][];
  double[][] volume = new double[FIRST_CAPACITY][];

  private LocalDate[] sessions = new LocalDate[FIRST_CAPACITY];
  private int count;
  private int corrections;

  int count() {
    return count;
  }

  LocalDate session(int bar) {
    return sessions[bar];
  }

  /** Changes when a bar that was added is corrected. */
  int corrections() {
    return corrections;
  }

  /** The number of sessions before a day. */
  int before(LocalDate day) {
    int found = Arrays.binarySearch(sessions, 0, count, day);
    return found >= 0 ? found : -found - 1;
  }

  void add(
      LocalDate session,
      double[] openRow,
      double[] highRow,
      double[] lowRow,
      double[] closeRow,
      double[] volumeRow) {
    if (count == sessions.length) {
      int capacity = 2 * count;
      sessions = Arrays.copyOf(sessions, capacity);
      open = Arrays.copyOf(open, capacity);
      high = Arrays.copyOf(high, capacity);
      low = Arrays.copyOf(low, capacity);
      close = Arrays.copyOf(close, capacity);
      volume = Arrays.copyOf(volume, capacity);
    }
    sessions[count] = session;
    open[count] = openRow;
    high[count] = highRow;
    low[count] = lowRow;
    close[count] = closeRow;
    volume[count] = volumeRow;
    count++;
  }

  /** Puts other arrays in the place of a session's. */
  void replace(
      int bar,
      double[] openRow,
      double[] highRow,
      double[] lowRow,
      double[] closeRow,
      double[] volumeRow) {
    open[bar] = openRow;
    high[bar] = highRow;
    low[bar] = lowRow;
    close[bar] = closeRow;
    volume[bar] = volumeRow;
    corrections++;
  }

  /** Gives a session arrays that nobody else has. */
  void copy(int bar) {
    replace(
        bar,
        open[bar].clone(),
        high[bar].clone(),
        low[bar].clone(),
        close[bar].clone(),
        volume[bar].clone());
  }

  /** Puts other values in the place of a bar, in arrays that nobody else has. */
  void correct(int bar, int instrument, double[] values, int at) {
    for (BarField field : FIELDS) {
      rows(field)[bar][instrument] = values[at + field.ordinal()];
    }
    corrections++;
  }

  double[][] rows(BarField field) {
    return switch (field) {
      case OPEN -> open;
      case HIGH -> high;
      case LOW -> low;
      case CLOSE -> close;
      case VOLUME -> volume;
    };
  }
}
