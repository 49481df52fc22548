package dev.asof.jobs;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs a command of AsOf; the command line supplies it. */
public interface CommandRunner {
  /**
   * What became of a command.
   *
   * @param exitCode 0 done; 2 the user's mistake; 3 data refused; 4 something outside was
   *     unavailable; 70 a defect
   * @param errorCode stable code of its error, such as {@code file-missing}; empty when it ended
   *     well
   * @param message its last line on standard error; empty when there is none
   * @param output the lines that it printed
   */
  record Outcome(int exitCode, Optional<String> errorCode, String message, List<String> output) {
    /** Copies the lines. */
    public Outcome {
      output = List.copyOf(output);
    }

    /** Whether it ended well. */
    public boolean isDone() {
      return exitCode == 0;
    }
  }

  /**
   * Runs a command to its end.
   *
   * @param arguments what stands after {@code asof}
   * @param log a file that gets what the command prints, as it prints it
   * @throws InterruptedException when this process is to end before the command has ended
   */
  Outcome run(List<String> arguments, Path log) throws InterruptedException;
}
