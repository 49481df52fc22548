package dev.asof.api;

/**
 * What the number in an order means. Sizes that speak of value are turned into shares at the
 * valuation price, whatever price the order then fills at.
 */
public enum SizeType {
  /** Shares to buy, or to sell when negative; infinite for all that the cash or position allows. */
  SHARES,
  /** Value in USD to buy, or to sell when negative. */
  VALUE,
  /**
   * A share of what could be bought or sold at most, in -1 to 1: of the free cash for a purchase,
   * of the position for a sale that ends at no position, of position and free cash for a short
   * sale.
   */
  PERCENT,
  /**
   * The position's value as a share of the account's value: 0.25 is 25 %, -10 is short 1,000 %.
   * Both are valued at the last known prices, whatever price the order then fills at.
   */
  TARGET_WEIGHT,
  /** The position in shares, negative when short; 0 closes it. */
  TARGET_SHARES,
  /** The position's value in USD, negative when short; 0 closes it. */
  TARGET_VALUE
}
