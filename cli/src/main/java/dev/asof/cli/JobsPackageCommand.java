package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.jobs.submit.ApplicationJar;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code asof jobs package}. */
@Command(
    name = "package",
    description = {
      "Write AsOf as one jar, without what EMR's image has: what submit sends, for an image of one's"
          + " own.",
      "",
      "The same AsOf gives the same bytes. A target's file names it by jobs.application."
    })
final class JobsPackageCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private HomeOption home;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The jar to write.")
  private Path out;

  JobsPackageCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    Path made =
        ApplicationJar.of(
            JobTargets.applicationJars(surroundings), JobTargets.scratch(home.path(surroundings)));
    Path target = surroundings.resolve(out);
    try {
      if (target.getParent() != null) {
        Files.createDirectories(target.getParent());
      }
      // Not a copy of the file: its permissions are for its owner alone, and images have other
      // users.
      try (OutputStream jar = Files.newOutputStream(target)) {
        Files.copy(made, jar);
      }
    } catch (IOException unwritable) {
      throw new AsOfException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "Cannot write " + surroundings.display(target) + ": check the folder's permissions",
          unwritable);
    }
    surroundings.out().println("Application: " + surroundings.display(target));
  }
}
