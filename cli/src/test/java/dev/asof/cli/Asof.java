package dev.asof.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs commands in this process as a user in {@code workingDirectory} would.
 *
 * @param workingDirectory relative paths start here; the lake lies in its {@code .asof}
 * @param environment environment variables
 */
record Asof(Path workingDirectory, Map<String, String> environment) {
  static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

  Asof(Path workingDirectory) {
    this(workingDirectory, Map.of());
  }

  /** The checkout that this test belongs to. */
  static Path checkout() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("samples"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  static Path sample(String name) {
    return checkout().resolve("samples").resolve(name);
  }

  /**
   * What a command did.
   *
   * @param exitCode its exit code
   * @param out what it printed
   * @param err what it printed to standard error
   */
  record Outcome(int exitCode, String out, String err) {
    /** Returns the report that it printed last, as printed. */
    String report() {
      String marker = "\nReport: ";
      int start = out.lastIndexOf(marker) + marker.length();
      return out.substring(start, out.indexOf('\n', start));
    }
  }

  /** Returns the folder of the only run of a definition that has a report in the home. */
  Path report(String definition) {
    Path folder = workingDirectory.resolve(".asof").resolve("reports").resolve(definition);
    try (Stream<Path> runs = Files.list(folder)) {
      List<Path> found = runs.toList();
      if (found.size() != 1) {
        throw new AssertionError("expected one run in " + folder + ": " + found);
      }
      return found.get(0);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  Outcome run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode;
    try (PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      exitCode =
          Main.run(
              Surroundings.of(outStream, errStream, environment, workingDirectory, checkout(), NOW),
              args);
    }
    return new Outcome(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
