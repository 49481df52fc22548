package dev.asof.reports;

import dev.asof.api.DataRef;
import dev.asof.api.Experiment;
import dev.asof.engine.Metric;
import dev.asof.reports.EventDetails.KeyEntry;
import dev.asof.reports.Table.Cell;
import dev.asof.reports.Table.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What stands on the page that compares experiments, as the template prints it.
 *
 * @param title one line
 * @param sides a row for each: what it is, and what it found
 * @param metrics one column for each, and the difference of two
 * @param chart cumulative returns
 * @param key which line is which
 * @param data the numbers of the chart
 * @param settings what decides the results and differs
 * @param settingsRemark how much is the same
 * @param tables which version of each table was read
 * @param lineage code, definition and digest
 */
record ComparisonPage(
    String title,
    Table sides,
    Table metrics,
    Chart chart,
    List<KeyEntry> key,
    Table data,
    Table settings,
    String settingsRemark,
    Table tables,
    Table lineage) {
  private static final int PLOT_HEIGHT = 320;
  private static final String NOTHING = "\u2013";

  private record Compared(String label, Experiment experiment, Run run) {
    static Compared of(Comparison.Side side) {
      return new Compared(side.label(), side.experiment(), Run.best(Run.of(side.experiment())));
    }
  }

  static ComparisonPage of(List<Comparison.Side> sides) {
    if (sides.size() < 2 || sides.size() > Comparison.MOST_SIDES) {
      throw new IllegalArgumentException(
          "Invalid comparison: " + sides.size() + " runs; expected 2 to " + Comparison.MOST_SIDES);
    }
    List<Compared> compared = sides.stream().map(Compared::of).toList();
    List<LocalDate> sessions = sessions(compared);
    List<double[]> paths = compared.stream().map(side -> path(side.run(), sessions)).toList();
    Map<String, List<String>> settings = settings(compared);
    long same = settings.values().stream().filter(ComparisonPage::isSame).count();
    return new ComparisonPage(
        "Comparison of "
            + String.join(" and ", new LinkedHashSet<>(names(compared, Experiment::name))),
        sides(compared),
        metrics(compared),
        chart(compared, sessions, paths),
        key(compared),
        data(compared, sessions, paths),
        settingsTable(compared, settings),
        same == 0
            ? ""
            : NumberText.counted(same, "other setting")
                + (same == 1 ? " is" : " are")
                + " the same.",
        tables(compared),
        lineage(compared));
  }

  private static List<String> names(List<Compared> compared, Function<Experiment, String> name) {
    return compared.stream().map(side -> name.apply(side.experiment())).toList();
  }

  private static Table sides(List<Compared> compared) {
    Table.Builder table =
        Table.titled("What is compared")
            .column("Run", Kind.ROW_HEADING)
            .column("Title", Kind.TEXT)
            .column("Shown", Kind.TERM)
            .column("Look-ahead audit", Kind.TEXT)
            .column("What was found", Kind.TEXT);
    for (Compared side : compared) {
      Experiment experiment = side.experiment();
      List<Run> runs = Run.of(experiment);
      AuditDetails audit = AuditDetails.of(experiment);
      String early =
          experiment.lookahead().isEmpty()
              ? ""
              : " Uses "
                  + NumberText.counted(experiment.lookahead().size(), "input")
                  + " before known.";
      table.row(
          List.of(
              Cell.of(side.label()),
              Cell.of(experiment.title()),
              Cell.of(side.run().label().isEmpty() ? "the only run" : side.run().label()),
              new Cell(
                  (audit.mark().isEmpty() ? "Not run." : audit.mark()) + early,
                  experiment.lookahead().isEmpty() ? audit.cssClass() : "neg",
                  ""),
              Cell.of(Verdict.of(experiment, runs, EventDetails.distinct(runs).size()))));
    }
    return table.build();
  }

  private static Table metrics(List<Compared> compared) {
    boolean two = compared.size() == 2;
    Table.Builder table =
        Table.titled("Metrics of the run shown of each").column("Metric", Kind.ROW_HEADING);
    compared.forEach(side -> table.column(side.label(), Kind.NUMBER));
    if (two) {
      table.column("Difference", Kind.NUMBER);
    }
    table.column("Convention", Kind.TEXT);
    windowRow(table, compared, "Sharpe ratio, held", Metric.SHARPE, Run::windowSharpe);
    windowRow(table, compared, "Return, held", Metric.TOTAL_RETURN, Run::windowReturn);
    for (Metric metric : Metric.HEADLINE) {
      row(table, compared, metric.label(), metric, metric.convention(), run -> run.metric(metric));
    }
    return table.build();
  }

  private static void windowRow(
      Table.Builder table,
      List<Compared> compared,
      String label,
      Metric like,
      Function<Run, Double> value) {
    row(
        table,
        compared,
        label,
        like,
        "From the session before an entry through the exit session.",
        value);
  }

  private static void row(
      Table.Builder table,
      List<Compared> compared,
      String label,
      Metric metric,
      String convention,
      Function<Run, Double> value) {
    List<Cell> row = new ArrayList<>();
    row.add(Cell.of(label));
    compared.forEach(side -> row.add(MetricText.cell(metric, value.apply(side.run()))));
    if (compared.size() == 2) {
      double difference = value.apply(compared.get(1).run()) - value.apply(compared.get(0).run());
      row.add(Cell.of(difference(metric.unit(), difference)));
    }
    row.add(Cell.of(convention));
    table.row(row);
  }

  /** In the unit; of percentages in percentage points. */
  private static String difference(Metric.Unit unit, double difference) {
    return switch (unit) {
      case FRACTION ->
          NumberText.signed(difference * 100, 2) + (Double.isNaN(difference) ? "" : " pp");
      case RATIO, USD -> NumberText.signed(difference, 2);
      case SESSIONS, DAYS, COUNT -> NumberText.signed(difference, 0);
    };
  }

  private static List<LocalDate> sessions(List<Compared> compared) {
    TreeSet<LocalDate> sessions = new TreeSet<>();
    compared.forEach(side -> sessions.addAll(side.run().result().sessions()));
    return List.copyOf(sessions);
  }

  /** Cumulative return on each of these sessions; NaN before a run's first and after its last. */
  private static double[] path(Run run, List<LocalDate> sessions) {
    List<LocalDate> own = run.result().sessions();
    double[] ownPath = Performance.ofRun(run);
    double[] path = new double[sessions.size()];
    Arrays.fill(path, Double.NaN);
    int bar = 0;
    for (int n = 0; n < path.length && bar < own.size(); n++) {
      if (own.get(bar).equals(sessions.get(n))) {
        bar++;
      }
      if (bar > 0) {
        path[n] = ownPath[bar - 1];
      }
    }
    return path;
  }

  private static Chart chart(
      List<Compared> compared, List<LocalDate> sessions, List<double[]> paths) {
    List<String> ends = new ArrayList<>();
    for (int n = 0; n < compared.size(); n++) {
      double[] path = paths.get(n);
      double last = Double.NaN;
      for (double value : path) {
        last = Double.isNaN(value) ? last : value;
      }
      ends.add(compared.get(n).label() + " " + NumberText.signedPercent(last));
    }
    LineChart chart =
        new LineChart(
            "comparison",
            "Cumulative return",
            "At the end: " + String.join(", ", ends) + ".",
            PLOT_HEIGHT,
            AxisScale.Unit.FRACTION,
            sessions);
    for (int n = 0; n < paths.size(); n++) {
      chart.add("leg" + n, paths.get(n), LineChart.Shape.LINE);
    }
    return chart.paint();
  }

  private static List<KeyEntry> key(List<Compared> compared) {
    List<KeyEntry> key = new ArrayList<>();
    for (Compared side : compared) {
      key.add(new KeyEntry(side.label(), "leg" + key.size()));
    }
    return List.copyOf(key);
  }

  private static Table data(
      List<Compared> compared, List<LocalDate> sessions, List<double[]> paths) {
    Table.Builder table =
        Table.titled("Cumulative return at the close" + SessionSample.note(sessions.size()))
            .column("Session", Kind.ROW_HEADING);
    compared.forEach(side -> table.column(side.label(), Kind.NUMBER));
    for (int bar : SessionSample.of(sessions.size())) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.of(sessions.get(bar).toString()));
      paths.forEach(path -> row.add(Cell.of(NumberText.signedPercent(path[bar]))));
      table.row(row);
    }
    return table.build();
  }

  /** Each setting and parameter with its value in each experiment. */
  private static Map<String, List<String>> settings(List<Compared> compared) {
    Set<String> names = new LinkedHashSet<>();
    List<Map<String, String>> values = new ArrayList<>();
    for (Compared side : compared) {
      Map<String, String> own = new LinkedHashMap<>();
      own.put("Strategy", side.experiment().strategy());
      own.putAll(side.experiment().settings());
      side.run().parameters().forEach((name, value) -> own.put("Parameter " + name, value));
      names.addAll(own.keySet());
      values.add(own);
    }
    Map<String, List<String>> settings = new LinkedHashMap<>();
    for (String name : names) {
      settings.put(name, values.stream().map(own -> own.getOrDefault(name, NOTHING)).toList());
    }
    return settings;
  }

  private static boolean isSame(List<String> values) {
    return Collections.frequency(values, values.get(0)) == values.size();
  }

  private static Table settingsTable(List<Compared> compared, Map<String, List<String>> settings) {
    Table.Builder table =
        Table.titled("Settings and parameters that differ").column("Setting", Kind.ROW_HEADING);
    compared.forEach(side -> table.column(side.label(), Kind.TEXT));
    settings.forEach(
        (name, values) -> {
          if (!isSame(values)) {
            List<Cell> row = new ArrayList<>();
            row.add(Cell.of(name));
            values.forEach(value -> row.add(Cell.of(value.isEmpty() ? NOTHING : value)));
            table.row(row);
          }
        });
    return table.build();
  }

  /** The n-th read of a table is compared with the n-th of the others. */
  private static Table tables(List<Compared> compared) {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (int n = 0; n < compared.size(); n++) {
      Map<String, Integer> reads = new HashMap<>();
      for (DataRef ref : compared.get(n).experiment().data()) {
        int read = reads.merge(ref.table(), 1, Integer::sum);
        List<String> cells =
            rows.computeIfAbsent(
                ref.table() + (read == 1 ? "" : ", read " + read),
                unseen -> new ArrayList<>(Collections.nCopies(compared.size(), NOTHING)));
        cells.set(
            n,
            ref.asOf()
                + ", snapshot "
                + ref.snapshotId()
                + ", known "
                + NumberText.utc(ref.knownAt()));
      }
    }
    Table.Builder table = Table.titled("What was read").column("Table", Kind.ROW_HEADING);
    compared.forEach(side -> table.column(side.label(), Kind.TEXT));
    table.column("Same", Kind.TERM);
    rows.forEach(
        (name, values) -> {
          List<Cell> row = new ArrayList<>();
          row.add(Cell.of(name));
          values.forEach(value -> row.add(Cell.of(value)));
          row.add(isSame(values) ? Cell.of("yes") : new Cell("no", "neg", ""));
          table.row(row);
        });
    return table.build();
  }

  private static Table lineage(List<Compared> compared) {
    Table.Builder table = Table.titled("What computed it").column("What", Kind.ROW_HEADING);
    compared.forEach(side -> table.column(side.label(), Kind.CODE));
    lineageRow(table, compared, "AsOf", side -> side.experiment().lineage().version());
    lineageRow(table, compared, "Strategy", side -> side.experiment().lineage().strategyClass());
    lineageRow(
        table, compared, "Its code, SHA-256", side -> side.experiment().lineage().strategySha256());
    lineageRow(
        table,
        compared,
        "Definition, SHA-256",
        side -> side.experiment().lineage().definitionSha256());
    lineageRow(table, compared, "Digest of the result", side -> side.run().result().digest());
    return table.build();
  }

  private static void lineageRow(
      Table.Builder table, List<Compared> compared, String what, Function<Compared, String> value) {
    List<Cell> row = new ArrayList<>();
    row.add(Cell.of(what));
    compared.forEach(side -> row.add(Cell.of(value.apply(side))));
    table.row(row);
  }
}
