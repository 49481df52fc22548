package dev.asof.cli;

import dev.asof.api.Experiment;
import dev.asof.reports.StoredExperiment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asof runs report}. */
@Command(
    name = "report",
    description = {
      "Render a run's pages again from what was recorded.",
      "",
      "Nothing is computed again but the metrics; asof runs verify does that. Of a grid, the tear "
          + "sheet is of the combination with the highest Sharpe ratio while something was held, "
          + "or of the one that --run or --cell names."
    })
final class RunsReportCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private RunChoice choice;

  @Parameters(
      paramLabel = "RUN",
      description = "A run's id or its beginning, a result.json, or the folder that holds it.")
  private String run;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the pages and result.json. Default: HOME/reports/NAME/RUN.")
  private Path out;

  RunsReportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    StoredExperiment stored = ResultReader.read(run, place, surroundings);
    List<Experiment.Cell> cells = stored.experiment().cells();
    OptionalInt chosen = choice.choose(cells.stream().map(Experiment.Cell::parameters).toList());
    ReportFolder folder =
        ReportFolder.of(
                Optional.ofNullable(out).map(surroundings::resolve),
                place.home(surroundings),
                stored.experiment().name())
            .ofRun(RunId.of(stored.experiment()));
    folder.prepare();
    Path report =
        chosen.isPresent()
            ? folder.write(stored.experiment(), chosen.getAsInt())
            : folder.write(stored.experiment());
    surroundings.out().println("Report: " + surroundings.display(report));
  }
}
