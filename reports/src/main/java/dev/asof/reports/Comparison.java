package dev.asof.reports;

import dev.asof.api.Experiment;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.util.List;

/** Experiments side by side as one HTML page. */
public final class Comparison {
  /** Lines that can be told apart. */
  public static final int MOST_SIDES = 6;

  private static final int LIKELY_LENGTH = 1 << 16;

  private Comparison() {}

  /**
   * One experiment of the page.
   *
   * @param label what it is called there, each another
   * @param experiment of a grid, the run with the highest Sharpe ratio is compared
   */
  public record Side(String label, Experiment experiment) {}

  /**
   * One page that needs nothing else, as {@link ExperimentReport#html}.
   *
   * @throws IllegalArgumentException unless there are two to {@link #MOST_SIDES}
   */
  public static String html(List<Side> sides) {
    StringOutput page = new StringOutput(LIKELY_LENGTH);
    JtecompareGenerated.render(new OwaspHtmlTemplateOutput(page), null, ComparisonPage.of(sides));
    return page.toString();
  }
}
