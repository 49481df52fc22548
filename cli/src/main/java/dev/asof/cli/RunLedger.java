package dev.asof.cli;

import dev.asof.api.BacktestResult;
import dev.asof.api.Experiment;
import dev.asof.catalog.Lake;
import dev.asof.catalog.RunRecord;
import dev.asof.engine.HoldingWindow;
import dev.asof.engine.Metrics;
import dev.asof.reports.ResultJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what was tried with a strategy, and records runs. */
final class RunLedger {
  private RunLedger() {}

  /**
   * A run as it was recorded.
   *
   * @param id its name in the lake
   * @param experiment the run, with how much was tried so far
   */
  record Recorded(String id, Experiment experiment) {}

  /** Records a run and counts it among the trials; a run that is there already stays as it is. */
  static Recorded record(Experiment experiment, Lake lake, Instant now) {
    RunRecord run = run(experiment, now);
    Experiment counted = counted(experiment, run, lake);
    lake.runs().record(run, ResultJson.json(counted));
    return new Recorded(run.id(), counted);
  }

  /** Counts a run among the trials of a lake that can't be written, without recording it. */
  static Recorded unrecorded(Experiment experiment, Lake lake, Instant now) {
    RunRecord run = run(experiment, now);
    return new Recorded(run.id(), counted(experiment, run, lake));
  }

  /** A run of a recorded sweep as one of all trials; it is not recorded itself. */
  static Experiment ofSweep(Experiment experiment, Lake lake) {
    return experiment.withTrials(lake.runs().trials(experiment.strategy(), Map.of()));
  }

  private static Experiment counted(Experiment experiment, RunRecord run, Lake lake) {
    Map<String, Double> sharpes = new LinkedHashMap<>();
    for (RunRecord.Cell cell : run.cells()) {
      if (!cell.failed()) {
        sharpes.put(cell.digest(), cell.dailySharpe());
      }
    }
    return experiment.withTrials(lake.runs().trials(experiment.strategy(), sharpes));
  }

  private static RunRecord run(Experiment experiment, Instant now) {
    return new RunRecord(
        RunId.of(experiment),
        experiment.name(),
        experiment.title(),
        experiment.strategy(),
        experiment.lineage().version(),
        now,
        experiment.definition(),
        experiment
            .audit()
            .map(verdict -> verdict.passed() ? RunRecord.Audit.PASSED : RunRecord.Audit.FAILED),
        experiment.lookahead().size(),
        experiment.data().stream().map(ref -> ref.table() + "@" + ref.asOf()).distinct().toList(),
        cells(experiment));
  }

  private static List<RunRecord.Cell> cells(Experiment experiment) {
    return experiment.cells().stream()
        .map(
            cell ->
                cell.failure().isPresent()
                    ? new RunRecord.Cell(
                        cell.parameters(),
                        cell.result().digest(),
                        true,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        0)
                    : measured(cell.parameters(), cell.result(), experiment.yearDays()))
        .toList();
  }

  private static RunRecord.Cell measured(
      Map<String, String> parameters, BacktestResult result, int yearDays) {
    HoldingWindow window = HoldingWindow.of(result);
    return new RunRecord.Cell(
        parameters,
        result.digest(),
        false,
        window.sharpe(yearDays),
        window.totalReturn(),
        Metrics.sharpe(Metrics.returns(result), 1),
        result.fills().size());
  }
}
