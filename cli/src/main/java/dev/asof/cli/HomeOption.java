package dev.asof.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the embedded lake lies. */
final class HomeOption {
  /** Names the home of every command. */
  static final String VARIABLE = "ASOF_HOME";

  private static final Path DEFAULT = Path.of(".asof");

  @Option(
      names = "--home",
      paramLabel = "DIR",
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

  Path path(Surroundings surroundings) {
    if (home != null) {
      return surroundings.resolve(home);
    }
    String fromEnvironment = surroundings.environment().get(VARIABLE);
    return surroundings.resolve(
        fromEnvironment == null || fromEnvironment.isBlank() ? DEFAULT : Path.of(fromEnvironment));
  }
}
