package dev.asof.cli;

import dev.asof.api.Parameter;
import dev.asof.api.StrategyFactory;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code asof strategies}. */
@Command(
    name = "strategies",
    description = "List the strategies with their parameters, types, ranges and defaults.")
final class StrategiesCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private ListingOptions listing;
  @Mixin private PluginsOption plugins;

  StrategiesCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    List<StrategyFactory> strategies = plugins.load(surroundings).all();
    if (listing.format() == ListingOptions.Format.TABLE) {
      for (StrategyFactory strategy : strategies) {
        surroundings.out().println(strategy.name() + ": " + strategy.summary());
        Listing parameters =
            new Listing(List.of("parameter", "type", "range", "default", "description"));
        for (Parameter<?> parameter : strategy.parameters()) {
          parameters.add(
              List.of(
                  parameter.name(),
                  parameter.type(),
                  parameter.range(),
                  parameter.defaultText().isEmpty() ? "(empty)" : parameter.defaultText(),
                  parameter.description()));
        }
        surroundings.out().println(parameters.table("  "));
      }
      return;
    }
    Listing all =
        new Listing(List.of("strategy", "parameter", "type", "range", "default", "description"));
    for (StrategyFactory strategy : strategies) {
      for (Parameter<?> parameter : strategy.parameters()) {
        all.add(
            List.of(
                strategy.name(),
                parameter.name(),
                parameter.type(),
                parameter.range(),
                parameter.defaultText(),
                parameter.description()));
      }
    }
    all.print(surroundings.out(), listing.format());
  }
}
