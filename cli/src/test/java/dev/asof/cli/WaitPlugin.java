package dev.asof.cli;

import dev.asof.api.CommandPlugin;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that waits for so many seconds. */
public final class WaitPlugin implements CommandPlugin {
  static final String NAME = "wait-for-tests";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> description() {
    return List.of("Wait.");
  }

  @Override
  public String arguments() {
    return "SECONDS";
  }

  @Override
  public int run(Path workingDirectory, List<String> arguments, PrintStream out) {
    out.println("waiting");
    try {
      TimeUnit.SECONDS.sleep(Long.parseLong(arguments.get(0)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }
}
