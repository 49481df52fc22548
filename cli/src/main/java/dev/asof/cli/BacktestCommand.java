package dev.asof.cli;

import dev.asof.api.Experiment;
import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import dev.asof.reports.ResultJson;
import dev.asof.reports.SummaryText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asof backtest}. */
@Command(
    name = "backtest",
    description = {
      "Run a definition and write its report.",
      "",
      "A definition is a YAML file such as conf/backtests/index-rebalance.yaml: a strategy with its"
          + " parameters, the tags to read, an account and costs, and the parameters to vary."
    })
final class BacktestCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private HomeOption home;
  @Mixin private PluginsOption plugins;
  @Mixin private ThreadsOption threads;

  @Parameters(paramLabel = "FILE", description = "The definition.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Replaces a value of the definition; repeatable. For example --set costs.feeBps=5 or "
              + "--set 'grid.holding=[1d, 2w]'.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--as-of",
      paramLabel = "NAME",
      description =
          "Reads every table as of this tag instead of what the definition says; snapshot:ID names"
              + " a snapshot.")
  private String asOf;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for report.html and result.json. Default: HOME/reports/NAME.")
  private Path out;

  @Option(names = "--json", description = "Prints the results as JSON instead of a summary.")
  private boolean json;

  BacktestCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    StrategyPlugins strategies = plugins.load(surroundings);
    Path homePath = home.path(surroundings);
    Definition definition =
        new DefinitionReader(strategies)
            .read(
                surroundings.resolve(file),
                surroundings.display(file),
                overrides,
                Optional.ofNullable(asOf).map(PointInTime::parse));
    ReportFolder folder =
        ReportFolder.of(Optional.ofNullable(out).map(surroundings::resolve), homePath, definition);
    ExperimentRunner runner = new ExperimentRunner(strategies, threads.count());
    RunInputs inputs;
    try (Lake lake = Lake.open(homePath)) {
      inputs = runner.read(definition, lake);
    }
    LookaheadListing.refuse(
        definition,
        inputs,
        surroundings.out(),
        json ? ListingOptions.Format.JSON : ListingOptions.Format.TABLE);
    Experiment experiment = runner.run(definition, inputs);
    folder.prepare();
    Path report = folder.write(experiment);
    for (Experiment.Cell cell : experiment.cells()) {
      cell.failure().ifPresent(failure -> surroundings.err().println("warning: " + failure));
    }
    if (json) {
      surroundings.out().println(ResultJson.json(experiment));
      return;
    }
    surroundings.out().print(SummaryText.of(experiment) + "\n");
    surroundings.out().println("Report: " + surroundings.display(report));
  }
}
