package dev.asof.reports;

import dev.asof.api.BacktestResult;
import dev.asof.api.Experiment;
import dev.asof.engine.HoldingWindow;
import dev.asof.engine.Metric;
import dev.asof.engine.Metrics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One cell of an experiment with what is measured on it.
 *
 * @param index its position in the experiment
 * @param axisValues the value of each axis
 * @param parameters all parameters of the strategy
 * @param result what the run did
 * @param failure why it failed; empty when it ran to its end
 * @param metrics measured over the whole run
 * @param windowSharpe Sharpe ratio over the holding window; NaN when not defined
 * @param windowReturn return over the holding window, as a fraction
 * @param windowSessions daily returns in the holding window
 */
record Run(
    int index,
    List<String> axisValues,
    Map<String, String> parameters,
    BacktestResult result,
    String failure,
    Map<Metric, Double> metrics,
    double windowSharpe,
    double windowReturn,
    int windowSessions) {
  /** The highest Sharpe ratio over the holding window first, then the highest return there. */
  static final Comparator<Run> BEST_FIRST =
      Comparator.<Run>comparingDouble(run -> orLowest(run.windowSharpe))
          .thenComparingDouble(run -> orLowest(run.windowReturn))
          .reversed();

  static double orLowest(double value) {
    return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
  }

  /**
   * The runs in the order of the cells.
   *
   * @throws IllegalArgumentException unless there is one cell for each combination of the axes, and
   *     a session in each
   */
  static List<Run> of(Experiment experiment) {
    List<Experiment.Axis> axes = experiment.axes();
    int combinations = 1;
    for (Experiment.Axis axis : axes) {
      combinations = Math.multiplyExact(combinations, axis.values().size());
    }
    if (combinations == 0 || combinations != experiment.cells().size()) {
      throw new IllegalArgumentException(
          "Invalid experiment "
              + experiment.name()
              + ": "
              + experiment.cells().size()
              + " cells for "
              + combinations
              + " combinations");
    }
    List<Run> runs = new ArrayList<>(combinations);
    for (int index = 0; index < combinations; index++) {
      Experiment.Cell cell = experiment.cells().get(index);
      if (cell.result().sessions().isEmpty()) {
        throw new IllegalArgumentException(
            "Invalid experiment " + experiment.name() + ": cell " + index + " has no session");
      }
      List<String> values = experiment.axisValues(index);
      runs.add(
          cell.failure().isPresent()
              ? failed(index, values, cell)
              : measured(index, values, cell, experiment.yearDays()));
    }
    return List.copyOf(runs);
  }

  private static Run measured(int index, List<String> values, Experiment.Cell cell, int yearDays) {
    HoldingWindow window = HoldingWindow.of(cell.result());
    return new Run(
        index,
        values,
        cell.parameters(),
        cell.result(),
        "",
        Metrics.of(cell.result(), yearDays),
        window.sharpe(yearDays),
        window.totalReturn(),
        window.returns().length);
  }

  /** Nothing is defined for a run that failed. */
  private static Run failed(int index, List<String> values, Experiment.Cell cell) {
    Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.HEADLINE) {
      metrics.put(metric, Double.NaN);
    }
    return new Run(
        index,
        values,
        cell.parameters(),
        cell.result(),
        cell.failure().orElseThrow(),
        metrics,
        Double.NaN,
        Double.NaN,
        0);
  }

  /**
   * The run with the highest Sharpe ratio over its holding window; when none is defined, the one
   * with the highest return. The first of equals.
   */
  static Run best(List<Run> runs) {
    // Collections.min takes the first of equals.
    return Collections.min(runs, BEST_FIRST);
  }

  /** The axis values in one line, for example {@code AD+1 · 1w}; empty without axes. */
  String label() {
    return String.join(" \u00b7 ", axisValues);
  }

  /** A metric over the whole run; NaN when not defined. */
  double metric(Metric metric) {
    return metrics.get(metric);
  }

  boolean traded() {
    return !result.fills().isEmpty();
  }
}
