package dev.asof.api;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * What a run is compared with: the prices of one instrument in shares of one session, without its
 * dividends. It decides nothing, so a strategy does not see it. Immutable: arrays are copied in and
 * out.
 */
public final class Benchmark {
  private final String symbol;
  private final List<LocalDate> sessions;
  private final double[] closeUsd;

  private Benchmark(String symbol, List<LocalDate> sessions, double[] closeUsd) {
    this.symbol = symbol;
    this.sessions = sessions;
    this.closeUsd = closeUsd;
  }

  /**
   * A benchmark.
   *
   * @param sessions ascending
   * @param closeUsd close of each session in the same shares; NaN where there is none
   * @throws IllegalArgumentException unless there is one close per session, and sessions ascend
   */
  public static Benchmark of(String symbol, List<LocalDate> sessions, double[] closeUsd) {
    if (closeUsd.length != sessions.size()) {
      throw new IllegalArgumentException(
          "Invalid benchmark "
              + symbol
              + ": "
              + closeUsd.length
              + " closes for "
              + sessions.size()
              + " sessions");
    }
    for (int bar = 1; bar < sessions.size(); bar++) {
      if (!sessions.get(bar - 1).isBefore(sessions.get(bar))) {
        throw new IllegalArgumentException(
            "Invalid benchmark "
                + symbol
                + ": session "
                + sessions.get(bar)
                + " is not after "
                + sessions.get(bar - 1));
      }
    }
    return new Benchmark(Objects.requireNonNull(symbol), List.copyOf(sessions), closeUsd.clone());
  }

  /** The only instrument of a panel of bars. */
  public static Benchmark of(Bars bars) {
    if (bars.instruments() != 1) {
      throw new IllegalArgumentException(
          "Invalid benchmark: " + bars.instruments() + " instruments instead of one");
    }
    return of(bars.symbols().get(0), bars.sessionDates(), bars.closeUnsafe());
  }

  /**
   * The same with its closes in shares of after the last split, so that a split is no return.
   *
   * @param adjustment the splits of the benchmark, among others
   */
  public Benchmark adjusted(SplitAdjustment adjustment) {
    double[] adjusted = closeUsd.clone();
    for (int bar = 0; bar < adjusted.length; bar++) {
      adjusted[bar] = adjustment.priceUsd(symbol, sessions.get(bar), adjusted[bar]);
    }
    return new Benchmark(symbol, sessions, adjusted);
  }

  /** Its name, as the definition has it. */
  public String symbol() {
    return symbol;
  }

  /** Its own sessions, which may be more or fewer than a run's, ascending. */
  public List<LocalDate> sessions() {
    return sessions;
  }

  /** Close of each session, all in the same shares; NaN where there is none. */
  public double[] closeUsd() {
    return closeUsd.clone();
  }

  /**
   * Daily returns over a run's sessions, as fractions: from the last close before each session to
   * that session's. 0 where the benchmark has no close on the session (the next return then covers
   * both) and before its first one.
   *
   * @param runSessions ascending
   */
  public double[] returns(List<LocalDate> runSessions) {
    double[] returns = new double[runSessions.size()];
    int next = 0;
    double before = Double.NaN;
    for (int bar = 0; bar < returns.length; bar++) {
      LocalDate session = runSessions.get(bar);
      double now = before;
      while (next < sessions.size() && !sessions.get(next).isAfter(session)) {
        boolean onSession = sessions.get(next).equals(session);
        if (!Double.isNaN(closeUsd[next])) {
          now = closeUsd[next];
          // What closed before the run's first session is where its first return starts.
          before = bar == 0 && !onSession ? now : before;
        }
        next++;
      }
      returns[bar] = Double.isNaN(before) ? 0 : now / before - 1;
      before = now;
    }
    return returns;
  }

  /**
   * Returns for each of a run's sessions whether the benchmark has a close on it.
   *
   * @param runSessions ascending
   */
  public boolean[] hasClose(List<LocalDate> runSessions) {
    boolean[] has = new boolean[runSessions.size()];
    for (int bar = 0; bar < has.length; bar++) {
      int found = Collections.binarySearch(sessions, runSessions.get(bar));
      has[bar] = found >= 0 && !Double.isNaN(closeUsd[found]);
    }
    return has;
  }

  /** Returns whether the benchmark has a close before a day. */
  public boolean hasCloseBefore(LocalDate day) {
    for (int own = 0; own < sessions.size() && sessions.get(own).isBefore(day); own++) {
      if (!Double.isNaN(closeUsd[own])) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Benchmark benchmark
        && symbol.equals(benchmark.symbol)
        && sessions.equals(benchmark.sessions)
        && Arrays.equals(closeUsd, benchmark.closeUsd);
  }

  @Override
  public int hashCode() {
    return Objects.hash(symbol, sessions, Arrays.hashCode(closeUsd));
  }

  @Override
  public String toString() {
    return "Benchmark[" + symbol + ", " + sessions.size() + " sessions]";
  }
}
