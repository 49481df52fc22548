package dev.asof.jobs.sweep;

import dev.asof.api.BacktestResult;
import dev.asof.api.SweepRow;
import dev.asof.engine.HoldingWindow;
import dev.asof.engine.Metric;
import dev.asof.engine.Metrics;
import java.util.Map;

/** What is measured of a scenario: the same numbers as a backtest's report has. */
public final class ScenarioMeasures {
  private ScenarioMeasures() {}

  /**
   * The row of a run that ended well.
   *
   * @param yearDays days in a year for annualised metrics
   */
  public static SweepRow row(int index, BacktestResult result, int yearDays) {
    Map<Metric, Double> metrics = Metrics.of(result, yearDays);
    double[] equity = result.equityUsd();
    double[] numbers = new double[SweepRow.NUMBERS.size()];
    int next = 0;
    HoldingWindow window = HoldingWindow.of(result);
    numbers[next++] = equity[equity.length - 1];
    numbers[next++] = window.sharpe(yearDays);
    numbers[next++] = window.totalReturn();
    numbers[next++] = Metrics.sharpe(Metrics.returns(result), 1);
    // In the order of the row's columns.
    for (Metric metric : Metric.HEADLINE) {
      numbers[next++] = metrics.get(metric);
    }
    return SweepRow.of(index, "", result.digest(), result.fills().size(), numbers);
  }
}
