package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a tear sheet shows beside the metrics: by period, over a window, spread and positions. */
final class SheetMeasuresTest {
  private static final double NONE = Double.NaN;

  private static List<LocalDate> days(String... days) {
    return List.of(days).stream().map(LocalDate::parse).toList();
  }

  @Test
  void returnsCompoundWithinEachPeriod() {
    List<LocalDate> sessions = days("2020-12-31", "2021-01-04", "2021-01-05", "2021-04-01");
    double[] returns = {0.1, 0.5, -0.5, 0.2};

    assertThat(CalendarPeriod.MONTH.returns(sessions, returns))
        .extracting(CalendarPeriod.PeriodReturn::first)
        .containsExactly(sessions.get(0), sessions.get(1), sessions.get(3));
    assertThat(CalendarPeriod.YEAR.returns(sessions, returns).get(1).value())
        .isEqualTo(1.5 * 0.5 * 1.2 - 1, within(1e-15));
    // Thursday 2020-12-31 is in the week that ends on 2021-01-03.
    assertThat(CalendarPeriod.WEEK.returns(sessions, returns)).hasSize(3);
    assertThat(CalendarPeriod.QUARTER.returns(sessions, returns)).hasSize(3);
    assertThat(CalendarPeriod.YEAR.returns(List.of(), new double[0])).isEmpty();
  }

  @Test
  void weeksAreNotMixedUpOverTheTurnOfAYear() {
    // 2021-01-01 is a Friday of 2020's week 53; 2021-12-31 one of 2021's week 52.
    List<LocalDate> sessions = days("2020-12-28", "2021-01-01", "2021-01-04", "2021-12-31");

    assertThat(CalendarPeriod.WEEK.returns(sessions, new double[4]))
        .extracting(CalendarPeriod.PeriodReturn::last)
        .containsExactly(sessions.get(1), sessions.get(2), sessions.get(3));
  }

  @Test
  void aWindowMovesAlongTheRecord() {
    double[] returns = {0.01, 0.03, 0.02, -0.02};
    double[] benchmark = {0.02, 0.06, 0.04, 0.04};
    TrackRecord record = TrackRecord.of(returns).against(benchmark);
    MetricConvention year = MetricConvention.ofYear(252);

    double[] sharpe = RollingMetric.of(Metric.SHARPE, record, 2, year);
    double[] beta = RollingMetric.of(Metric.BETA, record, 3, year);

    assertThat(sharpe[0]).isNaN();
    // Mean 0.02 over a deviation of 0.02 / root 2.
    assertThat(sharpe[1]).isEqualTo(Math.sqrt(2) * Math.sqrt(252), within(1e-12));
    assertThat(sharpe[3]).isEqualTo(0, within(1e-12));
    assertThat(beta[1]).isNaN();
    // The benchmark moves twice as far in the first window.
    assertThat(beta[2]).isEqualTo(0.5, within(1e-12));
  }

  @Test
  void aWindowOfOneSessionIsRefused() {
    assertThatThrownBy(
            () ->
                RollingMetric.of(
                    Metric.SHARPE, TrackRecord.of(new double[3]), 1, MetricConvention.ofYear(252)))
        .hasMessage("Invalid window: 1 sessions, fewer than 2");
  }

  @Test
  void quantilesAreInterpolated() {
    Quantiles quantiles = Quantiles.of(new double[] {4, 1, 3, 2, 5});

    assertThat(quantiles).isEqualTo(new Quantiles(1, 1.2, 2, 3, 4, 4.8, 5));
    assertThat(Quantiles.of(new double[0]).median()).isNaN();
    assertThat(Quantiles.of(new double[] {7})).isEqualTo(new Quantiles(7, 7, 7, 7, 7, 7, 7));
  }

  @Test
  void positionsAreWeighedAtTheCloseOrTheLastOne() {
    List<LocalDate> sessions = days("2021-01-04", "2021-01-05", "2021-01-06");
    double[] close = {9, 20, 10, NONE, 10, 40};
    Bars bars = Bars.copyOf(List.of("A", "B"), sessions, close, close, close, close, close);
    double[] equity = {100, 200, -1};
    BacktestResult result =
        new BacktestResult(
            List.of("A", "B"),
            sessions.subList(1, 3),
            100,
            new double[] {100, 100},
            new double[] {equity[1], equity[2]},
            new double[] {5, -2, 5, 0},
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());

    Positions positions = Positions.of(result, bars);

    assertThat(positions.counts()).containsExactly(2, 1);
    assertThat(positions.largest()).containsExactly(0.25, 0);
    assertThat(positions.holdings())
        .containsExactly(
            new Positions.Holding("A", 2, 0.25, 0.25, 0),
            new Positions.Holding("B", 1, -0.2, 0, -0.2));
    assertThat(Exposure.of(result, bars).shorts()[0]).isEqualTo(0.2);
    assertThat(Exposure.of(result, bars).longs()[1]).isNaN();
  }
}
