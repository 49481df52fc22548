package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.jobs.submit.JobRecord;
import dev.asof.jobs.submit.JobState;
import dev.asof.jobs.submit.JobStatus;
import dev.asof.jobs.submit.JobStore;
import dev.asof.jobs.submit.JobTarget;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code asof jobs}: what was submitted. */
@Command(
    name = "jobs",
    description = "Follow, show and cancel what asof submit started.",
    synopsisSubcommandLabel = "COMMAND")
final class JobsCommand implements Runnable {
  private static final String VARIABLE = "ASOF_TARGET";
  private static final String DEFAULT = "local";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** The target that was named, or the default. */
  static String target(String typed, Surroundings surroundings) {
    if (typed != null) {
      return typed;
    }
    String variable = surroundings.environment().get(VARIABLE);
    return variable == null || variable.isBlank() ? DEFAULT : variable;
  }

  /** What is done with a job and its target. */
  interface Use<T> {
    T with(JobRecord job, JobTarget target);
  }

  /** Finds a job by what was typed and opens its target. */
  static <T> T on(String typed, Path home, Surroundings surroundings, Use<T> use) {
    JobRecord job = JobStore.of(home).find(typed);
    try (JobTargets.Opened opened = new JobTargets(home, surroundings).open(job.target())) {
      return use.with(job, opened.target());
    }
  }

  /** A status for a list, in which one target that can't be asked must not hide the others. */
  static JobStatus statusForList(JobRecord job, Path home, Surroundings surroundings) {
    try (JobTargets.Opened opened = new JobTargets(home, surroundings).open(job.target())) {
      return opened.target().status(job);
    } catch (AsOfException unavailable) {
      surroundings.err().println("warning: " + unavailable.getMessage());
      return new JobStatus(
          JobState.UNKNOWN,
          "its target can't be asked",
          Optional.empty(),
          OptionalInt.empty(),
          OptionalInt.empty());
    }
  }
}
