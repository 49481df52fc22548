package dev.asof.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The prices of a golden run, by bar and column.
 *
 * @param order price of each cell's order: infinite for the close, infinite and negative for the
 *     open
 */
record Prices(
    double[][] open, double[][] high, double[][] low, double[][] close, double[][] order) {

  static Prices of(JsonNode inputs) {
    double[][] close = Golden.matrix(Golden.part(inputs, "close"), "close");
    int bars = close.length;
    int columns = bars == 0 ? 0 : close[0].length;
    double[][] open = optional(inputs, "open", bars, columns);
    double[][] order = Golden.matrix(Golden.part(inputs, "price"), "price", bars, columns);
    for (int bar = 0; bar < bars; bar++) {
      for (int column = 0; column < columns; column++) {
        if (Double.isInfinite(order[bar][column])) {
          order[bar][column] = order[bar][column] > 0 ? close[bar][column] : open[bar][column];
        }
      }
    }
    return new Prices(
        open,
        optional(inputs, "high", bars, columns),
        optional(inputs, "low", bars, columns),
        close,
        order);
  }

  private static double[][] optional(JsonNode inputs, String name, int bars, int columns) {
    return inputs.has(name)
        ? Golden.matrix(inputs.get(name), name, bars, columns)
        : Columns.nothing(bars, columns);
  }

  int bars() {
    return close.length;
  }

  int columns() {
    return close.length == 0 ? 0 : close[0].length;
  }
}
