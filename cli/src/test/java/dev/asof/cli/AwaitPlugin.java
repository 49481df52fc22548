package dev.asof.cli;

import dev.asof.api.CommandPlugin;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A command that waits until a file is there. */
public final class AwaitPlugin implements CommandPlugin {
  static final String NAME = "await-for-tests";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> description() {
    return List.of("Wait for a file.");
  }

  @Override
  public String arguments() {
    return "FILE";
  }

  @Override
  public int run(Path workingDirectory, List<String> arguments, PrintStream out) {
    Path file = workingDirectory.resolve(arguments.get(0));
    out.println("waiting");
    StepsPlugin.await(file);
    return Files.exists(file) ? 0 : 1;
  }
}
