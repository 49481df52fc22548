package dev.asof.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SharpeTableTest {
  @Test
  void twoAxesBecomeAnAlignedMatrix() {
    String text = SharpeTable.text(SampleExperiments.entryByHolding());

    List<String> lines = text.lines().toList();
    assertThat(lines.get(0)).isEqualTo("Sharpe ratio over the holding window, a year of 252 days");
    assertThat(lines.get(1).split(" +"))
        .containsExactly("entry", "\\", "holding", "1d", "1w", "2w", "3w", "4w");
    assertThat(lines).hasSize(5);
    assertThat(lines.subList(1, 5)).extracting(String::length).containsOnly(lines.get(1).length());
    assertThat(text).isASCII().endsWith("\n");
  }

  @Test
  void otherwiseThereIsALinePerCell() {
    assertThat(SharpeTable.text(SampleExperiments.threeAxes()).lines().toList())
        .hasSize(10)
        .element(1)
        .asString()
        .startsWith("entry  holding  size");
    assertThat(SharpeTable.text(SampleExperiments.holdings()).lines()).hasSize(7);
  }

  @Test
  void aRatioThatIsNotDefinedIsWrittenAsSuch() {
    assertThat(SharpeTable.text(FlatExperiment.withoutOrders()))
        .isEqualTo(
            """
            Sharpe ratio, a year of 252 days
            holding window  n/a
            whole run       n/a
            """);
  }
}
