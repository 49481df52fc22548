package dev.asof.cli;

import dev.asof.api.Experiment;
import dev.asof.api.PointInTime;
import dev.asof.catalog.TableDefinition;
import dev.asof.engine.BacktestSpec;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A backtest as a file of {@code conf/backtests} describes it.
 *
 * @param name short name, also that of the folder of its report
 * @param title one line for a reader
 * @param strategy name of the strategy
 * @param universe symbols in the order that breaks ties; empty for every symbol of the bars
 * @param data which snapshots are read
 * @param parameters values of the strategy's parameters that do not vary
 * @param grid parameters that vary, the last one fastest
 * @param spec account, costs and period
 * @param borrowRate what borrowed shares cost a year, as a fraction of their value
 * @param yearDays days in a year for annualised metrics
 * @param text the definition as YAML, with overrides
 */
record Definition(
    String name,
    String title,
    String strategy,
    List<String> universe,
    Data data,
    Map<String, String> parameters,
    List<Experiment.Axis> grid,
    BacktestSpec spec,
    double borrowRate,
    int yearDays,
    String text) {

  /**
   * What is read.
   *
   * @param asOf the point in time of each table that is read
   * @param indexChanges whether strategies see announced index changes
   * @param holdings the fund whose changes strategies see
   */
  record Data(
      Map<TableDefinition, PointInTime> asOf, boolean indexChanges, Optional<Holdings> holdings) {}

  /**
   * The difference of a fund's holdings between two tags.
   *
   * @param fund the fund
   * @param from the earlier version
   * @param to the later version
   * @param observed when strategies see the difference
   */
  record Holdings(String fund, PointInTime from, PointInTime to, Observed observed) {}

  /** When strategies see what a holdings file says. */
  sealed interface Observed {
    /** When the file was published. */
    record AtFiling() implements Observed {}

    /** At the close of the period's last day, weeks before the file is published: looks ahead. */
    record AtPeriodEnd() implements Observed {}

    /**
     * At the close of a day that the user names.
     *
     * @param date the day
     */
    record On(LocalDate date) implements Observed {}

    static Observed parse(String text) {
      return switch (text) {
        case "filing" -> new AtFiling();
        case "period-end" -> new AtPeriodEnd();
        default -> new On(LocalDate.parse(text));
      };
    }
  }
}
