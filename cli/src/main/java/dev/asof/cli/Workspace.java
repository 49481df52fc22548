package dev.asof.cli;

import dev.asof.api.AuditVerdict;
import dev.asof.api.Experiment;
import dev.asof.api.PointInTime;
import dev.asof.api.StrategyFactory;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import dev.asof.ingestion.BatchPolicy;
import dev.asof.ingestion.Dataset;
import dev.asof.ingestion.FileOutcome;
import dev.asof.ingestion.FileSource;
import dev.asof.ingestion.IngestBatch;
import dev.asof.ingestion.IngestReport;
import dev.asof.ingestion.IngestRequest;
import dev.asof.ingestion.IngestWatch;
import dev.asof.ingestion.Ingestion;
import dev.asof.ingestion.SqlRows;
import dev.asof.ingestion.VendorFormats;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A lake and what is done on it, for programs that are no command line, such as notebooks. What it
 * runs has the results and the run ids of the commands. One thread at a time uses it.
 */
public final class Workspace implements AutoCloseable {
  private final Path installation;
  private final Path workingDirectory;
  private final Map<String, String> environment;
  private final InstantSource clock;
  private final PlaceOption option;
  private final Progress progress;
  private Lake lake;
  private Ingestion ingestion;

  private Workspace(
      Path installation,
      Path workingDirectory,
      Map<String, String> environment,
      InstantSource clock,
      PlaceOption option,
      Progress progress) {
    this.installation = installation;
    this.workingDirectory = workingDirectory;
    this.environment = Map.copyOf(environment);
    this.clock = clock;
    this.option = option;
    this.progress = progress;
  }

  /**
   * A workspace; its lake is opened, or made, when it is first needed.
   *
   * @param installation the folder that holds {@code conf} and {@code samples}
   * @param workingDirectory relative paths start here
   * @param environment environment variables, for the defaults of home and conf
   * @param home folder of the embedded lake and the reports; empty for the commands' default
   * @param conf file of the lake's place; empty for the commands' default
   * @param clock says what counts as now for what is ingested and recorded
   * @param progress is told how far long work is
   */
  public static Workspace of(
      Path installation,
      Path workingDirectory,
      Map<String, String> environment,
      Optional<Path> home,
      Optional<Path> conf,
      InstantSource clock,
      Progress progress) {
    return new Workspace(
        installation,
        workingDirectory,
        environment,
        clock,
        new PlaceOption(home.orElse(null), conf.orElse(null)),
        progress);
  }

  /** What a command would see that starts now. */
  private Surroundings surroundings() {
    return Surroundings.of(
        System.out, System.err, environment, workingDirectory, installation, clock.instant());
  }

  /**
   * A run that is recorded in the lake.
   *
   * @param id its name there
   * @param experiment what came out
   * @param report the page about it
   */
  public record Recorded(String id, Experiment experiment, Path report) {}

  /** The lake, made where there is none. */
  public Lake lake() {
    if (lake == null) {
      lake = option.create(surroundings());
    }
    return lake;
  }

  /** Spark over the lake: SQL and ingests. It stays up until this is closed. */
  public Ingestion spark() {
    if (ingestion == null) {
      ingestion =
          Ingestion.open(
              lake(),
              VendorFormats.load(Workspace.class.getClassLoader()),
              AuditsReader.bundled(surroundings()));
    }
    return ingestion;
  }

  /** Ingests the sample files, as {@code asof demo} does. */
  public List<IngestReport> ingestSamples() {
    return ingest(DemoFiles.requests(installation, clock.instant()));
  }

