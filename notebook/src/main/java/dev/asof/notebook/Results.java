package dev.asof.notebook;

import dev.asof.api.AuditVerdict;
import dev.asof.api.BacktestResult;
import dev.asof.api.DataRef;
import dev.asof.api.Experiment;
import dev.asof.api.Fill;
import dev.asof.api.Trade;
import dev.asof.cli.Workspace;
import dev.asof.engine.HoldingWindow;
import dev.asof.engine.Metric;
import dev.asof.engine.MetricConvention;
import dev.asof.engine.Metrics;
import dev.asof.engine.TrackRecord;
import dev.asof.reports.SummaryText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import tech.tablesaw.api.Table;

/**
 * What came out of a study: one run, or one for each combination of the parameters that vary. Where
 * a method speaks about a single run, it is the one chosen by {@link #only}, or else the one with
 * the highest Sharpe ratio over its holding window, the first of equals.
 */
public final class Results {
  private static final int MOST_LINES = 16;

  private final Workspace.Recorded recorded;
  private final Experiment experiment;
  private final int chosen;

  Results(Workspace.Recorded recorded) {
    this(recorded, best(recorded.experiment()));
  }

  private Results(Workspace.Recorded recorded, int chosen) {
    this.recorded = recorded;
    this.experiment = recorded.experiment();
    this.chosen = chosen;
  }

