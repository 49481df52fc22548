package dev.asof.cli;

import dev.asof.api.CommandPlugin;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** A command of the tests: prints its arguments and returns how many there are. */
public final class EchoPlugin implements CommandPlugin {
  @Override
  public String name() {
    return "echo";
  }

  @Override
  public List<String> description() {
    return List.of("Print the arguments.");
  }

  @Override
  public String arguments() {
    return "WORD...";
  }

  @Override
  public int run(Path workingDirectory, List<String> arguments, PrintStream out) {
    out.println(String.join(" ", arguments));
    return arguments.size();
  }
}
