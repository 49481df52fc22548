package dev.asof.cli;

import dev.asof.api.Experiment;
import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import dev.asof.reports.ResultJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a command needs that runs a definition and writes its report. */
final class StudyOptions {
  @Mixin private PlaceOption place;
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
          "Reads every table as of this tag or release instead of what the definition says; also "
              + "timeline, moment:INSTANT, branch:NAME and snapshot:ID.")
  private String asOf;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for report.html and result.json. Default: HOME/reports/NAME/RUN.")
  private Path out;

  @Option(names = "--json", description = "Prints the results as JSON instead of a summary.")
  private boolean json;

  /**
   * A definition with all that its runs work on.
   *
   * @param folder where the reports of the definition go; not made yet
   */
  record Study(
      Definition definition, ExperimentRunner runner, RunInputs inputs, ReportFolder folder) {}

  /** Reads the definition and what it names; refuses inputs that look ahead with their list. */
  Study read(Surroundings surroundings) {
    StrategyPlugins strategies = plugins.load(surroundings);
    Path homePath = place.home(surroundings);
    Definition definition =
        new DefinitionReader(strategies)
            .read(
                surroundings.resolve(file),
                surroundings.display(file),
                overrides,
                Optional.ofNullable(asOf).map(PointInTime::parse));
    ReportFolder folder =
        ReportFolder.of(
            Optional.ofNullable(out).map(surroundings::resolve), homePath, definition.name());
    ExperimentRunner runner = new ExperimentRunner(strategies, threads.count());
    RunInputs inputs;
    try (Lake lake = place.open(surroundings)) {
      inputs = runner.read(definition, lake);
    }
    LookaheadListing.refuse(
        definition,
        inputs,
        surroundings.out(),
        json ? ListingOptions.Format.JSON : ListingOptions.Format.TABLE);
    return new Study(definition, runner, inputs, folder);
  }

  /**
   * Records the run, writes the report and prints the results.
   *
   * @param summary what is printed without {@code --json}
   */
  void write(Surroundings surroundings, Study study, Experiment plain, String summary) {
    ReportFolder folder = study.folder().ofRun(RunId.of(plain));
    folder.prepare();
    RunLedger.Recorded recorded;
    boolean readOnly;
    try (Lake lake = place.open(surroundings)) {
      readOnly = lake.isReadOnly();
      recorded =
          readOnly
              ? RunLedger.unrecorded(plain, lake, surroundings.now())
              : RunLedger.record(plain, lake, surroundings.now());
      if (readOnly) {
        surroundings
            .err()
            .println(
                "warning: the run is not recorded, because "
                    + lake.place().name()
                    + " is read-only: asof runs does not list it, and later runs do not count it as"
                    + " a trial");
      }
    }
    Experiment experiment = recorded.experiment();
    Path report = folder.write(experiment);
    surroundings
        .events()
        .tell(
            readOnly ? "run-not-recorded" : "run-recorded",
            "id",
            recorded.id(),
            "name",
            experiment.name(),
            "cells",
            experiment.cells().size(),
            "snapshots",
            EventLog.snapshots(experiment.data()),
            "report",
            report.toString());
    for (Experiment.Cell cell : experiment.cells()) {
      cell.failure().ifPresent(failure -> surroundings.err().println("warning: " + failure));
    }
    if (json) {
      surroundings.out().println(ResultJson.json(experiment));
      return;
    }
    surroundings.out().print(summary + "\n");
    surroundings
        .out()
        .println(
            "Run: " + recorded.id() + (readOnly ? " (not recorded: the lake is read-only)" : ""));
    surroundings.out().println("Report: " + surroundings.display(report));
  }
}
