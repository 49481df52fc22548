package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.AuditVerdict;
import dev.asof.api.ErrorCode;
import dev.asof.api.Experiment;
import dev.asof.engine.LookaheadAudit;
import dev.asof.reports.SummaryText;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  @Mixin private StudyOptions options;

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

  AuditCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    if (replays < 0) {
      throw new AsOfException(
          ErrorCode.USAGE, "Invalid option --replays " + replays + ": expected 0 or more");
    }
    StudyOptions.Study study = options.read(surroundings);
    Definition definition = study.definition();
    Experiment plain = study.runner().run(definition, study.inputs());
    AuditVerdict verdict = study.runner().audit(definition, study.inputs(), plain, seed, replays);
    Experiment audited = plain.withAudit(verdict, seed);
    options.write(surroundings, study, audited, summary(audited, verdict));
    if (!verdict.passed()) {
      throw failed(definition, verdict);
    }
  }

  private static String summary(Experiment audited, AuditVerdict verdict) {
    StringBuilder text = new StringBuilder(SummaryText.of(audited)).append('\n');
    Listing coverage = new Listing(List.of("looked at", "how much"));
    coverage.add(List.of("runs", verdict.runs()));
    coverage.add(List.of("cuts, each under another future", verdict.cuts()));
    coverage.add(List.of("replays from the start", verdict.replays()));
    coverage.add(List.of("values of decisions compared", verdict.valuesCompared()));
    coverage.add(List.of("replaced", String.join(", ", verdict.fields())));
    coverage.add(List.of("more history", verdict.warmUp()));
    text.append(coverage.table(""));
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
      text.append('\n').append(findings.table(""));
    }
    return text.toString();
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
