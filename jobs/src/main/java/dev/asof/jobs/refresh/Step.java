package dev.asof.jobs.refresh;

import java.time.Duration;
import java.util.List;

/**
 * A command of a refresh.
 *
 * @param name unique in its refresh
 * @param command what stands after {@code asof}, with placeholders, at least one word
 * @param needs names of the steps that must have ended well before it
 * @param retries how often it is tried again when something outside was unavailable or a file was
 *     not there yet; 0 for never
 * @param retryAfter how long it waits before it is tried again
 */
public record Step(
    String name, List<String> command, List<String> needs, int retries, Duration retryAfter) {
  /** Copies the lists. */
  public Step {
    command = List.copyOf(command);
    needs = List.copyOf(needs);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("Invalid step " + name + ": it has no command");
    }
    if (retries < 0 || retryAfter.isNegative()) {
      throw new IllegalArgumentException(
          "Invalid step " + name + ": " + retries + " retries after " + retryAfter);
    }
  }
}
