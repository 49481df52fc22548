package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.jobs.CommandRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs commands in this process, on the lake that this command has. */
final class CommandsInProcess implements CommandRunner {
  private static final Pattern ERROR = Pattern.compile("error\\[([a-z-]+)]: (.*)");

  private final Surroundings surroundings;
  private final Map<String, String> environment;
  private final InstantSource clock;

  /**
   * A runner.
   *
   * @param place variables that say where the lake lies
   * @param clock what a command takes for now
   */
  CommandsInProcess(Surroundings surroundings, Map<String, String> place, InstantSource clock) {
    this.surroundings = surroundings;
    this.environment = new HashMap<>(surroundings.environment());
    this.environment.putAll(place);
    this.clock = clock;
  }

  @Override
  public Outcome run(List<String> arguments, Path log) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode;
    try {
      Files.createDirectories(log.getParent());
      try (OutputStream file =
              Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          PrintStream outStream = stream(new TwoStreams(out, file));
          PrintStream errStream = stream(new TwoStreams(err, file))) {
        file.write(
            ("# " + clock.instant() + " asof " + String.join(" ", arguments) + "\n")
                .getBytes(StandardCharsets.UTF_8));
        exitCode =
            Main.run(
                new Surroundings(
                    outStream,
                    errStream,
                    environment,
                    surroundings.workingDirectory(),
                    surroundings.installation(),
                    clock.instant(),
                    surroundings.events()),
                arguments.toArray(String[]::new));
      }
    } catch (IOException unwritable) {
      throw new AsOfException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "Cannot write " + surroundings.display(log) + ": it must be a file that can be written",
          unwritable);
    }
    return outcome(exitCode, lines(out), lines(err));
  }

  private static Outcome outcome(int exitCode, List<String> out, List<String> err) {
    Optional<String> code = Optional.empty();
    String message = "";
    for (String line : err) {
      Matcher matcher = ERROR.matcher(line);
      if (matcher.matches()) {
        code = Optional.of(matcher.group(1));
        message = matcher.group(2);
      }
    }
    return new Outcome(exitCode, code, message, out);
  }

  private static PrintStream stream(OutputStream target) {
    return new PrintStream(target, true, StandardCharsets.UTF_8);
  }

  private static List<String> lines(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
