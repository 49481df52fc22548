package dev.asof.engine;

/** In which order the orders of one phase are executed. */
public enum FillOrder {
  /**
   * Ascending by the value that they add, so that sales free the cash that purchases need; ties by
   * instrument. Orders of unknown value come last, in reversed order of the instruments.
   */
  SALES_FIRST,
  /** As the strategy gave them; an order that replaces another takes its place. */
  AS_GIVEN
}
