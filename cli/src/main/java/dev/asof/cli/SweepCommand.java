package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.DataRef;
import dev.asof.api.ErrorCode;
import dev.asof.api.Experiment;
import dev.asof.api.Lineage;
import dev.asof.api.PointInTime;
import dev.asof.api.SweepRow;
import dev.asof.catalog.Lake;
import dev.asof.catalog.SweepRecord;
import dev.asof.catalog.SweepStore;
import dev.asof.jobs.sweep.LocalThreads;
import dev.asof.jobs.sweep.OpenedSweep;
import dev.asof.jobs.sweep.SparkWorkers;
import dev.asof.jobs.sweep.SweepRun;
import dev.asof.jobs.sweep.SweepSummary;
import dev.asof.reports.SweepReport;
import dev.asof.reports.SweepResults;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asof sweep}. */
@Command(
    name = "sweep",
    description = {
      "Run many scenarios of a definition, store a row of each and write a page about them.",
      "",
      "A sweep is a YAML file such as conf/sweeps/moving-average-cross.yaml: the definition of a "
          + "backtest, and under sweep the keys that vary: lists and ranges in every combination "
          + "or side by side, and samples. It runs on threads of this process, or on Spark, with "
          + "the same rows to the last bit. One that was killed goes on where it was."
    })
final class SweepCommand implements Runnable {
  /** Different inputs of a sweep: each is read once before it starts. */
  private static final int MOST_INPUTS = 1_000;

  private static final int MOST_OF_A_NAME = 64;

  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private PluginsOption plugins;
  @Mixin private ThreadsOption threads;
  @Mixin private SparkOption spark;

  @Parameters(paramLabel = "FILE", description = "The sweep.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Replaces a value of the file; repeatable. For example --set costs.feeBps=5 or --set "
              + "'sweep.product={parameters.fast: [3, 5]}'.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--as-of",
      paramLabel = "NAME",
      description =
          "Reads every table as of this tag or release instead of what the file says; also "
              + "timeline, moment:INSTANT, branch:NAME and snapshot:ID.")
  private String asOf;

  @Option(
      names = "--scenario",
      paramLabel = "N",
      description =
          "Runs nothing and prints the definition of this scenario, as asof backtest reads it.")
  private Integer scenario;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for report.html. Default: HOME/reports/NAME/SWEEP.")
  private Path out;

  @Option(names = "--json", description = "Prints the outcome as JSON instead of a summary.")
  private boolean json;

  SweepCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * What a sweep is, before it runs.
   *
   * @param content what the file holds
   * @param settings {@code key=value} each
   * @param sweep the definition
   * @param variants its scenarios' definitions
   * @param strategies where strategies are found
   */
  private record Plan(
      String content,
      List<String> settings,
      SweepDefinition sweep,
      SweepVariants variants,
      StrategyPlugins strategies) {
    /** The name of a scenario's strategy, without reading its definition. */
    String strategy(Map<String, String> texts) {
      return Optional.ofNullable(texts.get("strategy"))
          .or(() -> sweep.base().map().optionalText("strategy"))
          .orElse("");
    }

    Definition first() {
      return variants.of(sweep.grid().at(0)).definition();
    }
  }

  /**
   * What all scenarios read.
   *
   * @param fingerprints by key of the inputs, in the order of the grid
   * @param data the snapshots, each once
   * @param failure why nothing can be read at all; empty when something can
   */
  private record Inputs(
      Map<String, String> fingerprints, List<DataRef> data, Optional<AsOfException> failure) {}

  /**
   * How the rows came about.
   *
   * @param outcome how much ran now
   * @param spark what Spark did; empty without it
   */
  private record Ran(SweepRun.Outcome outcome, Optional<SparkWorkers.Tally> spark) {}

  @Override
  public void run() {
    Plan plan = plan();
    if (scenario != null) {
      surroundings.out().print(definitionOf(plan, scenario).text());
      return;
    }
    try (Lake lake = place.open(surroundings)) {
      run(plan, lake);
    }
  }

  private Plan plan() {
    StrategyPlugins strategies = plugins.load(surroundings);
    String displayName = surroundings.display(file);
    String content = DefinitionReader.content(surroundings.resolve(file), displayName);
    List<String> settings = new ArrayList<>(overrides);
    if (asOf != null) {
      settings.add("data.asOf=" + PointInTime.parse(asOf));
    }
    SweepDefinition checked = SweepReader.read(displayName, content, settings);
    new SweepVariants(checked, strategies).check();
    // Rows say why a scenario failed; where the file lies must not decide their digest.
    SweepDefinition sweep = SweepReader.read(label(), content, settings);
    return new Plan(content, settings, sweep, new SweepVariants(sweep, strategies), strategies);
  }

  private String label() {
    return file.getFileName().toString();
  }

