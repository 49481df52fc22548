package dev.asof.api;

/** At which price of the session about to open an order fills. */
public enum FillAt {
  /** At the session's first price. */
  OPEN,
  /** At the session's last price (market-on-close), which isn't known when the order is sized. */
  CLOSE
}
