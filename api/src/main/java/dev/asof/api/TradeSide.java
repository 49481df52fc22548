package dev.asof.api;

/** Direction of a fill. */
public enum TradeSide {
  /** Shares come in, cash goes out. */
  BUY,
  /** Shares go out, cash comes in. */
  SELL
}
