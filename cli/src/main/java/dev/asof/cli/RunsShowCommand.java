package dev.asof.cli;

import dev.asof.api.DataRef;
import dev.asof.api.Experiment;
import dev.asof.reports.ResultJson;
import dev.asof.reports.StoredExperiment;
import dev.asof.reports.SummaryText;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asof runs show}. */
@Command(name = "show", description = "Show what a run found, and what it read.")
final class RunsShowCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private PlaceOption place;

  @Parameters(
      paramLabel = "RUN",
      description = "A run's id or its beginning, a result.json, or the folder that holds it.")
  private String run;

  @Option(names = "--json", description = "Prints the whole result as JSON.")
  private boolean json;

  RunsShowCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    StoredExperiment stored = ResultReader.read(run, place, surroundings);
    Experiment experiment = stored.experiment();
    if (json) {
      surroundings.out().print(ResultJson.json(experiment));
      return;
    }
    surroundings.out().println(SummaryText.of(experiment));
    Listing data = new Listing(List.of("table", "as_of", "snapshot", "known_at", "rows"));
    for (DataRef ref : experiment.data()) {
      data.add(List.of(ref.table(), ref.asOf(), ref.snapshotId(), ref.knownAt(), ref.rows()));
    }
    surroundings.out().print(data.table(""));
    surroundings.out().println();
    Listing settings = new Listing(List.of("setting", "value"));
    experiment.settings().forEach((name, value) -> settings.add(List.of(name, value)));
    surroundings.out().print(settings.table(""));
    experiment
        .trials()
        .ifPresent(
            trials ->
                surroundings
                    .out()
                    .println(
                        "\nTrials of "
                            + experiment.strategy()
                            + " on this lake when it was recorded: "
                            + trials.count()));
  }
}
