package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.AuditVerdict;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.ErrorCode;
import dev.asof.api.Experiment;
import dev.asof.api.MarketView;
import dev.asof.api.OrderSheet;
import dev.asof.api.Parameters;
import dev.asof.api.RunFinding;
import dev.asof.api.Strategy;
import dev.asof.api.StrategyFactory;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import dev.asof.engine.BacktestSpec;
import dev.asof.engine.LookaheadAudit;
import dev.asof.engine.MarketData;
import dev.asof.engine.RunFindings;
import dev.asof.engine.Simulator;
import dev.asof.engine.Traced;
import dev.asof.reports.ExperimentReport;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Runs every combination of a definition's grid on the same inputs. The results don't depend on the
 * number of threads.
 */
final class ExperimentRunner {
  private final StrategyPlugins strategies;
  private final int threads;
  private final Progress progress;

  /** A runner on the caller's thread alone. */
  ExperimentRunner(StrategyPlugins strategies) {
    this(strategies, 1);
  }

  /**
   * A runner on several threads.
   *
   * @param threads how many runs may be under way at once; 1 or more
   */
  ExperimentRunner(StrategyPlugins strategies, int threads) {
    this(strategies, threads, Progress.UNSEEN);
  }

  /** The same, watched. */
  ExperimentRunner(StrategyPlugins strategies, int threads, Progress progress) {
    if (threads < 1) {
      throw new IllegalArgumentException("Invalid threads " + threads + ": expected 1 or more");
    }
    this.strategies = strategies;
    this.threads = threads;
    this.progress = progress;
  }

  /** What the definition's runs work on; see {@link InputReader#read}. */
  RunInputs read(Definition definition, Lake lake) {
    return InputReader.read(definition, strategies.find(definition.strategy()), lake);
  }

  /** Reads and runs. */
  Experiment run(Definition definition, Lake lake) {
    return run(definition, read(definition, lake));
  }

  /**
   * Runs every combination. A strategy that fails fails its own run alone, unless all do; any other
   * error ends the experiment, and of several it is that of the first combination.
   *
   * @throws AsOfException LOOKAHEAD when the inputs look ahead and the definition does not allow it
   */
  Experiment run(Definition definition, RunInputs inputs) {
    inputs.requireKnownInTime(definition);
    StrategyFactory strategy = strategies.find(definition.strategy());
    List<Outcome> outcomes = outcomes(definition, strategy, inputs);
    if (outcomes.stream().allMatch(outcome -> outcome.failure().isPresent())) {
      throw outcomes.get(0).failure().orElseThrow();
    }
    Experiment plain =
        new Experiment(
            definition.name(),
            definition.title(),
            definition.strategy(),
            settings(definition, inputs.bars()),
            definition.yearDays(),
            definition.grid(),
            outcomes.stream().map(Outcome::cell).toList(),
            inputs.bars(),
            inputs.data(),
            inputs.lookahead(),
            definition.text(),
            Origins.of(definition.text(), strategy),
            Optional.empty(),
            inputs.benchmark(),
            Optional.empty(),
            List.of());
    List<RunFinding> findings = new ArrayList<>(inputs.findings());
    findings.addAll(RunFindings.of(plain, ExperimentReport.headlineCell(plain)));
    return plain.withFindings(findings).withSplits(inputs.splits());
  }

  /**
   * Runs one combination.
   *
   * @throws AsOfException as {@link Simulator#run(BacktestSpec, MarketData, Strategy)}
   */
  BacktestResult run(Definition definition, MarketData market, Parameters given) {
    StrategyFactory strategy = strategies.find(definition.strategy());
    return Simulator.run(definition.spec(), market, create(strategy, given));
  }

  /**
   * Runs one combination and records what its strategy was told.
   *
   * @param sessions which decisions to record
   * @throws AsOfException as {@link Simulator#trace}
   */
  Traced trace(
      Definition definition, MarketData market, Parameters given, Predicate<LocalDate> sessions) {
    StrategyFactory strategy = strategies.find(definition.strategy());
    return Simulator.trace(definition.spec(), market, create(strategy, given), sessions);
  }

