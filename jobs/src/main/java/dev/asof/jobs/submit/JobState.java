package dev.asof.jobs.submit;

/** Where a job is in its life; the states of EMR on EKS, which a local job goes through as well. */
public enum JobState {
  /** Nobody knows whether it was started: the answer to the request got lost. */
  UNKNOWN,
  /** Accepted, and not begun. */
  PENDING,
  /** Handed to the cluster. */
  SUBMITTED,
  /** The command runs. */
  RUNNING,
  /** Somebody wants it to end. */
  CANCEL_PENDING,
  /** The command ended with exit code 0. */
  COMPLETED,
  /** The command failed, or could not be run. */
  FAILED,
  /** It was ended before the command was. */
  CANCELLED;

  /** Whether it stays in this state for ever. */
  public boolean isFinal() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }
}
