package dev.asof.cli;

import dev.asof.api.CommandPlugin;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that prints in steps, each when its file is there, and fails. */
public final class StepsPlugin implements CommandPlugin {
  static final String NAME = "steps-for-tests";
  static final int EXIT_CODE = 3;

  private static final int MOST_SECONDS = 120;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> description() {
    return List.of("Print in steps.");
  }

  @Override
  public String arguments() {
    return "";
  }

  @Override
  public int run(Path workingDirectory, List<String> arguments, PrintStream out) {
    out.println("step 1");
    await(workingDirectory.resolve("step-2"));
    byte[] second = "step 2 \u00e9".getBytes(StandardCharsets.UTF_8);
    out.write(second, 0, second.length - 1);
    out.flush();
    await(workingDirectory.resolve("step-3"));
    out.write(second, second.length - 1, 1);
    out.println();
    return EXIT_CODE;
  }

  /** Waits until a file is there, but not for ever: its test may be gone. */
  static void await(Path file) {
    try {
      for (int tenth = 0; tenth < 10 * MOST_SECONDS && !Files.exists(file); tenth++) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
