package dev.asof.api;

/** Why an order was ignored or rejected. */
public enum OrderReason {
  /** It was filled. */
  NONE,
  /** The fill price is missing. */
  PRICE_MISSING,
  /** The price for sizing is missing: the instrument never traded before. */
  VALUATION_PRICE_MISSING,
  /** The position already is what was asked for. */
  SIZE_ZERO,
  /** The account is worth nothing or less, so a share of it can't be bought. */
  VALUE_ZERO_OR_NEGATIVE,
  /** There is no cash to buy with. */
  NO_CASH,
  /** The cash pays for less than was asked, and partial fills are refused. */
  PARTIAL_FILL,
  /** The fees are more than the cash. */
  CANNOT_COVER_FEES,
  /** The size is below the smallest that trades. */
  MIN_SIZE_NOT_REACHED
}
