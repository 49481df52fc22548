package dev.asof.reports;

import java.awt.Color;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Lines over dates, painted by XChart. XChart places and draws the grid and the series; the labels
 * are placed here, because XChart can't place text without fonts.
 */
final class LineChart {
  /** Lines longer than this are thinned to the extremes of each stretch of sessions. */
  private static final int MOST_POINTS = 400;

  /** Percent of the width up to which dates are labelled; the last date stands at the right end. */
  private static final double LAST_PLACE = 88;

  private static final int MARK_LINE_HEIGHT = 16;

  /** An area hangs from zero; without depth it would hide in the middle of its plot. */
  private static final double LEAST_DEPTH = 0.01;

  private static final String GRID = "grid";
  private static final String ZERO = "zero";

  private final String id;
  private final String title;
  private final String description;
  private final int plotHeight;
  private final AxisScale.Unit unit;
  private final List<LocalDate> dates;
  private final List<Series> series = new ArrayList<>();
  private final List<DatedLabel> marks = new ArrayList<>();
  private final List<LocalDate> unnamed = new ArrayList<>();
  private boolean cut;

  /** How a series is drawn. */
  enum Shape {
    LINE,
    /** Hangs down from zero, filled. */
    AREA,
    /** A bar from zero for each session. */
    BARS,
    /** A line that stays at each session's value until the next one. */
    STEPS;

    /** Returns whether zero belongs to what is drawn. */
    boolean standsOnZero() {
      return this == BARS || this == STEPS;
    }
  }

  private record Series(String cssClass, double[] values, Shape shape) {}

  private record DatedLabel(LocalDate date, String text) {}

  /**
   * An empty chart.
   *
   * @param dates ascending, at least one
   */
  LineChart(
      String id,
      String title,
      String description,
      int plotHeight,
      AxisScale.Unit unit,
      List<LocalDate> dates) {
    this.id = id;
    this.title = title;
    this.description = description;
    this.plotHeight = plotHeight;
    this.unit = unit;
    this.dates = dates;
  }

  /** Adds a series with one value per date; what isn't finite leaves a gap. */
  LineChart add(String cssClass, double[] values, Shape shape) {
    series.add(new Series(cssClass, values, shape));
    return this;
  }

  /**
   * Keeps the axis to what the middle 98 % of the values take, when the rest would flatten them;
   * what lies beyond is drawn at the edge and said in the description.
   */
  LineChart cutOutliers() {
    cut = true;
    return this;
  }

  /** Marks a date; one outside the chart is left out. */
  LineChart mark(LocalDate date, String text) {
    if (!date.isBefore(dates.get(0)) && !date.isAfter(dates.get(dates.size() - 1))) {
      marks.add(new DatedLabel(date, text));
    }
    return this;
  }

  /** Marks a date without a name; one outside the chart is left out. */
  void markUnnamed(LocalDate date) {
    if (!date.isBefore(dates.get(0)) && !date.isAfter(dates.get(dates.size() - 1))) {
      unnamed.add(date);
    }
  }

