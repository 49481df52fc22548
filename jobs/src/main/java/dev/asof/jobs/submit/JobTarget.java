package dev.asof.jobs.submit;

import dev.asof.api.AsOfException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** Where jobs run. */
public sealed interface JobTarget extends AutoCloseable permits LocalTarget, EmrEksTarget {
  /**
   * Decides all of a job, and sends nothing.
   *
   * @param job what to run
   * @throws AsOfException when it can't run there
   */
  Prepared prepare(JobSpec job);

  /**
   * What a job needs besides its target.
   *
   * @param command the command line
   * @param size how much it needs
   * @param name what it is called; empty for a name made from the command
   * @param again sets a job apart from one with the same command; empty for the first
   */
  record JobSpec(JobCommand command, JobSize size, String name, String again) {}

  /** A job that is decided. */
  interface Prepared {
    /** Of all that decides what the job does. */
    String digest();

    /** The complete request, as JSON. */
    String json();

    /**
     * Starts the job unless it was started before.
     *
     * @param target the target as it was typed
     * @param now when it was submitted
     * @throws AsOfException JOB_UNKNOWN when nobody can say whether it was started
     */
    Submitted submit(JobStore jobs, String target, Instant now);
  }

  /**
   * A job that runs or ran.
   *
   * @param job its record
   * @param repeated whether it was submitted before
   */
  record Submitted(JobRecord job, boolean repeated) {}

  /** How often to ask for a state. */
  Duration poll();

  /** What is known of a job now. */
  JobStatus status(JobRecord job);

  /** Wants a job to end; it is no mistake to want that of one that has ended. */
  void cancel(JobRecord job);

  /**
   * What a job has printed so far, or where that can be read.
   *
   * @param which whose
   */
  JobLog log(JobRecord job, LogOf which);

  /** Whose log. */
  enum LogOf {
    /** What the command printed. */
    COMMAND,
    /** Everything of the driver. */
    DRIVER,
    /** The executors', one after the other. */
    EXECUTORS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Brings what a job that has ended left.
   *
   * @param into where it belongs here
   */
  Fetched fetch(JobRecord job, Destination into);

  /**
   * Where a job's files belong.
   *
   * @param home reports and the like
   * @param workingDirectory what the command wrote relative to its folder
   */
  record Destination(Path home, Path workingDirectory) {}

  /**
   * What a job left.
   *
   * @param output what it printed
   * @param errors what it printed to standard error
   * @param exitCode what the command returned, where it came to its end
   * @param files the files that were copied; none where they lie in their place already
   */
  record Fetched(String output, String errors, OptionalInt exitCode, List<Path> files) {}

  @Override
  void close();
}
