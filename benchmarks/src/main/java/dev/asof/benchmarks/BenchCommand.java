package dev.asof.benchmarks;

import dev.asof.api.AsOfException;
import dev.asof.api.CommandPlugin;
import dev.asof.api.ErrorCode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code asof bench}: benchmarks that print their table from one process. */
public final class BenchCommand implements CommandPlugin {
  private static final String ENGINE = "engine";
  private static final String AUDIT = "audit";

  @Override
  public String name() {
    return "bench";
  }

  @Override
  public List<String> description() {
    return List.of(
        "engine: measure the engine beside bare loops of the same arithmetic.",
        "audit: measure the look-ahead audit and timelines beside a plain run.",
        "",
        "Parts of engine: orders, metrics, callback, threads, linear, sweep; without one, all of"
            + " them, which takes some minutes.");
  }

  @Override
  public String arguments() {
    return "engine|audit [PART...]";
  }

  @Override
  public int run(Path workingDirectory, List<String> arguments, PrintStream out) {
    if (arguments.equals(List.of(AUDIT))) {
      AuditBench.run(out);
      return 0;
    }
    if (arguments.isEmpty() || !arguments.get(0).equals(ENGINE)) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Cannot measure "
              + (arguments.isEmpty() ? "nothing" : "'" + arguments.get(0) + "'")
              + ": expected engine or audit");
    }
    EngineBench.run(out, arguments.subList(1, arguments.size()));
    return 0;
  }
}
