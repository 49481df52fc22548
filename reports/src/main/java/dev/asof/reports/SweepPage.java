package dev.asof.reports;

import dev.asof.api.SweepRow;
import dev.asof.engine.Metric;
import dev.asof.reports.Table.Cell;
import dev.asof.reports.Table.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What stands on a sweep's page, as the template prints it.
 *
 * @param name of the definition
 * @param title one line
 * @param verdict what was found, in words
 * @param bestReport where the report of the best scenario lies, or empty
 * @param whatIf research branches that were read; empty when all of it was published
 * @param heatmaps medians by what varies
 * @param conventions what the numbers mean
 * @param best the best scenarios
 * @param reasons why scenarios failed
 * @param snapshots what was read
 * @param identity what names the sweep and its results
 * @param definition the definition's text
 */
record SweepPage(
    String name,
    String title,
    String verdict,
    String bestReport,
    String whatIf,
    List<Heatmap> heatmaps,
    String conventions,
    Table best,
    Table reasons,
    Table snapshots,
    Table identity,
    String definition) {
  private static final int MOST_REASONS = 50;

  /** Characters of a heat map that takes half a page. */
  private static final int MOST_BESIDE = 56;

  static SweepPage of(SweepResults sweep, String bestReport) {
    return new SweepPage(
        sweep.name(),
        sweep.title(),
        verdict(sweep),
        bestReport,
        Provenance.whatIf(sweep.data()),
        sweep.medians().stream().map(Heatmap::ofMedians).toList(),
        conventions(sweep),
        best(sweep),
        reasons(sweep),
        Provenance.snapshots(sweep.data()),
        identity(sweep),
        sweep.definition());
  }

  /** Heat maps stand beside each other where all have room. */
  String layout() {
    boolean wide =
        heatmaps.stream()
            .anyMatch(
                map ->
                    map.columns().stream().mapToInt(SweepPage::width).sum()
                            + map.rows().stream()
                                .mapToInt(row -> row.label().length())
                                .max()
                                .orElse(0)
                        > MOST_BESIDE);
    return wide ? "stack" : "pair";
  }

  /** Characters that a column takes; a long label is broken into two lines. */
  private static int width(String label) {
    return Math.max(6, label.length() > 10 ? label.length() / 2 : label.length());
  }

  private static String verdict(SweepResults sweep) {
    StringBuilder verdict = new StringBuilder();
    verdict.append(NumberText.counted(sweep.scenarios(), "scenario"));
    if (sweep.failed() > 0) {
      verdict.append(", of which ").append(NumberText.count(sweep.failed())).append(" failed");
    }
    if (sweep.best().isEmpty()) {
      return verdict + ".";
    }
    SweepResults.Scenario best = sweep.best().get(0);
    verdict
        .append(". The best Sharpe ratio while something was held is ")
        .append(NumberText.signed(best.row().heldSharpe(), 2))
        .append(", with a return of ")
        .append(NumberText.signedPercent(best.row().heldReturn()))
        .append(": ")
        .append(label(sweep.keys(), best))
        .append(". It is the best of ")
        .append(NumberText.count(sweep.scenarios() - sweep.failed()))
        .append(" tries: the more there are, the higher the best is by chance alone.");
    return verdict.toString();
  }

  private static String label(List<String> keys, SweepResults.Scenario scenario) {
    List<String> parts = new ArrayList<>();
    for (int n = 0; n < keys.size(); n++) {
      if (!scenario.values().get(n).isEmpty()) {
        parts.add(keys.get(n) + " " + scenario.values().get(n));
      }
    }
    return String.join(", ", parts);
  }

  private static String conventions(SweepResults sweep) {
    return "Medians of the Sharpe ratio while something was held, over all scenarios with these"
        + " values, whatever the other keys are; failed ones and those that never held anything"
        + " have none. Sharpe ratio: mean over standard deviation (divisor n \u2212 1) of the daily"
        + " returns dated from the session before an entry through the exit session, risk-free rate"
        + " 0, a year of "
        + sweep.yearDays()
        + " days. Shades compare with the largest number of the table.";
  }

  private static Table best(SweepResults sweep) {
    int succeeded = sweep.scenarios() - sweep.failed();
    Table.Builder table =
        Table.titled(
            sweep.best().size() < succeeded
                ? "The best "
                    + NumberText.count(sweep.best().size())
                    + " of "
                    + NumberText.count(succeeded)
                    + " scenarios; the table sweep_rows of the lake has all of them"
                : "All " + NumberText.counted(succeeded, "scenario") + " that did not fail");
    table.column("Scenario", Kind.NUMBER);
    for (String key : sweep.keys()) {
      table.column(key, Kind.ROW_HEADING);
    }
    table
        .column("Sharpe ratio, held", Kind.NUMBER)
        .column("Return, held", Kind.NUMBER)
        .column("Fills", Kind.NUMBER);
    for (Metric metric : Metric.HEADLINE) {
      table.column(metric.label(), Kind.NUMBER);
    }
    for (SweepResults.Scenario scenario : sweep.best()) {
      SweepRow row = scenario.row();
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.of(Integer.toString(row.index())));
      scenario.values().forEach(value -> cells.add(Cell.of(value)));
      cells.add(Cell.signed(NumberText.signed(row.heldSharpe(), 2), row.heldSharpe()));
      cells.add(Cell.signed(NumberText.signedPercent(row.heldReturn()), row.heldReturn()));
      cells.add(Cell.of(NumberText.count(row.fills())));
      double[] numbers = row.numbers();
      // The headline metrics are the last of a row's numbers, in their order.
      int first = numbers.length - Metric.HEADLINE.size();
      for (int n = 0; n < Metric.HEADLINE.size(); n++) {
        cells.add(MetricText.cell(Metric.HEADLINE.get(n), numbers[first + n]));
      }
      table.row(cells);
    }
    return table.build();
  }

  private static Table reasons(SweepResults sweep) {
    Table.Builder table =
        Table.titled("Why " + NumberText.counted(sweep.failed(), "scenario") + " failed")
            .column("Reason", Kind.TEXT)
            .column("Scenarios", Kind.NUMBER);
    int left = sweep.failed();
    int listed = 0;
    for (Map.Entry<String, Integer> reason : sweep.reasons().entrySet()) {
      if (listed++ < MOST_REASONS) {
        table.row(reason.getKey(), NumberText.count(reason.getValue()));
        left -= reason.getValue();
      }
    }
    if (left > 0) {
      table.row("Other reasons; the table sweep_rows has them", NumberText.count(left));
    }
    return table.build();
  }

  private static Table identity(SweepResults sweep) {
    Table.Builder table =
        Table.titled("What this is").column("What", Kind.ROW_HEADING).column("Value", Kind.CODE);
    table.row("Sweep", sweep.id());
    table.row("SHA-256 over all rows", sweep.digest());
    table.row("AsOf", sweep.version());
    return table.build();
  }
}
