package dev.asof.benchmarks;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.Benchmark;
import dev.asof.api.Experiment;
import dev.asof.api.Lineage;
import dev.asof.engine.BacktestSpec;
import dev.asof.engine.Costs;
import dev.asof.engine.MarketData;
import dev.asof.engine.Simulator;
import dev.asof.reports.ExperimentReport;
import dev.asof.reports.ResultJson;
import dev.asof.reports.TearSheet;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Prints how long the pages of ten years of daily bars with thousands of trades take and how large
 * they are: the first of a process, which a command is, and the median of later ones.
 *
 * <p>Command: {@code asof bench report}.
 */
final class ReportBench {
  private static final int SESSIONS = 2520;
  private static final int INSTRUMENTS = 100;
  private static final int ROUNDS = 15;

  private ReportBench() {}

  static void run(PrintStream out) {
    run(out, SESSIONS, INSTRUMENTS, ROUNDS);
  }

  static void run(PrintStream out, int sessions, int instruments, int rounds) {
    Experiment experiment = experiment(sessions, instruments);
    out.printf(
        Locale.ROOT,
        "Pages of %d sessions x %d instruments with %d round trips; goal 1,000 ms and 2,000 kB%n",
        sessions,
        instruments,
        experiment.cells().get(0).result().trades().size());
    out.printf(Locale.ROOT, "%-16s %10s %10s %10s%n", "page", "first, ms", "later, ms", "kB");
    print(out, "tear sheet", experiment, TearSheet::html, rounds);
    print(out, "report", experiment, ExperimentReport::html, rounds);
    print(out, "result.json", experiment, ResultJson::json, rounds);
  }

  private static void print(
      PrintStream out,
      String name,
      Experiment experiment,
      Function<Experiment, String> page,
      int rounds) {
    long start = System.nanoTime();
    int bytes = page.apply(experiment).getBytes(StandardCharsets.UTF_8).length;
    long first = System.nanoTime() - start;
    long[] later = new long[rounds];
    for (int n = 0; n < rounds; n++) {
      start = System.nanoTime();
      page.apply(experiment);
      later[n] = System.nanoTime() - start;
    }
    Arrays.sort(later);
    out.printf(
        Locale.ROOT,
        "%-16s %10.0f %10.0f %10d%n",
        name,
        first / 1e6,
        later[rounds / 2] / 1e6,
        bytes / 1000);
  }

  private static Experiment experiment(int sessions, int instruments) {
    Bars bars = EngineBench.bars(BenchMarket.of(sessions, instruments, 0));
    BacktestResult result =
        Simulator.run(
            BacktestSpec.builder().costs(new Costs(10, 0, 5)).build(),
            MarketData.of(bars),
            new MovingCross(instruments, 0.9 / instruments));
    double[] benchmark = new double[bars.sessions()];
    for (int bar = 0; bar < benchmark.length; bar++) {
      benchmark[bar] = bars.close(bar, 0);
    }
    return new Experiment(
        "bench",
        "Ten years of a moving-average cross",
        "moving-average cross",
        Map.of(),
        252,
        List.of(),
        List.of(new Experiment.Cell(Map.of(), result)),
        bars,
        List.of(),
        List.of(),
        "",
        new Lineage("", "", "", "", "", 0, Map.of()),
        Optional.empty(),
        Optional.of(Benchmark.of("FIRST", bars.sessionDates(), benchmark)),
        Optional.empty(),
        List.of());
  }
}
