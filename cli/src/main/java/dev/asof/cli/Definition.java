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
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A backtest as a file of {@code conf/backtests} describes it.
 *
 * @param name short name, also that of the folder of its report
 * @param title one line for a reader
 * @param strategy name of the strategy
 * @param universe what may be traded
 * @param data which snapshots are read
 * @param parameters values of the strategy's parameters that do not vary
 * @param grid parameters that vary, the last one fastest
 * @param spec account, costs and period
 * @param borrowRate what borrowed shares cost a year, as a fraction of their value
 * @param yearDays days in a year for annualised metrics
 * @param benchmark what results are compared with: an instrument that has bars
 * @param text the definition as YAML, with overrides
 */
record Definition(
    String name,
    String title,
    String strategy,
    Universe universe,
    Data data,
    Map<String, String> parameters,
    List<Experiment.Axis> grid,
    BacktestSpec spec,
    double borrowRate,
    int yearDays,
    Optional<String> benchmark,
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

  /** The same with another use of corporate actions, for what was recorded of a run. */
  Definition withActions(ActionsUse use) {
    return new Definition(
        name,
        title,
        strategy,
        universe,
        new Data(data.asOf, data.tables, data.holdings, use),
        parameters,
        grid,
        spec,
        borrowRate,
        yearDays,
        benchmark,
        text);
  }

  /** The same as far as it decides what every run reads: without benchmark and borrow rate. */
  Definition asRead() {
    return new Definition(
        name,
        title,
        strategy,
        universe,
        data,
        parameters,
        grid,
        spec,
        0,
        yearDays,
        Optional.empty(),
        text);
  }

  /** The parameters of a run that vary, as {@code entry=AD+1, holding=1d}; empty without a grid. */
  String variation(Map<String, String> given) {
    return grid.stream()
        .map(axis -> axis.parameter() + "=" + given.get(axis.parameter()))
        .collect(Collectors.joining(", "));
  }

  /** What may be traded. */
  sealed interface Universe {
    /** Whatever has bars. */
    record Everything() implements Universe {}

    /**
     * What a list names.
     *
     * @param names symbols, or instruments by their names for ever, in the order that breaks ties
     */
    record Listed(List<String> names) implements Universe {
      /** Copies the list. */
      public Listed {
        names = List.copyOf(names);
      }
    }

    /**
     * Whatever belonged to an index at some time of the period, in alphabetical order, those that
     * left it or were delisted since included.
     *
     * @param index its name, for example {@code S&P 500}
     */
    record EverMemberOf(String index) implements Universe {}
  }

  /** What is done with the lake's corporate actions. */
  enum ActionsUse {
    /** They are read; a lake without them is refused. */
    READ,
    /** They are read where the lake has any of the universe at the definition's point in time. */
    READ_IF_THERE,
    /** They are not read, and a finding of the runs says what that leaves out. */
    LEAVE_OUT
  }

  /**
   * What is read.
   *
   * @param asOf the point in time of each table that is read
   * @param tables tables of facts that are read, besides holdings
   * @param holdings the fund whose changes strategies see
   * @param actions what is done with corporate actions
   */
  record Data(
      Map<TableDefinition, PointInTime> asOf,
      Set<TableDefinition> tables,
      Optional<Holdings> holdings,
      ActionsUse actions) {

    /** The point in time of a table. */
    PointInTime at(TableDefinition table) {
      return asOf.get(table);
    }

    /** Whether a table is read at its point in time, for whatever purpose. */
    boolean isRead(TableDefinition table) {
      return table == TableDefinition.DAILY_BARS
          || reads(table)
          || table == TableDefinition.FUND_HOLDINGS && holdings.isPresent();
    }

    /** Whether a table is read where the lake has it. */
    boolean mayRead(TableDefinition table) {
      return table == TableDefinition.CORPORATE_ACTIONS && actions == ActionsUse.READ_IF_THERE;
    }

    /** Whether a table of facts is read. */
    boolean reads(TableDefinition table) {
      return tables.contains(table);
    }
  }

  /**
   * The difference of a fund's holdings between two versions, or between the tags of a timeline.
   *
   * @param fund the fund
   * @param from the earlier version; the timeline itself where {@code to} is one
   * @param to the later version, or a timeline
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
