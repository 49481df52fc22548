package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.Bars;
import dev.asof.api.Benchmark;
import dev.asof.api.CorporateAction;
import dev.asof.api.DataRef;
import dev.asof.api.ErrorCode;
import dev.asof.api.Fact;
import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import dev.asof.api.IndexMembership;
import dev.asof.api.Listing;
import dev.asof.api.NewYorkTime;
import dev.asof.api.Parameters;
import dev.asof.api.PointInTime;
import dev.asof.api.RevealedFact;
import dev.asof.api.RunFinding;
import dev.asof.api.SplitAdjustment;
import dev.asof.api.StrategyFactory;
import dev.asof.catalog.FactRead;
import dev.asof.catalog.Lake;
import dev.asof.catalog.Panel;
import dev.asof.catalog.PanelScan;
import dev.asof.catalog.TableDefinition;
import dev.asof.engine.MarketData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads from a lake what a definition names, each table at its point in time. */
final class InputReader {
  private final Definition definition;
  private final Lake lake;
  private final List<RevealedFact> facts = new ArrayList<>();
  private final List<DataRef> factVersions = new ArrayList<>();
  private final List<RunFinding> findings = new ArrayList<>();

  private InputReader(Definition definition, Lake lake) {
    this.definition = definition;
    this.lake = lake;
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
    return new InputReader(definition, lake).read();
  }

  /** Reads what a definition names, whatever its strategy needs. */
  static RunInputs read(Definition definition, Lake lake) {
    return new InputReader(definition, lake).read();
  }

  /**
   * Refuses a strategy that needs facts which its definition does not name.
   *
   * @throws AsOfException DEFINITION_INVALID
   */
  static void requireFacts(Definition definition, StrategyFactory strategy, Parameters parameters) {
    TreeSet<String> missing = new TreeSet<>();
    for (Class<? extends Fact> fact : strategy.facts(parameters)) {
      if (!reads(definition.data(), fact)) {
        missing.add(key(fact));
      }
    }
    if (!missing.isEmpty()) {
      throw new AsOfException(
          ErrorCode.DEFINITION_INVALID,
          "Invalid definition "
              + definition.name()
              + ": strategy "
              + strategy.name()
              + " with these parameters needs "
              + String.join(" and ", missing));
    }
    if (definition.universe() instanceof Definition.Universe.EverMemberOf members
        && !strategy.facts(parameters).contains(IndexMembership.class)) {
      throw new AsOfException(
          ErrorCode.DEFINITION_INVALID,
          "Invalid definition "
              + definition.name()
              + ": the universe is whatever ever belonged to "
              + members.index()
              + ", and strategy "
              + strategy.name()
              + " with these parameters does not look who belongs to it at each moment, so it would"
              + " trade what joins later; choose a strategy or parameters that do, or list symbols");
    }
  }

  private static boolean reads(Definition.Data data, Class<? extends Fact> fact) {
    return fact == HoldingChange.class ? data.holdings().isPresent() : data.reads(table(fact));
  }

  /** The table of a kind of fact; strategies may ask for one kind of corporate action. */
  private static TableDefinition table(Class<? extends Fact> fact) {
    if (fact == IndexChange.class) {
      return TableDefinition.INDEX_CHANGES;
    }
    if (fact == IndexMembership.class) {
      return TableDefinition.INDEX_MEMBERS;
    }
    if (fact == Listing.class) {
      return TableDefinition.INSTRUMENTS;
    }
    return TableDefinition.CORPORATE_ACTIONS;
  }

  /** What a definition has to say to have a kind of fact. */
  private static String key(Class<? extends Fact> fact) {
    return fact == HoldingChange.class
        ? "data.holdings with fund and from"
        : "data." + DefinitionReader.keyOf(table(fact)) + ": true";
  }

  private RunInputs read() {
    for (TableDefinition table :
        List.of(
            TableDefinition.INSTRUMENTS,
            TableDefinition.INDEX_MEMBERS,
            TableDefinition.INDEX_CHANGES)) {
      if (definition.data().reads(table)) {
        take(lake.facts(table, definition.data().at(table)));
      }
    }
    definition.data().holdings().ifPresent(this::readHoldings);
    Optional<Instruments> instruments =
        definition.data().reads(TableDefinition.INSTRUMENTS)
            ? Optional.of(Instruments.of(facts))
            : Optional.empty();
    Panel panel = panel(names(instruments), instruments);
    ActionsReader.Read read = ActionsReader.read(definition, lake, panel.bars(), instruments);
    List<CorporateAction> actions = read.lasting();
    facts.addAll(read.facts());
    factVersions.addAll(read.versions());
    findings.addAll(read.findings());

    List<DataRef> data = new ArrayList<>(panel.versions());
    data.addAll(factVersions);
    MarketData market =
        MarketData.of(panel.bars())
            .withRevisions(panel.revisions())
            .withFacts(facts)
            .withActions(actions);
    Optional<Benchmark> benchmark =
        definition.benchmark().map(symbol -> benchmark(symbol, instruments, data, actions));
    if (actions.isEmpty()) {
      findUnexplainedRemovals(panel.bars());
    }
    InputFindings.restatedHistory(
            definition, definition.data().at(TableDefinition.DAILY_BARS), panel)
        .ifPresent(findings::add);
    InputFindings.assumedAnnouncements(definition, panel.bars(), facts).ifPresent(findings::add);
    return RunInputs.of(RunInputs.withBorrowRates(definition, market), data, benchmark, findings);
  }

