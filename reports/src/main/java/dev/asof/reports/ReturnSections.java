package dev.asof.reports;

import dev.asof.engine.CalendarPeriod;
import dev.asof.engine.CalendarPeriod.PeriodReturn;
import dev.asof.engine.Metrics;
import dev.asof.engine.Quantiles;
import dev.asof.reports.SheetSubject.Compared;
import dev.asof.reports.Table.Cell;
import dev.asof.reports.Table.Kind;
import java.time.LocalDate;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** What was gained: along the way, by year and month, and how days and months spread. */
final class ReturnSections {
  private static final int PLOT_HEIGHT = 300;
  private static final int SMALL_HEIGHT = 220;
  private static final int FEWEST_FOR_SPREAD = 2;
  private static final int FEWEST_MONTHS = 12;

  private final SheetSubject subject;
  private final List<LocalDate> sessions;

  ReturnSections(SheetSubject subject) {
    this.subject = subject;
    this.sessions = subject.sessions();
  }

  /** The cumulative return: linear, on a log scale, and at the benchmark's volatility. */
  Section cumulative() {
    double[] own = Performance.ofRun(subject.run());
    List<Block> blocks = new ArrayList<>();
    List<double[]> columns = new ArrayList<>(List.of(own));
    LineChart linear =
        lines(
            "returns",
            "Cumulative return",
            "Equity over the initial cash, less 1, at each close; ends at "
                + NumberText.signedPercent(last(own))
                + subject
                    .benchmark()
                    .map(
                        other ->
                            ", " + other.name() + " at " + Performance.atEnd(other.path(sessions)))
                    .orElse("")
                + ".",
            AxisScale.Unit.FRACTION);
    LineChart log =
        lines(
            "log-returns",
            "Cumulative return, log scale",
            "The same: equal heights are equal percentage changes.",
            AxisScale.Unit.LOG_GROWTH);
    subject
        .benchmark()
        .ifPresent(
            other -> {
              double[] path = other.path(sessions);
              columns.add(path);
              linear.add("benchmark", path, LineChart.Shape.LINE);
              log.add("benchmark", logGrowth(path), LineChart.Shape.LINE);
            });
    linear.add("equity", own, LineChart.Shape.LINE);
    log.add("equity", logGrowth(own), LineChart.Shape.LINE);
    List<Block.Drawn> others = new ArrayList<>(List.of(new Block.Drawn(log.paint())));
    subject.benchmark().flatMap(other -> matched(other, columns)).ifPresent(others::add);
    blocks.add(new Block.Drawn(linear.paint(), subject.key()));
    blocks.add(new Block.Beside(others));
    blocks.add(new Block.Behind(data(columns)));
    return new Section("returns", "Returns", blocks);
  }

  private Optional<Block.Drawn> matched(Compared other, List<double[]> columns) {
    if (other.common().priced().size() < sessions.size()) {
      return Optional.empty();
    }
    int yearDays = subject.experiment().yearDays();
    double scale =
        Metrics.volatility(other.returns(), yearDays)
            / Metrics.volatility(subject.returns(), yearDays);
    if (!Double.isFinite(scale)) {
      return Optional.empty();
    }
    double[] scaled = subject.returns().clone();
    Arrays.setAll(scaled, bar -> scaled[bar] * scale);
    double[] path = Performance.cumulated(scaled);
    columns.add(path);
    LineChart chart =
        lines(
            "matched-returns",
            "Cumulative return at the benchmark's volatility",
            "Each daily return times "
                + NumberText.fixed(scale, 2)
                + ", so that both have the volatility of "
                + other.name()
                + "; known only afterwards.",
            AxisScale.Unit.FRACTION);
    chart.add("benchmark", Performance.cumulated(other.returns()), LineChart.Shape.LINE);
    chart.add("equity", path, LineChart.Shape.LINE);
    return Optional.of(new Block.Drawn(chart.paint()));
  }

  private static double last(double[] values) {
    return values[values.length - 1];
  }

