package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.BacktestResult;
import dev.asof.api.FillAt;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HoldingWindowTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-12);

  /** All cash in one instrument, at closes, in the sessions that are marked with a 1. */
  private static BacktestResult hold(double[] closes, int... marks) {
    return Simulator.run(
        BacktestSpec.builder().build(),
        Panel.single(closes),
        List.of(),
        new Script(
            (view, orders) -> {
              if (view.bars() > 0) {
                orders.targetShares(0, marks[view.bars()] * 100, FillAt.CLOSE);
              }
            }));
  }

  @Test
  void aHoldingOfOneSessionHasThreeReturnsTheFirstZero() {
    // Bought at the close of session 2, sold at that of session 3: 100 shares gain 1,000.
    BacktestResult result = hold(new double[] {100, 100, 100, 110, 110, 110}, 0, 0, 1, 0, 0, 0);
    assertThat(HoldingWindow.of(result).returns()).containsExactly(0, 0, 0.01);
    // Mean 1/300, variance (2/3) * 0.01^2 / 2: the ratio is 1 / sqrt(3).
    assertThat(HoldingWindow.of(result).sharpe(252))
        .isCloseTo(Math.sqrt(252) / Math.sqrt(3), CLOSE);
    assertThat(HoldingWindow.of(result).totalReturn()).isCloseTo(0.01, CLOSE);
  }

  @Test
  void windowsOfSeveralTradesAreJoinedAndASessionCountsOnce() {
    BacktestResult result =
        hold(
            new double[] {100, 100, 110, 110, 110, 120, 120, 120, 120, 120},
            0,
            1,
            0,
            0,
            1,
            0,
            1,
            0,
            0,
            0);
    // Sessions 0 to 2, 3 to 5 and 5 to 7 of 0 to 9.
    assertThat(HoldingWindow.of(result).returns()).hasSize(8);
  }

  @Test
  void aTradeThatIsStillOpenRunsToTheEnd() {
    BacktestResult result = hold(new double[] {100, 100, 100, 110, 120}, 0, 0, 1, 1, 1);
    assertThat(HoldingWindow.of(result).returns()).hasSize(4);
    assertThat(HoldingWindow.of(result).totalReturn()).isCloseTo(0.02, CLOSE);
  }

  @Test
  void growthFromBelowZeroCannotBeCompounded() {
    // Short 100 at 1,000: at 2,500 the account is worth -50,000, at 1,000 again 100,000.
    BacktestResult result =
        hold(new double[] {1000, 1000, 1000, 2500, 1000, 1000}, 0, 0, -1, -1, -1, 0);
    assertThat(result.equityUsd()[3]).isEqualTo(-50_000);
    assertThat(HoldingWindow.of(result).totalReturn()).isNaN();
  }

  @Test
  void underThreeReturnsThereIsNoSharpe() {
    BacktestResult result = hold(new double[] {100, 100, 110}, 0, 0, 1);
    assertThat(HoldingWindow.of(result).returns()).hasSize(2);
    assertThat(HoldingWindow.of(result).sharpe(252)).isNaN();
  }

  @Test
  void withoutTradesThereIsNothingToMeasure() {
    BacktestResult result = hold(new double[] {100, 100, 110}, 0, 0, 0);
    assertThat(HoldingWindow.of(result).returns()).isEmpty();
    assertThat(HoldingWindow.of(result).sharpe(252)).isNaN();
    assertThat(HoldingWindow.of(result).totalReturn()).isZero();
  }
}
