package dev.asof.reports;

import dev.asof.api.Benchmark;
import dev.asof.api.Experiment;
import dev.asof.engine.CommonReturns;
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
 * @param returns daily, one per session; -1 in the session of its ruin and 0 after it
 * @param benchmark the other line, where there is one
 */
record SheetSubject(
    Experiment experiment, Run run, String label, double[] returns, Optional<Compared> benchmark) {

  /**
   * What the run is compared with.
   *
   * @param benchmark its prices
   * @param returns daily, over the run's sessions; 0 where it has none
   * @param known daily, over the run's sessions; NaN where it has none
   * @param common its returns and the run's over the sessions at which both have a close
   */
  record Compared(Benchmark benchmark, double[] returns, double[] known, CommonReturns common) {
    String name() {
      return benchmark.symbol();
    }

    /** Returns the cumulative return at each close; NaN before its first and after its last. */
    double[] path(List<LocalDate> sessions) {
      return Performance.ofBenchmark(benchmark, sessions);
    }
  }

  static SheetSubject of(Experiment experiment, Run run) {
    return new SheetSubject(
        experiment,
        run,
        run.label().isEmpty() ? experiment.strategy() : run.label(),
        Metrics.returnsToRuin(run.result()),
        experiment.benchmark().map(other -> compared(other, run)));
  }

  private static Compared compared(Benchmark benchmark, Run run) {
    List<LocalDate> sessions = run.result().sessions();
    return new Compared(
        benchmark,
        benchmark.returns(sessions),
        CommonReturns.ofSessions(sessions, benchmark),
        CommonReturns.of(Metrics.returns(run.result()), sessions, benchmark));
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
      record = record.against(benchmark.get().benchmark());
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
