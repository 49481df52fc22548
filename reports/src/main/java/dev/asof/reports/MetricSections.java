package dev.asof.reports;

import dev.asof.engine.Metric;
import dev.asof.engine.Metrics;
import dev.asof.engine.TrackRecord;
import dev.asof.reports.ReportPage.Figure;
import dev.asof.reports.Table.Cell;
import dev.asof.reports.Table.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every metric that the run has the input for, beside the benchmark's, with its convention. */
final class MetricSections {
  private final SheetSubject subject;
  private final Map<Metric, Double> values;
  private final Map<Metric, Double> others;

  MetricSections(SheetSubject subject) {
    this.subject = subject;
    this.values = Metrics.of(subject.record(), subject.convention());
    this.others =
        subject
            .benchmark()
            .map(
                other ->
                    Metrics.of(
                        TrackRecord.of(other.common().benchmark()).on(other.common().sessions()),
                        subject.convention()))
            .orElse(Map.of());
  }

  /** The headline numbers. */
  List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    int yearDays = subject.experiment().yearDays();
    boolean annualises = annualises();
    if (annualises) {
      add(figures, Metric.TOTAL_RETURN, "whole run");
      add(figures, Metric.ANNUALISED_RETURN, "a year of " + yearDays + " sessions");
    } else {
      add(
          figures,
          Metric.TOTAL_RETURN,
          "not annualised, " + NumberText.counted(subject.sessions().size(), "session"));
    }
    add(figures, Metric.VOLATILITY, "a year, from daily returns");
    add(figures, Metric.MAX_DRAWDOWN, "from the highest close");
    add(figures, Metric.SHARPE, "risk-free rate 0");
    add(figures, Metric.SORTINO, "required return 0");
    if (annualises) {
      add(figures, Metric.CALMAR, "return for the worst fall");
    } else {
      add(figures, Metric.RECOVERY_FACTOR, "total return for the worst fall");
    }
    add(figures, Metric.TURNOVER, "times the mean equity");
    if (subject.benchmark().isPresent()) {
      String name = subject.benchmark().get().name();
      add(figures, Metric.BETA, "to " + name);
      add(figures, Metric.ALPHA, "a year, beside " + name);
    } else {
      add(figures, Metric.TIME_IN_MARKET, "of the sessions");
      add(figures, Metric.SKEWNESS, "of the daily returns");
    }
    add(figures, Metric.HIT_RATE, "of the closed round trips");
    if (values.containsKey(Metric.DEFLATED_SHARPE)) {
      add(
          figures,
          Metric.DEFLATED_SHARPE,
          "probability, among "
              + NumberText.counted(subject.experiment().trials().orElseThrow().count(), "trial"));
    } else {
      add(figures, Metric.PROBABILISTIC_SHARPE, "probability that it is above 0");
    }
    return List.copyOf(figures);
  }

  /**
   * Whether returns of the run are annualised where they stand out. Those of less than a year are
   * not, as GIPS has it (Global Investment Performance Standards 2010, provision 5.A.4).
   */
  private boolean annualises() {
    return subject.sessions().size() >= subject.experiment().yearDays();
  }

  private void add(List<Figure> figures, Metric metric, String remark) {
    Cell cell = MetricText.cell(metric, values.get(metric));
    figures.add(new Figure(metric.label(), cell.text(), cell.cssClass(), remark));
  }

  /** All of them, a table for each group. */
  Section all() {
    List<Block> blocks = new ArrayList<>();
    if (!annualises()) {
      blocks.add(
          new Block.Said(
              NumberText.counted(subject.sessions().size(), "session")
                  + " are less than a year of "
                  + subject.experiment().yearDays()
                  + ": figures of a year are computed as if it went on like this."));
    }
    for (Metric.Group group : Metric.Group.values()) {
      Table table = table(group);
      if (!table.isEmpty()) {
        blocks.add(new Block.Listed(table));
      }
    }
    return new Section("metrics", "All metrics", blocks);
  }

  private Table table(Metric.Group group) {
    Table.Builder table =
        Table.titled(group.label())
            .column("Metric", Kind.ROW_HEADING)
            .column(subject.label(), Kind.NUMBER);
    subject.benchmark().ifPresent(other -> table.column(other.name(), Kind.NUMBER));
    table.column("Convention", Kind.TEXT).column("Source", Kind.TEXT);
    values.forEach(
        (metric, value) -> {
          if (metric.group() == group) {
            List<Cell> row = new ArrayList<>();
            row.add(Cell.of(metric.label()));
            row.add(MetricText.cell(metric, value));
            if (subject.benchmark().isPresent()) {
              row.add(
                  others.containsKey(metric)
                      ? MetricText.cell(metric, others.get(metric))
                      : Cell.of("\u2013"));
            }
            row.add(Cell.of(metric.convention()));
            row.add(Cell.of(metric.source()));
            table.row(row);
          }
        });
    return table.build();
  }
}
