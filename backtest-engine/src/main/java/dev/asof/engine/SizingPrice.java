package dev.asof.engine;

/**
 * The price at which orders are turned into shares and the account is valued for it. Positions are
 * marked at their closes all the same.
 */
public enum SizingPrice {
  /** The last close before the fill, which is what a trader knows. */
  LAST_CLOSE,
  /**
   * The price at which the phase fills, as for orders that a broker sizes when it executes them. An
   * instrument without one keeps the price before it.
   */
  FILL_PRICE,
  /** What the strategy says by {@link dev.asof.api.OrderSheet#value}, and nothing else. */
  GIVEN
}
