package dev.asof.engine;

/**
 * What a session's four prices are taken to say about the path between them: it opened at the open
 * and touched every price from low to high. A price that the open is already beyond is met at the
 * open; the order in which high and low came is not known.
 */
final class IntrabarPath {
  private IntrabarPath() {}

  /**
   * The price at which a session first meets a level.
   *
   * @param rises whether the level is met from below; otherwise from above
   * @param high the highest price; where it is missing, the higher of open and close
   * @param low the lowest price; where it is missing, the lower of open and close
   * @param open the first price; where it is missing, the close stands for it
   * @return the open when that is beyond the level, the level when the session touches it, NaN when
   *     it does not or does not trade
   */
  static double touch(
      double level, boolean rises, double open, double high, double low, double close) {
    double first = Double.isNaN(open) ? close : open;
    if (rises ? first >= level : first <= level) {
      return first;
    }
    double highest = Double.isNaN(high) ? larger(first, close) : high;
    double lowest = Double.isNaN(low) ? smaller(first, close) : low;
    return lowest <= level && level <= highest ? level : Double.NaN;
  }

  private static double larger(double first, double close) {
    return close > first ? close : first;
  }

  private static double smaller(double first, double close) {
    return close < first ? close : first;
  }
}
