package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.Bars;
import dev.asof.api.CorporateAction;
import dev.asof.api.DataRef;
import dev.asof.api.ErrorCode;
import dev.asof.api.Fact;
import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import dev.asof.api.LookaheadInput;
import dev.asof.api.NewYorkTime;
import dev.asof.api.Parameters;
import dev.asof.api.RevealedFact;
import dev.asof.api.StrategyFactory;
import dev.asof.catalog.FactRead;
import dev.asof.catalog.Lake;
import dev.asof.catalog.Panel;
import dev.asof.catalog.PanelScan;
import dev.asof.catalog.TableDefinition;
import dev.asof.engine.BorrowRates;
import dev.asof.engine.LookaheadGuard;
import dev.asof.engine.MarketData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What every run of a definition works on, read once. It needs no lake any more, and several
 * threads may use it.
 *
 * @param market bars, facts, corporate actions and costs of borrowed shares
 * @param data the snapshots that were read, in the order of reading
 * @param lookahead facts that strategies would see before the world could know them; not empty does
 *     not mean that the definition allows it
 */
record RunInputs(MarketData market, List<DataRef> data, List<LookaheadInput> lookahead) {

  /** Copies the lists. */
  RunInputs {
    data = List.copyOf(data);
    lookahead = List.copyOf(lookahead);
  }

  /** The inputs of this market, with what in it looks ahead. */
  static RunInputs of(MarketData market, List<DataRef> data) {
    return new RunInputs(market, data, LookaheadGuard.check(market.facts(), true));
  }

  /**
   * Reads what a definition names.
   *
   * @param strategy the definition's strategy
   * @throws AsOfException DEFINITION_INVALID when a combination of its parameters needs facts that
   *     the definition does not name, PARAMETER_INVALID for a bad value, and what reading the lake
   *     throws; looking ahead is not refused here
   */
  static RunInputs read(Definition definition, StrategyFactory strategy, Lake lake) {
    for (Parameters given : definition.combinations(strategy)) {
      requireFacts(definition, strategy, given);
    }
    List<DataRef> data = new ArrayList<>();
    Panel panel = panel(definition, lake);
    data.addAll(panel.versions());
    MarketData market =
        MarketData.of(panel.bars())
            .withRevisions(panel.revisions())
            .withFacts(facts(definition, lake, data));
    return of(withBorrowRates(definition, market), data);
  }

  Bars bars() {
    return market.bars();
  }

  List<RevealedFact> facts() {
    return market.facts();
  }

  List<CorporateAction> actions() {
    return market.actions();
  }

  /**
   * Refuses inputs that look ahead unless the definition allows it.
   *
   * @throws AsOfException LOOKAHEAD
   */
  void requireKnownInTime(Definition definition) {
    if (!lookahead.isEmpty()) {
      LookaheadGuard.check(market.facts(), definition.spec().allowLookahead());
    }
  }

  /** The same market with what the definition says that borrowed shares cost. */
  static MarketData withBorrowRates(Definition definition, MarketData market) {
    if (definition.borrowRate() == 0) {
      return market;
    }
    Map<String, Double> rates = new LinkedHashMap<>();
    market.bars().symbols().forEach(symbol -> rates.put(symbol, definition.borrowRate()));
    return market.withBorrowRates(BorrowRates.constant(market.bars(), rates));
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

  private static Panel panel(Definition definition, Lake lake) {
    PanelScan scan = lake.bars(definition.data().asOf().get(TableDefinition.DAILY_BARS));
    if (!definition.universe().isEmpty()) {
      scan = scan.symbols(definition.universe());
    }
    if (definition.spec().end().isPresent()) {
      scan = scan.to(definition.spec().end().get());
    }
    return scan.readPanel();
  }

  private static List<RevealedFact> facts(Definition definition, Lake lake, List<DataRef> data) {
    List<RevealedFact> facts = new ArrayList<>();
    if (definition.data().indexChanges()) {
      FactRead read =
          lake.facts(
              TableDefinition.INDEX_CHANGES,
              definition.data().asOf().get(TableDefinition.INDEX_CHANGES));
      data.addAll(read.versions());
      facts.addAll(read.facts());
    }
    definition
        .data()
        .holdings()
        .ifPresent(
            holdings -> {
              FactRead read = lake.holdingFacts(holdings.fund(), holdings.from(), holdings.to());
              data.addAll(read.versions());
              read.facts().forEach(fact -> facts.add(reveal(fact, holdings.observed())));
            });
    return facts;
  }

  private static RevealedFact reveal(RevealedFact known, Definition.Observed observed) {
    if (observed instanceof Definition.Observed.AtPeriodEnd) {
      HoldingChange change = (HoldingChange) known.fact();
      return new RevealedFact(change, NewYorkTime.close(change.period()), known.table());
    }
    if (observed instanceof Definition.Observed.On on) {
      return new RevealedFact(known.fact(), NewYorkTime.close(on.date()), known.table());
    }
    return known;
  }
}
