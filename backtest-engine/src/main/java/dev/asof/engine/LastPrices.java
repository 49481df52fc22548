package dev.asof.engine;

import dev.asof.api.Bars;

/** The earlier prices at which orders that reduce a position may fill when a session has none. */
final class LastPrices {
  private final Bars bars;
  private final Accounts accounts;
  private final int sessions;

  LastPrices(MissingPrice missing, Bars bars, Accounts accounts) {
    this.bars = bars;
    this.accounts = accounts;
    this.sessions = missing.sessions();
  }

  /** The price instead of one that is missing; NaN where the order may not fill at one. */
  double insteadUsd(int bar, OrderTicket ticket) {
    int i = ticket.instrument;
    if (sessions == 0 || !reduces(ticket, accounts.shares[i])) {
      return Double.NaN;
    }
    for (int before = bar - 1; before >= Math.max(0, bar - sessions); before--) {
      if (Double.isFinite(bars.close(before, i))) {
        return accounts.lastPriceUsd[i];
      }
    }
    return Double.NaN;
  }

  private static boolean reduces(OrderTicket ticket, double held) {
    if (held == 0 || ticket.closes()) {
      return held != 0;
    }
    double size = ticket.signedSize();
    return switch (ticket.type) {
      case SHARES -> size * held < 0 && Math.abs(size) <= Math.abs(held);
      case TARGET_SHARES -> size * held > 0 && Math.abs(size) < Math.abs(held);
      case VALUE, PERCENT, TARGET_VALUE, TARGET_WEIGHT -> false;
    };
  }
}
