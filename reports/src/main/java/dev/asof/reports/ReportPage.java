package dev.asof.reports;

import dev.asof.api.BacktestResult;
import dev.asof.api.DataRef;
import dev.asof.api.Experiment;
import dev.asof.api.LookaheadInput;
import dev.asof.api.MarketEvent;
import dev.asof.api.RunFinding;
import dev.asof.api.SourceFile;
import dev.asof.api.Trade;
import dev.asof.engine.BlockBootstrap;
import dev.asof.engine.Metric;
import dev.asof.engine.MetricConvention;
import dev.asof.engine.Metrics;
import dev.asof.engine.TrackRecord;
import dev.asof.reports.Table.Cell;
import dev.asof.reports.Table.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What stands on the page, from top to bottom, as the template prints it.
 *
 * @param name of the definition
 * @param strategy name of the strategy
 * @param title one line
 * @param verdict what was found, in words
 * @param synthetic the files that call themselves synthetic; empty when there is none
 * @param findings what a reader has to know before the numbers, the gravest first
 * @param lookahead what was used before it was known; empty for an honest run
 * @param figures the headline numbers, of {@code best}
 * @param heatmaps Sharpe ratio and return by two axes, or Sharpe ratios by each two of more
 * @param conventions what the results mean
 * @param metrics what was measured of every run
 * @param definitions how each metric is computed
 * @param best the run shown in full
 * @param performance cumulative return of the run shown
 * @param events what was traded on, with what the run shown made of it
 * @param eventsRemark what the events don't show, or empty
 * @param runs every run, or the first of very many; empty when there is only one
 * @param runsLeftOut runs beyond those
 * @param whatIf research branches that were read; empty when all of it was published
 * @param audit what the look-ahead audit found
 * @param provenance what was read, and what computed it
 * @param settings what else decides the result
 * @param definition the definition's text
 * @param digests a digest per run
 * @param version of AsOf
 */
