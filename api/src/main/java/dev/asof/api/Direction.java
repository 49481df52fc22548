package dev.asof.api;

/** Which positions an order may lead to. */
public enum Direction {
  /** Long positions only: a sale ends at no position. */
  LONG_ONLY,
  /**
   * Short positions only. The size has its sign turned: a positive one sells short, a negative one
   * buys back and ends at no position; a target of 0.5 is a short position of 50 %.
   */
  SHORT_ONLY,
  /** Long and short positions. */
  BOTH
}
