package dev.asof.api;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * What is kept of one scenario of a sweep. Numbers that are not defined are NaN, all of them where
 * the scenario failed.
 *
 * @param index its place in the sweep, from 0
 * @param failure why it failed, in one line; empty when it ran to its end
 * @param digest {@link BacktestResult#digest()}; empty when it failed
 * @param fills how many
 * @param finalEquityUsd at the last close
 * @param heldSharpe Sharpe ratio while something was held, annualised
 * @param heldReturn compounded while something was held, a fraction
 * @param dailySharpe mean over standard deviation of all daily returns, not annualised
 * @param totalReturn a fraction, as all that follow over the whole run
 * @param annualisedReturn a fraction
 * @param volatility annualised, a fraction
 * @param sharpe annualised
 * @param sortino annualised
 * @param calmar a ratio
 * @param maxDrawdown a fraction, 0 or below
 * @param maxDrawdownSessions sessions under water, at most
 * @param hitRate share of closed trades that gained
 * @param turnover traded value over mean equity
 */
public record SweepRow(
    int index,
    String failure,
    String digest,
    int fills,
    double finalEquityUsd,
    double heldSharpe,
    double heldReturn,
    double dailySharpe,
    double totalReturn,
    double annualisedReturn,
    double volatility,
    double sharpe,
    double sortino,
    double calmar,
    double maxDrawdown,
    double maxDrawdownSessions,
    double hitRate,
    double turnover)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** Names of {@link #numbers()}, as columns are named. */
  public static final List<String> NUMBERS =
      List.of(
          "final_equity_usd",
          "held_sharpe",
          "held_return",
          "daily_sharpe",
          "total_return",
          "annualised_return",
          "volatility",
          "sharpe",
          "sortino",
          "calmar",
          "max_drawdown",
          "max_drawdown_sessions",
          "hit_rate",
          "turnover");

  /** A scenario that failed. */
  public static SweepRow failed(int index, String reason) {
    double[] undefined = new double[NUMBERS.size()];
    Arrays.fill(undefined, Double.NaN);
    return of(index, reason, "", 0, undefined);
  }

  /** A row whose numbers stand in the order of {@link #NUMBERS}. */
  public static SweepRow of(int index, String failure, String digest, int fills, double[] numbers) {
    return new SweepRow(
        index,
        failure,
        digest,
        fills,
        numbers[0],
        numbers[1],
        numbers[2],
        numbers[3],
        numbers[4],
        numbers[5],
        numbers[6],
        numbers[7],
        numbers[8],
        numbers[9],
        numbers[10],
        numbers[11],
        numbers[12],
        numbers[13]);
  }

  /** Whether it ran to its end. */
  public boolean succeeded() {
    return failure.isEmpty();
  }

  /** The numbers in the order of {@link #NUMBERS}. */
  public double[] numbers() {
    return new double[] {
      finalEquityUsd,
      heldSharpe,
      heldReturn,
      dailySharpe,
      totalReturn,
      annualisedReturn,
      volatility,
      sharpe,
      sortino,
      calmar,
      maxDrawdown,
      maxDrawdownSessions,
      hitRate,
      turnover
    };
  }
}
