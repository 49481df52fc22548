package dev.asof.engine;

import dev.asof.api.Benchmark;
import dev.asof.api.Experiment;
import dev.asof.api.RunFinding;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds that a benchmark lacks closes on sessions of the runs. */
final class BenchmarkCoverage {
  private BenchmarkCoverage() {}

  static Optional<RunFinding> of(Experiment experiment) {
    if (experiment.benchmark().isEmpty() || experiment.cells().isEmpty()) {
      return Optional.empty();
    }
    Benchmark benchmark = experiment.benchmark().get();
    List<LocalDate> sessions = experiment.cells().get(0).result().sessions();
    CommonReturns common = CommonReturns.of(new double[sessions.size()], sessions, benchmark);
    int priced = common.priced().size();
    if (priced == sessions.size()) {
      return Optional.empty();
    }
    String text =
        priced == 0
            ? String.format(
                Locale.ROOT,
                "%s has no close on any of the %,d sessions: nothing is compared with it.",
                benchmark.symbol(),
                sessions.size())
            : String.format(
                Locale.ROOT,
                "%s has a close on %,d of %,d sessions, the first on %s and the last on %s. What"
                    + " compares the runs with it does so over these: %,d returns.",
                benchmark.symbol(),
                priced,
                sessions.size(),
                common.priced().get(0),
                common.priced().get(priced - 1),
                common.sessions().size());
    return Optional.of(RunFinding.ofInputs(RunFinding.Kind.BENCHMARK_INCOMPLETE, text));
  }
}
