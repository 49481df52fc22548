package dev.asof.api;

/** What the number in an order means. */
public enum SizeType {
  /**
   * The position's value as a share of the account's value: 0.25 is 25 %, -10 is short 1,000 %.
   * Both are valued at the last known prices, whatever price the order then fills at.
   */
  TARGET_WEIGHT,
  /** The position in shares, negative when short; 0 closes it. */
  TARGET_SHARES
}
