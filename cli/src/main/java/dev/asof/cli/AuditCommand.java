package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.AuditVerdict;
import dev.asof.api.ErrorCode;
import dev.asof.api.Experiment;
import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import dev.asof.engine.LookaheadAudit;
import dev.asof.reports.ResultJson;
import dev.asof.reports.SummaryText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asof audit}. */
@Command(
    name = "audit",
    description = {
      "Run a definition and prove that no decision used what was not known.",
      "",
      "Before each decision everything that became known later is replaced by two other futures "
          + "(scaled; shuffled in time), and every decision must stay the same to the last bit. "
          + "Runs are also repeated from their start on data of another future, and with more "
          + "history. The verdict goes into the report. Exit code 3 when a decision changed."
    })
final class AuditCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private HomeOption home;
  @Mixin private PluginsOption plugins;
  @Mixin private ThreadsOption threads;

  @Parameters(paramLabel = "FILE", description = "The definition.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replaces a value of the definition; repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--as-of",
      paramLabel = "NAME",
      description = "Reads every table as of this point instead of what the definition says.")
  private String asOf;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the other futures. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--replays",
      paramLabel = "N",
      description = "Replays from the start for each run. Default: 20.")
  private int replays = LookaheadAudit.REPLAYS;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for report.html and result.json. Default: HOME/reports/NAME.")
  private Path out;

  @Option(names = "--json", description = "Prints the results as JSON instead of a summary.")
  private boolean json;

  AuditCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    if (replays < 0) {
      throw new AsOfException(
          ErrorCode.USAGE, "Invalid option --replays " + replays + ": expected 0 or more");
    }
    StrategyPlugins strategies = plugins.load(surroundings);
    Path homePath = home.path(surroundings);
    Definition definition =
        new DefinitionReader(strategies)
            .read(
                surroundings.resolve(file),
                surroundings.display(file),
                overrides,
                Optional.ofNullable(asOf).map(PointInTime::parse));
    ReportFolder folder =
        ReportFolder.of(Optional.ofNullable(out).map(surroundings::resolve), homePath, definition);
    ExperimentRunner runner = new ExperimentRunner(strategies, threads.count());
    RunInputs inputs;
    try (Lake lake = Lake.open(homePath)) {
      inputs = runner.read(definition, lake);
    }
    LookaheadListing.refuse(
        definition,
        inputs,
        surroundings.out(),
        json ? ListingOptions.Format.JSON : ListingOptions.Format.TABLE);
    Experiment plain = runner.run(definition, inputs);
    AuditVerdict verdict = runner.audit(definition, inputs, plain, seed, replays);
    Experiment audited = plain.withAudit(verdict, seed);
    folder.prepare();
    Path report = folder.write(audited);
    for (Experiment.Cell cell : audited.cells()) {
      cell.failure()
          .ifPresent(failure -> surroundings.err().println("warning: not audited: " + failure));
    }
    if (json) {
      surroundings.out().println(ResultJson.json(audited));
    } else {
      print(audited, verdict);
      surroundings.out().println("Report: " + surroundings.display(report));
    }
    if (!verdict.passed()) {
      throw failed(definition, verdict);
    }
  }

  private void print(Experiment audited, AuditVerdict verdict) {
    surroundings.out().print(SummaryText.of(audited) + "\n");
    Listing coverage = new Listing(List.of("looked at", "how much"));
    coverage.add(List.of("runs", verdict.runs()));
    coverage.add(List.of("cuts, each under another future", verdict.cuts()));
    coverage.add(List.of("replays from the start", verdict.replays()));
    coverage.add(List.of("values of decisions compared", verdict.valuesCompared()));
    coverage.add(List.of("replaced", String.join(", ", verdict.fields())));
    coverage.add(List.of("more history", verdict.warmUp()));
    surroundings.out().print(coverage.table(""));
    surroundings.out().println();
    if (!verdict.passed()) {
      Listing findings = new Listing(List.of("session", "changed with", "run", "decision"));
      for (AuditVerdict.Finding finding : verdict.findings()) {
        findings.add(
            List.of(
                finding.session(),
                finding.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                finding.run(),
                finding.description()));
      }
      surroundings.out().print(findings.table(""));
      surroundings.out().println();
    }
  }

  private static AsOfException failed(Definition definition, AuditVerdict verdict) {
    AuditVerdict.Finding first = verdict.findings().get(0);
    return new AsOfException(
        ErrorCode.AUDIT_FAILED,
        "Cannot vouch for "
            + definition.name()
            + ": "
            + verdict.findings().size()
            + (verdict.findings().size() == 1 ? " decision" : " decisions")
            + " changed with what could not have been known; the first is that for "
            + first.session()
            + ": "
            + first.description());
  }
}
