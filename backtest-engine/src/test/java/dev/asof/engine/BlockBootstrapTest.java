package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BlockBootstrapTest {
  private static double[] normal(long seed, int count, double mean, double deviation) {
    Random random = new Random(seed);
    double[] returns = new double[count];
    Arrays.setAll(returns, n -> mean + deviation * random.nextGaussian());
    return returns;
  }

  @Test
  void nineOfTenIntervalsOfIndependentReturnsHoldTheTrueSharpeRatio() {
    int held = 0;
    for (int trial = 0; trial < 300; trial++) {
      BlockBootstrap.Interval interval =
          BlockBootstrap.of(normal(trial, 250, 0.001, 0.01), 252).sharpe();
      double truth = 0.1 * Math.sqrt(252);
      held += interval.low() <= truth && truth <= interval.high() ? 1 : 0;
    }
    // 90 % of 300 are 270; blocks of a short record cover a little less than they promise.
    assertThat(held).isBetween(246, 285);
  }

  @Test
  void theWidthIsTheStandardErrorsOfLo() {
    // Lo (2002), The Statistics of Sharpe Ratios, equation 9: sqrt((1 + SR^2 / 2) / n) a session.
    BlockBootstrap.Interval interval =
        BlockBootstrap.of(normal(3, 2_500, 0.0005, 0.01), 252).sharpe();
    double error = Math.sqrt((1 + 0.05 * 0.05 / 2) / 2_500 * 252);
    assertThat(interval.high() - interval.low()).isCloseTo(2 * 1.645 * error, within(0.15 * error));
  }

  @Test
  void blocksWidenTheIntervalOfReturnsThatFollowEachOther() {
    double[] independent = normal(5, 1_000, 0, 0.01);
    double[] dependent = independent.clone();
    for (int n = 1; n < dependent.length; n++) {
      dependent[n] = 0.8 * dependent[n - 1] + 0.6 * independent[n];
    }
    double narrow = width(BlockBootstrap.of(independent, 252).totalReturn());
    assertThat(width(BlockBootstrap.of(dependent, 252).totalReturn())).isGreaterThan(1.5 * narrow);
  }

  private static double width(BlockBootstrap.Interval interval) {
    return interval.high() - interval.low();
  }

  @Test
  void theSameReturnsHaveTheSameIntervals() {
    double[] returns = normal(1, 100, 0, 0.02);
    assertThat(BlockBootstrap.of(returns, 252)).isEqualTo(BlockBootstrap.of(returns.clone(), 252));
  }

  @Test
  void thereIsNoneWhereTooLittleIsKnown() {
    assertThat(BlockBootstrap.of(normal(1, 7, 0, 0.02), 252).sharpe().isDefined()).isFalse();
    double[] torn = normal(1, 50, 0, 0.02);
    torn[20] = Double.NaN;
    assertThat(BlockBootstrap.of(torn, 252).totalReturn().isDefined()).isFalse();
    double[] still = new double[50];
    BlockBootstrap flat = BlockBootstrap.of(still, 252);
    assertThat(flat.sharpe().isDefined()).isFalse();
    assertThat(flat.totalReturn()).isEqualTo(new BlockBootstrap.Interval(0, 0));
  }

  @Test
  void blocksGrowWithTheCubeRoot() {
    assertThat(BlockBootstrap.blockLength(8)).isEqualTo(2);
    assertThat(BlockBootstrap.blockLength(27)).isEqualTo(3);
    assertThat(BlockBootstrap.blockLength(28)).isEqualTo(4);
    assertThat(BlockBootstrap.blockLength(2_520)).isEqualTo(14);
  }
}
