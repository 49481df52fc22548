package dev.asof.engine;

/** What limits an order that brings a position nearer to zero. */
public enum ReducingOrders {
  /**
   * The cash, as for any other order, and the proceeds have to cover the fees. The independent
   * program whose fills are pinned does so: a short that cash does not pay for stays open in part.
   */
  WITHIN_CASH,
  /**
   * Neither cash nor fees, nor that the account is worth nothing: the part of an order that reduces
   * a position fills whole and cash goes below zero, as a broker books it. An order in {@link
   * dev.asof.api.SizeType#PERCENT} of cash is still sized by the cash.
   */
  IN_FULL
}
