package dev.asof.engine;

import dev.asof.api.OrderCosts;
import dev.asof.api.OrderTerms;

/**
 * Entry and exit signals for each bar and instrument, worked out beforehand, with all that decides
 * what they become. Whoever makes them answers for it that a bar's signals were known when its
 * price was paid.
 */
public interface Signals {
  /** Whether to enter a long position. */
  boolean longEntry(int bar, int instrument);

  /** Whether to leave a long position. */
  boolean longExit(int bar, int instrument);

  /** Whether to enter a short position. */
  boolean shortEntry(int bar, int instrument);

  /** Whether to leave a short position. */
  boolean shortExit(int bar, int instrument);

  /** The price at which a bar's signals fill, before slippage; NaN when they can't. */
  double priceUsd(int bar, int instrument);

  /**
   * The price that sizes a bar's orders where the specification says {@link SizingPrice#GIVEN}; NaN
   * for the one before it.
   */
  double valuationUsd(int bar, int instrument);

  /**
   * Where an instrument's order stands within its bar when orders are executed {@link
   * FillOrder#AS_GIVEN}: those with a lower place come first.
   */
  int place(int bar, int instrument);

  /** What signals become. */
  SignalRules rules(int bar, int instrument);

  /** The stops of a position that is entered at this bar, and how a stop met at this bar fills. */
  StopRules stops(int bar, int instrument);

  /** What orders may do; the direction is the signal's. */
  OrderTerms terms(int bar, int instrument);

  /** What orders cost. */
  OrderCosts costs(int bar, int instrument);
}
