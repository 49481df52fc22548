package dev.asof.engine;

import dev.asof.api.BacktestResult;
import dev.asof.api.Benchmark;
import dev.asof.api.Trials;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Daily returns to be measured, whoever made them: a backtest, a fund, a paper. Fractions, one per
 * session; NaN is a missing one. What else is known (dates, a benchmark, the trials it was chosen
 * from) opens further metrics. Immutable: arrays are copied in and out.
 */
public final class TrackRecord {
  private final double[] returns;
  private final List<LocalDate> sessions;
  private final double[] benchmark;
  private final double[] trialSharpes;
  private final Trials trials;
  private final BacktestResult result;

  /** The record and the benchmark over what both have, when that is less than the record. */
  private final TrackRecord common;

  private TrackRecord(
      double[] returns,
      List<LocalDate> sessions,
      double[] benchmark,
      double[] trialSharpes,
      Trials trials,
      BacktestResult result) {
    this(returns, sessions, benchmark, trialSharpes, trials, result, null);
  }

  private TrackRecord(
      double[] returns,
      List<LocalDate> sessions,
      double[] benchmark,
      double[] trialSharpes,
      Trials trials,
      BacktestResult result,
      TrackRecord common) {
    this.returns = returns;
    this.sessions = sessions;
    this.benchmark = benchmark;
    this.trialSharpes = trialSharpes;
    this.trials = trials;
    this.result = result;
    this.common = common;
  }

  /** Any series of daily returns; it may be empty. */
  public static TrackRecord of(double[] returns) {
    return new TrackRecord(returns.clone(), List.of(), null, null, null, null);
  }

  /** A backtest's daily returns with its dates, equity, fills and trades. */
  public static TrackRecord of(BacktestResult result) {
    return new TrackRecord(Metrics.returns(result), result.sessions(), null, null, null, result);
  }

  /**
   * The same with the dates of its sessions.
   *
   * @throws IllegalArgumentException unless there is one per return and they ascend
   */
  public TrackRecord on(List<LocalDate> dates) {
    if (dates.size() != returns.length) {
      throw invalid(dates.size() + " dates for " + returns.length + " returns");
    }
    for (int n = 1; n < dates.size(); n++) {
      if (!dates.get(n - 1).isBefore(dates.get(n))) {
        throw invalid("date " + dates.get(n) + " is not after " + dates.get(n - 1));
      }
    }
    return new TrackRecord(
        returns, List.copyOf(dates), benchmark, trialSharpes, trials, result, common);
  }

  /**
   * The same with the returns of a benchmark over the same sessions.
   *
   * @throws IllegalArgumentException unless there is one per return
   */
  public TrackRecord against(double[] benchmarkReturns) {
    if (benchmarkReturns.length != returns.length) {
      throw invalid(
          benchmarkReturns.length
              + " returns of the benchmark for "
              + returns.length
              + " of the record");
    }
    return new TrackRecord(
        returns, sessions, benchmarkReturns.clone(), trialSharpes, trials, result);
  }

  /**
   * The same with a benchmark, over the sessions at which both have a close. Where the benchmark
   * has none, returns are compounded into the next common session.
   *
   * @throws IllegalArgumentException unless the record has the dates of its sessions
   */
  public TrackRecord against(Benchmark other) {
    if (!offers(Metric.Input.SESSIONS)) {
      throw invalid("a benchmark needs the dates of the returns");
    }
    CommonReturns both = CommonReturns.of(returns, sessions, other);
    if (both.isWhole()) {
      return against(other.returns(sessions));
    }
    TrackRecord compared =
        new TrackRecord(both.returns(), both.sessions(), both.benchmark(), null, null, null, null);
    return new TrackRecord(returns, sessions, benchmark, trialSharpes, trials, result, compared);
  }

  /**
   * The same with the Sharpe ratios of everything that was tried before this one was chosen, this
   * one among them, for {@link Metric#DEFLATED_SHARPE}.
   *
   * @param dailySharpes mean over standard deviation of each trial's daily returns, not annualised;
   *     NaN where it is not defined, which is left out
   */
  public TrackRecord amongTrials(double[] dailySharpes) {
    return new TrackRecord(
        returns, sessions, benchmark, dailySharpes.clone(), null, result, common);
  }

  /** The same as one of so many trials, for {@link Metric#DEFLATED_SHARPE}. */
  public TrackRecord amongTrials(Trials tried) {
    return new TrackRecord(
        returns, sessions, benchmark, null, Objects.requireNonNull(tried), result, common);
  }

  private static IllegalArgumentException invalid(String what) {
    return new IllegalArgumentException("Invalid track record: " + what);
  }

  /** Whether it holds what a metric needs. */
  public boolean offers(Metric.Input input) {
    return switch (input) {
      case RETURNS -> true;
      case SESSIONS -> sessions.size() == returns.length && returns.length > 0;
      case BENCHMARK -> benchmark != null || common != null;
      case TRIALS -> trialSharpes != null || trials != null;
      case TRADES -> result != null;
    };
  }

  /** One per session; NaN is a missing one. */
  public double[] returns() {
    return returns.clone();
  }

  /** One per return, ascending; empty when they are not known. */
  public List<LocalDate> sessions() {
    return sessions;
  }

  /** Of the benchmark, one per session, when there is one. */
  public Optional<double[]> benchmark() {
    return Optional.ofNullable(benchmark).map(double[]::clone);
  }

  /** The record and its benchmark over what both have; empty when that is all of it. */
  Optional<TrackRecord> common() {
    return Optional.ofNullable(common);
  }

  double[] returnsUnsafe() {
    return returns;
  }

  double[] benchmarkUnsafe() {
    return Objects.requireNonNull(benchmark);
  }

  /** Of each trial; empty when only their number and spread are known. */
  double[] trialSharpesUnsafe() {
    return trialSharpes == null ? new double[0] : trialSharpes;
  }

  /** Number and spread of the trials, when it was given those instead of each. */
  Optional<Trials> trials() {
    return Optional.ofNullable(trials);
  }

  Optional<BacktestResult> result() {
    return Optional.ofNullable(result);
  }

  /** Only the sessions from one bar to before another, with the benchmark over them. */
  TrackRecord between(int from, int to) {
    return new TrackRecord(
        Arrays.copyOfRange(returns, from, to),
        sessions.isEmpty() ? sessions : sessions.subList(from, to),
        benchmark == null ? null : Arrays.copyOfRange(benchmark, from, to),
        null,
        null,
        null);
  }

  /** The same with 0 for each missing return. */
  TrackRecord zeroed() {
    double[] zeroed = Sample.of(returns, MetricConvention.Missing.ZERO).valuesUnsafe();
    return new TrackRecord(zeroed, sessions, benchmark, trialSharpes, trials, result, common);
  }

  /** What the curve starts from: the initial cash, or 1. */
  double startValue() {
    return result == null ? 1 : result.initialCashUsd();
  }

  /** Equity at each close, or the growth of 1; a missing return leaves it where it is. */
  double[] curve() {
    if (result != null) {
      return result.equityUsd();
    }
    double[] curve = new double[returns.length];
    double growth = 1;
    for (int bar = 0; bar < curve.length; bar++) {
      growth *= Double.isNaN(returns[bar]) ? 1 : 1 + returns[bar];
      curve[bar] = growth;
    }
    return curve;
  }
}
