package dev.asof.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where strategies of the user's own lie. */
final class PluginsOption {
  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "Folder with jars of strategies of your own.")
  private Path plugins;

  StrategyPlugins load(Surroundings surroundings) {
    return StrategyPlugins.load(
        Optional.ofNullable(plugins).map(surroundings::resolve),
        plugins == null ? "" : surroundings.display(plugins));
  }
}
