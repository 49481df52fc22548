package dev.asof.cli;

import dev.asof.jobs.submit.LocalProcess;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;

/** The process of a job on this machine: runs a command and keeps its last word. */
public final class LocalJob {
  private LocalJob() {}

  /** Runs the command that follows the job's folder. */
  public static void main(String[] args) {
    LocalProcess job = new LocalProcess(Path.of(args[0]));
    job.running();
    int exitCode =
        Main.run(
            Surroundings.ofProcess(
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8)),
            Arrays.copyOfRange(args, 1, args.length));
    job.ended(exitCode, Instant.now());
    System.exit(exitCode);
  }
}
