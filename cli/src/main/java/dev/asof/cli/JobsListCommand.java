package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.jobs.submit.EmrEksTarget;
import dev.asof.jobs.submit.JobRecord;
import dev.asof.jobs.submit.JobState;
import dev.asof.jobs.submit.JobStatus;
import dev.asof.jobs.submit.JobStore;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code asof jobs list}. */
@Command(
    name = "list",
    description = {
      "List the jobs that were submitted from here, the latest first.",
      "",
      "With --all, those of the target's virtual cluster, whoever submitted them."
    })
final class JobsListCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private HomeOption home;
  @Mixin private ListingOptions listing;

  @Option(names = "--target", paramLabel = "NAME", description = "Only the jobs of this target.")
  private String target;

  @Option(names = "--all", description = "Ask the target's service for all that it has.")
  private boolean all;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only jobs in this state: ${COMPLETION-CANDIDATES}.")
  private JobState state;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 50.")
  private int limit = 50;

  JobsListCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    if (limit < 1) {
      throw new AsOfException(
          ErrorCode.USAGE, "Invalid option --limit " + limit + ": expected 1 or more");
    }
    Path homePath = home.path(surroundings);
    Listing rows = all ? ofService(homePath) : ofHome(homePath);
    rows.print(surroundings.out(), listing.format());
  }

  private Listing ofHome(Path homePath) {
    Listing rows =
        new Listing(List.of("job", "target", "state", "submitted_at", "size", "name", "command"));
    for (JobRecord job : JobStore.of(homePath).all()) {
      if (rows.size() == limit) {
        break;
      }
      if (target != null && !target.equals(job.target())) {
        continue;
      }
      JobStatus status = JobsCommand.statusForList(job, homePath, surroundings);
      if (state == null || state == status.state()) {
        rows.add(
            Arrays.asList(
                job.id(),
                job.target(),
                status.state(),
                job.submittedAt(),
                job.size(),
                job.name(),
                job.command()));
      }
    }
    return rows;
  }

  private Listing ofService(Path homePath) {
    String typed = JobsCommand.target(target, surroundings);
    Listing rows = new Listing(List.of("id", "state", "created_at", "name", "detail"));
    try (JobTargets.Opened opened = new JobTargets(homePath, surroundings).open(typed)) {
      if (!(opened.target() instanceof EmrEksTarget service)) {
        throw new AsOfException(
            ErrorCode.USAGE,
            "Cannot list all jobs of " + typed + ": only a service has more than this home knows");
      }
      for (EmrEksTarget.Listed job : service.list(limit, Optional.ofNullable(state))) {
        rows.add(
            Arrays.asList(
                job.id(),
                job.status().state(),
                job.createdAt(),
                job.name(),
                job.status().detail()));
      }
    }
    return rows;
  }
}
