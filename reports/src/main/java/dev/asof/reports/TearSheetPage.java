package dev.asof.reports;

import dev.asof.api.Experiment;
import dev.asof.api.RunFinding;
import dev.asof.engine.RunFindings;
import dev.asof.reports.ReportPage.Figure;
import dev.asof.reports.Table.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands on a tear sheet, from top to bottom, as the template prints it.
 *
 * @param kicker the definition, and which of its runs
 * @param title one line
 * @param summary what became of the money
 * @param remark what it is measured and compared on
 * @param failure why the run failed; empty when it ran to its end
 * @param synthetic the files that call themselves synthetic; empty when there is none
 * @param findings those that concern this run, the gravest first
 * @param lookahead what was used before it was known; empty for an honest run
 * @param whatIf research branches that were read; empty when all of it was published
 * @param figures the headline numbers
 * @param sections charts and tables
 * @param audit what the look-ahead audit found
 * @param provenance what was read, and what computed it
 * @param settings what else decides the result
 * @param digest of the result
 * @param version of AsOf
 */
record TearSheetPage(
    String kicker,
    String title,
    String summary,
    String remark,
    String failure,
    String synthetic,
    List<RunFinding> findings,
    Table lookahead,
    String whatIf,
    List<Figure> figures,
    List<Section> sections,
    AuditDetails audit,
    Provenance provenance,
    Table settings,
    String digest,
    String version) {

  static TearSheetPage of(Experiment experiment, Run run) {
    SheetSubject subject = SheetSubject.of(experiment, run);
    ReturnSections returns = new ReturnSections(subject);
    RiskSections risk = new RiskSections(subject);
    HoldingSections holdings = new HoldingSections(subject);
    TradeSections trades = new TradeSections(subject);
    MetricSections metrics = new MetricSections(subject);
    return new TearSheetPage(
        run.label().isEmpty() ? experiment.name() : experiment.name() + ": " + run.label(),
        experiment.title(),
        run.failure().isEmpty() ? Verdict.single(run) : "The run failed.",
        remark(subject),
        run.failure(),
        ReportPage.synthetic(experiment.data()),
        findings(experiment, run),
        ReportPage.lookahead(experiment.lookahead()),
        Provenance.whatIf(experiment.data()),
        metrics.figures(),
        List.of(
            returns.cumulative(),
            returns.calendar(),
            returns.distribution(),
            risk.rolling(),
            risk.drawdowns(),
            risk.crises(),
            holdings.exposure(),
            holdings.positions(),
            trades.roundTrips(),
            trades.transactions(),
            trades.costs(),
            metrics.all()),
        AuditDetails.of(experiment),
        Provenance.of(experiment),
        settings(experiment, run),
        run.result().digest(),
        experiment.lineage().version());
  }

  private static List<RunFinding> findings(Experiment experiment, Run run) {
    List<RunFinding> findings =
        new ArrayList<>(
            experiment.findings().stream().filter(found -> found.cells().isEmpty()).toList());
    if (run.failure().isEmpty()) {
      findings.addAll(RunFindings.ofCell(experiment, run.index()));
    }
    return findings.stream().sorted(RunFinding.WORST_FIRST).toList();
  }

  private static String remark(SheetSubject subject) {
    List<LocalDate> sessions = subject.sessions();
    return NumberText.counted(sessions.size(), "session")
        + " from "
        + sessions.get(0)
        + " to "
        + sessions.get(sessions.size() - 1)
        + "; returns of the whole account after costs, in USD"
        + subject
            .benchmark()
            .map(other -> ", beside " + other.name() + " without its dividends.")
            .orElse(", compared with no benchmark: the definition names none.");
  }

  private static Table settings(Experiment experiment, Run run) {
    Table.Builder table =
        Table.titled("What decides the result besides the data")
            .column("Setting", Kind.ROW_HEADING)
            .column("Value", Kind.TEXT);
    table.row("Strategy", experiment.strategy());
    experiment.settings().forEach((label, value) -> table.row(label, value));
    run.parameters().forEach((name, value) -> table.row("Parameter " + name, value));
    return table.build();
  }
}
