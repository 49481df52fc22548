package dev.asof.engine;

/**
 * What is known before a bar to the accounts of a range of columns, and nothing later. Columns
 * count from 0 in each range.
 */
public final class PanelView {
  private final double[] closeUsd;
  private final int instruments;
  private final int firstColumn;
  private final int columns;
  private final double[] cashUsd;
  private final double[] shares;
  private int bar;

  PanelView(PanelPrices prices, int firstColumn, int columns, double[] cashUsd, double[] shares) {
    this.closeUsd = prices.closeUsd;
    this.instruments = prices.instruments();
    this.firstColumn = firstColumn;
    this.columns = columns;
    this.cashUsd = cashUsd;
    this.shares = shares;
  }

  void advanceTo(int newBar) {
    bar = newBar;
  }

  /** Number of finished bars; 0 before the first. */
  public int bars() {
    return bar;
  }

  /** Number of columns in this range. */
  public int columns() {
    return columns;
  }

  /** The column's number in the whole panel. */
  public int panelColumn(int column) {
    return firstColumn + column;
  }

  /**
   * Last traded price of a column's instrument in USD, raw; NaN when there is no bar.
   *
   * @param barsAgo 1 for the last finished bar
   * @throws IndexOutOfBoundsException unless {@code 1 <= barsAgo <= bars()}
   */
  public double close(int column, int barsAgo) {
    if (barsAgo < 1 || barsAgo > bar) {
      throw new IndexOutOfBoundsException(
          "Invalid barsAgo " + barsAgo + ": expected 1 to " + bar + ", the finished bars");
    }
    int panelColumn = firstColumn + column;
    int instrument = panelColumn < instruments ? panelColumn : panelColumn % instruments;
    return closeUsd[(bar - barsAgo) * instruments + instrument];
  }

  /** Shares held, negative when short. */
  public double shares(int column) {
    return shares[column];
  }

  /** Cash in USD, with the proceeds of short sales. */
  public double cashUsd(int column) {
    return cashUsd[column];
  }
}
