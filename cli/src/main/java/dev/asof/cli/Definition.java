package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.Experiment;
import dev.asof.api.Parameters;
import dev.asof.api.PointInTime;
import dev.asof.api.StrategyFactory;
import dev.asof.catalog.TableDefinition;
import dev.asof.engine.BacktestSpec;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
   * Every combination of the values of its grid, the last parameter varying fastest; one when there
   * is no grid.
   *
   * @param strategy its strategy
   * @throws AsOfException PARAMETER_INVALID for a bad value
   */
  List<Parameters> combinations(StrategyFactory strategy) {
    List<Map<String, String>> combinations = List.of(parameters);
    for (Experiment.Axis axis : grid) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> combination : combinations) {
        for (String value : axis.values()) {
          Map<String, String> extended = new LinkedHashMap<>(combination);
          extended.put(axis.parameter(), value);
          longer.add(extended);
        }
      }
      combinations = longer;
    }
    return combinations.stream().map(given -> Parameters.of(strategy.parameters(), given)).toList();
  }

  /** The parameters of a run that vary, as {@code entry=AD+1, holding=1d}; empty without a grid. */
  String variation(Map<String, String> given) {
    return grid.stream()
        .map(axis -> axis.parameter() + "=" + given.get(axis.parameter()))
        .collect(Collectors.joining(", "));
  }

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
