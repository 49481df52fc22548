package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.Parameter;
import dev.asof.api.Parameters;
import dev.asof.api.StrategyFactory;
import dev.asof.jobs.sweep.Dimension;
import dev.asof.jobs.sweep.Grid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The definitions of a sweep's scenarios. Scenarios that differ in parameters of the strategy alone
 * share one, which is kept for a while. Several threads may use it.
 */
final class SweepVariants {
  private static final int MOST_KEPT = 256;

  /**
   * Values of one key that are tried before a sweep starts; of more, the first ones and the last.
   */
  private static final int MOST_TRIED = 1_000;

  private final SweepDefinition sweep;
  private final StrategyPlugins strategies;
  private final Map<Map<String, String>, Variant> kept =
      new LinkedHashMap<>(MOST_KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Map<String, String>, Variant> eldest) {
          return size() > MOST_KEPT;
        }
      };

  SweepVariants(SweepDefinition sweep, StrategyPlugins strategies) {
    this.sweep = sweep;
    this.strategies = strategies;
  }

  /**
   * A definition with its strategy.
   *
   * @param definition of a backtest, without the parameters that vary
   * @param strategy its strategy
   */
  record Variant(Definition definition, StrategyFactory strategy) {}

  /**
   * The variant of a scenario.
   *
   * @param texts what varies in it
   * @throws AsOfException for values that make no definition
   */
  Variant of(Map<String, String> texts) {
    Map<String, String> structure = new LinkedHashMap<>(texts);
    structure.keySet().removeIf(key -> SweepDefinition.parameter(key).isPresent());
    synchronized (kept) {
      Variant variant = kept.get(structure);
      if (variant == null) {
        Definition definition = new DefinitionReader(strategies).read(sweep.with(structure));
        variant = new Variant(definition, strategies.find(definition.strategy()));
        kept.put(structure, variant);
      }
      return variant;
    }
  }

  /**
   * The parameters of a scenario.
   *
   * @throws AsOfException PARAMETER_INVALID
   */
  static Parameters parameters(Variant variant, Map<String, String> texts) {
    Map<String, String> given = new LinkedHashMap<>(variant.definition().parameters());
    texts.forEach(
        (key, text) ->
            SweepDefinition.parameter(key).ifPresent(parameter -> given.put(parameter, text)));
    return Parameters.of(variant.strategy().parameters(), given);
  }

  /**
   * Refuses a sweep with a value that can't stand where it does: each is tried with the first
   * values of the others.
   *
   * @throws AsOfException what is wrong, with file, line and key
   */
  void check() {
    int first = 0;
    for (Grid.Block block : sweep.grid().blocks()) {
      Map<String, String> texts = sweep.grid().at(first);
      checkParameters(of(texts), texts, texts.keySet().stream().toList());
      for (Dimension dimension : block.dimensions()) {
        for (String text : tried(dimension)) {
          Map<String, String> other = new LinkedHashMap<>(texts);
          other.put(dimension.key(), text);
          checkParameters(of(other), other, List.of(dimension.key()));
        }
      }
      first += (int) block.size();
    }
  }

  private static List<String> tried(Dimension dimension) {
    List<String> all = dimension.tried();
    if (all.size() <= MOST_TRIED) {
      return all;
    }
    List<String> some = new ArrayList<>(all.subList(0, MOST_TRIED));
    some.add(all.get(all.size() - 1));
    return some;
  }

  private void checkParameters(Variant variant, Map<String, String> texts, List<String> keys) {
    for (String key : keys) {
      Optional<String> name = SweepDefinition.parameter(key);
      if (name.isPresent()) {
        Optional<Parameter<?>> parameter =
            variant.strategy().parameters().stream()
                .filter(declared -> declared.name().equals(name.get()))
                .findFirst();
        if (parameter.isEmpty()) {
          throw sweep
              .places()
              .get(key)
              .invalid(
                  key,
                  "strategy "
                      + variant.strategy().name()
                      + " has no such parameter; it has "
                      + String.join(
                          ", ",
                          variant.strategy().parameters().stream().map(Parameter::name).toList()));
        }
        try {
          parameter.get().parse(texts.get(key));
        } catch (AsOfException bad) {
          throw new AsOfException(
              bad.code(), sweep.places().get(key).invalid(key, bad.getMessage()).getMessage(), bad);
        }
      }
    }
  }
}
