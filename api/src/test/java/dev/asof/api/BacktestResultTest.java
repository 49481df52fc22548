package dev.asof.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacktestResultTest {
  private static BacktestResult result(double equity, List<DecisionNote> notes) {
    return new BacktestResult(
        List.of("A"),
        List.of(LocalDate.of(2022, 9, 6)),
        100,
        new double[] {100},
        new double[] {equity},
        new double[] {0},
        List.of(),
        List.of(),
        List.of(),
        notes,
        List.of());
  }

  @Test
  void theDigestChangesWithTheLastBitOfEquityAndWithNothingThatIsOnlySaid() {
    DecisionNote note = new DecisionNote(LocalDate.of(2022, 9, 6), "skipped");
    assertThat(result(100, List.of(note)).digest())
        .matches("[0-9a-f]{64}")
        .isEqualTo(result(100, List.of()).digest())
        .isNotEqualTo(result(Math.nextUp(100.0), List.of()).digest());
  }

  @Test
  void arraysHandedOutCannotChangeTheResult() {
    BacktestResult result = result(100, List.of());
    result.equityUsd()[0] = 0;
    assertThat(result.equityUsd()).containsExactly(100);
  }
}
