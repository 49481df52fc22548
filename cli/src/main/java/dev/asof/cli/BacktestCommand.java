package dev.asof.cli;

import dev.asof.api.Experiment;
import dev.asof.reports.SummaryText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code asof backtest}. */
@Command(
    name = "backtest",
    description = {
      "Run a definition and write its report.",
      "",
      "A definition is a YAML file such as conf/backtests/index-rebalance.yaml: a strategy with its "
          + "parameters, the tags to read, an account and costs, and the parameters to vary."
    })
final class BacktestCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private StudyOptions options;

  BacktestCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    StudyOptions.Study study = options.read(surroundings);
    Experiment experiment = study.runner().run(study.definition(), study.inputs());
    options.write(surroundings, study, experiment, SummaryText.of(experiment));
  }
}
