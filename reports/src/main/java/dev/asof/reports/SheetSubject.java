package dev.asof.reports;

import dev.asof.api.Benchmark;
import dev.asof.api.Experiment;
import dev.asof.engine.MetricConvention;
import dev.asof.engine.Metrics;
import dev.asof.engine.TrackRecord;
import dev.asof.reports.EventDetails.KeyEntry;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The run that a tear sheet is about, beside its benchmark.
 *
 * @param experiment it is one run of
 * @param run what was measured of it
 * @param label what its line is called
 * @param returns daily, one per session
 * @param benchmark the other line, where there is one
 */
record SheetSubject(
    Experiment experiment, Run run, String label, double[] returns, Optional<Compared> benchmark) {

  /**
   * What the run is compared with.
   *
   * @param name its symbol
   * @param returns daily, over the run's sessions
   */
  record Compared(String name, double[] returns) {}

  static SheetSubject of(Experiment experiment, Run run) {
    return new SheetSubject(
        experiment,
        run,
        run.label().isEmpty() ? experiment.strategy() : run.label(),
        Metrics.returns(run.result()),
        experiment.benchmark().map(other -> compared(other, run)));
  }

  private static Compared compared(Benchmark benchmark, Run run) {
    return new Compared(benchmark.symbol(), benchmark.returns(run.result().sessions()));
  }

  List<LocalDate> sessions() {
    return run.result().sessions();
  }

  MetricConvention convention() {
    return MetricConvention.ofYear(experiment.yearDays());
  }

  /** All that can be measured on it: with its dates, trades, benchmark and trials. */
  TrackRecord record() {
    TrackRecord record = TrackRecord.of(run.result());
    if (benchmark.isPresent()) {
      record = record.against(benchmark.get().returns());
    }
    return experiment.trials().map(record::amongTrials).orElse(record);
  }

  /** Names both lines; empty without a benchmark. */
  List<KeyEntry> key() {
    List<KeyEntry> key = new ArrayList<>();
    if (benchmark.isPresent()) {
      key.add(new KeyEntry(label, "equity"));
      key.add(new KeyEntry(benchmark.get().name(), "benchmark"));
    }
    return key;
  }
}