  /** A scenario as a backtest of its own, with a name of its own. */
  private static Definition definitionOf(Plan plan, int index) {
    int size = plan.sweep().grid().size();
    if (index < 0 || index >= size) {
      throw new AsOfException(
          ErrorCode.USAGE, "Invalid option --scenario " + index + ": expected 0 to " + (size - 1));
    }
    String suffix = "-" + index;
    String name = plan.first().name();
    return new DefinitionReader(plan.strategies())
        .read(
            plan.sweep()
                .with(plan.sweep().grid().at(index))
                .withText(
                    "name",
                    name.substring(0, Math.min(name.length(), MOST_OF_A_NAME - suffix.length()))
                        + suffix));
  }

  private void run(Plan plan, Lake lake) {
    SweepInputs read = new SweepInputs(() -> place.open(surroundings), Map.of());
    Inputs inputs = inputs(plan, read);
    String id = SweepId.of(plan.sweep().text(), lineages(plan), inputs.fingerprints());
    inputs
        .failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
    ReportFolder folder =
        ReportFolder.of(
                Optional.ofNullable(out).map(surroundings::resolve),
                place.home(surroundings),
                plan.first().name())
            .ofRun(id);
    folder.prepare();
    SweepScenarios runner = new SweepScenarios(plan.sweep().grid(), plan.variants(), read);
    Ran ran = rows(plan, id, lake, runner, inputs);
    SweepSummary summary =
        new SweepSummary(plan.sweep().grid(), plan::strategy, SweepReport.MOST_LISTED);
    lake.sweeps().read(id, plan.sweep().grid().size(), summary::add);
    SweepRecord recorded = lake.sweeps().record(record(plan, id, inputs, summary));
    Path report = report(plan, lake, folder, id, inputs, summary);
    if (summary.best().isEmpty()) {
      throw new AsOfException(
          ErrorCode.SWEEP_FAILED,
          "Cannot show a result: all "
              + recorded.scenarios()
              + " scenarios failed, most of them so: "
              + summary.reasons().keySet().iterator().next());
    }
    surroundings
        .events()
        .with("sweep", id)
        .tell(
            "sweep-recorded",
            "name",
            recorded.name(),
            "scenarios",
            recorded.scenarios(),
            "failed",
            recorded.failed(),
            "digest",
            recorded.digest(),
            "snapshots",
            EventLog.snapshots(inputs.data()),
            "report",
            report.toString());
    SweepListing listing =
        new SweepListing(plan.sweep().grid(), recorded, ran.outcome(), ran.spark(), summary);
    surroundings.out().print(json ? listing.json() : listing.text());
    if (!json) {
      surroundings.out().println("Report: " + surroundings.display(report));
    }
  }

  private static Inputs inputs(Plan plan, SweepInputs read) {
    Map<String, String> fingerprints = new LinkedHashMap<>();
    Set<DataRef> data = new LinkedHashSet<>();
    Optional<AsOfException> failure = Optional.empty();
    boolean some = false;
    for (Map<String, String> texts : distinct(plan, SweepCommand::decidesInputs)) {
      Optional<AsOfException> unread;
      try {
        Definition definition = plan.variants().of(texts).definition();
        fingerprints.put(SweepInputs.key(definition), read.fingerprint(definition));
        data.addAll(read.data(definition));
        unread = read.failure(definition);
      } catch (AsOfException invalid) {
        // Values that don't go together make rows with the reason.
        if (!SweepInputs.isOfOneScenario(invalid)) {
          throw invalid;
        }
        unread = Optional.of(invalid);
      }
      some |= unread.isEmpty();
      failure = failure.isPresent() ? failure : unread;
    }
    return new Inputs(fingerprints, List.copyOf(data), some ? Optional.empty() : failure);
  }

  private static boolean decidesInputs(String key) {
    return key.startsWith("data") || key.startsWith("universe") || key.startsWith("period");
  }

  private static List<Map<String, String>> distinct(Plan plan, Predicate<String> keys) {
    try {
      return plan.sweep().grid().distinct(keys, MOST_INPUTS);
    } catch (IllegalArgumentException refused) {
      throw new AsOfException(
          ErrorCode.DEFINITION_INVALID, "Invalid sweep: " + refused.getMessage(), refused);
    }
  }

  private static List<Lineage> lineages(Plan plan) {
    List<Lineage> lineages = new ArrayList<>();
    for (Map<String, String> texts : distinct(plan, "strategy"::equals)) {
      lineages.add(Origins.of(plan.sweep().text(), plan.variants().of(texts).strategy()));
    }
    return lineages;
  }

