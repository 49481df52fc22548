package dev.asof.reports;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How often values fall near each multiple of a round step. Zeros that would tower over all else
 * are left out and counted in the description; rare values far from the others are gathered in the
 * outermost bars.
 */
final class Histogram {
  private static final int BINS = 24;
  private static final int PLOT_HEIGHT = 200;

  /** Zeros are left out when they are more than this share of the values. */
  private static final double MOST_ZEROS = 0.25;

  /** Values are gathered beyond these quantiles, when there are enough of them. */
  private static final double TAIL = 0.01;

  private static final int LEAST_FOR_TAILS = 100;

  private Histogram() {}

  /**
   * Draws fractions, at least one and all finite.
   *
   * @param what is counted, in the plural
   */
  static Chart of(String id, String title, String what, double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] others = Arrays.stream(sorted).filter(value -> value != 0).toArray();
    boolean withoutZeros =
        others.length > 0 && sorted.length - others.length > MOST_ZEROS * sorted.length;
    double[] counted = withoutZeros ? others : sorted;
    int last = counted.length - 1;
    int tail = counted.length < LEAST_FOR_TAILS ? 0 : (int) (TAIL * last);
    double low = counted[tail];
    double high = counted[last - tail];
    BigDecimal step = AxisScale.roundStep(Math.max(high - low, 1e-4) / BINS);
    double size = step.doubleValue();
    long first = Math.round(low / size);
    long end = Math.round(high / size);
    double[] counts = new double[(int) (end - first) + 1];
    for (double value : counted) {
      counts[(int) (Math.max(first, Math.min(end, Math.round(value / size))) - first)]++;
    }
    boolean gathersLow = Math.round(counted[0] / size) < first;
    boolean gathersHigh = Math.round(counted[last] / size) > end;
    int decimals = Math.max(0, step.scaleByPowerOfTen(2).scale());
    List<String> centres = new ArrayList<>();
    for (int n = 0; n < counts.length; n++) {
      String centre = NumberText.signed((first + n) * size * 100, decimals) + "\u00a0%";
      boolean gathers = n == 0 && gathersLow || n == counts.length - 1 && gathersHigh;
      centres.add(gathers ? (n == 0 ? "\u2264\u00a0" : "\u2265\u00a0") + centre : centre);
    }
    StringBuilder description = new StringBuilder();
    description
        .append(NumberText.count(counted.length))
        .append(' ')
        .append(what)
        .append(" from ")
        .append(NumberText.signedPercent(counted[0]))
        .append(" to ")
        .append(NumberText.signedPercent(counted[last]))
        .append("; each bar counts what lies nearest to its number, ")
        .append(NumberText.fixed(size * 100, decimals))
        .append("\u00a0% wide.");
    if (gathersLow || gathersHigh) {
      description.append(" The outermost bars gather what lies beyond.");
    }
    if (withoutZeros) {
      description
          .append(" Left out: ")
          .append(NumberText.count(sorted.length - others.length))
          .append(' ')
          .append(what)
          .append(" of exactly 0.");
    }
    return new BarChart(
            id, title, description.toString(), PLOT_HEIGHT, AxisScale.Unit.RATIO, centres)
        .add("bar0", counts)
        .paint();
  }
}
