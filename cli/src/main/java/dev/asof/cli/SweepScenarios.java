package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.Parameters;
import dev.asof.api.Strategy;
import dev.asof.api.StrategyFactory;
import dev.asof.api.SweepRow;
import dev.asof.engine.MarketData;
import dev.asof.engine.Simulator;
import dev.asof.jobs.sweep.Grid;
import dev.asof.jobs.sweep.ScenarioMeasures;
import dev.asof.jobs.sweep.ScenarioRunner;
import java.util.Map;

/**
 * Runs the scenarios of a sweep as {@code asof backtest} would run each definition by itself: the
 * digests are the same.
 */
final class SweepScenarios implements ScenarioRunner {
  private final Grid grid;
  private final SweepVariants variants;
  private final SweepInputs inputs;

  SweepScenarios(Grid grid, SweepVariants variants, SweepInputs inputs) {
    this.grid = grid;
    this.variants = variants;
    this.inputs = inputs;
  }

  @Override
  public SweepRow run(int index) {
    Map<String, String> texts = grid.at(index);
    try {
      SweepVariants.Variant variant = variants.of(texts);
      Definition definition = variant.definition();
      Parameters parameters = SweepVariants.parameters(variant, texts);
      InputReader.requireFacts(definition, variant.strategy(), parameters);
      MarketData market = inputs.market(definition);
      Strategy strategy = create(variant.strategy(), parameters);
      return ScenarioMeasures.row(
          index, Simulator.run(definition.spec(), market, strategy), definition.yearDays());
    } catch (AsOfException failure) {
      if (!SweepInputs.isOfOneScenario(failure)) {
        throw failure;
      }
      return SweepRow.failed(index, oneLine(failure.getMessage()));
    }
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s*\\R\\s*", " ");
  }

  /** One at a time: nobody tells authors of factories that several threads might call them. */
  private static Strategy create(StrategyFactory factory, Parameters parameters) {
    synchronized (factory) {
      return factory.create(parameters);
    }
  }
}
