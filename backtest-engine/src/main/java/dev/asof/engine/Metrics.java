package dev.asof.engine;

import dev.asof.api.BacktestResult;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Measures results and series of daily returns. What is not defined is NaN; {@link Metric} states
 * each formula and {@link MetricConvention} what can differ. {@link HeadlineMetrics} measures many
 * series fast.
 */
public final class Metrics {
  private Metrics() {}

  /**
   * The headline metrics of a result under our convention.
   *
   * @param yearDays days in a year, 252 or 365; above 0
   * @return a value for each of {@link Metric#HEADLINE}, in their order; NaN where it is not
   *     defined
   */
  public static Map<Metric, Double> of(BacktestResult result, int yearDays) {
    return measure(
        Metric.HEADLINE,
        new Measurement(TrackRecord.of(result), MetricConvention.ofYear(yearDays)));
  }

  /**
   * Every metric that a record holds the input for.
   *
   * @return values in the order of {@link Metric}; NaN where one is not defined
   */
  public static Map<Metric, Double> of(TrackRecord record, MetricConvention convention) {
    List<Metric> offered =
        List.of(Metric.values()).stream().filter(m -> record.offers(m.input())).toList();
    return measure(offered, new Measurement(record, convention));
  }

  private static Map<Metric, Double> measure(List<Metric> metrics, Measurement measurement) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    for (Metric metric : metrics) {
      values.put(metric, measurement.value(metric));
    }
    return values;
  }

  /** One metric; NaN where it is not defined and where the record does not hold its input. */
  public static double value(Metric metric, TrackRecord record, MetricConvention convention) {
    return new Measurement(record, convention).value(metric);
  }

  /**
   * Daily returns, one per session; the first is against the initial cash. A return from equity
   * below zero has its sign turned, so that a gain is always positive; from zero it is 0, or
   * infinite when equity changes.
   */
  public static double[] returns(BacktestResult result) {
    double[] equity = result.equityUsd();
    double[] returns = new double[equity.length];
    double before = result.initialCashUsd();
    for (int bar = 0; bar < equity.length; bar++) {
      returns[bar] = change(before, equity[bar]);
      before = equity[bar];
    }
    return returns;
  }

  /**
   * Daily returns as {@link #returns} has them up to the session before ruin, -1 in the first
   * session that ends with equity of zero or below, and 0 after it: for drawings, which stay at the
   * loss of everything.
   */
  public static double[] returnsToRuin(BacktestResult result) {
    double[] returns = returns(result);
    Ruin.of(result)
        .ifPresent(
            ruin -> {
              Arrays.fill(returns, ruin.bar(), returns.length, 0);
              returns[ruin.bar()] = -1;
            });
    return returns;
  }

  private static double change(double before, double now) {
    if (before == 0) {
      return now == 0 ? 0 : Math.copySign(Double.POSITIVE_INFINITY, now);
    }
    double fraction = (now - before) / before;
    return before < 0 ? -fraction : fraction;
  }

  /**
   * Distance from the highest equity so far, one per session, as a fraction of it: 0 at a peak,
   * -0.2 when a fifth is lost, below -1 when equity is below zero. The initial cash counts as a
   * peak.
   */
  public static double[] drawdown(BacktestResult result) {
    return Drawdowns.of(
            result.initialCashUsd(), result.equityUsd(), MetricConvention.Peak.STARTING_VALUE)
        .depthUnsafe();
  }

  /**
   * Compounded return over the series; 0 for an empty one, NaN for one that loses more than
   * everything.
   */
  public static double totalReturn(double[] returns) {
    return value(Metric.TOTAL_RETURN, returns, 1);
  }

  /**
   * See {@link Metric#ANNUALISED_RETURN}; NaN for an empty series and for one that loses more than
   * everything.
   */
  public static double annualisedReturn(double[] returns, int yearDays) {
    return value(Metric.ANNUALISED_RETURN, returns, yearDays);
  }

  /** See {@link Metric#VOLATILITY}; NaN under two returns. */
  public static double volatility(double[] returns, int yearDays) {
    return value(Metric.VOLATILITY, returns, yearDays);
  }

  /** See {@link Metric#SHARPE}; NaN under two returns and when all are equal but for rounding. */
  public static double sharpe(double[] returns, int yearDays) {
    return value(Metric.SHARPE, returns, yearDays);
  }

  /** See {@link Metric#SORTINO}; NaN under two returns and when none is below 0. */
  public static double sortino(double[] returns, int yearDays) {
    return value(Metric.SORTINO, returns, yearDays);
  }

  private static double value(Metric metric, double[] returns, int yearDays) {
    return value(metric, TrackRecord.of(returns), MetricConvention.ofYear(yearDays));
  }
}
