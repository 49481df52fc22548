package dev.asof.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Bars over categories, side by side where there are several series. */
final class BarChart {
  private static final int MOST_LABELS = 8;
  private static final int PLOT_TOP = 8;

  /** Share of a category's width that its bars take. */
  private static final double FILLED = 0.8;

  private final String id;
  private final String title;
  private final String description;
  private final int plotHeight;
  private final AxisScale.Unit unit;
  private final List<String> categories;
  private final List<Series> series = new ArrayList<>();

  private record Series(String cssClass, double[] values) {}

  /**
   * An empty chart.
   *
   * @param categories what stands below the bars, from left to right, at least one
   */
  BarChart(
      String id,
      String title,
      String description,
      int plotHeight,
      AxisScale.Unit unit,
      List<String> categories) {
    this.id = id;
    this.title = title;
    this.description = description;
    this.plotHeight = plotHeight;
    this.unit = unit;
    this.categories = categories;
  }

  /** Adds a series with one value per category; what isn't finite has no bar. */
  BarChart add(String cssClass, double[] values) {
    series.add(new Series(cssClass, values));
    return this;
  }

  Chart paint() {
    double lowest = 0;
    double highest = 0;
    for (Series each : series) {
      for (double value : each.values()) {
        if (Double.isFinite(value)) {
          lowest = Math.min(lowest, value);
          highest = Math.max(highest, value);
        }
      }
    }
    AxisScale scale = AxisScale.around(lowest, highest, unit);
    List<SvgPath> paths = new ArrayList<>();
    List<Chart.Label> values = new ArrayList<>();
    for (AxisScale.Tick tick : scale.ticks()) {
      double y = height(tick.value(), scale);
      paths.add(
          new SvgPath(
              tick.value() == 0 ? "zero" : "grid", "M0 " + number(y) + "H" + Chart.PLOT_WIDTH));
      values.add(new Chart.Label(Long.toString(Math.round(PLOT_TOP + y) + 4), tick.label()));
    }
    for (int n = 0; n < series.size(); n++) {
      paths.add(new SvgPath(series.get(n).cssClass(), bars(n, scale)));
    }
    return new Chart(
        id, title, description, PLOT_TOP, plotHeight, paths, values, labels(), "", List.of());
  }

  private List<Chart.Label> labels() {
    int count = categories.size();
    int step = (count + MOST_LABELS - 1) / MOST_LABELS;
    List<Chart.Label> labels = new ArrayList<>();
    for (int n = (count - 1) % step / 2; n < count; n += step) {
      labels.add(new Chart.Label(number((n + 0.5) / count * 100) + "%", categories.get(n)));
    }
    return labels;
  }

  private String bars(int index, AxisScale scale) {
    double[] values = series.get(index).values();
    double slot = (double) Chart.PLOT_WIDTH / categories.size();
    double width = slot * FILLED / series.size();
    double zero = height(0, scale);
    StringBuilder path = new StringBuilder();
    for (int n = 0; n < values.length; n++) {
      if (Double.isFinite(values[n]) && values[n] != 0) {
        double left = slot * (n + (1 - FILLED) / 2) + width * index;
        path.append('M')
            .append(number(left))
            .append(' ')
            .append(number(zero))
            .append('V')
            .append(number(height(values[n], scale)))
            .append('H')
            .append(number(left + width))
            .append('V')
            .append(number(zero))
            .append('Z');
      }
    }
    return path.toString();
  }

  /** Plot coordinates from the top. */
  private double height(double value, AxisScale scale) {
    return (1 - (value - scale.low()) / (scale.high() - scale.low())) * plotHeight;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
