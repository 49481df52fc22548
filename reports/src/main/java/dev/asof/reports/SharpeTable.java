package dev.asof.reports;

import dev.asof.api.Experiment;
import dev.asof.engine.Metric;
import java.util.ArrayList;
import java.util.List;

/** The Sharpe ratios of an experiment as plain text for a terminal. */
final class SharpeTable {
  private static final String GAP = "  ";
  private static final String OVER_WINDOW = "Sharpe ratio over the holding window";

  private SharpeTable() {}

  /**
   * A headline and aligned columns, without trailing blanks, each line ending in a line feed. With
   * two axes the first runs down and the second across; with one or more than two there is a line
   * per cell with its Sharpe ratio and return; all this over the holding window. A single run has a
   * line for its holding window and one for the whole run. {@code n/a} where a ratio isn't defined.
   *
   * @throws IllegalArgumentException as {@link ExperimentReport#html}
   */
  static String text(Experiment experiment) {
    List<Run> runs = Run.of(experiment);
    StringBuilder text = new StringBuilder();
    switch (experiment.axes().size()) {
      case 0 -> {
        headline(text, "Sharpe ratio", experiment);
        append(text, single(runs.get(0)), 1);
      }
      case 2 -> {
        headline(text, OVER_WINDOW, experiment);
        append(text, matrix(experiment, runs), 1);
      }
      default -> {
        headline(text, OVER_WINDOW, experiment);
        append(text, list(experiment, runs), experiment.axes().size());
      }
    }
    return text.toString();
  }

  private static void headline(StringBuilder text, String what, Experiment experiment) {
    text.append(what).append(", a year of ").append(experiment.yearDays()).append(" days\n");
  }

  private static List<String[]> single(Run run) {
    return List.of(
        new String[] {"holding window", number(run.windowSharpe(), "")},
        new String[] {"whole run", number(run.metric(Metric.SHARPE), "")});
  }

  private static List<String[]> matrix(Experiment experiment, List<Run> runs) {
    Experiment.Axis down = experiment.axes().get(0);
    Experiment.Axis across = experiment.axes().get(1);
    List<String[]> rows = new ArrayList<>();
    List<String> head = new ArrayList<>();
    head.add(down.parameter() + " \\ " + across.parameter());
    head.addAll(across.values());
    rows.add(head.toArray(String[]::new));
    int index = 0;
    for (String label : down.values()) {
      String[] row = new String[head.size()];
      row[0] = label;
      for (int column = 1; column < row.length; column++) {
        row[column] = number(runs.get(index++).windowSharpe(), "");
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<String[]> list(Experiment experiment, List<Run> runs) {
    List<String[]> rows = new ArrayList<>();
    List<String> head = new ArrayList<>();
    experiment.axes().forEach(axis -> head.add(axis.parameter()));
    head.add("Sharpe");
    head.add("return");
    rows.add(head.toArray(String[]::new));
    for (Run run : runs) {
      List<String> row = new ArrayList<>(run.axisValues());
      row.add(number(run.windowSharpe(), ""));
      row.add(number(run.windowReturn() * 100, " %"));
      rows.add(row.toArray(String[]::new));
    }
    return rows;
  }

  private static String number(double value, String unit) {
    String text = NumberText.fixed(value, 2).replace('\u2212', '-').replace("\u221e", "inf");
    return Double.isNaN(value) ? text : text + unit;
  }

  /** Leading columns are aligned left, the others right. */
  private static void append(StringBuilder text, List<String[]> rows, int leading) {
    int[] widths = new int[rows.get(0).length];
    for (String[] row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row[column].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        String blanks = " ".repeat(widths[column] - row[column].length());
        line.append(column == 0 ? "" : GAP)
            .append(column < leading ? row[column] + blanks : blanks + row[column]);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
  }
}
