package dev.asof.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * What a command may know of the process it runs in.
 *
 * @param out where results go
 * @param err where errors and warnings go
 * @param environment environment variables
 * @param workingDirectory relative paths start here
 * @param installation folder that holds {@code conf} and {@code samples}
 * @param now the moment at which the process started; decides no result, only what counts as a date
 *     in the future
 */
record Surroundings(
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Path workingDirectory,
    Path installation,
    Instant now) {

  /** Those of this process. */
  static Surroundings ofProcess(PrintStream out, PrintStream err) {
    Path workingDirectory = Path.of("").toAbsolutePath();
    String root = System.getProperty("asof.root");
    return new Surroundings(
        out,
        err,
        System.getenv(),
        workingDirectory,
        root == null ? workingDirectory : Path.of(root),
        Instant.now());
  }

  /** A path as the user typed it. */
  Path resolve(Path path) {
    return workingDirectory.resolve(path).normalize();
  }

  /** A path as the user would type it: relative where it lies below the working directory. */
  String display(Path path) {
    Path absolute = resolve(path);
    return absolute.startsWith(workingDirectory) && !absolute.equals(workingDirectory)
        ? workingDirectory.relativize(absolute).toString()
        : absolute.toString();
  }
}
