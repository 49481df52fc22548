package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.Bars;
import dev.asof.api.Benchmark;
import dev.asof.api.DataRef;
import dev.asof.api.LookaheadInput;
import dev.asof.api.RevealedFact;
import dev.asof.api.RunFinding;
import dev.asof.api.SplitAdjustment;
import dev.asof.engine.BorrowRates;
import dev.asof.engine.LookaheadGuard;
import dev.asof.engine.MarketData;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What every run of a definition works on, read once. It needs no lake any more, and several
 * threads may use it.
 *
 * @param market bars, facts, corporate actions and costs of borrowed shares
 * @param data the snapshots that were read, in the order of reading
 * @param lookahead facts that strategies would see before the world could know them; not empty does
 *     not mean that the definition allows it
 * @param benchmark what results are compared with; strategies don't see it
 * @param findings what the reading left out, assumed or could not use
 */
record RunInputs(
    MarketData market,
    List<DataRef> data,
    List<LookaheadInput> lookahead,
    Optional<Benchmark> benchmark,
    List<RunFinding> findings) {

  /** Copies the lists. */
  RunInputs {
    data = List.copyOf(data);
    lookahead = List.copyOf(lookahead);
    findings = List.copyOf(findings);
  }

  /** The inputs of this market, with what in it looks ahead. */
  static RunInputs of(MarketData market, List<DataRef> data) {
    return of(market, data, Optional.empty(), List.of());
  }

  /** The inputs of this market and a benchmark, with what in it looks ahead. */
  static RunInputs of(
      MarketData market,
      List<DataRef> data,
      Optional<Benchmark> benchmark,
      List<RunFinding> findings) {
    return new RunInputs(
        market, data, LookaheadGuard.check(market.facts(), true), benchmark, findings);
  }

  Bars bars() {
    return market.bars();
  }

  /** What makes prices of the bars comparable over time. */
  SplitAdjustment splits() {
    Set<String> symbols = new HashSet<>(bars().symbols());
    return SplitAdjustment.of(
        market.actions().stream().filter(action -> symbols.contains(action.symbol())).toList());
  }

  List<RevealedFact> facts() {
    return market.facts();
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
}