  private static int best(Experiment experiment) {
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int n = 0; n < experiment.cells().size(); n++) {
      Experiment.Cell cell = experiment.cells().get(n);
      double sharpe =
          cell.failure().isPresent()
              ? Double.NaN
              : HoldingWindow.of(cell.result()).sharpe(experiment.yearDays());
      if (sharpe > highest) {
        best = n;
        highest = sharpe;
      }
    }
    return best;
  }

  /** The run's name in the lake: {@code asof runs show ID} finds it. */
  public String id() {
    return recorded.id();
  }

  /** The page about it. */
  public Path report() {
    return recorded.report();
  }

  /** Everything that came out, as the engine gives it. */
  public Experiment experiment() {
    return experiment;
  }

  /** What the chosen run did, as the engine gives it. */
  public BacktestResult result() {
    return experiment.cells().get(chosen).result();
  }

  /** The same with this run chosen: one value for each parameter that varies, in their order. */
  public Results only(Object... values) {
    List<String> wanted = Arrays.stream(values).map(String::valueOf).toList();
    for (int n = 0; n < experiment.cells().size(); n++) {
      if (variation(experiment.cells().get(n)).equals(wanted)) {
        return new Results(recorded, n);
      }
    }
    throw CellError.usage(
        "Cannot find the run "
            + String.join(", ", wanted)
            + "; give one value each of "
            + experiment.axes().stream()
                .map(axis -> axis.parameter() + " (" + String.join(", ", axis.values()) + ")")
                .collect(Collectors.joining(", ")));
  }

  private List<String> variation(Experiment.Cell cell) {
    return experiment.axes().stream().map(axis -> cell.parameters().get(axis.parameter())).toList();
  }

  private String label(Experiment.Cell cell) {
    return experiment.axes().isEmpty() ? experiment.name() : String.join(", ", variation(cell));
  }

  /** One row a run: what varies, and how it did over its holding window. */
  public Table table() {
    List<String> columns = new ArrayList<>();
    experiment.axes().forEach(axis -> columns.add(axis.parameter()));
    columns.addAll(List.of("return %", "Sharpe", "max drawdown %", "fills"));
    List<List<Object>> rows = new ArrayList<>();
    for (Experiment.Cell cell : experiment.cells()) {
      List<Object> row = new ArrayList<>(variation(cell));
      boolean failed = cell.failure().isPresent();
      row.add(failed ? null : percent(HoldingWindow.of(cell.result()).totalReturn()));
      row.add(
          failed
              ? null
              : rounded(HoldingWindow.of(cell.result()).sharpe(experiment.yearDays()), 2));
      row.add(
          failed ? null : percent(Arrays.stream(Metrics.drawdown(cell.result())).min().orElse(0)));
      row.add(failed ? null : cell.result().fills().size());
      rows.add(row);
    }
    return Tables.of(experiment.name(), columns, rows);
  }

  private static Double percent(double fraction) {
    return rounded(fraction * 100, 2);
  }

  /** Null for what is not defined. */
  private static Double rounded(double value, int decimals) {
    return Double.isFinite(value) ? (Double) Numbers.rounded(value, decimals) : null;
  }

  /** Growth of the account in percent: of every run, and of the benchmark where there is one. */
  public Picture chart() {
    Lines lines = new Lines(experiment.title(), "%");
    List<Experiment.Cell> cells = experiment.cells();
    boolean all = cells.size() <= MOST_LINES;
    for (int n = 0; n < cells.size(); n++) {
      Experiment.Cell cell = cells.get(n);
      if ((all || n == chosen) && cell.failure().isEmpty()) {
        lines.add(
            label(cell), cell.result().sessions(), growth(Metrics.returnsToRuin(cell.result())));
      }
    }
    experiment
        .benchmark()
        .ifPresent(
            benchmark ->
                lines.addBenchmark(
                    benchmark.symbol(),
                    result().sessions(),
                    growth(benchmark.returns(result().sessions()))));
    return lines.picture();
  }

  private static double[] growth(double[] returns) {
    double[] growth = new double[returns.length];
    double value = 1;
    for (int n = 0; n < growth.length; n++) {
      value *= 1 + (Double.isNaN(returns[n]) ? 0 : returns[n]);
      growth[n] = (value - 1) * 100;
    }
    return growth;
  }

  /** {@link #heatmap(String, String, String)} of the Sharpe ratio and the first two parameters. */
  public Picture heatmap() {
    return heatmap("Sharpe");
  }

  /** {@link #heatmap(String, String, String)} of the first two parameters that vary. */
  public Picture heatmap(String measure) {
    if (experiment.axes().size() < 2) {
      throw CellError.usage(
          "Cannot draw a heat map: it needs two parameters that vary, and there "
              + (experiment.axes().isEmpty() ? "is none" : "is one")
              + "; with(\"name\", value, value) varies one");
    }
    return heatmap(
        measure, experiment.axes().get(0).parameter(), experiment.axes().get(1).parameter());
  }

  /**
   * A number for each combination of two parameters; the median where others vary too.
   *
   * @param measure {@code Sharpe} or {@code return}, over the holding window
   * @param down the parameter that runs down
   * @param across the parameter that runs across
   */
  public Picture heatmap(String measure, String down, String across) {
    ToDoubleFunction<BacktestResult> number =
        switch (measure.toLowerCase(Locale.ROOT)) {
          case "sharpe" -> result -> HoldingWindow.of(result).sharpe(experiment.yearDays());
          case "return" -> result -> HoldingWindow.of(result).totalReturn() * 100;
          default ->
              throw CellError.usage("Invalid measure '" + measure + "': expected Sharpe or return");
        };
    String title =
        measure.equalsIgnoreCase("sharpe")
            ? "Sharpe ratio over the holding window"
            : "Return over the holding window, %";
    Experiment.Axis downAxis = axis(down);
    Experiment.Axis acrossAxis = axis(across);
    double[][] values = new double[downAxis.values().size()][acrossAxis.values().size()];
    for (int row = 0; row < values.length; row++) {
      for (int column = 0; column < values[row].length; column++) {
        values[row][column] =
            median(
                number,
                Map.of(down, downAxis.values().get(row), across, acrossAxis.values().get(column)));
      }
    }
    return new HeatMap(title, down, downAxis.values(), across, acrossAxis.values(), values)
        .picture();
  }

  private Experiment.Axis axis(String parameter) {
    return experiment.axes().stream()
        .filter(axis -> axis.parameter().equals(parameter))
        .findFirst()
        .orElseThrow(
            () ->
                CellError.usage(
                    "Cannot find '"
                        + parameter
                        + "' among the parameters that vary: "
                        + experiment.axes().stream()
                            .map(Experiment.Axis::parameter)
                            .collect(Collectors.joining(", "))));
  }

  private double median(ToDoubleFunction<BacktestResult> number, Map<String, String> at) {
    double[] values =
        experiment.cells().stream()
            .filter(cell -> cell.failure().isEmpty())
            .filter(cell -> cell.parameters().entrySet().containsAll(at.entrySet()))
            .mapToDouble(cell -> number.applyAsDouble(cell.result()))
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    int half = values.length / 2;
    return values.length == 0
        ? Double.NaN
        : values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  }

  /** The headline metrics of the chosen run. */
  public Table metrics() {
    TrackRecord record = TrackRecord.of(result());
    MetricConvention convention = MetricConvention.ofYear(experiment.yearDays());
    List<List<Object>> rows = new ArrayList<>();
    for (Metric metric : Metric.HEADLINE) {
      double value = Metrics.value(metric, record, convention);
      boolean fraction = metric.unit() == Metric.Unit.FRACTION;
      rows.add(
          Arrays.asList(
              metric.label(),
              rounded(fraction ? value * 100 : value, 2),
              fraction ? "%" : metric.unit().name().toLowerCase(Locale.ROOT)));
    }
    return Tables.of("metrics", List.of("metric", "value", "unit"), rows);
  }

  /** The account of the chosen run at each close. */
  public Table equity() {
    double[] cash = result().cashUsd();
    double[] equity = result().equityUsd();
    List<List<Object>> rows = new ArrayList<>();
    for (int bar = 0; bar < equity.length; bar++) {
      rows.add(
          List.of(result().sessions().get(bar), rounded(cash[bar], 2), rounded(equity[bar], 2)));
    }
    return Tables.of("equity", List.of("session", "cash_usd", "equity_usd"), rows);
  }

  /** The fills of the chosen run, in the order of execution. */
  public Table fills() {
    List<List<Object>> rows = new ArrayList<>();
    for (Fill fill : result().fills()) {
      rows.add(
          List.of(
              fill.session(),
              fill.symbol(),
              fill.side().name().toLowerCase(Locale.ROOT),
              fill.shares(),
              fill.priceUsd(),
              fill.at().name().toLowerCase(Locale.ROOT),
              fill.feeUsd()));
    }
    return Tables.of(
        "fills",
        List.of("session", "symbol", "side", "shares", "price_usd", "at", "fee_usd"),
        rows);
  }

  /** The round trips of the chosen run. */
  public Table trades() {
    List<List<Object>> rows = new ArrayList<>();
    for (Trade trade : result().trades()) {
      rows.add(
          List.of(
              trade.symbol(),
              trade.side().name().toLowerCase(Locale.ROOT),
              trade.shares(),
              trade.entrySession(),
              trade.entryPriceUsd(),
              trade.exitSession(),
              trade.exitPriceUsd(),
              rounded(trade.pnlUsd(), 2),
              percent(trade.returnFraction())));
    }
    return Tables.of(
        "trades",
        List.of(
            "symbol",
            "side",
            "shares",
            "entry",
            "entry_usd",
            "exit",
            "exit_usd",
            "pnl_usd",
            "return %"),
        rows);
  }

  /** What was read: each table with its point in time and when that was known. */
  public Table sources() {
    List<List<Object>> rows = new ArrayList<>();
    for (DataRef ref : experiment.data()) {
      rows.add(List.of(ref.table(), ref.asOf().toString(), ref.knownAt(), ref.rows()));
    }
    return Tables.of("sources", List.of("table", "as of", "known_at", "rows"), rows);
  }

  /**
   * The decisions that changed with what could not have been known; empty when the audit passed.
   *
   * @throws CellError when no audit was made
   */
  public Table findings() {
    AuditVerdict verdict =
        experiment
            .audit()
            .orElseThrow(
                () ->
                    CellError.usage("Cannot list findings: no audit was made; audit() makes one"));
    List<List<Object>> rows = new ArrayList<>();
    for (AuditVerdict.Finding finding : verdict.findings()) {
      rows.add(
          List.of(
              finding.session(),
              finding.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
              finding.run(),
              finding.description()));
    }
    return Tables.of("findings", List.of("session", "changed with", "run", "decision"), rows);
  }

  String html() {
    String[] parts = toString().split("\\n\\n", 2);
    String[] head = parts[0].split("\\n", 2);
    StringBuilder html = new StringBuilder();
    html.append("<p><strong>").append(TableView.escaped(head[0])).append("</strong></p>");
    if (head.length > 1) {
      html.append("\n<p>").append(TableView.escaped(head[1])).append("</p>");
    }
    if (parts.length > 1) {
      html.append("\n<pre>").append(TableView.escaped(parts[1])).append("</pre>");
    }
    return html.toString();
  }

  /** Title, verdict and Sharpe ratios, as the command line prints them. */
  @Override
  public String toString() {
    return SummaryText.of(experiment).strip();
  }
}
