package dev.asof.engine;

import dev.asof.api.Bars;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds small bars for tests: one row per session, one column per instrument. */
final class Panel {
  static final LocalDate FIRST = LocalDate.of(2022, 9, 1);

  private Panel() {}

  /** Bars of instruments A, B, C and so on, on consecutive days from {@link #FIRST}. */
  static Bars of(double[][] open, double[][] close) {
    List<String> symbols = new ArrayList<>();
    for (int i = 0; i < open[0].length; i++) {
      symbols.add(String.valueOf((char) ('A' + i)));
    }
    List<LocalDate> sessions = new ArrayList<>();
    for (int bar = 0; bar < open.length; bar++) {
      sessions.add(FIRST.plusDays(bar));
    }
    return of(symbols, sessions, open, close);
  }

  static Bars of(
      List<String> symbols, List<LocalDate> sessions, double[][] open, double[][] close) {
    double[] nothing = new double[open.length * symbols.size()];
    Arrays.fill(nothing, Double.NaN);
    return Bars.copyOf(symbols, sessions, flat(open), nothing, nothing, flat(close), nothing);
  }

  /** One instrument whose open and close are the same. */
  static Bars single(double... prices) {
    double[][] column = new double[prices.length][];
    for (int bar = 0; bar < prices.length; bar++) {
      column[bar] = new double[] {prices[bar]};
    }
    return of(column, column);
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }
}
