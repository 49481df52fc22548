package dev.asof.reports;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;

/** A sweep as one HTML page, whose size does not grow with the number of scenarios. */
public final class SweepReport {
  /** Scenarios that the page lists. */
  public static final int MOST_LISTED = 500;

  private static final int LIKELY_LENGTH = 1 << 18;

  private SweepReport() {}

  /**
   * One page that needs nothing else, as {@link ExperimentReport#html}.
   *
   * @param bestReport where the report of the best scenario lies beside the page; empty when there
   *     is none
   */
  public static String html(SweepResults sweep, String bestReport) {
    StringOutput page = new StringOutput(LIKELY_LENGTH);
    JtesweepGenerated.render(
        new OwaspHtmlTemplateOutput(page), null, SweepPage.of(sweep, bestReport));
    return page.toString();
  }
}
