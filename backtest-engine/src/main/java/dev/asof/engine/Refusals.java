package dev.asof.engine;

import dev.asof.api.AsOfException;
import dev.asof.api.Bars;
import dev.asof.api.ErrorCode;
import java.util.Locale;

/** Words for orders that end a run because they can't be executed. */
final class Refusals {
  private final Bars bars;
  private final String whose;
  private int bar;

  /**
   * Refusals of a run.
   *
   * @param whose who gave the orders
   */
  Refusals(Bars bars, String whose) {
    this.bars = bars;
    this.whose = whose;
  }

  /** Moves on to a bar. */
  void at(int newBar) {
    bar = newBar;
  }

  AsOfException priceMissing(OrderTicket ticket) {
    String field = ticket.at.name().toLowerCase(Locale.ROOT);
    double price = ticket.priceUsd;
    return new AsOfException(
        ErrorCode.PRICE_MISSING,
        "Cannot fill: "
            + bars.symbols().get(ticket.instrument)
            + (Double.isNaN(price) ? " has no " + field : " has the " + field + " " + price)
            + " on "
            + bars.session(bar)
            + "; expected a price above 0: load that bar, or what became of the company (asof lake"
            + " ingest corporate-actions), trade on another session, or say missingPrice:"
            + " {lastPrice: 5}, which closes positions at a close of up to 5 sessions ago, or"
            + " missingPrice: ignore");
  }

  AsOfException sizeTooLarge(OrderTicket ticket, ArithmeticException overflow) {
    return new AsOfException(
        ErrorCode.STRATEGY_FAILED,
        "Cannot fill: "
            + whose
            + " asked for "
            + ticket.size
            + " of "
            + bars.symbols().get(ticket.instrument)
            + " on "
            + bars.session(bar)
            + ", more shares than a number holds; expected a size that is tradable",
        overflow);
  }
}