  Chart paint() {
    double[] all =
        series.stream()
            .flatMapToDouble(each -> Arrays.stream(each.values()))
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    boolean empty = all.length == 0;
    double lowest = empty ? Double.POSITIVE_INFINITY : all[0];
    double highest = empty ? Double.NEGATIVE_INFINITY : all[all.length - 1];
    String beyond = "";
    if (cut && !empty) {
      Bounds bounds = Bounds.of(all);
      beyond = bounds.beyond(all, unit);
      lowest = bounds.lowest();
      highest = bounds.highest();
    }
    if (series.stream().anyMatch(each -> each.shape() == Shape.AREA)) {
      highest = Math.max(highest, 0);
      lowest = lowest < 0 ? lowest : -LEAST_DEPTH;
    }
    if (!empty && series.stream().anyMatch(each -> each.shape().standsOnZero())) {
      lowest = Math.min(lowest, 0);
      highest = Math.max(highest, 0);
    }
    AxisScale scale = AxisScale.around(empty ? 0 : lowest, empty ? 0 : highest, unit);
    double left = dates.get(0).toEpochDay();
    double right = dates.get(dates.size() - 1).toEpochDay();
    if (left == right) {
      left -= 1;
      right += 1;
    }

    List<Chart.Label> values = new ArrayList<>();
    int plotTop = marks.size() * MARK_LINE_HEIGHT + 8;
    for (AxisScale.Tick tick : scale.ticks()) {
      double share = (tick.value() - scale.low()) / (scale.high() - scale.low());
      long y = Math.round(plotTop + (1 - share) * plotHeight) + 4;
      values.add(new Chart.Label(Long.toString(y), tick.label()));
    }
    List<Chart.Label> days = new ArrayList<>();
    for (DateTicks.Tick tick : DateTicks.between(dates.get(0), dates.get(dates.size() - 1))) {
      double percent = percent(tick.date(), left, right);
      if (percent >= 2 && percent <= LAST_PLACE) {
        days.add(new Chart.Label(percentText(percent), tick.label()));
      }
    }
    List<Chart.Mark> lines = new ArrayList<>();
    for (int i = 0; i < marks.size(); i++) {
      DatedLabel mark = marks.get(i);
      double percent = percent(mark.date(), left, right);
      lines.add(
          new Chart.Mark(
              percentText(percent), (i + 1) * MARK_LINE_HEIGHT - 4, percent > 50, mark.text()));
    }
    for (LocalDate date : unnamed) {
      lines.add(new Chart.Mark(percentText(percent(date, left, right)), plotTop + 11, false, ""));
    }
    List<SvgPath> paths = draw(scale, left, right);
    return new Chart(
        id,
        title,
        description + beyond,
        plotTop,
        plotHeight,
        paths,
        values,
        days,
        dates.get(dates.size() - 1).toString(),
        lines);
  }

  private static double percent(LocalDate date, double left, double right) {
    return (date.toEpochDay() - left) / (right - left) * 100;
  }

  private static String percentText(double percent) {
    long hundredths = Math.round(percent * 100);
    return hundredths / 100 + "." + hundredths / 10 % 10 + hundredths % 10 + "%";
  }

  private List<SvgPath> draw(AxisScale scale, double left, double right) {
    XYChart chart = new XYChart(Chart.PLOT_WIDTH, plotHeight);
    Map<Color, String> cssClasses = new HashMap<>();
    prepare(chart.getStyler(), scale, left, right);
    double[] width = {left, right};
    for (AxisScale.Tick tick : scale.ticks()) {
      double value = tick.value();
      Color color = colorOf(value == 0 ? ZERO : GRID, cssClasses);
      style(chart.addSeries(GRID + value, width, new double[] {value, value}), color);
    }
    for (int i = 0; i < series.size(); i++) {
      Series each = series.get(i);
      if (each.shape().standsOnZero()) {
        continue;
      }
      double[][] points = thinned(within(each.values(), scale));
      if (points[0].length > 0) {
        XYSeries added = chart.addSeries("series" + i, points[0], points[1]);
        style(added, colorOf(each.cssClass(), cssClasses));
        if (each.shape() == Shape.AREA) {
          added.setXYSeriesRenderStyle(XYSeriesRenderStyle.Area);
          added.setFillColor(colorOf(each.cssClass() + " area", cssClasses));
        }
      }
    }
    SvgCanvas canvas = new SvgCanvas(cssClasses);
    chart.paint(canvas, Chart.PLOT_WIDTH, plotHeight);
    List<SvgPath> paths = new ArrayList<>(canvas.paths());
    double[] places =
        dates.stream().mapToDouble(date -> percent(date, left, right) / 100).toArray();
    for (Series each : series) {
      if (each.shape().standsOnZero()) {
        SessionPath path = new SessionPath(scale, plotHeight, places, each.values());
        String data = each.shape() == Shape.BARS ? path.bars() : path.steps();
        if (!data.isEmpty()) {
          paths.add(new SvgPath(each.cssClass(), data));
        }
      }
    }
    return List.copyOf(paths);
  }

  /** Returns the values, those beyond the axis at its edge. */
  private double[] within(double[] values, AxisScale scale) {
    if (!cut) {
      return values;
    }
    return Arrays.stream(values)
        .map(
            value ->
                Double.isFinite(value)
                    ? Math.max(scale.low(), Math.min(scale.high(), value))
                    : value)
        .toArray();
  }

  /**
   * The range of values that an axis shows.
   *
   * @param lowest shown
   * @param highest shown
   */
  private record Bounds(double lowest, double highest) {
    /** An axis is cut when its middle would take less than this share of it. */
    private static final double LEAST_SHARE = 0.5;