record ReportPage(
    String name,
    String strategy,
    String title,
    String verdict,
    String synthetic,
    List<RunFinding> findings,
    Table lookahead,
    List<Figure> figures,
    List<Heatmap> heatmaps,
    String conventions,
    Table metrics,
    Table definitions,
    RunDetails best,
    Performance performance,
    List<EventDetails> events,
    String eventsRemark,
    List<RunDetails> runs,
    int runsLeftOut,
    String whatIf,
    AuditDetails audit,
    Provenance provenance,
    Table settings,
    String definition,
    Table digests,
    String version) {
  private static final int MOST_EVENTS = 200;
  private static final int MOST_HEATMAPS = 6;
  private static final int MOST_TABLED = 1_000;
  private static final int MOST_RUNS = 60;

  /**
   * A headline number.
   *
   * @param label what it is
   * @param value the number
   * @param cssClass its sign
   * @param remark what it is measured on
   */
  record Figure(String label, String value, String cssClass, String remark) {}

  static ReportPage of(Experiment experiment) {
    List<Run> runs = Run.of(experiment);
    Run best = Run.best(runs);
    List<MarketEvent> events = EventDetails.distinct(runs);
    EventTrades trades = EventTrades.of(events, best.result().trades());
    List<EventDetails> shown = new ArrayList<>();
    for (MarketEvent event : events.subList(0, Math.min(events.size(), MOST_EVENTS))) {
      shown.add(
          EventDetails.of(
              event, experiment, trades.of(event), "event-" + shown.size(), shown.size()));
    }
    List<RunDetails> details = new ArrayList<>();
    for (Run run : runs.size() > 1 ? runs.subList(0, detailed(runs)) : List.<Run>of()) {
      details.add(RunDetails.of(run, "run-", experiment.yearDays()));
    }
    return new ReportPage(
        experiment.name(),
        experiment.strategy(),
        experiment.title(),
        Verdict.of(experiment, runs, events.size()),
        synthetic(experiment.data()),
        experiment.findings(),
        lookahead(experiment.lookahead()),
        figures(best, experiment),
        heatmaps(experiment, runs, best),
        conventions(experiment),
        metrics(experiment, runs),
        metricDefinitions(),
        RunDetails.of(best, "shown-", experiment.yearDays()),
        Performance.of(best, experiment, events),
        List.copyOf(shown),
        trades.remark(events.size() - shown.size()),
        List.copyOf(details),
        runs.size() - detailed(runs),
        Provenance.whatIf(experiment.data()),
        AuditDetails.of(experiment),
        Provenance.of(experiment),
        settings(experiment),
        experiment.definition(),
        digests(experiment, runs),
        experiment.lineage().version());
  }

  /** By the convention that generated data says so in its file's name. */
  static String synthetic(List<DataRef> data) {
    return data.stream()
        .flatMap(ref -> ref.sources().stream())
        .map(SourceFile::name)
        .filter(name -> name.toLowerCase(Locale.ROOT).contains("synthetic"))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static int detailed(List<Run> runs) {
    return Math.min(runs.size(), MOST_RUNS);
  }

  /** Where the details of a run begin, or the list of runs when they are left out. */
  static String target(Run run) {
    return run.index() < MOST_RUNS ? "run-" + run.index() : "runs";
  }

  static Table lookahead(List<LookaheadInput> inputs) {
    Table.Builder table =
        Table.titled("Inputs used before they were known")
            .column("Table", Kind.TERM)
            .column("What", Kind.TEXT)
            .column("Used from", Kind.TERM)
            .column("Known at", Kind.TERM);
    for (LookaheadInput input : inputs) {
      table.row(
          input.table(),
          input.description(),
          NumberText.utc(input.usedFrom()),
          NumberText.utc(input.knownAt()));
    }
    return table.build();
  }

  /** The headline numbers, with what is left of the Sharpe ratio among all that was tried. */
  private static List<Figure> figures(Run run, Experiment experiment) {
    List<Figure> figures = new ArrayList<>(figures(run, experiment.yearDays()));
    experiment
        .trials()
        .filter(trials -> trials.count() > 1 && run.failure().isEmpty())
        .ifPresent(
            trials ->
                figures.add(
                    figure(
                        Metric.DEFLATED_SHARPE.label(),
                        MetricText.cell(
                            Metric.DEFLATED_SHARPE,
                            Metrics.value(
                                Metric.DEFLATED_SHARPE,
                                TrackRecord.of(run.result()).amongTrials(trials),
                                MetricConvention.ofYear(experiment.yearDays()))),
                        "probability that the whole run beats the best of "
                            + NumberText.counted(trials.count(), "useless trial")
                            + "; so many were made with this strategy here")));
    return List.copyOf(figures);
  }

  private static List<Figure> figures(Run run, int yearDays) {
    BacktestResult result = run.result();
    double[] equity = result.equityUsd();
    long closed = result.trades().stream().filter(trade -> !trade.open()).count();
    long gained =
        result.trades().stream().filter(trade -> !trade.open() && trade.pnlUsd() > 0).count();
    double fees = 0;
    for (Trade trade : result.trades()) {
      fees += trade.entryFeeUsd() + trade.exitFeeUsd();
    }
    return List.of(
        figure(
            "Total return",
            MetricText.cell(Metric.TOTAL_RETURN, run.metric(Metric.TOTAL_RETURN)),
            "whole run"),
        figure(
            "Final equity",
            Cell.of(NumberText.money(equity[equity.length - 1])),
            "USD, from " + NumberText.money(result.initialCashUsd())),
        figure(
            "Sharpe ratio, " + yearDays + " days",
            MetricText.cell(Metric.SHARPE, run.windowSharpe()),
            "holding window, " + NumberText.counted(run.windowSessions(), "return")),
        figure(
            "Sharpe ratio, " + yearDays + " days",
            MetricText.cell(Metric.SHARPE, run.metric(Metric.SHARPE)),
            "whole run, " + NumberText.counted(result.sessions().size(), "return")),
        figure(
            "Maximum drawdown",
            MetricText.cell(Metric.MAX_DRAWDOWN, run.metric(Metric.MAX_DRAWDOWN)),
            Double.isNaN(run.metric(Metric.MAX_DRAWDOWN_DURATION))
                ? "not defined"
                : "under water for at most "
                    + NumberText.counted(
                        (long) run.metric(Metric.MAX_DRAWDOWN_DURATION), "session")),
        figure(
            "Hit rate",
            MetricText.cell(Metric.HIT_RATE, run.metric(Metric.HIT_RATE)),
            NumberText.count(gained) + " of " + NumberText.count(closed) + " closed trades"),
        figure(
            "Turnover",
            MetricText.cell(Metric.TURNOVER, run.metric(Metric.TURNOVER)),
            "times the mean equity"),
        figure("Fees", Cell.of(NumberText.money(fees)), "USD, both ways"));
  }

  private static Figure figure(String label, Cell cell, String remark) {
    return new Figure(label, cell.text(), cell.cssClass(), remark);
  }

  private static List<Heatmap> heatmaps(Experiment experiment, List<Run> runs, Run best) {
    int axes = experiment.axes().size();
    if (axes == 2) {
      return List.of(
          Heatmap.of(Heatmap.Measure.SHARPE, experiment, runs, best, 0, 1),
          Heatmap.of(Heatmap.Measure.RETURN, experiment, runs, best, 0, 1));
    }
    List<Heatmap> heatmaps = new ArrayList<>();
    for (int down = 0; down < axes; down++) {
      for (int across = down + 1; across < axes && heatmaps.size() < MOST_HEATMAPS; across++) {
        heatmaps.add(Heatmap.of(Heatmap.Measure.SHARPE, experiment, runs, best, down, across));
      }
    }
    return List.copyOf(heatmaps);
  }

  private static void axisColumns(Table.Builder table, Experiment experiment) {
    for (Experiment.Axis axis : experiment.axes()) {
      table.column(axis.parameter(), Kind.ROW_HEADING);
    }
  }

  private static List<Cell> axisCells(Run run) {
    List<Cell> cells = new ArrayList<>();
    for (String value : run.axisValues()) {
      cells.add(Cell.of(value));
    }
    return cells;
  }

  private static String conventions(Experiment experiment) {
    String intervals =
        experiment.axes().size() == 2 && experiment.cells().size() <= Heatmap.MOST_INTERVALS
            ? " Small print: where chance would have put the number in "
                + Math.round(BlockBootstrap.LEVEL * 100)
                + " of 100 cases, from "
                + NumberText.count(BlockBootstrap.RESAMPLES)
                + " resamples of the same returns in blocks (circular block bootstrap, Politis and"
                + " Romano 1992; blocks of the cube root of their number); none under "
                + BlockBootstrap.FEWEST_RETURNS
                + " returns."
            : "";
    String links =
        experiment.axes().size() == 2
            ? " The outlined run is the one shown below; each number leads to its run."
            : "";
    return "While something was held: daily returns dated from the session before an entry through"
        + " the exit session. Sharpe ratio: mean over standard deviation (divisor n \u2212 1),"
        + " risk-free rate 0, a year of "
        + experiment.yearDays()
        + " days, "
        + NumberText.NOT_DEFINED
        + " under three returns. Return: compounded over the same days."
        + intervals
        + " Shades compare with the largest number of the table."
        + links;
  }

  private static String metricsCaption(Experiment experiment, List<Run> runs) {
    String wholeRun = "Metrics over the whole run, a year of " + experiment.yearDays() + " days";
    if (runs.size() == 1) {
      return wholeRun;
    }
    return (runs.size() > MOST_TABLED
            ? "The best " + NumberText.count(MOST_TABLED) + " of " + NumberText.count(runs.size())
            : "All " + NumberText.count(runs.size()))
        + " runs: while something was held, then m"
        + wholeRun.substring(1);
  }

  private static Table metrics(Experiment experiment, List<Run> runs) {
    Table.Builder table = Table.titled(metricsCaption(experiment, runs));
    if (runs.size() == 1) {
      table
          .column("Metric", Kind.ROW_HEADING)
          .column("Value", Kind.NUMBER)
          .column("Convention", Kind.TEXT)
          .column("Source", Kind.TEXT);
      for (Map.Entry<Metric, Double> entry : runs.get(0).metrics().entrySet()) {
        Metric metric = entry.getKey();
        table.row(
            List.of(
                Cell.of(metric.label()),
                MetricText.cell(metric, entry.getValue()),
                Cell.of(metric.convention()),
                Cell.of(metric.source())));
      }
      return table.build();
    }
    axisColumns(table, experiment);
    table
        .column("Sharpe ratio, held", Kind.NUMBER)
        .column("Return, held", Kind.NUMBER)
        .column("Fills", Kind.NUMBER);
    for (Metric metric : Metric.HEADLINE) {
      table.column(metric.label(), Kind.NUMBER);
    }
    for (Run run : tabled(runs)) {
      List<Cell> row = axisCells(run);
      row.add(
          Cell.signed(NumberText.signed(run.windowSharpe(), 2), run.windowSharpe())
              .linkedTo(target(run)));
      row.add(Cell.signed(NumberText.signedPercent(run.windowReturn()), run.windowReturn()));
      row.add(Cell.of(NumberText.count(run.result().fills().size())));
      run.metrics().forEach((metric, value) -> row.add(MetricText.cell(metric, value)));
      table.row(row);
    }
    return table.build();
  }

  /** All runs, or the best of very many, in their order. */
  private static List<Run> tabled(List<Run> runs) {
    if (runs.size() <= MOST_TABLED) {
      return runs;
    }
    return runs.stream()
        .sorted(Run.BEST_FIRST)
        .limit(MOST_TABLED)
        .sorted(Comparator.comparingInt(Run::index))
        .toList();
  }

  private static Table metricDefinitions() {
    Table.Builder table =
        Table.titled("How each metric is computed")
            .column("Metric", Kind.ROW_HEADING)
            .column("Convention", Kind.TEXT)
            .column("Source", Kind.TEXT);
    for (Metric metric : Metric.HEADLINE) {
      table.row(metric.label(), metric.convention(), metric.source());
    }
    return table.build();
  }

  private static Table settings(Experiment experiment) {
    Table.Builder table =
        Table.titled("What decides the result besides the data")
            .column("Setting", Kind.ROW_HEADING)
            .column("Value", Kind.TEXT);
    table.row("Strategy", experiment.strategy());
    experiment.settings().forEach((label, value) -> table.row(label, value));
    for (Map.Entry<String, String> parameter : experiment.cells().get(0).parameters().entrySet()) {
      String varied =
          experiment.axes().stream()
              .filter(axis -> axis.parameter().equals(parameter.getKey()))
              .map(axis -> String.join(", ", axis.values()))
              .findFirst()
              .orElse(parameter.getValue());
      table.row("Parameter " + parameter.getKey(), varied.isEmpty() ? "not set" : varied);
    }
    return table.build();
  }

  private static Table digests(Experiment experiment, List<Run> runs) {
    Table.Builder table =
        Table.titled("Digest of each result: orders, fills and the bits of cash and equity");
    axisColumns(table, experiment);
    table.column("SHA-256", Kind.CODE);
    for (Run run : runs) {
      List<Cell> row = axisCells(run);
      row.add(Cell.of(run.result().digest()));
      table.row(row);
    }
    return table.build();
  }
}
