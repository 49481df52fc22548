package dev.asof.jobs.submit;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A file of what a job printed; it grows while the job runs.
 *
 * @param path where it lies among the logs of the job's pods; empty for what the command itself
 *     printed
 * @param channel what of a process it has
 * @param version another one whenever the file has grown
 * @param content opens it
 */
public record LogFile(Optional<String> path, Channel channel, String version, Content content) {
  /** What a process prints to. */
  public enum Channel {
    /** Standard output. */
    OUTPUT,
    /** Standard error. */
    ERRORS
  }

  /** The bytes of a file. */
  public interface Content {
    /** All that is in it by now, from its beginning, as UTF-8. */
    InputStream open() throws IOException;
  }

  static LogFile ofCommand(Channel channel, String version, Content content) {
    return new LogFile(Optional.empty(), channel, version, content);
  }

  /** What people call it. */
  public String name() {
    return path.orElse(
        channel == Channel.OUTPUT ? "output of the command" : "errors of the command");
  }
}
