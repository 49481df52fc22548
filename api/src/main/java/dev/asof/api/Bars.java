package dev.asof.api;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Daily bars of several instruments over the same sessions, immutable. Prices are raw (traded, in
 * USD, not adjusted for splits or dividends); a bar that does not exist is NaN in every field.
 *
 * <p>Arrays are row-major by session: {@code close[bar * instruments + i]}. A bar is known at its
 * session's close.
 */
public final class Bars {
  private final List<String> symbols;
  private final Map<String, Integer> indexes;
  private final LocalDate[] sessions;
  private final List<LocalDate> dates;
  private final Instant[] openTimes;
  private final Instant[] closeTimes;
  private final double[] open;
  private final double[] high;
  private final double[] low;
  private final double[] close;
  private final double[] volume;

  /** By field and session; null until somebody asks for it. */
  private final double[][][] rows = new double[BarField.values().length][][];

  private Bars(
      List<String> symbols,
      LocalDate[] sessions,
      double[] open,
      double[] high,
      double[] low,
      double[] close,
      double[] volume) {
    this.symbols = List.copyOf(symbols);
    this.indexes = new HashMap<>();
    for (int i = 0; i < this.symbols.size(); i++) {
      if (indexes.put(this.symbols.get(i), i) != null) {
        throw new IllegalArgumentException(
            "Invalid bars: symbol '" + this.symbols.get(i) + "' stands twice");
      }
    }
    this.sessions = sessions;
    this.dates = List.of(sessions);
    this.openTimes = new Instant[sessions.length];
    this.closeTimes = new Instant[sessions.length];
    for (int bar = 0; bar < sessions.length; bar++) {
      if (bar > 0 && !sessions[bar - 1].isBefore(sessions[bar])) {
        throw new IllegalArgumentException(
            "Invalid bars: session " + sessions[bar] + " does not come after " + sessions[bar - 1]);
      }
      openTimes[bar] = NewYorkTime.open(sessions[bar]);
      closeTimes[bar] = NewYorkTime.close(sessions[bar]);
    }
    int cells = Math.multiplyExact(sessions.length, this.symbols.size());
    this.open = checkLength("open", open, cells);
    this.high = checkLength("high", high, cells);
    this.low = checkLength("low", low, cells);
    this.close = checkLength("close", close, cells);
    this.volume = checkLength("volume", volume, cells);
  }

  /** Bars over copies of the arrays, each of length {@code sessions * symbols}. */
  public static Bars copyOf(
      List<String> symbols,
      List<LocalDate> sessions,
      double[] open,
      double[] high,
      double[] low,
      double[] close,
      double[] volume) {
    return new Bars(
        symbols,
        sessions.toArray(LocalDate[]::new),
        open.clone(),
        high.clone(),
        low.clone(),
        close.clone(),
        volume.clone());
  }

  /**
   * As {@link #copyOf}, but over the arrays themselves: the caller must not write to them again.
   */
  public static Bars wrapUnsafe(
      List<String> symbols,
      LocalDate[] sessions,
      double[] open,
      double[] high,
      double[] low,
      double[] close,
      double[] volume) {
    return new Bars(symbols, sessions, open, high, low, close, volume);
  }

  private static double[] checkLength(String field, double[] values, int cells) {
    if (values.length != cells) {
      throw new IllegalArgumentException(
          "Invalid bars: " + field + " has " + values.length + " cells instead of " + cells);
    }
    return values;
  }

  /** Number of sessions. */
  public int sessions() {
    return sessions.length;
  }

  /** Number of instruments. */
  public int instruments() {
    return symbols.size();
  }

  /** Symbols in the order of the instrument index. */
  public List<String> symbols() {
    return symbols;
  }

  /** The instrument index of a symbol, or -1. */
  public int indexOf(String symbol) {
    Integer index = indexes.get(symbol);
    return index == null ? -1 : index;
  }

  /** The date of a session, by the exchange's calendar. */
  public LocalDate session(int bar) {
    return sessions[bar];
  }

  /** All sessions, ascending. */
  public List<LocalDate> sessionDates() {
    return dates;
  }

  /** The open of a session. */
  public Instant openTime(int bar) {
    return openTimes[bar];
  }

  /** The close of a session: from then on its bar is known. */
  public Instant closeTime(int bar) {
    return closeTimes[bar];
  }

  /** First traded price in USD, or NaN. */
  public double open(int bar, int instrument) {
    return open[bar * symbols.size() + instrument];
  }

  /** Highest traded price in USD, or NaN. */
  public double high(int bar, int instrument) {
    return high[bar * symbols.size() + instrument];
  }

  /** Lowest traded price in USD, or NaN. */
  public double low(int bar, int instrument) {
    return low[bar * symbols.size() + instrument];
  }

  /** Last traded price in USD, or NaN. */
  public double close(int bar, int instrument) {
    return close[bar * symbols.size() + instrument];
  }

  /** Traded shares, or NaN. */
  public double volume(int bar, int instrument) {
    return volume[bar * symbols.size() + instrument];
  }

  /** The array behind {@link #open}, not a copy: do not write to it. */
  public double[] openUnsafe() {
    return open;
  }

  /** The array behind {@link #high}, not a copy: do not write to it. */
  public double[] highUnsafe() {
    return high;
  }

  /** The array behind {@link #low}, not a copy: do not write to it. */
  public double[] lowUnsafe() {
    return low;
  }

  /** The array behind {@link #close}, not a copy: do not write to it. */
  public double[] closeUnsafe() {
    return close;
  }

  /** The array behind {@link #volume}, not a copy: do not write to it. */
  public double[] volumeUnsafe() {
    return volume;
  }

  /** The array behind a field, not a copy: do not write to it. */
  public double[] valuesUnsafe(BarField field) {
    return switch (field) {
      case OPEN -> open;
      case HIGH -> high;
      case LOW -> low;
      case CLOSE -> close;
      case VOLUME -> volume;
    };
  }

  /**
   * The field once more with an array for each session, {@code rows[bar][instrument]}: one session
   * can be handed on without those after it. Made when first asked for and kept, not a copy: do not
   * write to it.
   */
  public double[][] rowsUnsafe(BarField field) {
    synchronized (rows) {
      double[][] made = rows[field.ordinal()];
      if (made == null) {
        double[] values = valuesUnsafe(field);
        int instruments = symbols.size();
        made = new double[sessions.length][];
        for (int bar = 0; bar < made.length; bar++) {
          made[bar] = Arrays.copyOfRange(values, bar * instruments, (bar + 1) * instruments);
        }
        rows[field.ordinal()] = made;
      }
      return made;
    }
  }
}
