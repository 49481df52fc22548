package dev.asof.api;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * A command that the command line finds at run time, so that nothing compiles against it. An
 * implementation is listed in {@code META-INF/services/dev.asof.api.CommandPlugin} of its jar and
 * has a public constructor without arguments.
 */
public interface CommandPlugin {
  /** The word after {@code asof}. */
  String name();

  /** What it does: the first line stands in the list of commands, all of them in its help. */
  List<String> description();

  /** Its arguments as help shows them, for example {@code FILE|FOLDER...}. */
  String arguments();

  /**
   * Runs it.
   *
   * @param workingDirectory relative paths among the arguments start here
   * @param arguments as typed
   * @param out takes what it prints
   * @return the exit code of the process
   * @throws AsOfException for an error that a user can meet
   */
  int run(Path workingDirectory, List<String> arguments, PrintStream out);
}
