package dev.asof.benchmarks;

import dev.asof.api.AsOfException;
import dev.asof.api.CommandPlugin;
import dev.asof.api.ErrorCode;
import dev.asof.benchmarks.lake.LakeBenchOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code asof bench}: benchmarks that print their table from one process. */
public final class BenchCommand implements CommandPlugin {
  @Override
  public String name() {
    return "bench";
  }

  @Override
  public List<String> description() {
    return List.of(
        "engine: measure the engine beside bare loops of the same arithmetic.",
        "audit: measure the look-ahead audit and timelines beside a plain run.",
        "lake: write order-book data four ways and ask each the same questions.",
        "ingest: measure ticks from file to tagged snapshot beside a bare append by Spark; with"
            + " --files N, a folder of N files of daily bars beside one file of their rows.",
        "corrections: measure corrections of daily bars beside a hand-written MERGE, and panels.",
        "sweep: run one sweep on one thread, on two and on a Spark cluster of two processes.",
        "report: measure the pages of ten years with thousands of trades.",
        "",
        "Parts of engine: orders, metrics, callback, threads, linear, sweep; without one, all of"
            + " them, which takes some minutes.",
        "Options of lake: --rows, --instruments, --days, --seed for made data, or --input FILE for"
            + " yours; --rounds, --partitions, --out DIR for the page and the CSV.",
        "Options of sweep: --scenarios N (10000), --years N (10).",
        "Options of ingest: --ticks ROWS,ROWS, or --files N and --rows-per-file N (1000); of"
            + " corrections: --bars ROWS; of both: --rounds.");
  }

  @Override
  public String arguments() {
    return "engine|audit|lake|ingest|corrections|report [PART|OPTION...]";
  }

  @Override
  public int run(Path workingDirectory, List<String> arguments, PrintStream out) {
    String what = arguments.isEmpty() ? "nothing" : arguments.get(0);
    List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
    switch (what) {
      case "engine" -> EngineBench.run(out, rest);
      case "audit" -> AuditBench.run(out);
      case "lake" -> LakeBenchOptions.layouts(workingDirectory, rest, out);
      case "ingest" -> LakeBenchOptions.ingest(rest, out);
      case "corrections" -> LakeBenchOptions.bars(rest, out);
      case "report" -> ReportBench.run(out);
      case "sweep" -> SweepBench.run(out, rest);
      default ->
          throw new AsOfException(
              ErrorCode.USAGE,
              "Cannot measure "
                  + (arguments.isEmpty() ? what : "'" + what + "'")
                  + ": expected engine, audit, lake, ingest, corrections or report");
    }
    return 0;
  }
}
