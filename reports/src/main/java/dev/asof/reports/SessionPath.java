package dev.asof.reports;

import java.util.Arrays;
import java.util.Locale;

/**
 * Draws values that hold for a session alone as an SVG path: each session where it stands, and
 * nothing between two sessions that neither of them has. What falls on the same pixel is drawn as
 * the stretch from the lowest to the highest of it.
 */
final class SessionPath {
  private static final int PIXELS = Chart.PLOT_WIDTH;

  private final AxisScale scale;
  private final int plotHeight;
  private final double[] lowest = new double[PIXELS + 1];
  private final double[] highest = new double[PIXELS + 1];
  private final double[] latest = new double[PIXELS + 1];

  /**
   * Collects the values by pixel.
   *
   * @param places of the values, from 0 at the left to 1 at the right, ascending
   */
  SessionPath(AxisScale scale, int plotHeight, double[] places, double[] values) {
    this.scale = scale;
    this.plotHeight = plotHeight;
    Arrays.fill(lowest, Double.NaN);
    Arrays.fill(highest, Double.NaN);
    Arrays.fill(latest, Double.NaN);
    for (int n = 0; n < values.length; n++) {
      int pixel = (int) Math.round(places[n] * PIXELS);
      double value = values[n];
      if (Double.isFinite(value)) {
        lowest[pixel] = value >= lowest[pixel] ? lowest[pixel] : value;
        highest[pixel] = value <= highest[pixel] ? highest[pixel] : value;
        latest[pixel] = value;
      }
    }
  }

  /** Returns a bar from zero for each pixel with a value other than 0. */
  String bars() {
    StringBuilder path = new StringBuilder();
    for (int pixel = 0; pixel <= PIXELS; pixel++) {
      double from = Math.min(lowest[pixel], 0);
      double to = Math.max(highest[pixel], 0);
      if (from < to) {
        path.append('M').append(pixel).append(' ').append(height(from));
        path.append('V').append(height(to));
      }
    }
    return path.toString();
  }

  /** Returns a line that stays at each value until the next one. */
  String steps() {
    StringBuilder path = new StringBuilder();
    double before = Double.NaN;
    for (int pixel = 0; pixel <= PIXELS; pixel++) {
      if (Double.isNaN(latest[pixel])) {
        continue;
      }
      if (Double.isNaN(before)) {
        path.append('M').append(pixel).append(' ').append(height(lowest[pixel]));
      } else if (lowest[pixel] != before || highest[pixel] != before) {
        path.append('H').append(pixel);
        path.append('V').append(height(lowest[pixel]));
      }
      if (highest[pixel] != lowest[pixel]) {
        path.append('V').append(height(highest[pixel]));
      }
      if (latest[pixel] != highest[pixel]) {
        path.append('V').append(height(latest[pixel]));
      }
      before = latest[pixel];
    }
    return path.isEmpty() ? "" : path.append('H').append(PIXELS).toString();
  }

  /** Returns plot coordinates from the top. */
  private String height(double value) {
    double share = (value - scale.low()) / (scale.high() - scale.low());
    return String.format(Locale.ROOT, "%.1f", (1 - share) * plotHeight);
  }
}
