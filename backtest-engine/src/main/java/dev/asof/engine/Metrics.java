package dev.asof.engine;

import dev.asof.api.BacktestResult;
import dev.asof.api.Fill;
import dev.asof.api.Trade;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Measures results and series of daily returns. What is not defined is NaN; {@link Metric} states
 * each convention.
 */
public final class Metrics {
  private Metrics() {}

  /**
   * All metrics of a result.
   *
   * @param yearDays days in a year, 252 or 365; above 0
   * @return a value for each {@link Metric}, in their order; NaN where it is not defined
   */
  public static Map<Metric, Double> of(BacktestResult result, int yearDays) {
    double[] equity = result.equityUsd();
    double[] returns = returns(result);
    double[] drawdown = drawdown(result);
    double annualised = annualisedReturn(returns, yearDays);
    double maxDrawdown = lowest(drawdown);
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    values.put(Metric.TOTAL_RETURN, equity[equity.length - 1] / result.initialCashUsd() - 1);
    values.put(Metric.ANNUALISED_RETURN, annualised);
    values.put(Metric.VOLATILITY, volatility(returns, yearDays));
    values.put(Metric.SHARPE, sharpe(returns, yearDays));
    values.put(Metric.SORTINO, sortino(returns, yearDays));
    values.put(Metric.CALMAR, maxDrawdown < 0 ? annualised / -maxDrawdown : Double.NaN);
    values.put(Metric.MAX_DRAWDOWN, maxDrawdown);
    values.put(Metric.MAX_DRAWDOWN_DURATION, (double) longestBelowZero(drawdown));
    values.put(Metric.HIT_RATE, hitRate(result.trades()));
    values.put(Metric.TURNOVER, turnover(result.fills(), equity));
    return values;
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
    double[] drawdown = result.equityUsd();
    double peak = result.initialCashUsd();
    for (int bar = 0; bar < drawdown.length; bar++) {
      peak = Math.max(peak, drawdown[bar]);
      drawdown[bar] = drawdown[bar] / peak - 1;
    }
    return drawdown;
  }

  /** Compounded return over the series; 0 for an empty one. */
  public static double totalReturn(double[] returns) {
    double growth = 1;
    for (double value : returns) {
      growth *= 1 + value;
    }
    return growth - 1;
  }

  /**
   * See {@link Metric#ANNUALISED_RETURN}; NaN for an empty series and for one that loses more than
   * everything.
   */
  public static double annualisedReturn(double[] returns, int yearDays) {
    double growth = 1;
    for (double value : returns) {
      if (1 + value < 0) {
        return Double.NaN;
      }
      growth *= 1 + value;
    }
    return returns.length == 0
        ? Double.NaN
        : StrictMath.pow(growth, (double) yearDays / returns.length) - 1;
  }

  /** See {@link Metric#VOLATILITY}; NaN under two returns. */
  public static double volatility(double[] returns, int yearDays) {
    return returns.length < 2
        ? Double.NaN
        : Math.sqrt(StatUtils.variance(returns)) * Math.sqrt(yearDays);
  }

  /** See {@link Metric#SHARPE}; NaN under two returns and when all are equal. */
  public static double sharpe(double[] returns, int yearDays) {
    if (returns.length < 2) {
      return Double.NaN;
    }
    double deviation = Math.sqrt(StatUtils.variance(returns));
    return deviation == 0 ? Double.NaN : StatUtils.mean(returns) / deviation * Math.sqrt(yearDays);
  }

  /** See {@link Metric#SORTINO}; NaN under two returns and when none is below 0. */
  public static double sortino(double[] returns, int yearDays) {
    if (returns.length < 2) {
      return Double.NaN;
    }
    double squares = 0;
    for (double value : returns) {
      double loss = Math.min(value, 0);
      squares += loss * loss;
    }
    return squares == 0
        ? Double.NaN
        : StatUtils.mean(returns) / Math.sqrt(squares / returns.length) * Math.sqrt(yearDays);
  }

  private static double lowest(double[] values) {
    double lowest = 0;
    for (double value : values) {
      lowest = Math.min(lowest, value);
    }
    return lowest;
  }

  private static int longestBelowZero(double[] values) {
    int longest = 0;
    int run = 0;
    for (double value : values) {
      run = value < 0 ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  private static double hitRate(List<Trade> trades) {
    int closed = 0;
    int gained = 0;
    for (Trade trade : trades) {
      if (!trade.open()) {
        closed++;
        gained += trade.pnlUsd() > 0 ? 1 : 0;
      }
    }
    return closed == 0 ? Double.NaN : (double) gained / closed;
  }

  private static double turnover(List<Fill> fills, double[] equity) {
    double traded = 0;
    for (Fill fill : fills) {
      traded += fill.shares() * fill.priceUsd();
    }
    double meanEquity = StatUtils.mean(equity);
    return meanEquity > 0 ? traded / meanEquity : Double.NaN;
  }
}
