package dev.asof.strategies;

/** Which positions a strategy takes. */
enum Sides {
  /** Long or none. */
  LONG_ONLY,
  /** Long or short. */
  LONG_SHORT
}
