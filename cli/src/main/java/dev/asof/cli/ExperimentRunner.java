package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.DataRef;
import dev.asof.api.ErrorCode;
import dev.asof.api.Experiment;
import dev.asof.api.Fact;
import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import dev.asof.api.LookaheadInput;
import dev.asof.api.MarketView;
import dev.asof.api.NewYorkTime;
import dev.asof.api.OrderSheet;
import dev.asof.api.Parameters;
import dev.asof.api.RevealedFact;
import dev.asof.api.Strategy;
import dev.asof.api.StrategyFactory;
import dev.asof.catalog.Lake;
import dev.asof.catalog.PanelScan;
import dev.asof.catalog.TableDefinition;
import dev.asof.engine.BacktestSpec;
import dev.asof.engine.BorrowRates;
import dev.asof.engine.LookaheadGuard;
import dev.asof.engine.MarketData;
import dev.asof.engine.Simulator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the snapshots that a definition names and runs every combination of its grid on them. */
final class ExperimentRunner {
  private final StrategyPlugins strategies;

  ExperimentRunner(StrategyPlugins strategies) {
    this.strategies = strategies;
  }

  Experiment run(Definition definition, Lake lake) {
    StrategyFactory strategy = strategies.find(definition.strategy());
    List<Map<String, String>> combinations = combinations(definition);
    List<Parameters> parameters =
        combinations.stream().map(given -> Parameters.of(strategy.parameters(), given)).toList();
    for (Parameters given : parameters) {
      requireFacts(definition, strategy, given);
    }

    List<DataRef> data = new ArrayList<>();
    Bars bars = bars(definition, lake, data);
    List<RevealedFact> facts = facts(definition, lake, data);
    BacktestSpec spec = definition.spec();
    List<LookaheadInput> lookahead = LookaheadGuard.check(facts, spec.allowLookahead());

    List<Experiment.Cell> cells = new ArrayList<>();
    MarketData market = market(definition, bars, facts);
    List<AsOfException> failures = new ArrayList<>();
    for (Parameters given : parameters) {
      try {
        BacktestResult result = Simulator.run(spec, market, strategy.create(given));
        cells.add(new Experiment.Cell(given.asMap(), result));
      } catch (AsOfException failure) {
        if (failure.code() != ErrorCode.STRATEGY_FAILED) {
          throw failure;
        }
        failures.add(failure);
        BacktestResult atRest = Simulator.run(spec, MarketData.of(bars), new Idle());
        cells.add(new Experiment.Cell(given.asMap(), atRest, Optional.of(failure.getMessage())));
      }
    }
    if (failures.size() == cells.size()) {
      throw failures.get(0);
    }
    return new Experiment(
        definition.name(),
        definition.title(),
        definition.strategy(),
        settings(definition, bars),
        definition.yearDays(),
        definition.grid(),
        cells,
        bars,
        data,
        lookahead,
        definition.text(),
        Origins.of(definition.text(), strategy),
        Optional.empty());
  }

  private static MarketData market(Definition definition, Bars bars, List<RevealedFact> facts) {
    MarketData market = MarketData.of(bars).withFacts(facts);
    if (definition.borrowRate() == 0) {
      return market;
    }
    Map<String, Double> rates = new LinkedHashMap<>();
    bars.symbols().forEach(symbol -> rates.put(symbol, definition.borrowRate()));
    return market.withBorrowRates(BorrowRates.constant(bars, rates));
  }

  /** Does nothing: what is left of a run whose strategy failed. */
  private record Idle() implements Strategy {
    @Override
    public void decide(MarketView view, OrderSheet orders) {}

    @Override
    public Strategy copy() {
      return this;
    }
  }

  private static List<Map<String, String>> combinations(Definition definition) {
    List<Map<String, String>> combinations = List.of(definition.parameters());
    for (Experiment.Axis axis : definition.grid()) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> combination : combinations) {
        for (String value : axis.values()) {
          Map<String, String> extended = new LinkedHashMap<>(combination);
          extended.put(axis.parameter(), value);
          longer.add(extended);
        }
      }
      combinations = longer;
    }
    return combinations;
  }

  private static void requireFacts(
      Definition definition, StrategyFactory strategy, Parameters parameters) {
    for (Class<? extends Fact> fact : strategy.facts(parameters)) {
      boolean given;
      String key;
      if (fact == IndexChange.class) {
        given = definition.data().indexChanges();
        key = "data.indexChanges: true";
      } else {
        given = definition.data().holdings().isPresent();
        key = "data.holdings with fund and from";
      }
      if (!given) {
        throw new AsOfException(
            ErrorCode.DEFINITION_INVALID,
            "Invalid definition "
                + definition.name()
                + ": strategy "
                + strategy.name()
                + " with these parameters needs "
                + key);
      }
    }
  }

  private static Bars bars(Definition definition, Lake lake, List<DataRef> data) {
    PanelScan scan = lake.bars(definition.data().asOf().get(TableDefinition.DAILY_BARS));
    if (!definition.universe().isEmpty()) {
      scan = scan.symbols(definition.universe());
    }
    if (definition.spec().end().isPresent()) {
      scan = scan.to(definition.spec().end().get());
    }
    data.add(scan.ref());
    return scan.read();
  }

  private static List<RevealedFact> facts(Definition definition, Lake lake, List<DataRef> data) {
    List<RevealedFact> facts = new ArrayList<>();
    if (definition.data().indexChanges()) {
      var asOf = definition.data().asOf().get(TableDefinition.INDEX_CHANGES);
      data.add(lake.resolve(TableDefinition.INDEX_CHANGES, asOf));
      for (IndexChange change : lake.indexChanges(asOf)) {
        facts.add(RevealedFact.whenKnown(change, TableDefinition.INDEX_CHANGES.tableName()));
      }
    }
    definition
        .data()
        .holdings()
        .ifPresent(
            holdings -> {
              data.add(lake.resolve(TableDefinition.FUND_HOLDINGS, holdings.from()));
              data.add(lake.resolve(TableDefinition.FUND_HOLDINGS, holdings.to()));
              for (HoldingChange change :
                  lake.holdingChanges(holdings.fund(), holdings.from(), holdings.to())) {
                facts.add(reveal(change, holdings.observed()));
              }
            });
    return facts;
  }

  private static RevealedFact reveal(HoldingChange change, Definition.Observed observed) {
    String table = TableDefinition.FUND_HOLDINGS.tableName();
    if (observed instanceof Definition.Observed.AtPeriodEnd) {
      return new RevealedFact(change, NewYorkTime.close(change.period()), table);
    }
    if (observed instanceof Definition.Observed.On on) {
      return new RevealedFact(change, NewYorkTime.close(on.date()), table);
    }
    return RevealedFact.whenKnown(change, table);
  }

  private static Map<String, String> settings(Definition definition, Bars bars) {
    BacktestSpec spec = definition.spec();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("Universe", String.join(", ", bars.symbols()));
    settings.put(
        "Period",
        spec.start().orElse(bars.session(0))
            + " to "
            + spec.end().orElse(bars.session(bars.sessions() - 1)));
    settings.put("Initial cash", Amounts.usd(spec.initialCashUsd()));
    SpecText.describe(spec, settings);
    settings.put(
        "Borrowed shares",
        definition.borrowRate() == 0
            ? "free"
            : Amounts.number(definition.borrowRate() * 100) + " % of their value a year");
    settings.put("Days in a year", Integer.toString(definition.yearDays()));
    settings.put("Look-ahead", spec.allowLookahead() ? "allowed" : "refused");
    return settings;
  }
}
