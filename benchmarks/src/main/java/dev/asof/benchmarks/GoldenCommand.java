package dev.asof.benchmarks;

import dev.asof.api.AsOfException;
import dev.asof.api.CommandPlugin;
import dev.asof.api.ErrorCode;
import dev.asof.api.ErrorKind;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code asof golden}: {@link GoldenCheck} as a command. */
public final class GoldenCommand implements CommandPlugin {
  @Override
  public String name() {
    return "golden";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Replay results of independent programs and print each disagreement.",
        "",
        "A file is recognised by what it holds: orders, signals, the published portfolio, a sweep, or"
            + " series of returns with their metrics. The exit code is 0 only when all agree, else"
            + " 3.");
  }

  @Override
  public String arguments() {
    return "FILE|FOLDER...";
  }

  @Override
  public int run(Path workingDirectory, List<String> arguments, PrintStream out) {
    if (arguments.isEmpty()) {
      throw new AsOfException(
          ErrorCode.USAGE, "Cannot compare nothing: expected golden files or folders of them");
    }
    List<Path> named =
        arguments.stream().map(argument -> workingDirectory.resolve(argument)).toList();
    return GoldenCheck.check(named, out).agrees() ? 0 : ErrorKind.DATA.exitCode();
  }
}
