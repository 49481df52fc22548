package dev.asof.cli;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Where the embedded lake lies. */
final class HomeOption {
  /** Names the home of every command. */
  static final String VARIABLE = "ASOF_HOME";

  private static final String NAME = "--home";
  private static final String LABEL = "DIR";
  private static final Path DEFAULT = Path.of(".asof");

  @Option(
      names = NAME,
      paramLabel = LABEL,
      description =
          "Folder of the embedded lake and the reports. Default: $ASOF_HOME, or .asof in the working "
              + "directory.")
  private Path home;

  /** The home that a command line names. */
  HomeOption() {}

  /** The home that a program names; null for the default. */
  HomeOption(Path home) {
    this.home = home;
  }

  /**
   * Adds the option to a command that reads no lake and writes no report, so that a script may give
   * it to each command. A command that has it stays as it is.
   */
  static void takeEverywhere(CommandSpec command) {
    if (command.findOption(NAME) == null) {
      command.addOption(
          OptionSpec.builder(NAME)
              .paramLabel(LABEL)
              .type(Path.class)
              .description("Taken by every command. This one reads no lake and writes no report.")
              .build());
    }
  }

  Path path(Surroundings surroundings) {
    if (home != null) {
      return surroundings.resolve(home);
    }
    String fromEnvironment = surroundings.environment().get(VARIABLE);
    return surroundings.resolve(
        fromEnvironment == null || fromEnvironment.isBlank() ? DEFAULT : Path.of(fromEnvironment));
  }
}
