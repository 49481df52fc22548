package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.Experiment;
import dev.asof.reports.Comparison;
import dev.asof.reports.SummaryText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asof runs compare}. */
@Command(
    name = "compare",
    description = {
      "Write a page that shows runs side by side.",
      "",
      "Of a grid, the combination with the highest Sharpe ratio while something was held is "
          + "compared."
    })
final class RunsCompareCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private PlaceOption place;

  @Parameters(
      arity = "2..*",
      paramLabel = "RUN",
      description = "Runs by id or its beginning, a result.json, or the folder that holds it.")
  private List<String> runs = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for compare.html. Default: HOME/reports.")
  private Path out;

  RunsCompareCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    if (new LinkedHashSet<>(runs).size() < runs.size() || runs.size() > Comparison.MOST_SIDES) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Invalid runs "
              + String.join(" ", runs)
              + ": expected 2 to "
              + Comparison.MOST_SIDES
              + " different ones");
    }
    List<Comparison.Side> sides = new ArrayList<>();
    for (String run : runs) {
      Experiment experiment = ResultReader.read(run, place, surroundings).experiment();
      sides.add(new Comparison.Side(run + " " + experiment.name(), experiment));
    }
    Path folder =
        out == null ? place.home(surroundings).resolve("reports") : surroundings.resolve(out);
    ReportFolder target = ReportFolder.at(folder);
    target.prepare();
    Path page = target.writeComparison(Comparison.html(sides));
    for (Comparison.Side side : sides) {
      surroundings.out().println(side.label());
      surroundings.out().print(SummaryText.of(side.experiment()).indent(3));
      surroundings.out().println();
    }
    surroundings.out().println("Report: " + surroundings.display(page));
  }
}
