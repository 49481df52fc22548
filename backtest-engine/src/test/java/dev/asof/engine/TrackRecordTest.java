package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackRecordTest {
  private static final LocalDate MONDAY = LocalDate.of(2022, 9, 5);

  @Test
  void datesAndBenchmarkMustFitTheReturns() {
    TrackRecord record = TrackRecord.of(new double[] {0.01, 0.02});
    assertThatThrownBy(() -> record.on(List.of(MONDAY)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid track record: 1 dates for 2 returns");
    assertThatThrownBy(() -> record.on(List.of(MONDAY, MONDAY)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid track record: date 2022-09-05 is not after 2022-09-05");
    assertThatThrownBy(() -> record.against(new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid track record: 3 returns of the benchmark for 2 of the record");
  }

  @Test
  void whatIsGivenAndTakenIsCopied() {
    double[] returns = {0.01, 0.02};
    double[] benchmark = {0.03, 0.04};
    TrackRecord record = TrackRecord.of(returns).against(benchmark);
    returns[0] = 9;
    benchmark[0] = 9;
    record.returns()[1] = 9;
    record.benchmark().orElseThrow()[1] = 9;
    assertThat(record.returns()).containsExactly(0.01, 0.02);
    assertThat(record.benchmark().orElseThrow()).containsExactly(0.03, 0.04);
  }

  @Test
  void aRecordWithoutReturnsHasNoGrowthPerYear() {
    TrackRecord none = TrackRecord.of(new double[0]);
    MetricConvention convention = MetricConvention.ofYear(252);
    assertThat(Metrics.value(Metric.TOTAL_RETURN, none, convention)).isZero();
    assertThat(Metrics.value(Metric.ANNUALISED_RETURN, none, convention)).isNaN();
    for (Metric metric : Metrics.of(none.against(new double[0]), convention).keySet()) {
      assertThat(Metrics.value(metric, none, convention)).isNotInfinite();
    }
  }
}
