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
 * @param events what it tells collectors of logs
 */
record Surroundings(
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Path workingDirectory,
    Path installation,
    Instant now,
    EventLog events) {

  /**
   * As the canonical constructor; what collectors of logs are told is what the environment says.
   */
  static Surroundings of(
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      Path workingDirectory,
      Path installation,
      Instant now) {
    EventLog events = EventLog.of(environment, err, now);
    return new Surroundings(
        out, events.errors(err), environment, workingDirectory, installation, now, events);
  }

  /** Those of this process. */
  static Surroundings ofProcess(PrintStream out, PrintStream err) {
    Path workingDirectory = Path.of("").toAbsolutePath();
    String root = System.getProperty("asof.root");
    return of(
        out,
        err,
        System.getenv(),
        workingDirectory,
        root == null ? workingDirectory : Path.of(root),
        Instant.now());
  }

  /** The same with output that no terminal obeys, whatever names hold. */
  Surroundings printable() {
    return new Surroundings(
        PrintableStream.of(out),
        PrintableStream.of(err),
        environment,
        workingDirectory,
        installation,
        now,
        events);
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
