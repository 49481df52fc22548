package dev.asof.reports;

import dev.asof.api.Experiment;
import dev.asof.engine.HoldingWindow;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;

/** An experiment as one HTML page. */
public final class ExperimentReport {
  private static final int LIKELY_LENGTH = 1 << 18;

  private ExperimentReport() {}

  /**
   * One page that needs nothing else: styles and charts stand in it, and it loads nothing and runs
   * no script. It follows the reader's light or dark scheme. The same experiment gives the same
   * text, whatever the clock, the default locale and zone, and the fonts of the machine.
   *
   * @throws IllegalArgumentException unless the experiment has one cell for each combination of its
   *     axes, and each cell a session
   */
  public static String html(Experiment experiment) {
    StringOutput page = new StringOutput(LIKELY_LENGTH);
    // The engine would look the compiled template up by name, through the thread's class loader.
    JtepageGenerated.render(new OwaspHtmlTemplateOutput(page), null, ReportPage.of(experiment));
    return page.toString();
  }

  /**
   * Returns the index of the cell that the page shows in full: the one with the highest Sharpe
   * ratio over its holding window, or with the highest return there where no ratio is defined; the
   * first of equals.
   */
  public static int headlineCell(Experiment experiment) {
    int best = 0;
    double bestSharpe = Double.NEGATIVE_INFINITY;
    double bestReturn = Double.NEGATIVE_INFINITY;
    for (int cell = 0; cell < experiment.cells().size(); cell++) {
      if (experiment.cells().get(cell).failure().isPresent()) {
        continue;
      }
      HoldingWindow window = HoldingWindow.of(experiment.cells().get(cell).result());
      double sharpe = Run.orLowest(window.sharpe(experiment.yearDays()));
      double totalReturn = Run.orLowest(window.totalReturn());
      if (sharpe > bestSharpe || sharpe == bestSharpe && totalReturn > bestReturn) {
        best = cell;
        bestSharpe = sharpe;
        bestReturn = totalReturn;
      }
    }
    return best;
  }
}
