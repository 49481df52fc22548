package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CalendarMetricsTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-12);
  private static final MetricConvention CONVENTION = MetricConvention.ofYear(12);

  /** One return on the 15th of each month from January 2020 on. */
  private static TrackRecord monthly(double... returns) {
    List<LocalDate> dates = new ArrayList<>();
    for (int n = 0; n < returns.length; n++) {
      dates.add(LocalDate.of(2020, 1, 15).plusMonths(n));
    }
    return TrackRecord.of(returns).on(dates);
  }

  private static double value(Metric metric, TrackRecord record) {
    return Metrics.value(metric, record, CONVENTION);
  }

  @Test
  void sessionsOfAMonthCompound() {
    TrackRecord record =
        TrackRecord.of(new double[] {0.1, 0.1, -0.1, 0.2})
            .on(
                List.of(
                    LocalDate.of(2022, 1, 3),
                    LocalDate.of(2022, 1, 31),
                    LocalDate.of(2022, 2, 1),
                    LocalDate.of(2023, 1, 2)));
    assertThat(value(Metric.BEST_MONTH, record)).isCloseTo(0.21, CLOSE);
    assertThat(value(Metric.WORST_MONTH, record)).isCloseTo(-0.1, CLOSE);
    assertThat(value(Metric.BEST_YEAR, record)).isCloseTo(0.2, CLOSE);
    assertThat(value(Metric.WORST_YEAR, record)).isCloseTo(0.089, CLOSE);
    assertThat(value(Metric.AVERAGE_UP_MONTH, record)).isCloseTo(0.205, CLOSE);
    assertThat(value(Metric.AVERAGE_DOWN_MONTH, record)).isCloseTo(-0.1, CLOSE);
    assertThat(value(Metric.WINNING_MONTHS, record)).isCloseTo(2 / 3.0, CLOSE);
    assertThat(value(Metric.WINNING_QUARTERS, record)).isEqualTo(1);
    assertThat(value(Metric.WINNING_YEARS, record)).isEqualTo(1);
    assertThat(value(Metric.MONTHLY_GAIN_TO_PAIN, record)).isCloseTo(3.1, CLOSE);
    // 1.21 * 0.9 * 1.2 over three months and two years.
    assertThat(value(Metric.EXPECTED_MONTHLY_RETURN, record))
        .isCloseTo(Math.cbrt(1.3068) - 1, CLOSE);
    assertThat(value(Metric.EXPECTED_YEARLY_RETURN, record))
        .isCloseTo(Math.sqrt(1.3068) - 1, CLOSE);
  }

  @Test
  void lateReturnsBeginAfterTheDayThatLiesSoFarBack() {
    // January 2020 to April 2021.
    double[] returns = new double[16];
    for (int n = 0; n < returns.length; n++) {
      returns[n] = n < 4 ? 1 : 0.01;
    }
    TrackRecord record = monthly(returns);
    assertThat(value(Metric.MONTH_TO_DATE_RETURN, record)).isCloseTo(0.01, CLOSE);
    assertThat(value(Metric.THREE_MONTH_RETURN, record)).isCloseTo(Math.pow(1.01, 3) - 1, CLOSE);
    assertThat(value(Metric.SIX_MONTH_RETURN, record)).isCloseTo(Math.pow(1.01, 6) - 1, CLOSE);
    assertThat(value(Metric.YEAR_TO_DATE_RETURN, record)).isCloseTo(Math.pow(1.01, 4) - 1, CLOSE);
    assertThat(value(Metric.ONE_YEAR_RETURN, record)).isCloseTo(Math.pow(1.01, 12) - 1, CLOSE);
    assertThat(value(Metric.THREE_YEAR_RETURN, record)).isNaN();
  }

  @Test
  void lateReturnsOfYearsAreAnnualised() {
    // 1 % a month over 121 months; the year has twelve sessions.
    double[] returns = new double[121];
    Arrays.fill(returns, 0.01);
    TrackRecord record = monthly(returns);
    for (Metric metric :
        List.of(Metric.THREE_YEAR_RETURN, Metric.FIVE_YEAR_RETURN, Metric.TEN_YEAR_RETURN)) {
      assertThat(value(metric, record)).isCloseTo(Math.pow(1.01, 12) - 1, CLOSE);
    }
  }
}
