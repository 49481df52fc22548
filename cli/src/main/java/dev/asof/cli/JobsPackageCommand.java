package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code asof jobs package}. */
@Command(
    name = "package",
    description = {
      "Write AsOf as one jar, as submitted jobs have it.",
      "",
      "For an image of one's own, or a bucket: key jobs.application of a place names it then. "
          + "Spark and Iceberg are not in it; the same build gives the same bytes."
    })
final class JobsPackageCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private HomeOption home;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The jar.")
  private Path out;

  JobsPackageCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    Path jar = new JobTargets(home.path(surroundings), surroundings).applicationJar();
    Path target = surroundings.resolve(out);
    // As a new file: the kept one is for its owner's eyes alone, and an image has another user.
    try (InputStream made = Files.newInputStream(jar)) {
      Files.copy(made, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException unwritable) {
      throw new AsOfException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "Cannot write " + surroundings.display(out) + ": it must be a file that can be written",
          unwritable);
    }
    surroundings.out().println("Written: " + surroundings.display(out));
  }
}
