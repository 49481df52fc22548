package dev.asof.api;

/** How long an order that did not fill stays. */
public enum TimeInForce {
  /** It lapses when its session ends. */
  DAY,
  /** It stays until it fills, is replaced or is cancelled. */
  GOOD_TILL_CANCELLED
}
