package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.jobs.submit.JobTarget;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asof jobs logs}. */
@Command(
    name = "logs",
    description = {
      "Print what a job printed.",
      "",
      "While a job on EMR on EKS runs, its driver's log is read from S3, to which the service"
          + " copies it every few minutes; of CloudWatch, the command that reads it is printed."
    })
final class JobsLogsCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private HomeOption home;

  @Parameters(
      paramLabel = "JOB",
      description = "A job's id or its beginning, or the service's name for it.")
  private String typed;

  @Option(
      names = "--of",
      paramLabel = "WHOM",
      description =
          "Whose: ${COMPLETION-CANDIDATES}. Default: command, which is what the command itself"
              + " printed.")
  private JobTarget.LogOf which = JobTarget.LogOf.COMMAND;

  JobsLogsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    boolean printed =
        JobsCommand.on(
            typed,
            home.path(surroundings),
            surroundings,
            (job, target) -> target.printLog(job, which, surroundings.out()));
    if (!printed) {
      throw new AsOfException(
          ErrorCode.DATA_MISSING,
          "Cannot show a log of job "
              + typed
              + ": there is none yet, or its target keeps none (key jobs.logs of its file)");
    }
  }
}