  private Ran rows(Plan plan, String id, Lake lake, SweepScenarios runner, Inputs inputs) {
    int size = plan.sweep().grid().size();
    if (lake.sweeps().find(id).isPresent()) {
      return new Ran(new SweepRun.Outcome(0, size, 0), Optional.empty());
    }
    Optional<SparkWorkers.Cluster> cluster =
        spark.cluster(plan.strategies(), plugins.jars(surroundings), surroundings.events());
    Optional<ProgressBar> bar = ProgressBar.onTerminal(surroundings);
    SweepRun.Progress shown = bar.isPresent() ? bar.get() : SweepRun.Progress.NONE;
    SweepRun.Progress told = new SweepEvents(surroundings.events().with("sweep", id));
    SweepRun.Progress progress =
        (done, all) -> {
          shown.at(done, all);
          told.at(done, all);
        };
    SweepRun sweep = new SweepRun(id, plan.sweep().grid(), lake.sweeps(), progress);
    try {
      if (cluster.isEmpty()) {
        return new Ran(sweep.run(new LocalThreads(runner, threads.count())), Optional.empty());
      }
      PlacedScenarios source =
          new PlacedScenarios(
              id,
              label(),
              plan.content(),
              plan.settings(),
              place.written(surroundings),
              !plugins.jars(surroundings).isEmpty(),
              inputs.fingerprints());
      SweepStore store = lake.sweeps();
      OpenedSweep here =
          new OpenedSweep(runner, rows -> store.write(id, rows, plan.sweep().grid()::at), () -> {});
      try (SparkWorkers workers =
          SparkWorkers.start(
              cluster.get(), source, here, "sweep " + plan.first().name() + " " + id)) {
        SweepRun.Outcome outcome = sweep.run(workers);
        return new Ran(outcome, Optional.of(workers.tally()));
      }
    } finally {
      bar.ifPresent(ProgressBar::clear);
    }
  }

  private SweepRecord record(Plan plan, String id, Inputs inputs, SweepSummary summary) {
    List<SweepRecord.Tried> tried = new ArrayList<>();
    summary
        .tried()
        .forEach(
            (strategy, spread) ->
                tried.add(
                    new SweepRecord.Tried(
                        strategy, spread.count(), spread.mean(), spread.deviation())));
    return new SweepRecord(
        id,
        plan.first().name(),
        plan.first().title(),
        Version.current(),
        surroundings.now(),
        plan.sweep().text(),
        inputs.data().stream().map(ref -> ref.table() + "@" + ref.asOf()).distinct().toList(),
        plan.sweep().grid().size(),
        summary.failed(),
        summary.digest(),
        tried);
  }

  /** Writes the page, and beside it the whole report of the best scenario. */
  private Path report(
      Plan plan, Lake lake, ReportFolder folder, String id, Inputs inputs, SweepSummary summary) {
    String bestReport = "";
    if (!summary.best().isEmpty()) {
      ReportFolder below = folder.below("best");
      below.prepare();
      below.write(RunLedger.ofSweep(best(plan, lake, summary.best().get(0)), lake));
      bestReport = "best/report.html";
    }
    List<String> keys = plan.sweep().grid().keys();
    List<SweepResults.Scenario> listed = new ArrayList<>();
    for (SweepRow row : summary.best()) {
      Map<String, String> texts = plan.sweep().grid().at(row.index());
      listed.add(
          new SweepResults.Scenario(
              keys.stream().map(key -> texts.getOrDefault(key, "")).toList(), row));
    }
    List<SweepResults.Medians> medians = new ArrayList<>();
    for (SweepSummary.Medians map : summary.medians()) {
      medians.add(
          new SweepResults.Medians(
              map.down().map(axis -> axis.key()).orElse(""),
              map.down().map(axis -> axis.labels()).orElse(List.of("all")),
              map.across().key(),
              map.across().labels(),
              map.medians()));
    }
    return folder.writeSweep(
        SweepReport.html(
            new SweepResults(
                id,
                plan.first().name(),
                plan.first().title(),
                plan.sweep().text(),
                Version.current(),
                summary.digest(),
                plan.sweep().grid().size(),
                summary.failed(),
                plan.first().yearDays(),
                keys,
                listed,
                medians,
                summary.reasons(),
                inputs.data()),
            bestReport));
  }

  /** The best scenario, run by itself as a backtest. */
  private static Experiment best(Plan plan, Lake lake, SweepRow row) {
    Experiment best =
        new ExperimentRunner(plan.strategies()).run(definitionOf(plan, row.index()), lake);
    String digest = best.cells().get(0).result().digest();
    if (!digest.equals(row.digest())) {
      throw new AsOfException(
          ErrorCode.RESULT_DIFFERS,
          "Cannot repeat scenario "
              + row.index()
              + ": run by itself its digest is "
              + digest
              + " instead of "
              + row.digest()
              + "; its strategy keeps something between runs or asks for time or chance");
    }
    return best;
  }
}
