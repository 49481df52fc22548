package dev.asof.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where strategies of the user's own lie. */
final class PluginsOption {
  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "Folder with jars of strategies of your own.")
  private Path plugins;

  /** The jars, in the order of their names; none without the option. */
  List<Path> jars(Surroundings surroundings) {
    return plugins == null
        ? List.of()
        : PluginJars.list(surroundings.resolve(plugins), surroundings.display(plugins));
  }

  StrategyPlugins load(Surroundings surroundings) {
    return StrategyPlugins.load(
        Optional.ofNullable(plugins).map(surroundings::resolve),
        plugins == null ? "" : surroundings.display(plugins));
  }
}
