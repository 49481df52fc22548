package dev.asof.engine;

import java.util.Arrays;

/** Cash and positions that share it, with the last known price of each instrument. */
final class Account {
  /** With the proceeds of short sales. */
  double cashUsd;

  /** By instrument, negative when short. */
  final double[] shares;

  /** Last known price by instrument, in USD; NaN before the first. */
  final double[] lastPriceUsd;

  Account(double cashUsd, int instruments) {
    this.cashUsd = cashUsd;
    this.shares = new double[instruments];
    this.lastPriceUsd = new double[instruments];
    Arrays.fill(lastPriceUsd, Double.NaN);
  }

  /** Cash and positions at their last known prices, added in the order of the instruments. */
  double equityUsd() {
    double[] held = shares;
    double[] prices = lastPriceUsd;
    double equity = cashUsd;
    for (int i = 0; i < held.length; i++) {
      if (held[i] != 0) {
        equity += held[i] * prices[i];
      }
    }
    return equity;
  }

  /** Takes over the finite closes of a session; where there is none the last price stays. */
  void mark(double[] closeUsd, int row) {
    double[] prices = lastPriceUsd;
    for (int i = 0; i < prices.length; i++) {
      double close = closeUsd[row + i];
      if (Double.isFinite(close)) {
        prices[i] = close;
      }
    }
  }

  /** Values a position at what was just paid when its instrument never closed before. */
  void firstPrice(int instrument, double priceUsd) {
    if (Double.isNaN(lastPriceUsd[instrument])) {
      lastPriceUsd[instrument] = priceUsd;
    }
  }
}
