package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.StrategyFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Strategies, found through the interface an outsider would use. */
final class StrategyPlugins {
  private final List<StrategyFactory> factories;

  private StrategyPlugins(List<StrategyFactory> factories) {
    this.factories = factories;
  }

  /** The strategies on the class path. */
  static StrategyPlugins load() {
    return load(Optional.empty(), "");
  }

  /**
   * The strategies on the class path and in a folder's jars. The jars stay open: a strategy's
   * classes are loaded when it first needs them.
   *
   * @param folder the folder with the jars
   * @param displayName the folder as the user knows it
   */
  static StrategyPlugins load(Optional<Path> folder, String displayName) {
    ClassLoader loader = PluginJars.loader(folder, displayName);
    List<StrategyFactory> found = new ArrayList<>();
    try {
      ServiceLoader.load(StrategyFactory.class, loader).forEach(found::add);
    } catch (ServiceConfigurationError | LinkageError broken) {
      throw new AsOfException(
          ErrorCode.STRATEGY_MISSING,
          "Cannot load the strategies"
              + (displayName.isEmpty() ? "" : " in " + displayName)
              + ": "
              + broken.getMessage(),
          broken);
    }
    return of(found);
  }

  /** These and one more, which stands in no jar. */
  StrategyPlugins with(StrategyFactory more) {
    List<StrategyFactory> all = new ArrayList<>(factories);
    all.add(more);
    return of(all);
  }

  private static StrategyPlugins of(List<StrategyFactory> found) {
    found.sort(Comparator.comparing(StrategyFactory::name));
    for (int i = 1; i < found.size(); i++) {
      if (found.get(i).name().equals(found.get(i - 1).name())) {
        throw new AsOfException(
            ErrorCode.STRATEGY_MISSING,
            "Cannot tell strategies apart: "
                + found.get(i - 1).getClass().getName()
                + " and "
                + found.get(i).getClass().getName()
                + " are both named '"
                + found.get(i).name()
                + "'");
      }
    }
    return new StrategyPlugins(List.copyOf(found));
  }

  /** All of them, by name. */
  List<StrategyFactory> all() {
    return factories;
  }

  StrategyFactory find(String name) {
    return factories.stream()
        .filter(factory -> factory.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new AsOfException(
                    ErrorCode.STRATEGY_MISSING,
                    "Cannot find a strategy '"
                        + name
                        + "'; there are "
                        + factories.stream()
                            .map(StrategyFactory::name)
                            .collect(Collectors.joining(", "))));
  }
}
