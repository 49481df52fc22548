package dev.asof.api;

import java.util.List;

/**
 * One account of a run over time: cash and the positions that share it. Arrays have one element per
 * session, as of its close. Immutable: arrays are copied in and out.
 */
public final class AccountHistory {
  private final String name;
  private final List<String> symbols;
  private final double initialCashUsd;
  private final double[] cashUsd;
  private final double[] freeCashUsd;
  private final double[] equityUsd;

  /** Copies all that it is given. */
  public AccountHistory(
      String name,
      List<String> symbols,
      double initialCashUsd,
      double[] cashUsd,
      double[] freeCashUsd,
      double[] equityUsd) {
    if (cashUsd.length != equityUsd.length || freeCashUsd.length != equityUsd.length) {
      throw new IllegalArgumentException(
          "Invalid account "
              + name
              + ": "
              + cashUsd.length
              + ", "
              + freeCashUsd.length
              + " and "
              + equityUsd.length
              + " sessions instead of one number");
    }
    this.name = name;
    this.symbols = List.copyOf(symbols);
    this.initialCashUsd = initialCashUsd;
    this.cashUsd = cashUsd.clone();
    this.freeCashUsd = freeCashUsd.clone();
    this.equityUsd = equityUsd.clone();
  }

  /** Its name; empty for the only account of a run. */
  public String name() {
    return name;
  }

  /** The instruments that it trades. */
  public List<String> symbols() {
    return symbols;
  }

  /** Cash before the first session. */
  public double initialCashUsd() {
    return initialCashUsd;
  }

  /** Cash at each close, with the proceeds of short sales. */
  public double[] cashUsd() {
    return cashUsd.clone();
  }

  /**
   * Cash at each close without the proceeds of short sales and without as much again, which secures
   * them.
   */
  public double[] freeCashUsd() {
    return freeCashUsd.clone();
  }

  /** Cash and positions at each close. */
  public double[] equityUsd() {
    return equityUsd.clone();
  }
}
