package dev.asof.notebook;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;

/** A number for each combination of two parameters: shaded, and written into its cell. */
final class HeatMap {
  private static final int WIDTH = 760;
  private static final int HEIGHT_OF_ROW = 56;
  private static final int LABEL_SPACING = 20;
  private static final int HEIGHT_OF_REST = 130;
  private static final Color[] BELOW_TO_ABOVE_ZERO = {
    new Color(0xd98067), new Color(0xf7f7f7), new Color(0x7fb0d3)
  };

  private HeatMap() {}

  /**
   * Draws it.
   *
   * @param what the number
   * @param down values of the parameter that runs down, from the top
   * @param across values of the parameter that runs across
   * @param values one row per value that runs down; NaN leaves its cell empty
   */
  static Picture of(
      String what,
      String downName,
      List<String> down,
      String acrossName,
      List<String> across,
      double[][] values) {
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(WIDTH)
            .height(HEIGHT_OF_REST + HEIGHT_OF_ROW * down.size())
            .title(what)
            .xAxisTitle(acrossName)
            .yAxisTitle(downName)
            .build();
    double largest =
        Arrays.stream(values)
            .flatMapToDouble(Arrays::stream)
            .filter(Double::isFinite)
            .map(Math::abs)
            .max()
            .orElse(1);
    double reach = largest > 0 ? largest : 1;
    chart.getStyler().setRangeColors(BELOW_TO_ABOVE_ZERO);
    chart.getStyler().setMin(-reach);
    chart.getStyler().setMax(reach);
    chart.getStyler().setShowValue(true);
    chart.getStyler().setValueFontColor(Color.BLACK);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setHeatMapValueDecimalPattern("0.00");
    chart.getStyler().setLocale(Locale.ROOT);
    chart.getStyler().setXAxisMaxLabelCount(across.size());
    chart.getStyler().setYAxisTickMarkSpacingHint(LABEL_SPACING);
    chart.getStyler().setPlotGridLinesVisible(false);
    chart.getStyler().setPlotBorderVisible(false);
    // The chart counts rows from below.
    List<String> upwards = new ArrayList<>();
    List<Number[]> cells = new ArrayList<>();
    for (int row = down.size() - 1; row >= 0; row--) {
      for (int column = 0; column < across.size(); column++) {
        if (Double.isFinite(values[row][column])) {
          cells.add(new Number[] {column, upwards.size(), values[row][column]});
        }
      }
      upwards.add(down.get(row));
    }
    if (!cells.isEmpty()) {
      chart.addSeries(what, across, upwards, cells);
    }
    return new Picture(
        chart, "[heat map] " + words(what, downName, down, across, acrossName, values));
  }

  private static String words(
      String what,
      String downName,
      List<String> down,
      List<String> across,
      String acrossName,
      double[][] values) {
    List<String> columns = new ArrayList<>();
    columns.add(downName + " \\ " + acrossName);
    columns.addAll(across);
    List<List<Object>> rows = new ArrayList<>();
    for (int row = 0; row < down.size(); row++) {
      List<Object> cells = new ArrayList<>();
      cells.add(down.get(row));
      for (double value : values[row]) {
        cells.add(Numbers.rounded(value, 2));
      }
      rows.add(cells);
    }
    return what + "\n" + TableView.of(Tables.of(what, columns, rows)).text();
  }
}
