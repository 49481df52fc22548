package dev.asof.engine;

/**
 * Decides for a range of columns at once. It is called before each bar and keeps its state in its
 * own fields; one instance serves one run over one range on one thread.
 *
 * <p>A {@link dev.asof.api.Strategy} trades one account of many instruments and sees facts as well.
 * This interface is for many accounts of one instrument each, as a sweep has them, where a call per
 * account and bar would cost more than the account itself.
 */
@FunctionalInterface
public interface PanelStrategy {
  /**
   * Decides for the bar to come.
   *
   * @param view what is known before it; not to be kept after the call
   * @param sizes takes the size of each column's order, by the view's column index; NaN, as which
   *     it comes, for none
   */
  void decide(PanelView view, double[] sizes);

  /** Makes the strategies of a run, one for each range of columns. */
  @FunctionalInterface
  interface Factory {
    /**
     * A new strategy for {@code columns} columns, of which the first is {@code firstColumn} of the
     * panel.
     */
    PanelStrategy create(int firstColumn, int columns);
  }
}
