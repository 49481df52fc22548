package dev.asof.reports;

import dev.asof.api.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * One number for each combination of two axes, shaded by its size. The shade only repeats what the
 * signed number says.
 *
 * @param caption what the numbers are
 * @param rowAxis name of the axis that runs down
 * @param columnAxis name of the axis that runs across
 * @param columns values of the axis that runs across
 * @param rows one per value of the axis that runs down
 */
record Heatmap(
    String caption, String rowAxis, String columnAxis, List<String> columns, List<Row> rows) {
  private static final int SHADES = 4;

  /**
   * A row.
   *
   * @param label value of the axis that runs down
   * @param cells one per column
   */
  record Row(String label, List<Cell> cells) {}

  /**
   * A combination.
   *
   * @param text the number
   * @param cssClass its shade
   * @param target id of the run
   * @param best whether it is the run that the page shows in full
   */
  record Cell(String text, String cssClass, String target, boolean best) {}

  /**
   * Shades a number of each run of an experiment with two axes.
   *
   * @param best the run that the page shows in full
   */
  static Heatmap of(
      String caption,
      Experiment experiment,
      List<Run> runs,
      Run best,
      ToDoubleFunction<Run> number,
      DoubleFunction<String> text) {
    double largest = 0;
    for (Run run : runs) {
      double size = Math.abs(number.applyAsDouble(run));
      if (Double.isFinite(size)) {
        largest = Math.max(largest, size);
      }
    }
    Experiment.Axis down = experiment.axes().get(0);
    Experiment.Axis across = experiment.axes().get(1);
    List<Row> rows = new ArrayList<>();
    int index = 0;
    for (String label : down.values()) {
      List<Cell> cells = new ArrayList<>();
      for (int column = 0; column < across.values().size(); column++) {
        Run run = runs.get(index++);
        double value = number.applyAsDouble(run);
        cells.add(
            new Cell(
                text.apply(value),
                shade(value, largest),
                ReportPage.target(run),
                run.index() == best.index()));
      }
      rows.add(new Row(label, List.copyOf(cells)));
    }
    return new Heatmap(
        caption, down.parameter(), across.parameter(), across.values(), List.copyOf(rows));
  }

  private static String shade(double value, double largest) {
    if (Double.isNaN(value)) {
      return "none";
    }
    if (value == 0) {
      return "zero";
    }
    double share = Double.isInfinite(value) ? 1 : Math.abs(value) / largest;
    int level = Math.max(1, (int) Math.ceil(share * SHADES));
    return (value > 0 ? "up" : "down") + level;
  }
}