  /**
   * Ingests files, as {@code asof lake ingest} does.
   *
   * @param files paths or locations; of a folder its files, in the order of names
   * @param details adds to a file's request what the file doesn't say, other than the tag
   * @param last adds the tag to the last one
   */
  public List<IngestReport> ingest(
      Dataset dataset,
      List<String> files,
      UnaryOperator<IngestRequest> details,
      UnaryOperator<IngestRequest> last) {
    List<FileSource> sources = VendorFiles.of(files, lake(), surroundings());
    List<IngestRequest> requests = new ArrayList<>();
    for (FileSource source : sources) {
      requests.add(details.apply(IngestRequest.of(dataset, source, clock.instant())));
    }
    int end = requests.size() - 1;
    requests.set(end, last.apply(requests.get(end)));
    List<IngestReport> reports = new ArrayList<>();
    spark()
        .ingest(
            new IngestBatch(requests, Optional.empty(), BatchPolicy.ALL_OR_NOTHING),
            new IngestWatch() {
              @Override
              public void read(int done, int of) {
                progress.advance("files", done, of);
              }

              @Override
              public void settled(FileOutcome outcome) {
                if (outcome instanceof FileOutcome.Applied applied) {
                  reports.add(applied.report());
                }
              }
            });
    return reports;
  }

  private List<IngestReport> ingest(List<IngestRequest> requests) {
    List<IngestReport> reports = new ArrayList<>();
    for (IngestRequest request : requests) {
      reports.add(spark().ingest(request));
      progress.advance("files", reports.size(), requests.size());
    }
    return reports;
  }

  /**
   * What entered, left and changed between two versions of a table, as {@code asof lake diff} lists
   * it.
   */
  public SqlRows diff(TableDefinition table, PointInTime from, PointInTime to) {
    return DiffListing.brief(lake().diff(table, from, to)).rows();
  }

  /** Runs a definition, records it and writes its report, as {@code asof backtest} does. */
  public Recorded backtest(StudyRequest request) {
    Study study = read(request);
    return record(study, study.runner().run(study.definition(), study.inputs()));
  }

  /**
   * The same with the verdict of a look-ahead audit, as {@code asof audit} does; a verdict that is
   * not passed is no error here.
   *
   * @param seed of the other futures
   * @param replays runs from the start for each combination
   */
  public Recorded audit(StudyRequest request, long seed, int replays) {
    Study study = read(request);
    Experiment plain = study.runner().run(study.definition(), study.inputs());
    AuditVerdict verdict =
        study.runner().audit(study.definition(), study.inputs(), plain, seed, replays);
    return record(study, plain.withAudit(verdict, seed));
  }

  /** The strategies that definitions can name. */
  public List<StrategyFactory> strategies() {
    return StrategyPlugins.load().all();
  }

  private record Study(Definition definition, ExperimentRunner runner, RunInputs inputs) {}

  private Study read(StudyRequest request) {
    StrategyPlugins found = StrategyPlugins.load();
    StrategyPlugins strategies = request.strategy().map(found::with).orElse(found);
    Definition definition =
        new DefinitionReader(strategies)
            .read(
                text(request.source()), request.overrides(), request.parameters(), request.asOf());
    ExperimentRunner runner =
        new ExperimentRunner(strategies, Runtime.getRuntime().availableProcessors(), progress);
    RunInputs inputs = runner.read(definition, lake());
    inputs.requireKnownInTime(definition);
    return new Study(definition, runner, inputs);
  }

  private StudyRequest.Source.InText text(StudyRequest.Source source) {
    if (source instanceof StudyRequest.Source.InFile file) {
      Path absolute = surroundings().resolve(file.path());
      String displayName =
          absolute.startsWith(installation)
              ? installation.relativize(absolute).toString()
              : surroundings().display(file.path());
      return new StudyRequest.Source.InText(
          displayName, DefinitionReader.content(absolute, displayName));
    }
    return (StudyRequest.Source.InText) source;
  }

  private Recorded record(Study study, Experiment experiment) {
    ReportFolder folder =
        ReportFolder.of(Optional.empty(), option.home(surroundings()), study.definition().name());
    ReportFolder ofRun = folder.ofRun(RunId.of(experiment));
    ofRun.prepare();
    RunLedger.Recorded recorded = RunLedger.record(experiment, lake(), clock.instant());
    return new Recorded(recorded.id(), recorded.experiment(), ofRun.write(recorded.experiment()));
  }

  /** Closes the lake, and stops Spark if it was started here. */
  @Override
  public void close() {
    if (ingestion != null) {
      ingestion.close();
      ingestion = null;
    }
    if (lake != null) {
      lake.close();
      lake = null;
    }
  }
}
