package dev.asof.cli;

import dev.asof.jobs.submit.JobRecord;
import dev.asof.jobs.submit.JobStatus;
import dev.asof.jobs.submit.JobTarget;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asof jobs status}. */
@Command(
    name = "status",
    description =
        "Show where a job is in its life; with --wait, follow it until its report is here.")
final class JobsStatusCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private HomeOption home;
  @Mixin private ListingOptions listing;

  @Parameters(
      paramLabel = "JOB",
      description = "A job's id or its beginning, or the service's name for it.")
  private String typed;

  @Option(
      names = "--wait",
      description =
          "Follow the job to its end, fetch its report and end with the command's exit code.")
  private boolean wait;

  JobsStatusCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Path homePath = home.path(surroundings);
    return JobsCommand.on(
        typed,
        homePath,
        surroundings,
        (job, target) -> {
          if (wait) {
            return new JobWait(target, job, surroundings)
                .untilFetched(new JobTarget.Destination(homePath, surroundings.workingDirectory()));
          }
          print(job, target.status(job));
          return 0;
        });
  }

  private void print(JobRecord job, JobStatus status) {
    Listing rows =
        new Listing(
            List.of(
                "job",
                "target",
                "service_id",
                "state",
                "detail",
                "submitted_at",
                "finished_at",
                "exit_code",
                "attempts",
                "size",
                "name",
                "command"));
    rows.add(
        Arrays.asList(
            job.id(),
            job.target(),
            job.remote().map(JobRecord.Remote::id).orElse(null),
            status.state(),
            status.detail(),
            job.submittedAt(),
            status.finishedAt().orElse(null),
            status.exitCode().isPresent() ? status.exitCode().getAsInt() : null,
            status.attempts().isPresent() ? status.attempts().getAsInt() : null,
            job.size(),
            job.name(),
            job.command()));
    rows.print(surroundings.out(), listing.format());
  }
}
