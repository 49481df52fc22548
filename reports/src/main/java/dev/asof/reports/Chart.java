package dev.asof.reports;

import java.util.List;

/**
 * A chart as the template prints it. Lines are in plot coordinates, {@link #PLOT_WIDTH} wide, and
 * stretch with the page; labels are text at a percentage of the width, so they keep their size.
 *
 * @param id unique on the page
 * @param title what is shown
 * @param description what is to be seen, for who can't see it
 * @param plotTop pixels above the plot, for the labels of the marks
 * @param plotHeight height of the plot in pixels and in plot coordinates
 * @param lines grid and series, back to front
 * @param values labels of the vertical axis
 * @param dates labels of the horizontal axis
 * @param lastDate label of its right end; empty for none
 * @param marks dates that stand out
 */
record Chart(
    String id,
    String title,
    String description,
    int plotTop,
    int plotHeight,
    List<SvgPath> lines,
    List<Label> values,
    List<Label> dates,
    String lastDate,
    List<Mark> marks) {
  static final int PLOT_WIDTH = 1000;
  private static final int AXIS_HEIGHT = 24;

  /** Pixels from the top to the bottom of the plot. */
  int plotBottom() {
    return plotTop + plotHeight;
  }

  /** Pixels in all. */
  int height() {
    return plotBottom() + AXIS_HEIGHT;
  }

  /** The plot's own coordinates. */
  String viewBox() {
    return "0 0 " + PLOT_WIDTH + " " + plotHeight;
  }

  /**
   * A label of an axis.
   *
   * @param position pixels from the top, or percent from the left
   * @param text what it says
   */
  record Label(String position, String text) {}

  /**
   * A date that stands out.
   *
   * @param position percent from the left
   * @param baseline pixels from the top to the label's baseline
   * @param labelLeft whether the label stands left of the line
   * @param text what it says
   */
  record Mark(String position, int baseline, boolean labelLeft, String text) {}
}
