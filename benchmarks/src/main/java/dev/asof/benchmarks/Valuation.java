package dev.asof.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.asof.engine.SizingPrice;

/**
 * What a golden run values its columns at.
 *
 * @param policy the engine's own policy where that gives the file's prices; otherwise they are
 *     given to it
 * @param prices by bar and column; NaN where the file says nothing
 * @param carried whether the price before stays where the file says nothing
 */
record Valuation(SizingPrice policy, double[][] prices, boolean carried) {

  /**
   * Reads the valuation prices of a file: infinite for the order's price, infinite and negative for
   * the close before.
   */
  static Valuation of(JsonNode file, double[][] price, double[][] close) {
    int bars = close.length;
    int columns = bars == 0 ? 0 : close[0].length;
    JsonNode node = file.path("inputs").path("val_price");
    double everywhere =
        node.isMissingNode()
            ? Double.POSITIVE_INFINITY
            : node.isArray() ? Double.NaN : Golden.number(node, "val_price");
    double[][] rows =
        node.isArray()
            ? Golden.matrix(node, "val_price", bars, columns)
            : new double[bars][columns];
    for (int bar = 0; bar < bars; bar++) {
      for (int column = 0; column < columns; column++) {
        double value = node.isArray() ? rows[bar][column] : everywhere;
        if (value == Double.POSITIVE_INFINITY) {
          value = price[bar][column];
        } else if (value == Double.NEGATIVE_INFINITY) {
          value = bar > 0 ? close[bar - 1][column] : Double.NaN;
        }
        rows[bar][column] = value;
      }
    }
    JsonNode carried = file.path("config").path("ffill_val_price");
    boolean carries = carried.isMissingNode() || Golden.flag(carried, "ffill_val_price");
    return new Valuation(policy(rows, price, close, carries), rows, carries);
  }

  private static SizingPrice policy(
      double[][] rows, double[][] price, double[][] close, boolean carries) {
    boolean atFill = true;
    boolean atLastClose = carries;
    for (int bar = 0; bar < rows.length; bar++) {
      for (int column = 0; column < rows[bar].length; column++) {
        double lastClose = bar == 0 ? Double.NaN : close[bar - 1][column];
        atFill &= rows[bar][column] == price[bar][column];
        atLastClose &= Double.compare(rows[bar][column], lastClose) == 0;
        atLastClose &= bar > 0 || !Double.isNaN(close[bar][column]);
      }
    }
    return atFill
        ? SizingPrice.FILL_PRICE
        : atLastClose ? SizingPrice.LAST_CLOSE : SizingPrice.GIVEN;
  }

  /** Whether a price is to be given to the engine. */
  boolean isGiven(int bar, int column) {
    return policy == SizingPrice.GIVEN && !(carried && Double.isNaN(prices[bar][column]));
  }
}
