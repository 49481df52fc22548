package dev.asof.reports;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.Experiment;
import dev.asof.api.FillAt;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderRecord;
import dev.asof.api.OrderStatus;
import dev.asof.api.SizeType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Experiments in which nothing happens. */
final class FlatExperiment {
  static final List<LocalDate> SESSIONS =
      List.of(LocalDate.of(2022, 8, 1), LocalDate.of(2022, 8, 2));

  private FlatExperiment() {}

  /** Two sessions, no order, and prices that are missing. */
  static Experiment withoutOrders() {
    return SampleExperiments.of(missing(), result(new double[] {1000, 1000}));
  }

  /** The same with orders that did not trade. */
  static Experiment withRejectedOrders(int count) {
    List<OrderRecord> orders = new ArrayList<>();
    for (int id = 0; id < count; id++) {
      orders.add(
          new OrderRecord(
              id,
              SESSIONS.get(0),
              "SPY",
              SizeType.TARGET_SHARES,
              1,
              FillAt.OPEN,
              OrderStatus.REJECTED,
              OrderReason.NO_CASH));
    }
    return SampleExperiments.of(missing(), result(new double[] {1000, 1000}, orders));
  }

  /** One axis of two values, the second of which failed. */
  static Experiment oneFailed(String why) {
    Experiment both = manyRuns(2);
    Experiment.Cell second = both.cells().get(1);
    return new Experiment(
        both.name(),
        both.title(),
        both.strategy(),
        both.settings(),
        both.yearDays(),
        both.axes(),
        List.of(
            both.cells().get(0),
            new Experiment.Cell(second.parameters(), second.result(), Optional.of(why))),
        both.bars(),
        both.data(),
        both.lookahead(),
        both.definition(),
        both.lineage(),
        both.audit(),
        both.benchmark(),
        both.trials(),
        List.of());
  }

  /** One axis of many values. */
  static Experiment manyRuns(int count) {
    return runs(count, List.of());
  }

  /** Two axes, the second with one value. */
  static Experiment matrix(int count) {
    return runs(count, List.of(new Experiment.Axis("side", List.of("long"))));
  }

  private static Experiment runs(int count, List<Experiment.Axis> further) {
    List<String> values = IntStream.range(0, count).mapToObj(Integer::toString).toList();
    List<Experiment.Cell> cells = new ArrayList<>();
    for (String value : values) {
      cells.add(new Experiment.Cell(Map.of("days", value), result(new double[] {1000, 1000})));
    }
    List<Experiment.Axis> axes = new ArrayList<>();
    axes.add(new Experiment.Axis("days", values));
    axes.addAll(further);
    return new Experiment(
        "many",
        "Many runs",
        "sample",
        Map.of(),
        252,
        axes,
        cells,
        missing(),
        List.of(),
        List.of(),
        "",
        SampleExperiments.LINEAGE);
  }

  /** A result with this equity and nothing else. */
  static BacktestResult result(double[] equity) {
    return result(equity, List.of());
  }

  private static BacktestResult result(double[] equity, List<OrderRecord> orders) {
    return new BacktestResult(
        List.of("SPY"),
        SESSIONS,
        1000,
        equity,
        equity,
        new double[2],
        orders,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static Bars missing() {
    double[] missing = {Double.NaN, Double.NaN};
    return Bars.copyOf(List.of("SPY"), SESSIONS, missing, missing, missing, missing, missing);
  }
}
