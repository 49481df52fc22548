package dev.asof.engine;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.Experiment;
import dev.asof.api.RunFinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds in the results of an experiment what a reader has to know before their numbers. Of several
 * cells with the same kind of finding, the one that readers look at and the worst are told, with
 * how many there are.
 */
public final class RunFindings {
  /** Looks for one kind of finding in one result. */
  interface Detector {
    /** Returns the kind that it looks for. */
    RunFinding.Kind kind();

    /** Looks at a result over the bars that it was computed from. */
    Optional<Observed> look(BacktestResult result, Bars bars);
  }

  /**
   * A finding in one result.
   *
   * @param gravity larger is worse; compared among the cells of an experiment only
   * @param text one or more sentences
   */
  record Observed(double gravity, String text) {}

  private static final List<Detector> DETECTORS =
      List.of(
          new Ruin.Detector(),
          new MarginCalls(),
          new UnpricedPositions(),
          new IneffectiveOrders(),
          new StaleFills(),
          new LimitedLeverage());

  private RunFindings() {}

  /**
   * Finds in every cell that ran to its end; the gravest kind first.
   *
   * @param headline index of the cell whose numbers are shown first
   */
  public static List<RunFinding> of(Experiment experiment, int headline) {
    List<RunFinding> findings = new ArrayList<>();
    for (Detector detector : DETECTORS) {
      of(detector, experiment, headline).ifPresent(findings::add);
    }
    BenchmarkCoverage.of(experiment).ifPresent(findings::add);
    return findings.stream().sorted(RunFinding.WORST_FIRST).toList();
  }

  /** Finds in one cell, which ran to its end; the gravest kind first. */
  public static List<RunFinding> ofCell(Experiment experiment, int cell) {
    List<RunFinding> findings = new ArrayList<>();
    for (Detector detector : DETECTORS) {
      detector
          .look(experiment.cells().get(cell).result(), experiment.bars())
          .ifPresent(
              found -> findings.add(new RunFinding(detector.kind(), List.of(cell), found.text())));
    }
    return findings.stream().sorted(RunFinding.WORST_FIRST).toList();
  }

  private static Optional<RunFinding> of(Detector detector, Experiment experiment, int headline) {
    List<Experiment.Cell> cells = experiment.cells();
    List<Integer> concerned = new ArrayList<>();
    String shown = "";
    Observed worst = null;
    int worstCell = -1;
    for (int cell = 0; cell < cells.size(); cell++) {
      if (cells.get(cell).failure().isPresent()) {
        continue;
      }
      Optional<Observed> found = detector.look(cells.get(cell).result(), experiment.bars());
      if (found.isPresent()) {
        concerned.add(cell);
        shown = cell == headline ? found.get().text() : shown;
        if (worst == null || found.get().gravity() > worst.gravity()) {
          worst = found.get();
          worstCell = cell;
        }
      }
    }
    if (worst == null) {
      return Optional.empty();
    }
    String text =
        cells.size() == 1
            ? worst.text()
            : "In "
                + concerned.size()
                + " of "
                + cells.size()
                + " runs. "
                + (shown.isEmpty() || worstCell == headline
                    ? ""
                    : "In " + label(experiment, headline) + ": " + shown + " ")
                + "Worst in "
                + label(experiment, worstCell)
                + ": "
                + worst.text();
    return Optional.of(new RunFinding(detector.kind(), concerned, text));
  }

  private static String label(Experiment experiment, int cell) {
    return String.join(" \u00b7 ", experiment.axisValues(cell));
  }
}
