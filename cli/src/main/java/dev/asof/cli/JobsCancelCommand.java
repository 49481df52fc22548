package dev.asof.cli;

import dev.asof.jobs.submit.JobStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code asof jobs cancel}. */
@Command(
    name = "cancel",
    description = {
      "End a job before its command is done; what it has published stays.",
      "",
      "A job that has ended is left as it is."
    })
final class JobsCancelCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private HomeOption home;

  @Parameters(
      paramLabel = "JOB",
      description = "A job's id or its beginning, or the service's name for it.")
  private String typed;

  JobsCancelCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    JobsCommand.on(
        typed,
        home.path(surroundings),
        surroundings,
        (job, target) -> {
          target.cancel(job);
          JobStatus status = target.status(job);
          surroundings.out().println("Job " + job.id() + ": " + status.state());
          return status;
        });
  }
}
