package dev.asof.reports;

import dev.asof.api.Experiment;
import dev.asof.engine.BlockBootstrap;
import dev.asof.engine.HoldingWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

  private static final int MOST_NARROW_COLUMNS = 7;
  private static final int MOST_NARROW_WITH_INTERVALS = 3;

  /** Cells with intervals at most: a thousand resamples each. */
  static final int MOST_INTERVALS = 100;

  /**
   * A row.
   *
   * @param label value of the axis that runs down
   * @param cells one per column
   */
  record Row(String label, List<Cell> cells) {}

  /**
   * A combination of two values.
   *
   * @param text the number
   * @param interval where chance could have put it, or empty
   * @param cssClass its shade
   * @param target id of the run, or empty where several runs share the cell
   * @param best whether it is the run that the page shows in full
   */
  record Cell(String text, String interval, String cssClass, String target, boolean best) {}

  /** What is shown of each run. */
  enum Measure {
    SHARPE("Sharpe ratio") {
      @Override
      double of(Run run) {
        return run.windowSharpe();
      }

      @Override
      BlockBootstrap.Interval interval(BlockBootstrap bootstrap) {
        return bootstrap.sharpe();
      }

      @Override
      double shown(double value) {
        return value;
      }
    },
    RETURN("Return in percent") {
      @Override
      double of(Run run) {
        return run.windowReturn();
      }

      @Override
      BlockBootstrap.Interval interval(BlockBootstrap bootstrap) {
        return bootstrap.totalReturn();
      }

      @Override
      double shown(double value) {
        return value * 100;
      }
    };

    private final String label;

    Measure(String label) {
      this.label = label;
    }

    abstract double of(Run run);

    abstract BlockBootstrap.Interval interval(BlockBootstrap bootstrap);

    abstract double shown(double value);

    private String text(double value) {
      return NumberText.signed(shown(value), 2);
    }
  }

  /**
   * Shades a number of each run of an experiment by two of its axes.
   *
   * @param best the run that the page shows in full
   * @param down index of the axis that runs down
   * @param across index of the axis that runs across; where there are more axes, a cell has the
   *     median over their values
   */
  static Heatmap of(
      Measure measure, Experiment experiment, List<Run> runs, Run best, int down, int across) {
    Experiment.Axis downAxis = experiment.axes().get(down);
    Experiment.Axis acrossAxis = experiment.axes().get(across);
    boolean alone = experiment.axes().size() == 2;
    List<List<Run>> groups = new ArrayList<>();
    for (String label : downAxis.values()) {
      for (String column : acrossAxis.values()) {
        groups.add(
            runs.stream()
                .filter(run -> run.axisValues().get(down).equals(label))
                .filter(run -> run.axisValues().get(across).equals(column))
                .toList());
      }
    }
    double[] values = groups.stream().mapToDouble(group -> median(measure, group)).toArray();
    double largest = Arrays.stream(values).map(Math::abs).filter(Double::isFinite).max().orElse(0);
    boolean withIntervals = alone && runs.size() <= MOST_INTERVALS;
    List<Row> rows = new ArrayList<>();
    int next = 0;
    for (String label : downAxis.values()) {
      List<Cell> cells = new ArrayList<>();
      for (int column = 0; column < acrossAxis.values().size(); column++) {
        double value = values[next];
        Run run = groups.get(next++).get(0);
        cells.add(
            new Cell(
                measure.text(value),
                withIntervals ? interval(measure, run, experiment.yearDays()) : "",
                shade(value, largest),
                alone ? ReportPage.target(run) : "",
                alone && run.index() == best.index()));
      }
      rows.add(new Row(label, List.copyOf(cells)));
    }
    String caption =
        measure.label
            + " by "
            + downAxis.parameter()
            + " and "
            + acrossAxis.parameter()
            + (alone ? "" : ", median over the others");
    return new Heatmap(
        caption,
        downAxis.parameter(),
        acrossAxis.parameter(),
        acrossAxis.values(),
        List.copyOf(rows));
  }

  /** Shades medians of Sharpe ratios that were taken elsewhere; no cell leads anywhere. */
  static Heatmap ofMedians(SweepResults.Medians medians) {
    double largest =
        medians.medians().stream()
            .flatMap(List::stream)
            .mapToDouble(Math::abs)
            .filter(Double::isFinite)
            .max()
            .orElse(0);
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < medians.rows().size(); row++) {
      List<Cell> cells = new ArrayList<>();
      for (double median : medians.medians().get(row)) {
        cells.add(new Cell(Measure.SHARPE.text(median), "", shade(median, largest), "", false));
      }
      rows.add(new Row(medians.rows().get(row), List.copyOf(cells)));
    }
    return new Heatmap(
        "Median Sharpe ratio by "
            + (medians.down().isEmpty() ? "" : medians.down() + " and ")
            + medians.across(),
        medians.down(),
        medians.across(),
        medians.columns(),
        List.copyOf(rows));
  }

  private static double median(Measure measure, List<Run> group) {
    double[] values =
        group.stream().mapToDouble(measure::of).filter(v -> !Double.isNaN(v)).sorted().toArray();
    int middle = values.length / 2;
    if (values.length == 0) {
      return Double.NaN;
    }
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  private static String interval(Measure measure, Run run, int yearDays) {
    if (Double.isNaN(measure.of(run))) {
      return "";
    }
    BlockBootstrap.Interval interval =
        measure.interval(BlockBootstrap.of(HoldingWindow.of(run.result()).returns(), yearDays));
    return interval.isDefined()
        ? measure.text(interval.low()) + " to " + measure.text(interval.high())
        : "";
  }

  /** Two stand beside each other where they have room. */
  String cssClass() {
    boolean wide =
        columns.size() > MOST_NARROW_COLUMNS
            || columns.size() > MOST_NARROW_WITH_INTERVALS
                && rows.stream()
                    .flatMap(row -> row.cells().stream())
                    .anyMatch(cell -> !cell.interval().isEmpty());
    return wide ? "stack" : "pair";
  }

  /** The class of a number beside the largest size of its kind. */
  static String shade(double value, double largest) {
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