  /** The definition's combinations; see {@link Definition#combinations}. */
  List<Parameters> combinations(Definition definition) {
    return definition.combinations(strategies.find(definition.strategy()));
  }

  /** A cell, and the failure behind one whose strategy failed. */
  private record Outcome(Experiment.Cell cell, Optional<AsOfException> failure) {}

  private List<Outcome> outcomes(
      Definition definition, StrategyFactory strategy, RunInputs inputs) {
    List<Callable<Outcome>> work = new ArrayList<>();
    for (Parameters given : definition.combinations(strategy)) {
      work.add(() -> outcome(definition.spec(), inputs.market(), strategy, given));
    }
    return OrderedPool.run(threads, watched("runs", work));
  }

  /** The same work, counted as it is done. */
  private <T> List<Callable<T>> watched(String what, List<Callable<T>> work) {
    AtomicInteger done = new AtomicInteger();
    return work.stream()
        .<Callable<T>>map(
            piece ->
                () -> {
                  T result = piece.call();
                  progress.advance(what, done.incrementAndGet(), work.size());
                  return result;
                })
        .toList();
  }

  /**
   * Audits every combination whose run ended well.
   *
   * @param experiment the runs of this definition on these inputs
   * @param seed of the futures and of the sample of replays
   * @param replays runs from the start for each combination
   */
  AuditVerdict audit(
      Definition definition, RunInputs inputs, Experiment experiment, long seed, int replays) {
    StrategyFactory strategy = strategies.find(definition.strategy());
    List<Parameters> combinations = definition.combinations(strategy);
    List<Callable<AuditVerdict>> work = new ArrayList<>();
    for (int run = 0; run < combinations.size(); run++) {
      if (experiment.cells().get(run).failure().isEmpty()) {
        Parameters given = combinations.get(run);
        work.add(
            () ->
                LookaheadAudit.run(
                        definition.spec(),
                        inputs.market(),
                        data -> create(strategy, given),
                        seed,
                        replays)
                    .ofRun(definition.variation(given.asMap())));
      }
    }
    return AuditVerdict.ofAll(OrderedPool.run(threads, watched("audits", work)));
  }

  private static Outcome outcome(
      BacktestSpec spec, MarketData market, StrategyFactory factory, Parameters given) {
    try {
      BacktestResult result = Simulator.run(spec, market, create(factory, given));
      return new Outcome(new Experiment.Cell(given.asMap(), result), Optional.empty());
    } catch (AsOfException failure) {
      if (failure.code() != ErrorCode.STRATEGY_FAILED) {
        throw failure;
      }
      BacktestResult atRest = Simulator.run(spec, MarketData.of(market.bars()), new Idle());
      return new Outcome(
          new Experiment.Cell(given.asMap(), atRest, Optional.of(failure.getMessage())),
          Optional.of(failure));
    }
  }

  /** One at a time: nobody tells authors of factories that several threads might call them. */
  private static Strategy create(StrategyFactory factory, Parameters given) {
    synchronized (factory) {
      return factory.create(given);
    }
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

  private static String readAsOf(Definition.Data data) {
    String bars = data.at(TableDefinition.DAILY_BARS).toString();
    StringBuilder text = new StringBuilder(bars);
    for (TableDefinition table : data.tables()) {
      String point = data.at(table).toString();
      if (!point.equals(bars)) {
        text.append(", ").append(table.tableName()).append(' ').append(point);
      }
    }
    return text.toString();
  }

  private static Map<String, String> settings(Definition definition, Bars bars) {
    BacktestSpec spec = definition.spec();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("Universe", String.join(", ", bars.symbols()));
    settings.put("Read as of", readAsOf(definition.data()));
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
    definition.benchmark().ifPresent(symbol -> settings.put("Benchmark", symbol));
    settings.put("Look-ahead", spec.allowLookahead() ? "allowed" : "refused");
    return settings;
  }
}
