package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.BacktestResult;
import dev.asof.api.ErrorCode;
import dev.asof.api.Experiment;
import dev.asof.catalog.Lake;
import dev.asof.reports.StoredExperiment;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asof runs explain}. */
@Command(
    name = "explain",
    description = {
      "Show what is behind an order of a stored result.",
      "",
      "Runs the order's run again and prints when it was decided, every bar and fact that the "
          + "decision read with its version and when it was known, why it filled at its price, how "
          + "its size came about, and what its position cost."
    })
final class RunsExplainCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private PluginsOption plugins;
  @Mixin private RunChoice choice;

  @Parameters(
      paramLabel = "RUN",
      description = "A run's id or its beginning, a result.json, or the folder that holds it.")
  private String result;

  @Option(
      names = "--order",
      required = true,
      paramLabel = "N",
      description = "The order by its id in the result, from 0.")
  private int number;

  @Option(names = "--json", description = "Prints one JSON object instead of tables.")
  private boolean json;

  RunsExplainCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    StoredExperiment stored = ResultReader.read(result, place, surroundings);
    StrategyPlugins strategies = plugins.load(surroundings);
    Definition definition = ResultVerification.definition(stored, strategies);
    int cell = cell(stored);
    ExperimentRunner runner = new ExperimentRunner(strategies);
    RunInputs inputs;
    try (Lake lake = place.open(surroundings)) {
      inputs = runner.read(definition, lake);
    }
    List<dev.asof.api.Parameters> combinations = runner.combinations(definition);
    if (cell >= combinations.size()) {
      throw differs(cell, stored);
    }
    dev.asof.api.Parameters given = combinations.get(cell);
    BacktestResult again = runner.run(definition, inputs.market(), given);
    if (!again.digest().equals(stored.digests().get(cell))) {
      throw differs(cell, stored);
    }
    int orders = again.orders().size();
    if (number < 0 || number >= orders) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Invalid option --order "
              + number
              + ": run "
              + cell
              + (orders == 0 ? " has no orders" : " has orders 0 to " + (orders - 1)));
    }
    Listings page =
        OrderExplanation.of(definition, inputs, runner, given, again.orders().get(number))
            .listings();
    page.value("cell", cell);
    page.value("parameters", definition.variation(given.asMap()));
    if (json) {
      page.printJson(surroundings.out());
    } else {
      String variation = definition.variation(given.asMap());
      surroundings
          .out()
          .println(
              definition.name() + ", run " + cell + (variation.isEmpty() ? "" : ", " + variation));
      page.printTables(surroundings.out());
    }
  }

  private static AsOfException differs(int cell, StoredExperiment stored) {
    return new AsOfException(
        ErrorCode.RESULT_DIFFERS,
        "Cannot explain run "
            + cell
            + " of "
            + stored.displayName()
            + ": it does not come out again; asof runs verify says why");
  }

  private int cell(StoredExperiment stored) {
    List<Experiment.Cell> cells = stored.experiment().cells();
    return choice
        .choose(cells.stream().map(Experiment.Cell::parameters).toList())
        .orElseGet(
            () -> {
              if (cells.size() > 1) {
                throw new AsOfException(
                    ErrorCode.USAGE,
                    "Cannot tell which of "
                        + cells.size()
                        + " runs is meant: expected --cell or --run");
              }
              return 0;
            });
  }
}
