package dev.asof.engine;

import dev.asof.api.BacktestResult;
import dev.asof.api.Trade;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A result over the time in which it held something: from the session before an entry through the
 * exit, so that idle cash before and after does not dilute what is compared. Windows of several
 * trades are joined; a session counts once.
 */
public final class HoldingWindow {
  private static final int FEWEST_RETURNS = 3;

  private final double[] returns;
  private final double totalReturn;

  private HoldingWindow(double[] returns, double totalReturn) {
    this.returns = returns;
    this.totalReturn = totalReturn;
  }

  /** The window of a result; empty without trades. */
  public static HoldingWindow of(BacktestResult result) {
    boolean[] held = held(result);
    double[] equity = result.equityUsd();
    double[] all = Metrics.returns(result);
    double[] returns = new double[held.length];
    int count = 0;
    double growth = 1;
    for (int bar = 0; bar < held.length; bar++) {
      if (held[bar]) {
        returns[count++] = all[bar];
        double before = bar == 0 ? result.initialCashUsd() : equity[bar - 1];
        growth *= before > 0 && equity[bar] >= 0 ? equity[bar] / before : Double.NaN;
      }
    }
    return new HoldingWindow(Arrays.copyOf(returns, count), growth - 1);
  }

  /**
   * Daily returns, in order, dated from the session before an entry through the exit session. A
   * holding of one session has three: that of the session before the entry (0 when nothing was
   * held), of the entry and of the exit. An entry in the first session has no session before it.
   * Empty without trades.
   */
  public double[] returns() {
    return returns.clone();
  }

  /** {@link Metrics#sharpe} over {@link #returns}; NaN under three returns. */
  public double sharpe(int yearDays) {
    return returns.length < FEWEST_RETURNS ? Double.NaN : Metrics.sharpe(returns, yearDays);
  }

  /**
   * Compounded return over the sessions of {@link #returns}, as a fraction; 0 without trades. NaN
   * when a session begins with an equity of zero or less, or ends below zero: growth isn't
   * compounded across it.
   */
  public double totalReturn() {
    return totalReturn;
  }

  private static boolean[] held(BacktestResult result) {
    List<LocalDate> sessions = result.sessions();
    boolean[] held = new boolean[sessions.size()];
    for (Trade trade : result.trades()) {
      int entry = Collections.binarySearch(sessions, trade.entrySession());
      int exit = Collections.binarySearch(sessions, trade.exitSession());
      Arrays.fill(held, Math.max(entry - 1, 0), exit + 1, true);
    }
    return held;
  }
}