    private static final int LEAST_VALUES = 100;

    /** Returns the bounds for ascending values. */
    static Bounds of(double[] sorted) {
      int last = sorted.length - 1;
      double low = sorted[last / 100];
      double high = sorted[last - last / 100];
      boolean flattened = high - low < LEAST_SHARE * (sorted[last] - sorted[0]);
      return sorted.length >= LEAST_VALUES && flattened && high > low
          ? new Bounds(low, high)
          : new Bounds(sorted[0], sorted[last]);
    }

    /** Says what lies beyond; empty when nothing does. */
    String beyond(double[] sorted, AxisScale.Unit unit) {
      long outside =
          Arrays.stream(sorted).filter(value -> value < lowest || value > highest).count();
      if (outside == 0) {
        return "";
      }
      boolean percent = unit == AxisScale.Unit.FRACTION;
      return " Drawn at the edge: "
          + NumberText.counted((int) outside, "value")
          + " beyond, from "
          + (percent ? NumberText.percent(sorted[0]) : NumberText.fixed(sorted[0], 2))
          + " to "
          + (percent
              ? NumberText.percent(sorted[sorted.length - 1])
              : NumberText.fixed(sorted[sorted.length - 1], 2))
          + ".";
    }
  }

  private static void style(XYSeries series, Color color) {
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(color);
  }

  /** A colour of its own for each class: see {@link SvgCanvas}. */
  private static Color colorOf(String cssClass, Map<Color, String> cssClasses) {
    for (Map.Entry<Color, String> known : cssClasses.entrySet()) {
      if (known.getValue().equals(cssClass)) {
        return known.getKey();
      }
    }
    Color color = new Color(0, 0, cssClasses.size() + 1);
    cssClasses.put(color, cssClass);
    return color;
  }

  private static void prepare(XYStyler styler, AxisScale scale, double left, double right) {
    Color nothing = new Color(255, 255, 255);
    styler.setChartBackgroundColor(nothing);
    styler.setPlotBackgroundColor(nothing);
    styler.setLegendVisible(false);
    styler.setChartTitleVisible(false);
    styler.setAxisTicksVisible(false);
    styler.setPlotGridLinesVisible(false);
    styler.setPlotBorderVisible(false);
    styler.setPlotTicksMarksVisible(false);
    styler.setXAxisTitleVisible(false);
    styler.setYAxisTitleVisible(false);
    // With no room for a tick XChart measures no label, and so loads no font.
    styler.setXAxisTickMarkSpacingHint(Integer.MAX_VALUE);
    styler.setYAxisTickMarkSpacingHint(Integer.MAX_VALUE);
    styler.setChartPadding(0);
    styler.setPlotMargin(0);
    styler.setPlotContentSize(1);
    styler.setXAxisMin(left);
    styler.setXAxisMax(right);
    styler.setYAxisMin(scale.low());
    styler.setYAxisMax(scale.high());
  }

  /**
   * Days and values. A long series keeps the lowest and the highest value of each stretch, so that
   * no extreme is lost.
   */
  private double[][] thinned(double[] values) {
    int count = values.length;
    int stretch = count <= MOST_POINTS ? 1 : (2 * count + MOST_POINTS - 1) / MOST_POINTS;
    double[] x = new double[count];
    double[] y = new double[count];
    int size = 0;
    boolean any = false;
    for (int start = 0; start < count; start += stretch) {
      int end = Math.min(start + stretch, count);
      int low = start;
      int high = start;
      for (int i = start; i < end; i++) {
        if (values[i] < values[low] || Double.isNaN(values[low])) {
          low = i;
        }
        if (values[i] > values[high] || Double.isNaN(values[high])) {
          high = i;
        }
      }
      int first = Math.min(low, high);
      int second = Math.max(low, high);
      size = append(x, y, size, first, values);
      if (second != first) {
        size = append(x, y, size, second, values);
      }
      any |= Double.isFinite(values[first]);
    }
    if (!any) {
      return new double[2][0];
    }
    return new double[][] {Arrays.copyOf(x, size), Arrays.copyOf(y, size)};
  }

  private int append(double[] x, double[] y, int size, int index, double[] values) {
    x[size] = dates.get(index).toEpochDay();
    y[size] = Double.isFinite(values[index]) ? values[index] : Double.NaN;
    return size + 1;
  }
}
