package dev.asof.reports;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How often values fall near each multiple of a round step. */
final class Histogram {
  private static final int BINS = 24;
  private static final int PLOT_HEIGHT = 200;

  private Histogram() {}

  /**
   * Draws fractions, at least one and all finite.
   *
   * @param what is counted, in the plural
   */
  static Chart of(String id, String title, String what, double[] values) {
    double lowest = Arrays.stream(values).min().orElseThrow();
    double highest = Arrays.stream(values).max().orElseThrow();
    BigDecimal step = AxisScale.roundStep(Math.max(highest - lowest, 1e-4) / BINS);
    double size = step.doubleValue();
    long first = Math.round(lowest / size);
    double[] counts = new double[(int) (Math.round(highest / size) - first) + 1];
    for (double value : values) {
      counts[(int) (Math.round(value / size) - first)]++;
    }
    int decimals = Math.max(0, step.scaleByPowerOfTen(2).scale());
    List<String> centres = new ArrayList<>();
    for (int n = 0; n < counts.length; n++) {
      centres.add(NumberText.signed((first + n) * size * 100, decimals) + "\u00a0%");
    }
    String description =
        NumberText.count(values.length)
            + " "
            + what
            + " from "
            + NumberText.signedPercent(lowest)
            + " to "
            + NumberText.signedPercent(highest)
            + "; each bar counts what lies nearest to its number, "
            + NumberText.fixed(size * 100, decimals)
            + "\u00a0% wide.";
    return new BarChart(id, title, description, PLOT_HEIGHT, AxisScale.Unit.RATIO, centres)
        .add("bar0", counts)
        .paint();
  }
}
