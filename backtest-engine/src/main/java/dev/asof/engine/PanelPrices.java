package dev.asof.engine;

import dev.asof.api.Bars;
import dev.asof.api.FillAt;
import java.util.Arrays;

/**
 * Prices as {@link PanelSimulator} reads them, made once and shared by all scenarios and threads:
 * at which price an order of each bar fills, and at which price positions are valued after it.
 * Immutable; row-major by bar, {@code [bar * instruments + i]}.
 */
public final class PanelPrices {
  /** Says that an instrument never closed; no close is -0. A product with it is 0. */
  private static final double NEVER = -0.0;

  private final int bars;
  private final int instruments;

  /** NaN where there is none. */
  final double[] fillUsd;

  /** As given: NaN where there is none. */
  final double[] closeUsd;

  /** The last known closes, from {@link #markAt}; the closes themselves where none is missing. */
  private final double[] markUsd;

  /** What is known before the first bar: nothing. */
  private final double[] neverUsd;

  private PanelPrices(int instruments, double[] fillUsd, double[] closeUsd) {
    if (instruments < 1 || closeUsd.length % instruments != 0) {
      throw new IllegalArgumentException(
          "Invalid panel: " + closeUsd.length + " closes are not rows of " + instruments);
    }
    if (fillUsd.length != closeUsd.length) {
      throw new IllegalArgumentException(
          "Invalid panel: " + fillUsd.length + " fill prices instead of " + closeUsd.length);
    }
    this.bars = closeUsd.length / instruments;
    this.instruments = instruments;
    this.fillUsd = fillUsd;
    this.closeUsd = closeUsd;
    this.neverUsd = new double[instruments];
    Arrays.fill(neverUsd, NEVER);
    this.markUsd = hasGaps(closeUsd) ? filled() : closeUsd;
  }

  private static boolean hasGaps(double[] closes) {
    for (double close : closes) {
      if (!Double.isFinite(close) || isNever(close)) {
        return true;
      }
    }
    return false;
  }

  private double[] filled() {
    double[] marks = new double[closeUsd.length];
    for (int cell = 0; cell < marks.length; cell++) {
      double close = closeUsd[cell];
      double before = cell < instruments ? NEVER : marks[cell - instruments];
      marks[cell] = Double.isFinite(close) ? close + 0.0 : before;
    }
    return marks;
  }

  /** The array with the closes that are known before a bar; not to be written to. */
  double[] marksBefore(int bar) {
    return bar == 0 ? neverUsd : markUsd;
  }

  /** Where in {@link #marksBefore} the row begins. */
  int markAt(int bar) {
    return bar == 0 ? 0 : (bar - 1) * instruments;
  }

  /**
   * Prices for orders that fill at the open, or at the close, of the bar that they are for. Aliases
   * the bars.
   *
   * @throws IllegalArgumentException for a limit or a stop
   */
  public static PanelPrices of(Bars bars, FillAt at) {
    return switch (at) {
      case OPEN -> new PanelPrices(bars.instruments(), bars.openUnsafe(), bars.closeUnsafe());
      case CLOSE -> new PanelPrices(bars.instruments(), bars.closeUnsafe(), bars.closeUnsafe());
      case LIMIT, STOP ->
          throw new IllegalArgumentException(
              "Invalid fill at " + at + ": expected OPEN or CLOSE for a panel");
    };
  }

  /**
   * Prices of any origin.
   *
   * @param fillUsd at what each bar's orders fill; NaN where there is none
   * @param closeUsd at what positions are valued after each bar; NaN keeps the value before
   */
  public static PanelPrices copyOf(int instruments, double[] fillUsd, double[] closeUsd) {
    return new PanelPrices(instruments, fillUsd.clone(), closeUsd.clone());
  }

  /**
   * As {@link #copyOf}, but over the arrays themselves: the caller must not write to them again.
   */
  public static PanelPrices wrapUnsafe(int instruments, double[] fillUsd, double[] closeUsd) {
    return new PanelPrices(instruments, fillUsd, closeUsd);
  }

  /** Number of bars. */
  public int bars() {
    return bars;
  }

  /** Number of instruments. */
  public int instruments() {
    return instruments;
  }

  /** Whether a mark says that the instrument never closed. */
  static boolean isNever(double mark) {
    return mark == 0 && Double.doubleToRawLongBits(mark) != 0;
  }
}
