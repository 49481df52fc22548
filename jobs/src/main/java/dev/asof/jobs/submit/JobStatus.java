package dev.asof.jobs.submit;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of a job now.
 *
 * @param state where it is in its life
 * @param detail why, in the words of who runs it; empty when there is nothing to say
 * @param finishedAt when it reached its last state
 * @param exitCode what the command returned, where the target knows it
 * @param attempts how often the driver was started, where the target counts it
 */
public record JobStatus(
    JobState state,
    String detail,
    Optional<Instant> finishedAt,
    OptionalInt exitCode,
    OptionalInt attempts) {
  /** Makes a status. */
  public JobStatus {
    Objects.requireNonNull(state);
    Objects.requireNonNull(detail);
  }

  static JobStatus of(JobState state, String detail) {
    return new JobStatus(state, detail, Optional.empty(), OptionalInt.empty(), OptionalInt.empty());
  }
}
