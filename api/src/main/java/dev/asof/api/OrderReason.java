package dev.asof.api;

/** Why an order was ignored or rejected, and which of the two it was. */
public enum OrderReason {
  /** It was filled. */
  NONE(OrderStatus.FILLED),
  /**
   * It was filled, and the engine gave it: the account had less equity than its positions require,
   * so they were closed.
   */
  MARGIN_CALL(OrderStatus.FILLED),
  /** The fill price is missing. */
  PRICE_MISSING(OrderStatus.IGNORED),
  /** The price for sizing is missing: the instrument never traded before. */
  VALUATION_PRICE_MISSING(OrderStatus.IGNORED),
  /** The account's value is unknown, because a position's valuation price is missing. */
  VALUE_MISSING(OrderStatus.IGNORED),
  /** The position already is what was asked for, or the lot is larger than what was asked for. */
  SIZE_ZERO(OrderStatus.IGNORED),
  /** The session did not reach the order's limit or stop. */
  PRICE_NOT_REACHED(OrderStatus.IGNORED),
  /** A stop closed the position in this session before. */
  STOPPED_OUT(OrderStatus.IGNORED),
  /** A corporate action ended the instrument: a delisting, a take-over or a change of symbol. */
  DELISTED(OrderStatus.IGNORED),
  /** Nothing traded, and trading is limited to a share of the volume. */
  NO_VOLUME(OrderStatus.IGNORED),
  /** A margin call closes the account's positions in this session. */
  LIQUIDATED(OrderStatus.REJECTED),
  /** The account is worth nothing or less, so it can open no position. */
  VALUE_ZERO_OR_NEGATIVE(OrderStatus.REJECTED),
  /** There is no cash to buy with. */
  NO_CASH(OrderStatus.REJECTED),
  /** There is no free cash to sell short against. */
  NO_CASH_TO_SHORT(OrderStatus.REJECTED),
  /** There is no position to reduce, and the order's direction allows nothing else. */
  NO_OPEN_POSITION(OrderStatus.REJECTED),
  /**
   * More was asked for than the cash pays for or the position holds, and partial fills are refused.
   */
  PARTIAL_FILL(OrderStatus.REJECTED),
  /** The fees are more than the cash. */
  CANNOT_COVER_FEES(OrderStatus.REJECTED),
  /** The size is below the smallest that trades. */
  MIN_SIZE_NOT_REACHED(OrderStatus.REJECTED),
  /** The size is above the largest that trades, and partial fills are refused. */
  MAX_SIZE_EXCEEDED(OrderStatus.REJECTED),
  /** The account's positions would be worth more than its leverage limit allows. */
  LEVERAGE_EXCEEDED(OrderStatus.REJECTED);

  private final OrderStatus status;

  OrderReason(OrderStatus status) {
    this.status = status;
  }

  /** What became of an order with this reason. */
  public OrderStatus status() {
    return status;
  }
}
