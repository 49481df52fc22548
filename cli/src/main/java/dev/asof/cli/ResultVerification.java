package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.DataRef;
import dev.asof.api.ErrorCode;
import dev.asof.api.ErrorKind;
import dev.asof.api.Experiment;
import dev.asof.api.Lineage;
import dev.asof.api.RunFinding;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import dev.asof.reports.ResultDifferences;
import dev.asof.reports.StoredExperiment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Compares a stored result with what its inputs are now, and with what they give now. */
final class ResultVerification {
  /** What a comparison found. */
  enum Outcome {
    /** The same. */
    EQUAL("equal"),
    /** Another one, which decides nothing as long as every run comes out the same. */
    WARNING("warning"),
    /** Another one. */
    DIFFERS("differs");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * One comparison.
   *
   * @param what what was compared
   * @param recorded as the result has it
   * @param now as it is now
   * @param problem what differs, in one sentence; empty when nothing does
   */
  record Check(String what, String recorded, String now, Outcome outcome, String problem) {}

  private final StoredExperiment stored;
  private final List<Check> checks = new ArrayList<>();
  private int runsThatDiffer;
  private long valuesThatDiffer;
  private Optional<String> firstValue = Optional.empty();
  private Optional<AsOfException> failure = Optional.empty();

  private ResultVerification(StoredExperiment stored) {
    this.stored = stored;
  }

  /**
   * Compares definition, data and code, and runs the definition again.
   *
   * @throws AsOfException DEFINITION_INVALID or STRATEGY_MISSING when it can't be run any more
   */
  static ResultVerification of(
      StoredExperiment stored, Lake lake, StrategyPlugins strategies, int threads) {
    Definition definition = definition(stored, strategies);
    ResultVerification verification = new ResultVerification(stored);
    Lineage now =
        Origins.of(stored.experiment().definition(), strategies.find(definition.strategy()));
    verification.definition(now);
    for (DataRef ref : stored.experiment().data()) {
      verification.data(lake, ref);
    }
    verification.code(now);
    verification.runs(definition, lake, new ExperimentRunner(strategies, threads));
    return verification;
  }

  /**
   * The definition of a stored result, which reads what the run read: corporate actions that the
   * lake got later at the same point are no part of it.
   */
  static Definition definition(StoredExperiment stored, StrategyPlugins strategies) {
    Definition definition =
        new DefinitionReader(strategies)
            .reread(
                stored.displayName() + " (definition)",
                stored.experiment().definition(),
                stored.tellsFindings() ? AccountRules.TODAY : AccountRules.BEFORE_FINDINGS);
    TableDefinition actions = TableDefinition.CORPORATE_ACTIONS;
    boolean had =
        stored.experiment().data().stream()
            .anyMatch(ref -> ref.table().equals(actions.tableName()));
    return definition.data().mayRead(actions) && !had
        ? definition.withActions(Definition.ActionsUse.LEAVE_OUT)
        : definition;
  }

  /** All comparisons, inputs first. */
  List<Check> checks() {
    return List.copyOf(checks);
  }

  private void definition(Lineage now) {
    compare(
        "definition",
        stored.experiment().lineage().definitionSha256(),
        now.definitionSha256(),
        Outcome.DIFFERS,
        "its definition was edited after the run");
  }

  private void data(Lake lake, DataRef ref) {
    List<String> problems = lake.verify(ref);
    String what = "data " + ref.table() + " as of " + ref.asOf();
    String recorded = "snapshot:" + ref.snapshotId() + ", " + ref.rows() + " rows";
    if (problems.isEmpty()) {
      checks.add(new Check(what, recorded, recorded, Outcome.EQUAL, ""));
    }
    for (String problem : problems) {
      checks.add(new Check(what, recorded, problem, Outcome.DIFFERS, problem));
    }
  }

  private void code(Lineage now) {
    Lineage then = stored.experiment().lineage();
    compare(
        "code version",
        then.version(),
        now.version(),
        Outcome.WARNING,
        "the code is version " + now.version() + " instead of " + then.version());
    String strategy = "strategy " + then.strategyClass();
    compare(
        strategy,
        then.strategyClass(),
        now.strategyClass(),
        Outcome.WARNING,
        strategy + " is another class");
    compare(
        then.strategyJar().isEmpty() ? "strategy's class file" : "jar " + then.strategyJar(),
        then.strategySha256(),
        now.strategySha256(),
        Outcome.WARNING,
        strategy + " differs");
    Set<String> engines = new LinkedHashSet<>(then.engines().keySet());
    engines.addAll(now.engines().keySet());
    for (String engine : engines) {
      String before = then.engines().getOrDefault(engine, "");
      String after = now.engines().getOrDefault(engine, "");
      compare(
          engine,
          before,
          after,
          Outcome.WARNING,
          engine + " is '" + after + "' instead of '" + before + "'");
    }
  }

  private void compare(
      String what, String recorded, String now, Outcome otherwise, String problem) {
    boolean equal = recorded.equals(now);
    checks.add(
        new Check(what, recorded, now, equal ? Outcome.EQUAL : otherwise, equal ? "" : problem));
  }

