package dev.asof.reports;

import dev.asof.api.Experiment;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.util.List;

/**
 * One run on one page: returns, risk, exposure, trades and costs, each number with its convention.
 * The page needs nothing else and loads nothing; without its script, which sorts and filters, it
 * reads the same. The same experiment gives the same text, as {@link ExperimentReport} does.
 */
public final class TearSheet {
  private static final int LIKELY_LENGTH = 1 << 18;

  private TearSheet() {}

  /**
   * The sheet of the run that {@link ExperimentReport} shows in full: the one with the highest
   * Sharpe ratio over its holding window.
   *
   * @throws IllegalArgumentException as {@link ExperimentReport#html}
   */
  public static String html(Experiment experiment) {
    return html(experiment, Run.best(Run.of(experiment)));
  }

  /**
   * The sheet of one run.
   *
   * @param cell its position among the experiment's cells, from 0
   * @throws IllegalArgumentException as {@link ExperimentReport#html}, and where there is no such
   *     cell
   */
  public static String html(Experiment experiment, int cell) {
    List<Run> runs = Run.of(experiment);
    if (cell < 0 || cell >= runs.size()) {
      throw new IllegalArgumentException(
          "Invalid cell " + cell + " of " + runs.size() + " of " + experiment.name());
    }
    return html(experiment, runs.get(cell));
  }

  private static String html(Experiment experiment, Run run) {
    StringOutput page = new StringOutput(LIKELY_LENGTH);
    JtetearsheetGenerated.render(
        new OwaspHtmlTemplateOutput(page), null, TearSheetPage.of(experiment, run));
    return page.toString();
  }
}
