package dev.asof.api;

/**
 * At which price of the session about to open an order fills. Bars do not tell the path of the
 * price within a session; what is assumed stands on {@link #LIMIT} and {@link #STOP}.
 */
public enum FillAt {
  /** At the session's first price. */
  OPEN,
  /** At the session's last price (market-on-close), which isn't known when the order is sized. */
  CLOSE,
  /**
   * At a limit: a purchase when the session's low is not above it, a sale when the high is not
   * below it; at the limit, or at the open when that is better. The limit's whole size is taken to
   * trade when the price is touched.
   */
  LIMIT,
  /**
   * At a stop: a purchase when the session's high is not below it, a sale when the low is not above
   * it; at the stop with slippage, or at the open when the session opens beyond it. Where a session
   * touches a stop and a limit of one instrument, the stop is taken to have come first.
   */
  STOP
}
