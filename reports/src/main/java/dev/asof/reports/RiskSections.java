package dev.asof.reports;

import dev.asof.engine.DrawdownPeriod;
import dev.asof.engine.Metric;
import dev.asof.engine.Metrics;
import dev.asof.engine.RollingMetric;
import dev.asof.engine.Ruin;
import dev.asof.engine.TrackRecord;
import dev.asof.reports.Table.Cell;
import dev.asof.reports.Table.Kind;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was risked: over moving windows, below earlier peaks, and in the crises of the market. */
final class RiskSections {
  private static final int PLOT_HEIGHT = 200;
  private static final int MOST_DRAWDOWNS = 10;
  private static final int MARKED_DRAWDOWNS = 3;

  /** A window is half a year, or a quarter or a twelfth where the run has not twice as much. */
  private static final int[] WINDOWS_A_YEAR = {2, 4, 12};

  private final SheetSubject subject;
  private final List<LocalDate> sessions;

  RiskSections(SheetSubject subject) {
    this.subject = subject;
    this.sessions = subject.sessions();
  }

  /** Sharpe and Sortino ratio, volatility and beta over a moving window. */
  Section rolling() {
    int window = window();
    if (window == 0) {
      return new Section(
          "rolling",
          "Moving windows",
          List.of(
              new Block.Said(
                  "The run is too short: a window would take more than half of its "
                      + NumberText.counted(sessions.size(), "session")
                      + ".")));
    }
    TrackRecord record = TrackRecord.of(subject.returns()).on(sessions);
    if (subject.benchmark().isPresent()) {
      record = record.against(subject.benchmark().get().known());
    }
    Map<Metric, double[]> columns = new LinkedHashMap<>();
    List<Block.Drawn> charts = new ArrayList<>();
    add(Metric.SHARPE, AxisScale.Unit.RATIO, record, window, columns, charts);
    add(Metric.SORTINO, AxisScale.Unit.RATIO, record, window, columns, charts);
    add(Metric.VOLATILITY, AxisScale.Unit.FRACTION, record, window, columns, charts);
    if (subject.benchmark().isPresent()) {
      add(Metric.BETA, AxisScale.Unit.RATIO, record, window, columns, charts);
    }
    Table.Builder table =
        Table.titled(
                "Over the latest " + window + " sessions" + SessionSample.note(sessions.size()))
            .column("Session", Kind.ROW_HEADING);
    columns.keySet().forEach(metric -> table.column(metric.label(), Kind.NUMBER));
    for (int bar : SessionSample.of(sessions.size())) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.of(sessions.get(bar).toString()));
      columns.forEach((metric, values) -> row.add(MetricText.cell(metric, values[bar])));
      table.row(row);
    }
    return new Section(
        "rolling",
        "Moving windows",
        List.of(new Block.Beside(charts), new Block.Behind(table.build())));
  }

  private int window() {
    for (int part : WINDOWS_A_YEAR) {
      int window = subject.experiment().yearDays() / part;
      if (sessions.size() >= 2 * window) {
        return window;
      }
    }
    return 0;
  }

  private void add(
      Metric metric,
      AxisScale.Unit unit,
      TrackRecord record,
      int window,
      Map<Metric, double[]> columns,
      List<Block.Drawn> charts) {
    double[] values = RollingMetric.of(metric, record, window, subject.convention());
    columns.put(metric, values);
    if (Arrays.stream(values).noneMatch(Double::isFinite)) {
      return;
    }
    double last = values[values.length - 1];
    LineChart chart =
        new LineChart(
            "rolling-" + metric.name().toLowerCase(Locale.ROOT),
            metric.label() + " over " + window + " sessions",
            "At each close over the sessions up to it; at the end "
                + MetricText.cell(metric, last).text()
                + ". "
                + metric.convention(),
            PLOT_HEIGHT,
            unit,
            sessions);
    charts.add(
        new Block.Drawn(chart.add("equity", values, LineChart.Shape.LINE).cutOutliers().paint()));
  }

  /** The distance from the peak, and the worst falls. */
  Section drawdowns() {
    Optional<Ruin> ruin = Ruin.of(subject.run().result());
    if (ruin.isPresent()) {
      return new Section(
          "drawdowns",
          "Drawdowns",
          List.of(
              new Block.Said(
                  "Everything was lost at the close of "
                      + ruin.get().session()
                      + ": no drawdown is measured across it.")));
    }
    double[] curve = new double[sessions.size() + 1];
    curve[0] = subject.run().result().initialCashUsd();
    System.arraycopy(subject.run().result().equityUsd(), 0, curve, 1, sessions.size());
    List<DrawdownPeriod> worst =
        DrawdownPeriod.of(curve).stream()
            .sorted(Comparator.comparingDouble(DrawdownPeriod::depth))
            .limit(MOST_DRAWDOWNS)
            .toList();
    if (worst.isEmpty()) {
      return new Section(
          "drawdowns",
          "Drawdowns",
          List.of(new Block.Said("Equity never closed below an earlier peak.")));
    }
    double[] depth = Metrics.drawdown(subject.run().result());
    LineChart chart =
        new LineChart(
            "underwater",
            "Drawdown",
            "Equity over its highest close so far, less 1; the initial cash counts as a peak."
                + " Deepest at "
                + NumberText.percent(worst.get(0).depth())
                + ".",
            PLOT_HEIGHT,
            AxisScale.Unit.FRACTION,
            sessions);
    chart.add("drawdown", depth, LineChart.Shape.AREA);
    worst.stream()
        .limit(MARKED_DRAWDOWNS)
        .forEach(
            period ->
                chart.mark(
                    session(period.valley()),
                    NumberText.percent(period.depth()) + " " + session(period.valley())));
    return new Section(
        "drawdowns",
        "Drawdowns",
        List.of(new Block.Drawn(chart.paint()), new Block.Listed(drawdownTable(worst))));
  }

  /** The curve has the start before the first session. */
  private LocalDate session(int point) {
    return sessions.get(Math.max(point - 1, 0));
  }

  private Table drawdownTable(List<DrawdownPeriod> worst) {
    Table.Builder table =
        Table.titled("The worst drawdowns, the deepest first")
            .column("Rank", Kind.ROW_HEADING)
            .column("Depth", Kind.NUMBER)
            .column("Peak", Kind.TERM)
            .column("Lowest", Kind.TERM)
            .column("Recovered", Kind.TERM)
            .column("Sessions down", Kind.NUMBER)
            .column("Sessions up", Kind.NUMBER)
            .column("Days in all", Kind.NUMBER);
    for (int n = 0; n < worst.size(); n++) {
      DrawdownPeriod period = worst.get(n);
      table.row(
          List.of(
              Cell.of(Integer.toString(n + 1)),
              Cell.signed(NumberText.percent(period.depth()), period.depth()),
              Cell.of(period.peak() == 0 ? "the start" : session(period.peak()).toString()),
              Cell.of(session(period.valley()).toString()),
              Cell.of(period.recovered() ? session(period.end()).toString() : "not yet"),
              Cell.of(NumberText.count(period.valley() - period.peak())),
              Cell.of(
                  period.recovered() ? NumberText.count(period.end() - period.valley()) : "\u2013"),
              Cell.of(
                  NumberText.count(
                      ChronoUnit.DAYS.between(session(period.peak()), session(period.end()))))));
    }
    return table.build();
  }

  /** What the run did while the market was in trouble. */
  Section crises() {
    List<Block> blocks = new ArrayList<>();
    List<CrisisWindow> covered =
        CrisisWindow.ALL.stream()
            .filter(window -> window.isWithin(sessions.get(0), sessions.get(sessions.size() - 1)))
            .toList();
    if (covered.isEmpty()) {
      blocks.add(
          new Block.Said(
              "None of the "
                  + CrisisWindow.ALL.size()
                  + " times of trouble that this sheet knows, from "
                  + CrisisWindow.ALL.get(0).from().getYear()
                  + " to "
                  + CrisisWindow.ALL.get(CrisisWindow.ALL.size() - 1).to().getYear()
                  + ", lies wholly within the run."));
    } else {
      blocks.add(new Block.Listed(crisisTable(covered)));
    }
    return new Section("crises", "Crises", blocks);
  }

  private Table crisisTable(List<CrisisWindow> covered) {
    Table.Builder table =
        Table.titled(
                "Compounded return from after the close of the first date through the last one")
            .column("Crisis", Kind.ROW_HEADING)
            .column("From", Kind.TERM)
            .column("To", Kind.TERM)
            .column(subject.label(), Kind.NUMBER);
    subject.benchmark().ifPresent(other -> table.column(other.name(), Kind.NUMBER));
    table.column("Worst day", Kind.NUMBER).column("Sessions", Kind.NUMBER);
    for (CrisisWindow window : covered) {
      int from = 0;
      while (!sessions.get(from).isAfter(window.from())) {
        from++;
      }
      int to = from;
      double worst = Double.POSITIVE_INFINITY;
      while (to < sessions.size() && !sessions.get(to).isAfter(window.to())) {
        worst = Math.min(worst, subject.returns()[to++]);
      }
      List<Cell> row = new ArrayList<>();
      row.add(Cell.of(window.name()));
      row.add(Cell.of(window.from().toString()));
      row.add(Cell.of(window.to().toString()));
      row.add(compounded(subject.returns(), from, to));
      if (subject.benchmark().isPresent()) {
        row.add(compounded(subject.benchmark().get().returns(), from, to));
      }
      row.add(Cell.signed(NumberText.signedPercent(worst), worst));
      row.add(Cell.of(NumberText.count(to - from)));
      table.row(row);
    }
    return table.build();
  }

  private static Cell compounded(double[] returns, int from, int to) {
    double growth = 1;
    for (int bar = from; bar < to; bar++) {
      growth *= 1 + returns[bar];
    }
    return Cell.signed(NumberText.signedPercent(growth - 1), growth - 1);
  }
}
