package dev.asof.reports;

import dev.asof.api.AuditVerdict;
import dev.asof.api.Experiment;
import dev.asof.reports.Table.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * What the look-ahead audit found, in words and tables.
 *
 * @param mark passed or failed; empty when no audit was run
 * @param cssClass how the mark is coloured
 * @param sentence what that means
 * @param coverage how much was looked at; empty when no audit was run
 * @param findings decisions that changed
 */
record AuditDetails(String mark, String cssClass, String sentence, Table coverage, Table findings) {

  static AuditDetails of(Experiment experiment) {
    Table none = Table.titled("").build();
    if (experiment.audit().isEmpty()) {
      return new AuditDetails(
          "",
          "",
          "No audit was run. asof audit replaces everything that became known later and compares"
              + " every decision bit by bit.",
          none,
          none);
    }
    AuditVerdict verdict = experiment.audit().get();
    return new AuditDetails(
        verdict.passed() ? "Passed." : "Failed.",
        verdict.passed() ? "pos" : "neg",
        sentence(verdict),
        coverage(verdict),
        findings(verdict));
  }

  static String sentence(AuditVerdict verdict) {
    return verdict.passed()
        ? "Everything that became known after a decision was replaced by two other futures, and no"
            + " decision changed by a bit."
        : NumberText.counted(verdict.findings().size(), "decision")
            + " changed with what could not have been known.";
  }

  private static Table coverage(AuditVerdict verdict) {
    Table.Builder table =
        Table.titled("How much was looked at")
            .column("What", Kind.ROW_HEADING)
            .column("How much", Kind.TEXT);
    table.row("Runs audited", NumberText.count(verdict.runs()));
    table.row("Cuts, each under another future", NumberText.count(verdict.cuts()));
    table.row("Replays from the start", NumberText.count(verdict.replays()));
    table.row("Fields replaced", String.join(", ", verdict.fields()));
    table.row("Values of decisions compared", NumberText.count(verdict.valuesCompared()));
    table.row("More history before the start", verdict.warmUp());
    return table.build();
  }

  private static Table findings(AuditVerdict verdict) {
    boolean namesRuns = verdict.findings().stream().anyMatch(one -> !one.run().isEmpty());
    Table.Builder table =
        Table.titled("Decisions that changed")
            .column("Session", Kind.TERM)
            .column("With", Kind.TERM);
    if (namesRuns) {
      table.column("Run", Kind.TEXT);
    }
    table.column("What changed", Kind.TEXT);
    for (AuditVerdict.Finding finding : verdict.findings()) {
      List<String> row = new ArrayList<>();
      row.add(finding.session().toString());
      row.add(with(finding.kind()));
      if (namesRuns) {
        row.add(finding.run());
      }
      row.add(finding.description());
      table.row(row.toArray(String[]::new));
    }
    return table.build().shortened();
  }

  static String with(AuditVerdict.Kind kind) {
    return switch (kind) {
      case FUTURE -> "later sessions";
      case SAME_DAY -> "the session itself";
      case PRECOMPUTED -> "a replay from the start";
      case REPEATED -> "a repeated run";
      case WARM_UP -> "more history";
    };
  }
}
