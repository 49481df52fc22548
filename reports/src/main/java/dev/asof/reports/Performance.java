package dev.asof.reports;

import dev.asof.api.Benchmark;
import dev.asof.api.Experiment;
import dev.asof.api.MarketEvent;
import dev.asof.engine.Metrics;
import dev.asof.engine.Ruin;
import dev.asof.reports.EventDetails.KeyEntry;
import dev.asof.reports.Table.Cell;
import dev.asof.reports.Table.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The cumulative return of a run beside its benchmark's, with the dates of what was traded on.
 *
 * @param chart both lines
 * @param key which line is which
 * @param data the same numbers as a table, with the account behind them
 */
record Performance(Chart chart, List<KeyEntry> key, Table data) {
  private static final int PLOT_HEIGHT = 300;
  private static final int MOST_NAMED_DATES = 4;
  private static final String ID = "performance";

  /** Copies the list. */
  Performance {
    key = List.copyOf(key);
  }

  static Performance of(Run run, Experiment experiment, List<MarketEvent> events) {
    List<LocalDate> sessions = run.result().sessions();
    double[] strategy = ofRun(run);
    Optional<Benchmark> benchmark = experiment.benchmark();
    Optional<double[]> compared = benchmark.map(other -> ofBenchmark(other, sessions));
    TreeMap<LocalDate, String> dates = dates(events);

    StringBuilder description = new StringBuilder("The run ends at ");
    description.append(NumberText.signedPercent(strategy[strategy.length - 1]));
    if (benchmark.isPresent()) {
      double[] path = compared.orElseThrow();
      description
          .append(", ")
          .append(benchmark.get().symbol())
          .append(" without dividends at ")
          .append(atEnd(path));
    }
    description.append(". Since before the first session");
    description.append(dates.isEmpty() ? "." : "; vertical lines are dates of events.");

    LineChart chart =
        new LineChart(
            ID,
            "Cumulative return",
            description.toString(),
            PLOT_HEIGHT,
            AxisScale.Unit.FRACTION,
            sessions);
    List<KeyEntry> key = new ArrayList<>();
    if (benchmark.isPresent()) {
      chart.add("benchmark", compared.orElseThrow(), LineChart.Shape.LINE);
      key.add(new KeyEntry(benchmark.get().symbol(), "benchmark"));
    }
    chart.add("equity", strategy, LineChart.Shape.LINE);
    key.add(0, new KeyEntry(run.label().isEmpty() ? experiment.strategy() : run.label(), "equity"));
    if (dates.size() <= MOST_NAMED_DATES) {
      dates.forEach((date, label) -> chart.mark(date, label));
    } else {
      dates.keySet().forEach(chart::markUnnamed);
    }
    return new Performance(chart.paint(), key, data(run, strategy, benchmark, compared));
  }

  private static Table data(
      Run run, double[] strategy, Optional<Benchmark> benchmark, Optional<double[]> compared) {
    List<LocalDate> sessions = run.result().sessions();
    double[] cash = run.result().cashUsd();
    double[] equity = run.result().equityUsd();
    double[] drawdown = Metrics.drawdown(run.result());
    Ruin.of(run.result())
        .ifPresent(ruin -> Arrays.fill(drawdown, ruin.bar(), drawdown.length, Double.NaN));
    Table.Builder table =
        Table.titled("Account at the close" + SessionSample.note(sessions.size()))
            .column("Session", Kind.ROW_HEADING)
            .column("Cash, USD", Kind.NUMBER)
            .column("Equity, USD", Kind.NUMBER)
            .column("Cumulative return", Kind.NUMBER);
    benchmark.ifPresent(other -> table.column(other.symbol(), Kind.NUMBER));
    table.column("Drawdown", Kind.NUMBER);
    for (int bar : SessionSample.of(sessions.size())) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.of(sessions.get(bar).toString()));
      row.add(Cell.of(NumberText.money(cash[bar])));
      row.add(Cell.of(NumberText.money(equity[bar])));
      row.add(Cell.of(NumberText.signedPercent(strategy[bar])));
      compared.ifPresent(path -> row.add(Cell.of(NumberText.signedPercent(path[bar]))));
      row.add(Cell.of(NumberText.percent(drawdown[bar])));
      table.row(row);
    }
    return table.build();
  }

  /** Each date once; named for what happens first in the order of the events. */
  private static TreeMap<LocalDate, String> dates(List<MarketEvent> events) {
    TreeMap<LocalDate, String> dates = new TreeMap<>();
    for (MarketEvent event : events) {
      for (MarketEvent.Milestone milestone : event.milestones()) {
        dates.putIfAbsent(milestone.date(), milestone.label() + " " + milestone.date());
      }
    }
    return dates;
  }

  /** Equity over the initial cash, less 1, at each close: defined below zero too. */
  static double[] ofRun(Run run) {
    double[] path = run.result().equityUsd();
    for (int bar = 0; bar < path.length; bar++) {
      path[bar] = path[bar] / run.result().initialCashUsd() - 1;
    }
    return path;
  }

  /** Where a benchmark's path ends, with the part of the sessions that it covers. */
  static String atEnd(double[] path) {
    int last = path.length - 1;
    while (last > 0 && Double.isNaN(path[last])) {
      last--;
    }
    long covered = Arrays.stream(path).filter(value -> !Double.isNaN(value)).count();
    return NumberText.signedPercent(path[last])
        + (covered == path.length
            ? ""
            : " over "
                + NumberText.count(covered)
                + " of "
                + NumberText.counted(path.length, "session"));
  }

  /** Compounded returns of a benchmark so far, less 1; NaN before its first and after its last. */
  static double[] ofBenchmark(Benchmark benchmark, List<LocalDate> sessions) {
    double[] path = cumulated(benchmark.returns(sessions));
    boolean[] hasClose = benchmark.hasClose(sessions);
    for (int bar = 0; bar < path.length && !hasClose[bar]; bar++) {
      path[bar] = Double.NaN;
    }
    for (int bar = path.length - 1; bar >= 0 && !hasClose[bar]; bar--) {
      path[bar] = Double.NaN;
    }
    return path;
  }

  /** Compounded returns so far, less 1. */
  static double[] cumulated(double[] returns) {
    double[] path = new double[returns.length];
    double growth = 1;
    for (int bar = 0; bar < path.length; bar++) {
      growth *= 1 + returns[bar];
      path[bar] = growth - 1;
    }
    return path;
  }
}
