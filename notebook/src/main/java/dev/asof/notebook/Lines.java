package dev.asof.notebook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A chart of lines over days. */
final class Lines {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 380;
  private static final Color BENCHMARK = new Color(0x8a8a8a);
  private static final Color GRID = new Color(0xe3e3e3);

  private final XYChart chart;
  private final List<String> endings = new ArrayList<>();
  private final String title;
  private final String unit;
  private LocalDate first = LocalDate.MAX;
  private LocalDate last = LocalDate.MIN;

  /**
   * An empty chart.
   *
   * @param unit of the vertical axis, for example {@code %}
   */
  Lines(String title, String unit) {
    this.title = title;
    this.unit = unit;
    this.chart =
        new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).yAxisTitle(unit).build();
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setTimezone(TimeZone.getTimeZone("UTC"));
    chart.getStyler().setLocale(Locale.ROOT);
    chart.getStyler().setDatePattern("yyyy-MM-dd");
    chart.getStyler().setXAxisMaxLabelCount(6);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setPlotBorderVisible(false);
    chart.getStyler().setPlotGridLinesColor(GRID);
    chart.getStyler().setPlotGridLinesStroke(new BasicStroke(1));
    chart.getStyler().setLegendBorderColor(Color.WHITE);
  }

  /** Adds a line; values that aren't finite leave it out on their day. */
  Lines add(String name, List<LocalDate> days, double[] values) {
    series(name, days, values);
    return this;
  }

  /** Adds the line that the others are compared with. */
  Lines addBenchmark(String name, List<LocalDate> days, double[] values) {
    XYSeries series = series(name, days, values);
    if (series != null) {
      series.setLineColor(BENCHMARK);
      series.setLineStyle(
          new BasicStroke(
              1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 4}, 0));
    }
    return this;
  }

  private XYSeries series(String name, List<LocalDate> days, double[] values) {
    List<Date> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int n = 0; n < values.length; n++) {
      if (Double.isFinite(values[n])) {
        LocalDate day = days.get(n);
        first = day.isBefore(first) ? day : first;
        last = day.isAfter(last) ? day : last;
        x.add(Date.from(day.atStartOfDay(ZoneOffset.UTC).toInstant()));
        y.add(values[n]);
      }
    }
    if (x.isEmpty()) {
      return null;
    }
    endings.add(name + " " + Numbers.fixed(y.get(y.size() - 1), 2));
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineStyle(new BasicStroke(1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
    return series;
  }

  Picture picture() {
    String description =
        endings.isEmpty()
            ? title + ": nothing to draw"
            : title
                + ", "
                + unit
                + ", "
                + first
                + " to "
                + last
                + "; at the end "
                + String.join(", ", endings);
    return new Picture(chart, "[chart] " + description);
  }
}
