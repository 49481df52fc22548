package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.ErrorKind;
import dev.asof.catalog.OutsideFailure;
import dev.asof.catalog.Secret;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point: runs a command and turns its outcome into an exit code. */
public final class Main {
  private Main() {}

  /** Runs the command that {@code args} name and ends the process with its exit code. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    Surroundings surroundings = Surroundings.ofProcess(out, err);
    Interruption.listen(surroundings);
    int exitCode = run(surroundings, args);
    out.flush();
    err.flush();
    takeMarkAway();
    System.exit(exitCode);
  }

  /** Tells the launcher that this command came to its end, so that its class data are sound. */
  private static void takeMarkAway() {
    String mark = System.getProperty("asof.running");
    try {
      if (mark != null) {
        Files.deleteIfExists(Path.of(mark));
      }
    } catch (IOException unwritable) {
      // The launcher looks at the class data once for nothing.
    }
  }

  /** Runs a command and returns its exit code; writes only to the streams it is given. */
  static int run(Surroundings given, String... args) {
    Surroundings surroundings = given.printable();
    CommandLine commandLine = AsOfCommand.commandLine(surroundings);
    commandLine.setParameterExceptionHandler(
        (exception, ignored) -> usageError(surroundings, exception));
    commandLine.setExecutionExceptionHandler(
        (exception, command, ignored) -> executionError(surroundings, exception, args));
    long start = System.nanoTime();
    surroundings.events().tell("started", "version", Version.current(), "arguments", args);
    int exitCode;
    WaitNotice notice = WaitNotice.watch(surroundings);
    try {
      EventLog.check(surroundings.environment());
      exitCode = commandLine.execute(args);
    } catch (AsOfException | Error thrown) {
      exitCode = executionError(surroundings, thrown, args);
    } finally {
      notice.close();
    }
    surroundings.out().flush();
    surroundings
        .events()
        .tell("ended", "exitCode", exitCode, "millis", (System.nanoTime() - start) / 1_000_000);
    return exitCode;
  }

  private static int usageError(Surroundings surroundings, ParameterException exception) {
    CommandSpec command = exception.getCommandLine().getCommandSpec();
    String message = exception.getMessage();
    if (exception instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        message += "; did you mean " + String.join(" or ", suggestions) + "?";
      }
    }
    printError(
        surroundings, ErrorCode.USAGE, message + " (see " + command.qualifiedName() + " --help)");
    return ErrorKind.USER.exitCode();
  }

  private static int executionError(Surroundings surroundings, Throwable exception, String[] args) {
    surroundings.out().flush();
    if (Interruption.came()) {
      // What failed did so because of it.
      return Interruption.say(surroundings);
    }
    if (exception instanceof AsOfException expected
        && expected.code().kind() != ErrorKind.INTERNAL) {
      printError(surroundings, expected.code(), expected.getMessage());
      return expected.code().kind().exitCode();
    }
    Optional<AsOfException> outside = OutsideFailure.of(exception);
    if (outside.isPresent()) {
      printError(surroundings, outside.get().code(), outside.get().getMessage());
      return outside.get().code().kind().exitCode();
    }
    printError(
        surroundings,
        ErrorCode.INTERNAL,
        "Cannot go on: a defect of AsOf; " + save(exception, args));
    return ErrorKind.INTERNAL.exitCode();
  }

  private static void printError(Surroundings surroundings, ErrorCode code, String message) {
    String oneLine = Secret.hide(message.replaceAll("\\s*\\R\\s*", " "));
    surroundings.err().println("error[" + code.id() + "]: " + oneLine);
  }

  /** Writes what a defect's report needs, and says where; falls back to the trace itself. */
  private static String save(Throwable exception, String[] args) {
    StringWriter trace = new StringWriter();
    exception.printStackTrace(new PrintWriter(trace));
    String report =
        "AsOf "
            + Version.current()
            + " on Java "
            + Runtime.version()
            + ", "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + "\ncommand: asof "
            + String.join(" ", args)
            + "\n\n"
            + Secret.hide(trace.toString());
    try {
      Path file = Files.createTempFile("asof-error-", ".txt");
      Files.writeString(file, report, StandardCharsets.UTF_8);
      return "please attach " + file + " when you report it";
    } catch (IOException unwritable) {
      return report;
    }
  }
}
