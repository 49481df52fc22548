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

  @Override
  public String name() {
    return "bench";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Measure the engine beside bare loops of the same arithmetic.",
        "",
        "Parts of engine: orders, metrics, callback, threads, linear, sweep; without one, all of"
            + " them, which takes some minutes.");
  }

  @Override
  public String arguments() {
    return "engine [PART...]";
  }

  @Override
  public int run(Path workingDirectory, List<String> arguments, PrintStream out) {
    if (arguments.isEmpty() || !arguments.get(0).equals(ENGINE)) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Cannot measure "
              + (arguments.isEmpty() ? "nothing" : "'" + arguments.get(0) + "'")
              + ": expected engine");
    }
    EngineBench.run(out, arguments.subList(1, arguments.size()));
    return 0;
  }
}
