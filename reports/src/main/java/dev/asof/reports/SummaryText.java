package dev.asof.reports;

import dev.asof.api.Experiment;
import dev.asof.api.MarketEvent;
import dev.asof.api.RunFinding;
import java.util.Locale;

/** What an experiment found, as plain text for a terminal. */
public final class SummaryText {
  private static final int WIDTH = 96;

  private SummaryText() {}

  /**
   * The title, a warning when the runs look ahead or read a research branch, the findings, a
   * verdict of a few sentences, and the Sharpe ratios: a matrix for two axes, a line per cell for
   * one or more than two, and for a single run its holding window and the whole run. ASCII where
   * the title is; each line ends in a line feed.
   *
   * @throws IllegalArgumentException as {@link ExperimentReport#html}
   */
  public static String of(Experiment experiment) {
    long events =
        experiment.cells().stream()
            .flatMap(cell -> cell.result().events().stream())
            .map(MarketEvent::id)
            .distinct()
            .count();
    StringBuilder text = new StringBuilder();
    text.append(experiment.title()).append('\n');
    int early = experiment.lookahead().size();
    if (early > 0) {
      text.append("LOOK-AHEAD: inputs used before they were known: ").append(early).append('\n');
    }
    String whatIf = Provenance.whatIf(experiment.data());
    if (!whatIf.isEmpty()) {
      text.append("WHAT-IF: research data beside what was published: ").append(whatIf).append('\n');
    }
    for (RunFinding finding : experiment.findings()) {
      wrap(text, finding.kind().label().toUpperCase(Locale.ROOT) + ": " + plain(finding.text()));
    }
    String verdict = Verdict.of(experiment, Run.of(experiment), Math.toIntExact(events));
    wrap(text, plain(verdict));
    experiment
        .audit()
        .ifPresent(
            audit ->
                wrap(
                    text,
                    "Look-ahead audit "
                        + (audit.passed() ? "passed: " : "FAILED: ")
                        + AuditDetails.sentence(audit)));
    text.append('\n').append(SharpeTable.text(experiment));
    return text.toString();
  }

  /** Replaces the signs that a terminal may lack. */
  private static String plain(String sentences) {
    return sentences.replace('\u2212', '-').replace('\u00b7', '/');
  }

  private static void wrap(StringBuilder text, String sentences) {
    int column = 0;
    for (String word : sentences.split(" ")) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        text.append('\n');
        column = 0;
      }
      text.append(column == 0 ? "" : " ").append(word);
      column += (column == 0 ? 0 : 1) + word.length();
    }
    text.append('\n');
  }
}
