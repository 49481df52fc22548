package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MetricConventionTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-12);
  private static final MetricConvention OURS = MetricConvention.ofYear(252);
  private static final double NAN = Double.NaN;

  private static double value(Metric metric, MetricConvention convention, double... returns) {
    return Metrics.value(metric, TrackRecord.of(returns), convention);
  }

  @Test
  void optionsOutOfTheirRangeAreRefused() {
    assertThatThrownBy(() -> MetricConvention.ofYear(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid metric convention: a year of 0.0 days is not above 0");
    assertThatThrownBy(() -> MetricConvention.ofYear(NAN))
        .hasMessage("Invalid metric convention: a year of NaN days is not above 0");
    assertThatThrownBy(() -> OURS.withDdof(2))
        .hasMessage("Invalid metric convention: ddof 2 is neither 0 nor 1");
    assertThatThrownBy(() -> OURS.withTail(0))
        .hasMessage("Invalid metric convention: tail 0.0 is not above 0 and at most 0.5");
    assertThatThrownBy(() -> OURS.withRiskFree(NAN))
        .hasMessage("Invalid metric convention: risk-free return NaN is not a number");
    assertThatThrownBy(() -> OURS.withRequiredReturn(Double.POSITIVE_INFINITY))
        .hasMessage("Invalid metric convention: required return Infinity is not a number");
  }

  @Test
  void aLossInTheFirstSessionIsADrawdownUnlessTheFirstCloseIsThePeak() {
    assertThat(value(Metric.MAX_DRAWDOWN, OURS, -0.2, 0.1)).isCloseTo(-0.2, CLOSE);
    assertThat(value(Metric.MAX_DRAWDOWN, MetricConvention.empyrical(252), -0.2, 0.1))
        .isCloseTo(-0.2, CLOSE);
    assertThat(value(Metric.MAX_DRAWDOWN, MetricConvention.vectorbt(252), -0.2, 0.1)).isZero();
  }

  @Test
  void aMissingReturnLeavesAMetricUndefinedUnlessItIsSaidWhatItMeans() {
    double[] returns = {0.1, NAN, 0.1, 0.1};
    assertThat(value(Metric.TOTAL_RETURN, OURS, returns)).isNaN();
    assertThat(value(Metric.MAX_DRAWDOWN, OURS, returns)).isNaN();
    // A year of 3 sessions: three or four sessions have passed, or one returned nothing.
    MetricConvention year = MetricConvention.ofYear(3);
    assertThat(
            value(
                Metric.ANNUALISED_RETURN,
                year.withMissing(MetricConvention.Missing.LEFT_OUT),
                returns))
        .isCloseTo(0.331, CLOSE);
    double longer = Math.pow(1.331, 0.75) - 1;
    MetricConvention counted = year.withMissing(MetricConvention.Missing.COUNTED);
    MetricConvention zero = year.withMissing(MetricConvention.Missing.ZERO);
    assertThat(value(Metric.ANNUALISED_RETURN, counted, returns)).isCloseTo(longer, CLOSE);
    assertThat(value(Metric.ANNUALISED_RETURN, zero, returns)).isCloseTo(longer, CLOSE);
    assertThat(value(Metric.MEAN_RETURN, counted, returns)).isCloseTo(0.1, CLOSE);
    assertThat(value(Metric.MEAN_RETURN, zero, returns)).isCloseTo(0.075, CLOSE);
  }

  @Test
  void growthPerYearCountsSessionsOrCalendarDays() {
    TrackRecord record =
        TrackRecord.of(new double[] {0, 0.21})
            .on(List.of(LocalDate.of(2020, 1, 1), LocalDate.of(2024, 1, 1)));
    MetricConvention calendar = OURS.withAnnualisation(MetricConvention.Annualisation.BY_CALENDAR);
    // Four years are 1,461 days of 365.25 a year.
    assertThat(Metrics.value(Metric.ANNUALISED_RETURN, record, calendar))
        .isCloseTo(Math.pow(1.21, 0.25) - 1, CLOSE);
    assertThat(Metrics.value(Metric.ANNUALISED_RETURN, record, MetricConvention.ofYear(1)))
        .isCloseTo(0.1, CLOSE);
    assertThat(value(Metric.ANNUALISED_RETURN, calendar, 0, 0.21)).isNaN();
  }

  @Test
  void noRiskIsUndefinedInfiniteOrWhatADivisionGives() {
    double[] gains = {0.01, 0.02};
    assertThat(value(Metric.SORTINO, OURS, gains)).isNaN();
    assertThat(value(Metric.SORTINO, MetricConvention.vectorbt(252), gains))
        .isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(value(Metric.SHARPE, MetricConvention.empyrical(252), 0, 0)).isNaN();
    assertThat(value(Metric.SHARPE, MetricConvention.vectorbt(252), 0, 0))
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void riskFreeAndRequiredReturnsAreTakenOffEachSession() {
    // Less 0.01: 0.01 and 0.03, of mean 0.02 and deviation 0.02 / sqrt(2).
    MetricConvention day = MetricConvention.ofYear(1);
    assertThat(value(Metric.SHARPE, day.withRiskFree(0.01), 0.02, 0.04))
        .isCloseTo(Math.sqrt(2), CLOSE);
    // Less 0.03: -0.01 and 0.02, of mean 0.005; the mean square of the loss is 0.00005.
    assertThat(value(Metric.SORTINO, day.withRequiredReturn(0.03), 0.02, 0.05))
        .isCloseTo(0.005 / Math.sqrt(0.00005), CLOSE);
    assertThat(value(Metric.OMEGA, day.withRequiredReturn(0.03), 0.02, 0.05)).isCloseTo(2, CLOSE);
  }

  @Test
  void thePopulationHasAnotherDivisorAndUncorrectedMoments() {
    MetricConvention population = MetricConvention.ofYear(1).withDdof(0);
    assertThat(value(Metric.VOLATILITY, population, 0.01, 0.03)).isCloseTo(0.01, CLOSE);
    // Distances -1, -1, 2 of mean square 2 and mean cube 2.
    assertThat(value(Metric.SKEWNESS, population, 0, 0, 0.03)).isCloseTo(1 / Math.sqrt(2), CLOSE);
    assertThat(value(Metric.SKEWNESS, OURS, 0, 0, 0.03)).isCloseTo(Math.sqrt(3), CLOSE);
    // Mean fourth power 6 over the square of 2, less 3.
    assertThat(value(Metric.KURTOSIS, population, 0, 0, 0.03)).isCloseTo(-1.5, CLOSE);
    assertThat(value(Metric.KURTOSIS, OURS, 0, 0, 0.03)).isNaN();
    // Distances -1, -1, -1, 3 of mean square 3 and mean fourth power 21: -2/3, corrected 4.
    assertThat(value(Metric.KURTOSIS, OURS, 0, 0, 0, 0.04)).isCloseTo(4, CLOSE);
  }
}
