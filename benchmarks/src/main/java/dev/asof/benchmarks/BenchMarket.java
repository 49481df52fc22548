package dev.asof.benchmarks;

import dev.asof.api.SizeType;
import dev.asof.engine.PanelOrders;
import dev.asof.engine.PanelPrices;
import java.util.Arrays;
import java.util.Random;

/**
 * A random market, the same for the same seed: walks of the open and close, and target weights in
 * -1 to 1 for some of its cells. Row-major by bar; no order stands in the first bar.
 */
record BenchMarket(int bars, int columns, double[] open, double[] close, double[] weights) {
  private static final long SEED = 20_220_919;

  /**
   * A market.
   *
   * @param density part of the cells that have an order
   */
  static BenchMarket of(int bars, int columns, double density) {
    Random random = new Random(SEED);
    double[] open = new double[bars * columns];
    double[] close = new double[bars * columns];
    double[] weights = new double[bars * columns];
    double[] price = new double[columns];
    for (int c = 0; c < columns; c++) {
      price[c] = 10 + 90 * random.nextDouble();
    }
    for (int cell = 0; cell < open.length; cell++) {
      int c = cell % columns;
      open[cell] = price[c] *= 1 + 0.02 * (random.nextDouble() - 0.5);
      close[cell] = price[c] *= 1 + 0.02 * (random.nextDouble() - 0.5);
      boolean ordered = cell >= columns && random.nextDouble() < density;
      weights[cell] = ordered ? 2 * random.nextDouble() - 1 : Double.NaN;
    }
    return new BenchMarket(bars, columns, open, close, weights);
  }

  long cells() {
    return (long) bars * columns;
  }

  PanelPrices prices() {
    return PanelPrices.wrapUnsafe(columns, open, close);
  }

  PanelOrders orders() {
    return PanelOrders.wrapUnsafe(SizeType.TARGET_WEIGHT, columns, weights);
  }

  /** Column by column what is row by row. */
  double[] transposed(double[] rows) {
    double[] transposed = new double[rows.length];
    for (int bar = 0; bar < bars; bar++) {
      for (int c = 0; c < columns; c++) {
        transposed[c * bars + bar] = rows[bar * columns + c];
      }
    }
    return transposed;
  }

  /** One instrument of it. */
  BenchMarket column(int column) {
    double[] oneOpen = Arrays.copyOfRange(transposed(open), column * bars, (column + 1) * bars);
    double[] oneClose = Arrays.copyOfRange(transposed(close), column * bars, (column + 1) * bars);
    double[] none = new double[bars];
    Arrays.fill(none, Double.NaN);
    return new BenchMarket(bars, 1, oneOpen, oneClose, none);
  }
}