  /** Tells that members leave an index whose fate no corporate action says. */
  private void findUnexplainedRemovals(Bars bars) {
    List<String> ended = new ArrayList<>();
    long removals = 0;
    for (RevealedFact fact : facts) {
      if (fact.fact() instanceof IndexChange change
          && change.action() == IndexChange.Action.REMOVED
          && bars.symbols().contains(change.symbol().strip())) {
        removals++;
        if (endsEarly(bars, bars.symbols().indexOf(change.symbol().strip()))) {
          ended.add(change.symbol().strip());
        }
      }
    }
    if (!ended.isEmpty()) {
      findings.add(
          RunFinding.ofInputs(
              RunFinding.Kind.REMOVALS_WITHOUT_ACTIONS,
              "The index removed "
                  + removals
                  + " instruments of the universe and the bars of "
                  + ended.size()
                  + " of them end before the others' ("
                  + ended.stream().distinct().sorted().limit(5).collect(Collectors.joining(", "))
                  + (ended.size() > 5 ? " and others" : "")
                  + "), but no corporate action was read that says what a holder received: a short"
                  + " of a company that was taken over can't be closed at a price. Load the"
                  + " take-overs and delistings: asof lake ingest corporate-actions FILE."));
    }
  }

  private static boolean endsEarly(Bars bars, int instrument) {
    return bars.sessions() > 0 && !Double.isFinite(bars.close(bars.sessions() - 1, instrument));
  }

  private void take(FactRead read) {
    facts.addAll(read.facts());
    factVersions.addAll(read.versions());
  }

  private void readHoldings(Definition.Holdings holdings) {
    FactRead read =
        holdings.to() instanceof PointInTime.Timeline timeline
            ? lake.holdingFacts(holdings.fund(), timeline)
            : lake.holdingFacts(holdings.fund(), holdings.from(), holdings.to());
    factVersions.addAll(read.versions());
    for (RevealedFact revealed : read.facts()) {
      facts.add(observed(revealed, holdings.observed()));
    }
  }

  private static RevealedFact observed(RevealedFact revealed, Definition.Observed observed) {
    HoldingChange change = (HoldingChange) revealed.fact();
    Instant from;
    if (observed instanceof Definition.Observed.AtPeriodEnd) {
      from = NewYorkTime.close(change.period());
    } else if (observed instanceof Definition.Observed.On on) {
      from = NewYorkTime.close(on.date());
    } else {
      return revealed;
    }
    return new RevealedFact(change, from, revealed.table());
  }

  /**
   * Read by itself: what the benchmark's bars have more or less of must not change the sessions
   * that are simulated, nor what a strategy sees.
   */
  private Benchmark benchmark(
      String symbol,
      Optional<Instruments> instruments,
      List<DataRef> data,
      List<CorporateAction> actions) {
    Panel panel = panel(List.of(symbol), instruments);
    data.addAll(panel.versions());
    return Benchmark.of(panel.bars()).adjusted(SplitAdjustment.of(actions));
  }

  private Panel panel(List<String> names, Optional<Instruments> instruments) {
    PanelScan scan = lake.bars(definition.data().at(TableDefinition.DAILY_BARS));
    if (definition.spec().end().isPresent()) {
      scan = scan.to(definition.spec().end().get());
    }
    if (instruments.isPresent()) {
      List<String> tickers = instruments.get().tickersOf(names);
      return scan.symbolsWherePresent(tickers)
          .readPanel()
          .byInstrument(instruments.get().listings(), names);
    }
    return names.isEmpty() ? scan.readPanel() : scan.symbols(names).readPanel();
  }

  /** Names of the panel's columns in order; empty for all symbols that have bars. */
  private List<String> names(Optional<Instruments> instruments) {
    if (definition.universe() instanceof Definition.Universe.Listed listed) {
      return listed.names();
    }
    if (definition.universe() instanceof Definition.Universe.EverMemberOf members) {
      return IndexUniverse.of(definition, members.index(), facts, instruments);
    }
    return instruments.map(Instruments::names).orElse(List.of());
  }

  /** Alphabetical names of the facts' indexes, for messages. */
  static TreeSet<String> indexes(List<RevealedFact> facts) {
    TreeSet<String> indexes = new TreeSet<>();
    for (RevealedFact revealed : facts) {
      if (revealed.fact() instanceof IndexMembership member) {
        indexes.add(member.index());
      }
    }
    return indexes;
  }
}
