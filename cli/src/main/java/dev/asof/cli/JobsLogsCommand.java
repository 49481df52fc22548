package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.jobs.submit.JobLog;
import dev.asof.jobs.submit.JobRecord;
import dev.asof.jobs.submit.JobTarget;
import java.util.concurrent.Callable;
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
          + " copies it every few minutes; of CloudWatch, the command that reads it is printed.",
      "",
      "With --follow, the command ends with the job, with exit code 0 whatever became of it:"
          + " asof jobs status says that, and with --wait ends with its exit code. Ctrl+C ends the"
          + " command and not the job. What the service copies to S3 after a job's end, a later"
          + " asof jobs logs prints."
    })
final class JobsLogsCommand implements Callable<Integer> {
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

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what it prints as it comes, until it has ended.")
  private boolean follow;

  JobsLogsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    return JobsCommand.on(
        typed,
        home.path(surroundings),
        surroundings,
        (job, target) -> {
          JobLog log = target.log(job, which);
          if (log instanceof JobLog.CloudWatch watched) {
            surroundings
                .out()
                .println(
                    "The logs are in CloudWatch: "
                        + watched.command()
                        + (follow ? " --follow" : ""));
          } else if (follow && log instanceof JobLog.Files) {
            follow(job, target);
          } else {
            print(log);
          }
          return 0;
        });
  }

  private void print(JobLog log) {
    LogPrinter printer = new LogPrinter(surroundings.out(), surroundings.err());
    if (log instanceof JobLog.Files now) {
      printer.printLast(now.files());
    }
    if (!printer.printed()) {
      throw new AsOfException(
          ErrorCode.DATA_MISSING,
          "Cannot show a log of job "
              + typed
              + ": there is none yet, or its target keeps none (key jobs.logs of its file)");
    }
  }

  private void follow(JobRecord job, JobTarget target) {
    LogPrinter printer = new LogPrinter(surroundings.out(), surroundings.err());
    new JobWait(target, job, surroundings)
        .untilFinal(
            status -> {
              // Read after the state was asked for: a job prints nothing after its last state.
              if (target.log(job, which) instanceof JobLog.Files now) {
                if (status.state().isFinal()) {
                  printer.printLast(now.files());
                } else {
                  printer.print(now.files());
                }
              }
            });
    if (!printer.found()) {
      surroundings
          .err()
          .println(
              "warning: job "
                  + typed
                  + " has ended and there is no log of it yet, or its target keeps none (key"
                  + " jobs.logs of its file)");
    }
  }
}
