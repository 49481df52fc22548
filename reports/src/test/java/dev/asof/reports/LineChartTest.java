package dev.asof.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineChartTest {
  private static final LocalDate START = LocalDate.of(2022, 8, 1);

  private static List<LocalDate> days(int count) {
    List<LocalDate> days = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      days.add(START.plusDays(i));
    }
    return days;
  }

  private static LineChart chart(int days) {
    return new LineChart("id", "title", "text", 100, AxisScale.Unit.USD, days(days));
  }

  private static List<String> lines(Chart chart, String cssClass) {
    return chart.lines().stream()
        .filter(path -> path.cssClass().equals(cssClass))
        .map(SvgPath::data)
        .toList();
  }

  @Test
  void pointsStandWhereTheirDateAndValueAre() {
    Chart chart = chart(3).add("s", new double[] {0, 50, 100}, LineChart.Shape.LINE).paint();

    assertThat(lines(chart, "s")).containsExactly("M0 100 500 50 1000 0");
    assertThat(chart.values())
        .extracting(Chart.Label::text)
        .containsExactly("0", "20", "40", "60", "80", "100");
    assertThat(lines(chart, "zero")).containsExactly("M0 100 1000 100");
    assertThat(lines(chart, "grid")).hasSize(5).last().isEqualTo("M0 0 1000 0");
  }

  @Test
  void aMissingValueLeavesAGap() {
    Chart chart =
        chart(5).add("s", new double[] {0, 100, Double.NaN, 100, 0}, LineChart.Shape.LINE).paint();

    assertThat(lines(chart, "s")).containsExactly("M0 100 250 0", "M750 0 1000 100");
  }

  @Test
  void anAreaHangsFromZero() {
    Chart chart = chart(3).add("s", new double[] {0, -100, -50}, LineChart.Shape.AREA).paint();

    assertThat(lines(chart, "s area")).containsExactly("M0 0 0 0 500 100 1000 50 1000 0Z");
  }

  @Test
  void aLongLineIsThinnedAndKeepsItsExtremes() {
    double[] values = new double[5000];
    values[1234] = 100;
    values[4321] = -100;

    Chart chart = chart(5000).add("s", values, LineChart.Shape.LINE).paint();

    String line = lines(chart, "s").get(0);
    assertThat(line.length()).isLessThan(10_000);
    assertThat(line).contains("246.8 0 ").contains("864.4 100 ");
  }

  @Test
  void aMarkOutsideTheDatesIsLeftOut() {
    Chart chart =
        chart(11)
            .add("s", new double[11], LineChart.Shape.LINE)
            .mark(START.plusDays(2), "in")
            .mark(START.plusDays(11), "out")
            .paint();

    assertThat(chart.marks()).extracting(Chart.Mark::text).containsExactly("in");
    assertThat(chart.marks().get(0).position()).isEqualTo("20.00%");
  }

  @Test
  void oneDayOfNothingIsStillAChart() {
    Chart chart = chart(1).add("s", new double[] {Double.NaN}, LineChart.Shape.LINE).paint();

    assertThat(lines(chart, "s")).isEmpty();
    assertThat(chart.values()).isNotEmpty();
  }

  @Test
  void monthsAreLabelledWhenThereAreMany() {
    assertThat(DateTicks.between(START, LocalDate.of(2022, 12, 30)))
        .extracting(DateTicks.Tick::label)
        .containsExactly("2022-08", "2022-09", "2022-10", "2022-11", "2022-12");
    assertThat(DateTicks.between(LocalDate.of(2012, 3, 5), LocalDate.of(2022, 3, 4)))
        .extracting(DateTicks.Tick::label)
        .containsExactly("2013-01", "2015-01", "2017-01", "2019-01", "2021-01");
    assertThat(DateTicks.between(START, START.plusDays(20)))
        .extracting(DateTicks.Tick::label)
        .containsExactly("08-01", "08-08", "08-15");
  }

  @Test
  void thousandsAndPercentagesAreShort() {
    AxisScale usd = AxisScale.around(98_000, 1_210_000, AxisScale.Unit.USD);
    assertThat(usd.ticks())
        .extracting(AxisScale.Tick::label)
        .containsExactly("0.0M", "0.5M", "1.0M", "1.5M");
    AxisScale share = AxisScale.around(-0.03, 0.011, AxisScale.Unit.FRACTION);
    assertThat(share.ticks())
        .extracting(AxisScale.Tick::label)
        .containsExactly(
            "\u22123\u00a0%",
            "\u22122\u00a0%", "\u22121\u00a0%", "0\u00a0%", "1\u00a0%", "2\u00a0%");
  }

  @Test
  void aLogarithmicAxisIsTickedAtRoundPercentages() {
    AxisScale narrow = AxisScale.around(Math.log(0.87), Math.log(1.31), AxisScale.Unit.LOG_GROWTH);
    assertThat(narrow.ticks())
        .extracting(AxisScale.Tick::label)
        .containsExactly(
            "\u221220\u00a0%",
            "\u221210\u00a0%", "0\u00a0%", "10\u00a0%", "20\u00a0%", "30\u00a0%", "40\u00a0%");
    assertThat(narrow.ticks().get(0).value()).isEqualTo(StrictMath.log1p(-0.2));

    AxisScale wide = AxisScale.around(Math.log(0.6), Math.log(9), AxisScale.Unit.LOG_GROWTH);
    assertThat(wide.ticks())
        .extracting(AxisScale.Tick::label)
        .containsExactly("\u221250\u00a0%", "0\u00a0%", "100\u00a0%", "400\u00a0%", "900\u00a0%");
  }

  @Test
  void aPositionOfOneNightIsABarAndNoPlateau() {
    double[] values = new double[5000];
    values[2500] = 1;

    Chart chart = chart(5000).add("s", values, LineChart.Shape.BARS).paint();

    assertThat(lines(chart, "s")).containsExactly("M500 100.0V0.0");
  }

  @Test
  void stepsStayAtAValueUntilTheNext() {
    Chart chart = chart(3).add("s", new double[] {0, 1, 0.5}, LineChart.Shape.STEPS).paint();

    assertThat(lines(chart, "s")).containsExactly("M0 100.0H500V0.0H1000V50.0H1000");
  }

  @Test
  void oneSpikeDoesNotFlattenTheRestAndIsSaid() {
    double[] values = new double[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 10;
    }
    values[700] = 530;

    Chart chart = chart(1000).add("s", values, LineChart.Shape.LINE).cutOutliers().paint();

    assertThat(chart.values().get(chart.values().size() - 1).text()).isEqualTo("10");
    assertThat(chart.description())
        .endsWith("Drawn at the edge: 1 value beyond, from 0.00 to 530.00.");
  }

  @Test
  void theLastDateIsLabelled() {
    assertThat(chart(500).add("s", new double[500], LineChart.Shape.LINE).paint().lastDate())
        .isEqualTo(START.plusDays(499).toString());
  }

  @Test
  void manyZerosAndRareExtremesDoNotMakeAHistogramOneBar() {
    double[] values = new double[1000];
    for (int i = 0; i < 200; i++) {
      values[i] = (i % 20 - 10) / 1000.0 + 0.0005;
    }
    values[0] = 0.5;

    Chart chart = Histogram.of("h", "Returns", "days", values);

    assertThat(chart.description())
        .contains("Left out: 800 days of exactly 0.")
        .contains("The outermost bars gather what lies beyond.");
    String bars = lines(chart, "bar0").get(0);
    assertThat(bars.chars().filter(c -> c == 'Z').count()).isBetween(15L, 30L);
  }
}
