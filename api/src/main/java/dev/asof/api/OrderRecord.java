package dev.asof.api;

import java.time.LocalDate;

/**
 * An order that a strategy gave, and what became of it.
 *
 * @param id position in the list of orders, from 0, in the order of execution
 * @param session the session that it was for
 * @param symbol instrument
 * @param sizeType what {@code size} means
 * @param size as asked: a share of the account's value, or shares
 * @param at price that it was to fill at
 * @param status what became of it
 * @param reason why it did not fill; {@link OrderReason#NONE} when it did
 * @param context the price it met, and its account before and after it
 */
public record OrderRecord(
    int id,
    LocalDate session,
    String symbol,
    SizeType sizeType,
    double size,
    FillAt at,
    OrderStatus status,
    OrderReason reason,
    OrderContext context) {
  /** An order whose circumstances are unknown. */
  public OrderRecord(
      int id,
      LocalDate session,
      String symbol,
      SizeType sizeType,
      double size,
      FillAt at,
      OrderStatus status,
      OrderReason reason) {
    this(id, session, symbol, sizeType, size, at, status, reason, OrderContext.UNKNOWN);
  }
}
