package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.jobs.submit.EmrEksTarget;
import dev.asof.jobs.submit.JobCommand;
import dev.asof.jobs.submit.JobRecord;
import dev.asof.jobs.submit.JobSize;
import dev.asof.jobs.submit.JobStore;
import dev.asof.jobs.submit.JobTarget;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asof submit}. */
@Command(
    name = "submit",
    description = {
      "Run a command somewhere else: the same command line that runs here.",
      "",
      "For example: asof submit --target emr-eks --size medium --wait -- backtest"
          + " conf/backtests/index-rebalance.yaml --as-of Q3_2022",
      "",
      "Files that the command names are sent along. The same command is the same job: submitted"
          + " again, it is found and not started a second time, until a file, an option, AsOf or"
          + " --again differs. asof jobs follows, shows and cancels what was submitted."
    })
final class SubmitCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private HomeOption home;

  @Option(
      names = "--target",
      paramLabel = "NAME",
      description =
          "Where to run it: the name of a file in conf/ that has a key jobs, or such a file. "
              + "Default: $ASOF_TARGET, or local, a process of its own on this machine.")
  private String target;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      description =
          "How much it needs: ${COMPLETION-CANDIDATES}. The target's file says what that means. "
              + "Default: small.")
  private JobSize size = JobSize.SMALL;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What the job is called. Default: made from the command.")
  private String name = "";

  @Option(
      names = "--again",
      paramLabel = "TEXT",
      description = "Any text that sets the job apart from one with the same command.")
  private String again = "";

  @Option(
      names = "--wait",
      description =
          "Follow the job to its end, fetch its report and end with the command's exit code.")
  private boolean wait;

  @Option(names = "--dry-run", description = "Print the complete request as JSON; send nothing.")
  private boolean dryRun;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "1..*",
      description = "The command with its arguments, as it follows asof.")
  private List<String> command = new ArrayList<>();

  SubmitCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Path homePath = home.path(surroundings);
    String typed = JobsCommand.target(target, surroundings);
    try (JobTargets.Opened opened = new JobTargets(homePath, surroundings).open(typed)) {
      JobTarget.Prepared job = prepare(opened);
      if (dryRun) {
        surroundings.out().print(job.json());
        return 0;
      }
      JobTarget.Submitted submitted =
          job.submit(JobStore.of(homePath), recorded(typed, opened), now());
      tell(submitted, typed);
      return wait
          ? new JobWait(opened.target(), submitted.job(), surroundings)
              .untilFetched(new JobTarget.Destination(homePath, surroundings.workingDirectory()))
          : 0;
    }
  }

  private JobTarget.Prepared prepare(JobTargets.Opened opened) {
    JobCommand checked =
        opened.target() instanceof EmrEksTarget
            ? SubmittedArguments.elsewhere(command, opened.file().orElseThrow(), surroundings)
            : SubmittedArguments.here(command, surroundings);
    try {
      return opened.target().prepare(new JobTarget.JobSpec(checked, size, name, again));
    } catch (IllegalArgumentException bad) {
      throw new AsOfException(ErrorCode.USAGE, bad.getMessage(), bad);
    }
  }

  private Instant now() {
    return surroundings.now().truncatedTo(ChronoUnit.SECONDS);
  }

  /** What finds the target later, from any folder. */
  private static String recorded(String typed, JobTargets.Opened opened) {
    return typed.contains("/") || typed.endsWith(".yaml")
        ? opened.file().map(Path::toString).orElse(typed)
        : typed;
  }

  private void tell(JobTarget.Submitted submitted, String typed) {
    JobRecord job = submitted.job();
    surroundings
        .out()
        .println(
            "Job "
                + job.id()
                + " on "
                + typed
                + job.remote().map(remote -> " (" + remote.id() + ")").orElse("")
                + ": "
                + job.name());
    if (submitted.repeated()) {
      surroundings
          .out()
          .println(
              "It was submitted before, at "
                  + job.submittedAt()
                  + ", and is not started again; --again TEXT makes it another job");
    }
    surroundings.out().println("Follow it: asof jobs status|logs|cancel " + job.id());
    surroundings.out().flush();
  }
}
