package dev.asof.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class BarsTest {
  private static final LocalDate FRIDAY = LocalDate.of(2022, 9, 2);
  private static final LocalDate TUESDAY = LocalDate.of(2022, 9, 6);
  private static final double[] VALUES = {1, 2, 3, 4};

  private static Bars bars(List<String> symbols, List<LocalDate> sessions, double[] values) {
    return Bars.copyOf(symbols, sessions, values, values, values, values, values);
  }

  @Test
  void arraysAreRowMajorBySessionAndCopied() {
    double[] values = VALUES.clone();
    Bars bars = bars(List.of("A", "B"), List.of(FRIDAY, TUESDAY), values);
    values[3] = 99;
    assertThat(bars.close(1, 1)).isEqualTo(4);
    assertThat(bars.close(1, 0)).isEqualTo(3);
    assertThat(bars.indexOf("B")).isEqualTo(1);
    assertThat(bars.indexOf("C")).isEqualTo(-1);
  }

  @Test
  void aBarIsKnownAtTheCloseInNewYork() {
    Bars bars = bars(List.of("A", "B"), List.of(FRIDAY, TUESDAY), VALUES);
    assertThat(bars.closeTime(0)).isEqualTo(NewYorkTime.close(FRIDAY));
    assertThat(bars.openTime(1)).isEqualTo(NewYorkTime.open(TUESDAY));
  }

  @Test
  void unsortedSessionsRepeatedSymbolsAndWrongLengthsAreRefused() {
    assertThatThrownBy(() -> bars(List.of("A", "B"), List.of(TUESDAY, FRIDAY), VALUES))
        .hasMessage("Invalid bars: session 2022-09-02 does not come after 2022-09-06");
    assertThatThrownBy(() -> bars(List.of("A", "A"), List.of(FRIDAY, TUESDAY), VALUES))
        .hasMessage("Invalid bars: symbol 'A' stands twice");
    assertThatThrownBy(() -> bars(List.of("A"), List.of(FRIDAY, TUESDAY), VALUES))
        .hasMessage("Invalid bars: open has 4 cells instead of 2");
  }
}
