package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.StrategyFactory;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The strategies on the class path, found through the interface an outsider would use. */
final class StrategyPlugins {
  private final List<StrategyFactory> factories;

  private StrategyPlugins(List<StrategyFactory> factories) {
    this.factories = factories;
  }

  static StrategyPlugins load() {
    return new StrategyPlugins(
        ServiceLoader.load(StrategyFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparing(StrategyFactory::name))
            .toList());
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