  private LineChart lines(String id, String title, String description, AxisScale.Unit unit) {
    return new LineChart(id, title, description, PLOT_HEIGHT, unit, sessions);
  }

  /** Not defined once nothing is left. */
  private static double[] logGrowth(double[] path) {
    double[] logs = new double[path.length];
    Arrays.setAll(logs, bar -> path[bar] > -1 ? StrictMath.log1p(path[bar]) : Double.NaN);
    return logs;
  }

  private Table data(List<double[]> columns) {
    Table.Builder table =
        Table.titled("Cumulative return at the close" + SessionSample.note(sessions.size()))
            .column("Session", Kind.ROW_HEADING)
            .column(subject.label(), Kind.NUMBER);
    subject.benchmark().ifPresent(other -> table.column(other.name(), Kind.NUMBER));
    if (columns.size() > 2) {
      table.column(subject.label() + " at its volatility", Kind.NUMBER);
    }
    for (int bar : SessionSample.of(sessions.size())) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.of(sessions.get(bar).toString()));
      columns.forEach(path -> row.add(Cell.of(NumberText.signedPercent(path[bar]))));
      table.row(row);
    }
    return table.build();
  }

  /** Years beside the benchmark's, and a heat map of months. */
  Section calendar() {
    List<PeriodReturn> years = CalendarPeriod.YEAR.returns(sessions, subject.returns());
    List<Block> blocks = new ArrayList<>();
    if (years.size() > 1) {
      blocks.add(new Block.Drawn(yearBars(years), subject.key()));
    }
    blocks.add(new Block.Listed(yearTable(years)));
    blocks.add(new Block.Shaded(months(years)));
    return new Section("calendar", "Years and months", blocks);
  }

  private Chart yearBars(List<PeriodReturn> years) {
    BarChart chart =
        new BarChart(
            "years",
            "Return of each year",
            "Compounded daily returns; the table below has the numbers.",
            SMALL_HEIGHT,
            AxisScale.Unit.FRACTION,
            years.stream().map(year -> Integer.toString(year.first().getYear())).toList());
    chart.add("bar0", years.stream().mapToDouble(PeriodReturn::value).toArray());
    subject
        .benchmark()
        .ifPresent(
            other ->
                chart.add(
                    "bar1",
                    CalendarPeriod.YEAR.returns(sessions, other.returns()).stream()
                        .mapToDouble(PeriodReturn::value)
                        .toArray()));
    return chart.paint();
  }

  private Table yearTable(List<PeriodReturn> years) {
    Table.Builder table =
        Table.titled("Return of each year, compounded over its sessions")
            .column("Year", Kind.ROW_HEADING)
            .column("First session", Kind.TERM)
            .column("Last session", Kind.TERM)
            .column(subject.label(), Kind.NUMBER);
    List<PeriodReturn> others =
        subject
            .benchmark()
            .map(other -> CalendarPeriod.YEAR.returns(sessions, other.returns()))
            .orElse(List.of());
    subject
        .benchmark()
        .ifPresent(
            other ->
                table
                    .column(other.name(), Kind.NUMBER)
                    .column("Difference, pp", Kind.NUMBER)
                    .column("Beaten", Kind.TERM));
    for (int n = 0; n < years.size(); n++) {
      PeriodReturn year = years.get(n);
      List<Cell> row = new ArrayList<>();
      row.add(Cell.of(Integer.toString(year.first().getYear())));
      row.add(Cell.of(year.first().toString()));
      row.add(Cell.of(year.last().toString()));
      row.add(signedPercent(year.value()));
      if (!others.isEmpty()) {
        double difference = year.value() - others.get(n).value();
        row.add(signedPercent(others.get(n).value()));
        row.add(Cell.signed(NumberText.signed(difference * 100, 2), difference));
        row.add(Cell.of(difference > 0 ? "yes" : "no"));
      }
      table.row(row);
    }
    return table.build();
  }

  private Heatmap months(List<PeriodReturn> years) {
    List<PeriodReturn> months = CalendarPeriod.MONTH.returns(sessions, subject.returns());
    TreeMap<Integer, Heatmap.Cell[]> rows = new TreeMap<>();
    double largest = largest(months);
    for (PeriodReturn month : months) {
      rows.computeIfAbsent(month.first().getYear(), year -> new Heatmap.Cell[13])[
              month.first().getMonthValue() - 1] =
          shaded(month.value(), largest);
    }
    for (PeriodReturn year : years) {
      rows.get(year.first().getYear())[12] = shaded(year.value(), largest(years));
    }
    List<String> columns = new ArrayList<>();
    for (Month month : Month.values()) {
      columns.add(month.getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
    }
    columns.add("Year");
    List<Heatmap.Row> lines = new ArrayList<>();
    rows.forEach(
        (year, cells) -> {
          for (int n = 0; n < cells.length; n++) {
            cells[n] = cells[n] == null ? new Heatmap.Cell("", "", "none", "", false) : cells[n];
          }
          lines.add(new Heatmap.Row(year.toString(), List.of(cells)));
        });
    return new Heatmap(
        "Return of each month in percent, compounded over its sessions",
        "Year",
        "month",
        columns,
        List.copyOf(lines));
  }

  private static double largest(List<PeriodReturn> periods) {
    return periods.stream().mapToDouble(period -> Math.abs(period.value())).max().orElse(0);
  }

  private static Heatmap.Cell shaded(double value, double largest) {
    return new Heatmap.Cell(
        NumberText.signed(value * 100, 2), "", Heatmap.shade(value, largest), "", false);
  }

  /** Histograms of months and days, and quantiles by length of period. */
  Section distribution() {
    List<Block> blocks = new ArrayList<>();
    double[] daily = subject.returns();
    double[] monthly = values(CalendarPeriod.MONTH);
    List<Block.Drawn> charts = new ArrayList<>();
    if (monthly.length >= FEWEST_MONTHS) {
      charts.add(
          new Block.Drawn(
              Histogram.of("monthly", "Distribution of monthly returns", "months", monthly)));
    }
    if (Arrays.stream(daily).allMatch(Double::isFinite)) {
      charts.add(
          new Block.Drawn(Histogram.of("daily", "Distribution of daily returns", "days", daily)));
    }
    blocks.add(new Block.Beside(charts));
    Table.Builder table =
        Table.titled("Quantiles of returns, interpolated linearly between order statistics")
            .column("Period", Kind.ROW_HEADING)
            .column("Number", Kind.NUMBER)
            .column("Lowest", Kind.NUMBER)
            .column("5 %", Kind.NUMBER)
            .column("25 %", Kind.NUMBER)
            .column("Median", Kind.NUMBER)
            .column("75 %", Kind.NUMBER)
            .column("95 %", Kind.NUMBER)
            .column("Highest", Kind.NUMBER);
    spread(table, "Day", daily);
    spread(table, "Week", values(CalendarPeriod.WEEK));
    spread(table, "Month", monthly);
    spread(table, "Quarter", values(CalendarPeriod.QUARTER));
    spread(table, "Year", values(CalendarPeriod.YEAR));
    blocks.add(new Block.Listed(table.build()));
    return new Section("distribution", "Distribution", blocks);
  }

  private double[] values(CalendarPeriod period) {
    return period.returns(sessions, subject.returns()).stream()
        .mapToDouble(PeriodReturn::value)
        .toArray();
  }

  private static void spread(Table.Builder table, String period, double[] values) {
    if (values.length < FEWEST_FOR_SPREAD) {
      return;
    }
    Quantiles quantiles = Quantiles.of(values);
    table.row(
        List.of(
            Cell.of(period),
            Cell.of(NumberText.count(values.length)),
            signedPercent(quantiles.lowest()),
            signedPercent(quantiles.p5()),
            signedPercent(quantiles.p25()),
            signedPercent(quantiles.median()),
            signedPercent(quantiles.p75()),
            signedPercent(quantiles.p95()),
            signedPercent(quantiles.highest())));
  }

  private static Cell signedPercent(double value) {
    return Cell.signed(NumberText.signedPercent(value), value);
  }
}
