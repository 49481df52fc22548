package dev.asof.api;

/** What became of an order. */
public enum OrderStatus {
  /** It traded, in full or as far as the account allowed. */
  FILLED,
  /** There was nothing to do, or nothing to do it with. */
  IGNORED,
  /** The account's rules forbade it. */
  REJECTED
}
