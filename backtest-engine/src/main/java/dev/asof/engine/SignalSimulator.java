package dev.asof.engine;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.FillAt;
import java.util.List;

/**
 * Runs signals that were worked out beforehand, without a strategy. At each bar an instrument has
 * at most one order: where the bar meets a stop, the stop's, and otherwise its signals'. All orders
 * of a bar are one batch, sized at {@link Signals#priceUsd} unless the specification says
 * otherwise.
 *
 * <p>That a stop which is met at any time of the bar comes before signals that fill at its open is
 * how programs of this kind work, and is only what could have been traded when signals fill at the
 * close. A {@link Simulator} keeps to the order of events within the session.
 */
public final class SignalSimulator {
  private final BacktestSpec spec;
  private final Bars bars;
  private final Signals signals;
  private final Accounts accounts;
  private final Journal journal = new Journal();
  private final Ledger ledger;
  private final Stops stops;
  private final OrderTicket[] tickets;
  private final double[] given;
  private final double[] prices;

  private SignalSimulator(BacktestSpec spec, Bars bars, Signals signals) {
    int instruments = bars.instruments();
    this.spec = spec;
    this.bars = bars;
    this.signals = signals;
    this.accounts = new Accounts(spec, bars.symbols());
    this.ledger = new Ledger(spec, accounts, journal);
    this.stops = new Stops(instruments);
    this.tickets = new OrderTicket[instruments];
    this.given = new double[instruments];
    this.prices = new double[instruments];
    for (int i = 0; i < instruments; i++) {
      tickets[i] = new OrderTicket();
    }
  }

  /**
   * Runs the signals over all bars; the period of the specification is not used.
   *
   * @throws IllegalArgumentException when a position is to be turned round by a percentage
   */
  public static BacktestResult run(BacktestSpec spec, Bars bars, Signals signals) {
    return new SignalSimulator(spec, bars, signals).run();
  }

  private BacktestResult run() {
    Refusals refusals = new Refusals(bars, "the signals");
    Curves curves = new Curves(spec, accounts, 0, bars.sessions());
    for (int bar = 0; bar < bars.sessions(); bar++) {
      int row = bar * bars.instruments();
      price(bar);
      for (int i = 0; i < tickets.length; i++) {
        if (prepare(bar, i, row + i)) {
          tickets[i].sharesBefore = accounts.shares[i];
          ledger.batch.add(tickets[i]);
        }
      }
      refusals.at(bar);
      ledger.execute(bar, refusals);
      ledger.batch.clear();
      for (int i = 0; i < tickets.length; i++) {
        if (tickets[i].isFilled()) {
          stops.filled(
              i,
              tickets[i].sharesBefore,
              accounts.shares[i],
              stopBase(bar, i),
              signals.stops(bar, i));
        }
      }
      accounts.mark(bars.closeUnsafe(), row);
      if (spec.sizingPrice() == SizingPrice.LAST_CLOSE) {
        accounts.sizeAt(bars.closeUnsafe(), row);
      }
      curves.record(bar);
    }
    return curves.result(bars, journal, List.of(), List.of(), List.of());
  }

  private void price(int bar) {
    for (int i = 0; i < prices.length; i++) {
      prices[i] = signals.priceUsd(bar, i);
    }
    if (spec.sizingPrice() == SizingPrice.FILL_PRICE) {
      accounts.sizeAt(prices, 0);
    } else if (spec.sizingPrice() == SizingPrice.GIVEN) {
      for (int i = 0; i < prices.length; i++) {
        given[i] = signals.valuationUsd(bar, i);
      }
      accounts.sizeAt(given, 0);
    }
  }

  /** Writes the ticket of an instrument's order, if it has one. */
  private boolean prepare(int bar, int i, int cell) {
    OrderTicket ticket = tickets[i];
    double shares = accounts.shares[i];
    double close = bars.closeUnsafe()[cell];
    double met =
        stops.watch(
            i,
            shares,
            bars.openUnsafe()[cell],
            bars.highUnsafe()[cell],
            bars.lowUnsafe()[cell],
            close);
    SignalRules rules = signals.rules(bar, i);
    ticket.order(i, FillAt.CLOSE, rules.sizeType(), 0);
    ticket.terms(signals.terms(bar, i));
    ticket.costs(signals.costs(bar, i));
    ticket.place = signals.place(bar, i);
    if (Double.isNaN(met)) {
      ticket.priceUsd = prices[i];
      return rules.order(bits(bar, i), shares, accounts.sizingPriceUsd[i], ticket);
    }
    StopRules rule = signals.stops(bar, i);
    ticket.at = FillAt.STOP;
    switch (rule.exit()) {
      case STOP_LIMIT -> {
        ticket.priceUsd = met;
        ticket.slippageFraction = 0;
      }
      case STOP_MARKET -> ticket.priceUsd = met;
      case PRICE -> ticket.priceUsd = prices[i];
      case CLOSE -> ticket.priceUsd = close;
    }
    return rules.stopOrder(rule.action(), shares, accounts.sizingPriceUsd[i], ticket);
  }

  private int bits(int bar, int i) {
    return (signals.longEntry(bar, i) ? SignalRules.LONG_ENTRY : 0)
        | (signals.longExit(bar, i) ? SignalRules.LONG_EXIT : 0)
        | (signals.shortEntry(bar, i) ? SignalRules.SHORT_ENTRY : 0)
        | (signals.shortExit(bar, i) ? SignalRules.SHORT_EXIT : 0);
  }

  private double stopBase(int bar, int i) {
    return switch (signals.stops(bar, i).entry()) {
      case VALUATION -> accounts.sizingPriceUsd[i];
      case PRICE -> tickets[i].priceUsd;
      case FILL -> tickets[i].filledUsd;
      case CLOSE -> bars.close(bar, i);
    };
  }
}
