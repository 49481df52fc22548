package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.jobs.submit.JobRecord;
import dev.asof.jobs.submit.JobState;
import dev.asof.jobs.submit.JobStatus;
import dev.asof.jobs.submit.JobTarget;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Follows a job through its states. */
final class JobWait {
  private static final int SHOWN = 20;

  private final JobTarget target;
  private final JobRecord job;
  private final Surroundings surroundings;
  private final long start = System.nanoTime();
  private JobState shown;

  JobWait(JobTarget target, JobRecord job, Surroundings surroundings) {
    this.target = target;
    this.job = job;
    this.surroundings = surroundings;
  }

  /**
   * Waits for the job's end, prints what the command printed, and brings its files.
   *
   * @return the command's exit code
   * @throws AsOfException JOB_FAILED when it came to no end of its own
   */
  int untilFetched(JobTarget.Destination into) {
    JobStatus last = untilFinal(this::show);
    JobTarget.Fetched fetched = target.fetch(job, into);
    surroundings.out().print(fetched.output());
    surroundings.out().flush();
    surroundings.err().print(fetched.errors());
    surroundings.err().flush();
    fetched.files().stream()
        .limit(SHOWN)
        .forEach(file -> surroundings.out().println("Fetched: " + surroundings.display(file)));
    if (fetched.files().size() > SHOWN) {
      surroundings
          .out()
          .println("Fetched: and " + (fetched.files().size() - SHOWN) + " more files");
    }
    if (last.state() == JobState.COMPLETED) {
      return 0;
    }
    if (last.state() == JobState.FAILED
        && fetched.exitCode().isPresent()
        && fetched.exitCode().getAsInt() != 0) {
      return fetched.exitCode().getAsInt();
    }
    throw new AsOfException(
        ErrorCode.JOB_FAILED,
        "Cannot finish job "
            + job.id()
            + ": it is "
            + last.state()
            + (last.detail().isEmpty() ? "" : " (" + last.detail() + ")")
            + "; see asof jobs logs "
            + job.id());
  }

  private void show(JobStatus status) {
    if (status.state() != shown) {
      shown = status.state();
      surroundings
          .out()
          .printf(Locale.ROOT, "%7.1f s  %s\n", (System.nanoTime() - start) / 1e9, status.state());
      surroundings.out().flush();
    }
  }

  /**
   * Waits for the job's end.
   *
   * @param seen hears of each status that was asked for, the last one included
   * @return the last one
   */
  JobStatus untilFinal(Consumer<JobStatus> seen) {
    while (true) {
      JobStatus status = target.status(job);
      seen.accept(status);
      if (status.state().isFinal()) {
        return status;
      }
      try {
        TimeUnit.NANOSECONDS.sleep(target.poll().toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AsOfException(
            ErrorCode.JOBS_UNAVAILABLE, "Cannot wait on for job " + job.id(), e);
      }
    }
  }
}
