package dev.asof.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BenchmarkTest {
  private static final LocalDate MONDAY = LocalDate.of(2022, 9, 12);

  private static List<LocalDate> days(int... offsets) {
    return Arrays.stream(offsets).mapToObj(MONDAY::plusDays).toList();
  }

  @Test
  void theFirstReturnStartsAtTheLastCloseBeforeTheRun() {
    Benchmark benchmark =
        Benchmark.of("SPY", days(0, 1, 2, 3), new double[] {90, 100, 110, Double.NaN});

    assertThat(benchmark.returns(days(2, 3))).containsExactly(110.0 / 100 - 1, 0);
  }

  @Test
  void aReturnAfterAGapCoversTheGap() {
    Benchmark benchmark =
        Benchmark.of("SPY", days(0, 1, 2, 4), new double[] {100, Double.NaN, 120, 60});

    assertThat(benchmark.returns(days(0, 1, 2, 3, 4)))
        .containsExactly(0, 0, 120.0 / 100 - 1, 0, 60.0 / 120 - 1);
  }

  @Test
  void returnsAreZeroBeforeItsFirstClose() {
    Benchmark benchmark = Benchmark.of("SPY", days(2, 3), new double[] {100, 150});

    assertThat(benchmark.returns(days(0, 1, 2, 3))).containsExactly(0, 0, 0, 0.5);
  }

  @Test
  void refusesWhatDoesNotFitItsSessions() {
    assertThatThrownBy(() -> Benchmark.of("SPY", days(0, 1), new double[1]))
        .hasMessage("Invalid benchmark SPY: 1 closes for 2 sessions");
    assertThatThrownBy(() -> Benchmark.of("SPY", days(1, 0), new double[2]))
        .hasMessage("Invalid benchmark SPY: session 2022-09-12 is not after 2022-09-13");
  }
}
