package dev.asof.engine;

import java.util.Arrays;
import java.util.List;

/** Cash and positions of the accounts of a run; each instrument belongs to one account. */
final class Accounts {
  final int count;

  /** By instrument. */
  final int[] accountOf;

  /** By account, the instruments in ascending order. */
  final int[][] members;

  /** By account, with the proceeds of short sales. */
  final double[] cashUsd;

  /** By account, without the proceeds of short sales and without as much again. */
  final double[] freeCashUsd;

  /** By instrument, negative when short. */
  final double[] shares;

  /** By instrument, what the short position was sold for; 0 unless short. */
  final double[] debtUsd;

  /** By instrument, the last close, or the price of the first fill before there is one; or NaN. */
  final double[] lastPriceUsd;

  /** By instrument, the price that sizes orders; NaN where there is none. */
  final double[] sizingPriceUsd;

  Accounts(BacktestSpec spec, List<String> symbols) {
    int instruments = symbols.size();
    accountOf = spec.accountOf(symbols);
    cashUsd = spec.initialCashByAccount();
    count = cashUsd.length;
    freeCashUsd = cashUsd.clone();
    members = new int[count][];
    for (int account = 0; account < count; account++) {
      members[account] = membersOf(account);
    }
    shares = new double[instruments];
    debtUsd = new double[instruments];
    lastPriceUsd = new double[instruments];
    sizingPriceUsd = new double[instruments];
    Arrays.fill(lastPriceUsd, Double.NaN);
    Arrays.fill(sizingPriceUsd, Double.NaN);
  }

  private Accounts(Accounts other) {
    count = other.count;
    accountOf = other.accountOf;
    members = other.members;
    cashUsd = other.cashUsd.clone();
    freeCashUsd = other.freeCashUsd.clone();
    shares = other.shares.clone();
    debtUsd = other.debtUsd.clone();
    lastPriceUsd = other.lastPriceUsd.clone();
    sizingPriceUsd = other.sizingPriceUsd.clone();
  }

  Accounts copy() {
    return new Accounts(this);
  }

  /** Takes over cash and positions of another run of the same accounts. */
  void restore(Accounts other) {
    System.arraycopy(other.cashUsd, 0, cashUsd, 0, count);
    System.arraycopy(other.freeCashUsd, 0, freeCashUsd, 0, count);
    int instruments = shares.length;
    System.arraycopy(other.shares, 0, shares, 0, instruments);
    System.arraycopy(other.debtUsd, 0, debtUsd, 0, instruments);
    System.arraycopy(other.lastPriceUsd, 0, lastPriceUsd, 0, instruments);
    System.arraycopy(other.sizingPriceUsd, 0, sizingPriceUsd, 0, instruments);
  }

  private int[] membersOf(int account) {
    int[] found = new int[accountOf.length];
    int size = 0;
    for (int i = 0; i < accountOf.length; i++) {
      if (accountOf[i] == account) {
        found[size++] = i;
      }
    }
    return Arrays.copyOf(found, size);
  }

  /** Cash and positions at their last known prices, added in the order of the instruments. */
  double equityUsd(int account) {
    return valueUsd(account, lastPriceUsd);
  }

  /** Cash and positions at the prices that size orders, added in the order of the instruments. */
  double sizingValueUsd(int account) {
    return valueUsd(account, sizingPriceUsd);
  }

  private double valueUsd(int account, double[] prices) {
    double[] held = shares;
    double value = cashUsd[account];
    for (int i : members[account]) {
      if (held[i] != 0) {
        value += held[i] * prices[i];
      }
    }
    return value;
  }

  double totalCashUsd() {
    double total = cashUsd[0];
    for (int account = 1; account < count; account++) {
      total += cashUsd[account];
    }
    return total;
  }

  double totalEquityUsd() {
    double total = equityUsd(0);
    for (int account = 1; account < count; account++) {
      total += equityUsd(account);
    }
    return total;
  }

  /** Value of long and short positions, both positive, at the prices that size orders. */
  double grossUsd(int account) {
    double gross = 0;
    for (int i : members[account]) {
      if (shares[i] != 0) {
        gross += Math.abs(shares[i] * sizingPriceUsd[i]);
      }
    }
    return gross;
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

  /** Sizes orders at these prices; where one is missing the price before it stays. */
  void sizeAt(double[] pricesUsd, int row) {
    double[] prices = sizingPriceUsd;
    for (int i = 0; i < prices.length; i++) {
      double price = pricesUsd[row + i];
      if (Double.isFinite(price)) {
        prices[i] = price;
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
