package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.Benchmark;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** A record compared with itself, of which the benchmark has only a part. */
class CommonReturnsTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-9);
  private static final int SESSIONS = 60;

  private final List<LocalDate> sessions = new ArrayList<>();
  private final double[] closes = new double[SESSIONS + 1];
  private final double[] returns = new double[SESSIONS];

  CommonReturnsTest() {
    Random random = new Random(16);
    closes[0] = 100;
    for (int bar = 0; bar < SESSIONS; bar++) {
      sessions.add(LocalDate.of(2023, 1, 4).plusDays(bar));
      closes[bar + 1] = closes[bar] * (1 + 0.01 * random.nextGaussian());
      returns[bar] = closes[bar + 1] / closes[bar] - 1;
    }
  }

  /** The record's own prices where a session has one; -1 is the session before it. */
  private Benchmark benchmark(IntPredicate has) {
    List<LocalDate> dates = new ArrayList<>();
    List<Double> prices = new ArrayList<>();
    for (int bar = -1; bar < SESSIONS; bar++) {
      if (has.test(bar)) {
        dates.add(LocalDate.of(2023, 1, 4).plusDays(bar));
        prices.add(closes[bar + 1]);
      }
    }
    return Benchmark.of("B", dates, prices.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private double value(Metric metric, Benchmark benchmark) {
    TrackRecord record = TrackRecord.of(returns).on(sessions).against(benchmark);
    return Metrics.value(metric, record, MetricConvention.ofYear(252));
  }

  private void assertEqualToItself(Benchmark benchmark, int common) {
    CommonReturns both = CommonReturns.of(returns, sessions, benchmark);
    assertThat(both.sessions()).hasSize(common);
    assertThat(value(Metric.BETA, benchmark)).isCloseTo(1, CLOSE);
    assertThat(value(Metric.ALPHA, benchmark)).isCloseTo(0, CLOSE);
    assertThat(value(Metric.EXCESS_RETURN, benchmark)).isCloseTo(0, CLOSE);
    assertThat(value(Metric.INFORMATION_RATIO, benchmark)).isNaN();
  }

  @Test
  void aBenchmarkWithAllSessionsIsComparedOverAllOfThem() {
    assertEqualToItself(benchmark(bar -> true), SESSIONS);
    assertThat(CommonReturns.of(returns, sessions, benchmark(bar -> true)).isWhole()).isTrue();
  }

  @Test
  void aBenchmarkThatStartsLateIsComparedFromItsFirstCloseOn() {
    assertEqualToItself(benchmark(bar -> bar >= 20), SESSIONS - 21);
  }

  @Test
  void aBenchmarkThatEndsEarlyIsComparedUpToItsLastClose() {
    assertEqualToItself(benchmark(bar -> bar < 45), 45);
  }

  @Test
  void whereABenchmarkHasGapsBothAreCompoundedOverThem() {
    assertEqualToItself(benchmark(bar -> bar < 10 || bar > 13), SESSIONS - 4);
    assertEqualToItself(benchmark(bar -> bar % 7 != 3), SESSIONS - 9);
  }

  @Test
  void aBenchmarkWithoutAnyCloseIsComparedWithNothing() {
    Benchmark none = Benchmark.of("B", List.of(), new double[0]);
    assertThat(value(Metric.BETA, none)).isNaN();
    assertThat(CommonReturns.of(returns, sessions, none).sessions()).isEmpty();
  }

  @Test
  void aReturnOfOneSessionIsKnownWhereBothItsClosesAre() {
    double[] known =
        CommonReturns.ofSessions(sessions, benchmark(bar -> bar >= 1 && bar != 5 && bar < 8));
    for (int bar = 0; bar < SESSIONS; bar++) {
      boolean both = bar >= 2 && bar < 8 && bar != 5 && bar != 6;
      assertThat(Double.isNaN(known[bar])).isEqualTo(!both);
    }
  }
}
