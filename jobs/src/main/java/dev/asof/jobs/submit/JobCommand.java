package dev.asof.jobs.submit;

import java.util.List;
import java.util.Optional;

/**
 * A command line to run somewhere else.
 *
 * @param arguments what follows {@code asof}; paths in it are those of {@code files}
 * @param files what the arguments name on this machine
 * @param conf the file of the place that the command works on, one of {@code files}
 * @param sql the file of statements, when the command does nothing but run them; one of {@code
 *     files}
 */
public record JobCommand(
    List<String> arguments, List<JobFile> files, Optional<String> conf, Optional<JobFile> sql) {
  /** Makes a command. */
  public JobCommand {
    arguments = List.copyOf(arguments);
    files = List.copyOf(files);
  }

  /** As it would be typed; for people. */
  public String text() {
    return String.join(" ", arguments);
  }
}
