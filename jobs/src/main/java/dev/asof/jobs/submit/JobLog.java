package dev.asof.jobs.submit;

import java.util.List;

/** What a job has printed so far, or where else that can be read. */
public sealed interface JobLog {
  /**
   * Files that can be read from here.
   *
   * @param files in the order in which they are shown; none while nothing was printed
   */
  record Files(List<LogFile> files) implements JobLog {
    /** Keeps a copy. */
    public Files {
      files = List.copyOf(files);
    }
  }

  /**
   * A log that CloudWatch keeps.
   *
   * @param command of the AWS CLI, which prints it from the job's beginning and goes on with it
   *     where {@code --follow} is put behind
   */
  record CloudWatch(String command) implements JobLog {}

  /** A log that nobody keeps. */
  record NotKept() implements JobLog {}
}
