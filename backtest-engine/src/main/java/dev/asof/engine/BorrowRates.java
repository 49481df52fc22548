package dev.asof.engine;

import dev.asof.api.AsOfException;
import dev.asof.api.Bars;
import dev.asof.api.ErrorCode;
import java.util.Map;

/**
 * What it costs to borrow shares for short positions, per instrument and day (D'Avolio 2002, The
 * Market for Borrowing Stock). A rate is a fraction of the position's value per year, 0.03 for 3 %;
 * negative for a rebate.
 */
public final class BorrowRates {
  private final double[] yearly;

  private BorrowRates(double[] yearly) {
    this.yearly = yearly;
  }

  /**
   * A rate for each bar and instrument, {@code yearly[bar * instruments + i]}; copied.
   *
   * @throws AsOfException with {@link ErrorCode#ROW_INVALID} for a rate that is not finite
   */
  public static BorrowRates copyOf(Bars bars, double[] yearly) {
    if (yearly.length != bars.sessions() * bars.instruments()) {
      throw new IllegalArgumentException(
          "Invalid borrow rates: "
              + yearly.length
              + " cells instead of "
              + bars.sessions() * bars.instruments());
    }
    for (int cell = 0; cell < yearly.length; cell++) {
      if (!Double.isFinite(yearly[cell])) {
        throw new AsOfException(
            ErrorCode.ROW_INVALID,
            "Invalid borrow rate "
                + yearly[cell]
                + " of "
                + bars.symbols().get(cell % bars.instruments())
                + " on "
                + bars.session(cell / bars.instruments())
                + ": expected a finite fraction per year");
      }
    }
    return new BorrowRates(yearly.clone());
  }

  /** One rate per symbol for all days; 0 for symbols that are not named. */
  public static BorrowRates constant(Bars bars, Map<String, Double> yearlyBySymbol) {
    double[] yearly = new double[bars.sessions() * bars.instruments()];
    for (int cell = 0; cell < yearly.length; cell++) {
      String symbol = bars.symbols().get(cell % bars.instruments());
      yearly[cell] = yearlyBySymbol.getOrDefault(symbol, 0.0);
    }
    return copyOf(bars, yearly);
  }

  double yearly(int cell) {
    return yearly[cell];
  }

  /** The array behind {@link #yearly}: do not write to it. */
  double[] yearlyUnsafe() {
    return yearly;
  }
}