  private void runs(Definition definition, Lake lake, ExperimentRunner runner) {
    Experiment experiment;
    try {
      RunInputs inputs = runner.read(definition, lake);
      checksums(inputs.data());
      experiment = runner.run(definition, inputs);
    } catch (AsOfException cannotRun) {
      // A store that fails is no difference, unless what it lacks was found missing above.
      if (cannotRun.code().kind() == ErrorKind.RESOURCE && !differs()) {
        throw cannotRun;
      }
      failure = Optional.of(cannotRun);
      runsThatDiffer = stored.experiment().cells().size();
      checks.add(
          new Check(
              "runs",
              stored.experiment().cells().size() + " runs",
              cannotRun.getMessage(),
              Outcome.DIFFERS,
              ""));
      return;
    }
    List<Check> runs = new ArrayList<>();
    List<Experiment.Cell> cells = experiment.cells();
    for (int n = 0; n < stored.experiment().cells().size(); n++) {
      Experiment.Cell then = stored.experiment().cells().get(n);
      String now = n < cells.size() ? outcome(cells.get(n)) : "none";
      String recorded = then.failure().isPresent() ? "failed" : stored.digests().get(n);
      boolean equal = recorded.equals(now);
      runsThatDiffer += equal ? 0 : 1;
      runs.add(
          new Check(
              ("run " + n + " " + definition.variation(then.parameters())).strip(),
              recorded,
              now,
              equal ? Outcome.EQUAL : Outcome.DIFFERS,
              ""));
    }
    if (runsThatDiffer == 0) {
      values(stored.differences(experiment.withFindings(findings(experiment))));
    }
    checks.addAll(runs);
  }

  /**
   * Returns the findings that the document has to have: those of its runs as recomputed, and those
   * of its inputs as stored, because they tell of the lake at that time, which has gone on since. A
   * document from before there were findings has none.
   */
  private List<RunFinding> findings(Experiment experiment) {
    if (!stored.tellsFindings()) {
      return List.of();
    }
    return Stream.concat(
            stored.experiment().findings().stream().filter(found -> found.cells().isEmpty()),
            experiment.findings().stream().filter(found -> !found.cells().isEmpty()))
        .toList();
  }

  /** A digest is of orders, fills and equity; whoever reads the document sees more than those. */
  private void values(ResultDifferences differences) {
    valuesThatDiffer = differences.count();
    if (differences.count() == 0) {
      checks.add(new Check("stored values", "as recomputed", "as recomputed", Outcome.EQUAL, ""));
    }
    for (ResultDifferences.Difference value : differences.first()) {
      checks.add(
          new Check(
              "stored " + value.path(), value.stored(), value.recomputed(), Outcome.DIFFERS, ""));
    }
    if (differences.count() > differences.first().size()) {
      checks.add(
          new Check(
              "stored values",
              differences.count() + " that differ",
              differences.first().size() + " of them stand above",
              Outcome.DIFFERS,
              ""));
    }
    firstValue =
        differences.first().stream()
            .findFirst()
            .map(
                value ->
                    value.path()
                        + " is "
                        + value.stored()
                        + ", and comes out as "
                        + value.recomputed());
  }

  private boolean differs() {
    return checks.stream().anyMatch(check -> check.outcome() == Outcome.DIFFERS);
  }

  private static String outcome(Experiment.Cell cell) {
    return cell.failure().isPresent() ? "failed" : cell.result().digest();
  }

  private void checksums(List<DataRef> read) {
    for (int n = 0; n < Math.min(read.size(), stored.experiment().data().size()); n++) {
      DataRef then = stored.experiment().data().get(n);
      DataRef now = read.get(n);
      if (!then.checksum().isEmpty() && then.table().equals(now.table())) {
        compare(
            "rows of " + then.table() + " as of " + then.asOf(),
            then.checksum(),
            now.checksum(),
            Outcome.DIFFERS,
            then.table() + " as of " + then.asOf() + " holds other rows");
      }
    }
  }

  /**
   * Refuses a result that does not come out again.
   *
   * @throws AsOfException RESULT_DIFFERS, naming what differs first: an input, else the runs
   */
  void requireEqual() {
    Optional<Check> input = first(Outcome.DIFFERS);
    if (runsThatDiffer == 0 && input.isEmpty() && valuesThatDiffer == 0) {
      return;
    }
    if (input.isEmpty()) {
      input = first(Outcome.WARNING);
    }
    int runs = stored.experiment().cells().size();
    String why =
        input
            .map(Check::problem)
            .or(() -> failure.map(AsOfException::getMessage))
            .orElse("every input is the same, so the strategy is not deterministic");
    if (valuesThatDiffer > 0) {
      why =
          valuesThatDiffer
              + (valuesThatDiffer == 1 ? " stored value is" : " stored values are")
              + " not what comes out: "
              + firstValue.orElse("")
              + (valuesThatDiffer == 1 ? "" : " (and others)")
              + input.map(check -> "; " + check.problem()).orElse("");
    }
    String effect =
        runsThatDiffer == 0
            ? valuesThatDiffer == 0
                ? "all " + runs + " runs still come out the same"
                : "orders, fills and equity come out with the stored digests"
            : failure.isPresent()
                ? "it can't be run any more"
                : runsThatDiffer + " of " + runs + " runs come out otherwise";
    throw new AsOfException(
        ErrorCode.RESULT_DIFFERS,
        ("Cannot reproduce " + stored.displayName() + ": " + why + "; " + effect)
            .replaceAll("\\p{Cntrl}", "\uFFFD"),
        failure.orElse(null));
  }

  private Optional<Check> first(Outcome outcome) {
    return checks.stream()
        .filter(check -> check.outcome() == outcome && !check.problem().isEmpty())
        .findFirst();
  }
}
