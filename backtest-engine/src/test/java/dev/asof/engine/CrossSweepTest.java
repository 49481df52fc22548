package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.Direction;
import dev.asof.api.Order;
import dev.asof.api.OrderTerms;
import dev.asof.api.SizeType;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class CrossSweepTest {
  private static final BacktestSpec TEN_BPS =
      BacktestSpec.builder().costs(new Costs(10, 0, 0)).build();

  @Test
  void allGoldenCombinationsHaveTheGoldenResults() throws IOException {
    GoldenFile golden = GoldenFile.ofResource("sweep/ma_cross_990.json");
    double[] open = GoldenFile.vector(golden.root().path("open"));
    double[] close = GoldenFile.vector(golden.root().path("close"));
    double[][] combinations = GoldenFile.matrix(golden.root().path("combos"));
    int[] fast = new int[combinations.length];
    int[] slow = new int[combinations.length];
    for (int n = 0; n < fast.length; n++) {
      fast[n] = (int) combinations[n][0];
      slow[n] = (int) combinations[n][1];
    }
    CrossSweep sweep = CrossSweep.bookedAtCross(TEN_BPS, open, close, fast, slow);
    sweep.run(2);
    double[] orders = GoldenFile.vector(golden.root().path("orders"));
    double[] finalValue = GoldenFile.vector(golden.root().path("final_value"));
    double[] totalReturn = GoldenFile.vector(golden.root().path("total_return"));
    double[] sharpe252 = GoldenFile.vector(golden.root().path("sharpe_252"));
    double[] sharpe365 = GoldenFile.vector(golden.root().path("sharpe_365"));
    double[] sortino = GoldenFile.vector(golden.root().path("sortino_252"));
    double[] drawdown = GoldenFile.vector(golden.root().path("max_drawdown"));
    HeadlineMetrics year = new HeadlineMetrics(252);
    HeadlineMetrics longYear = new HeadlineMetrics(365);
    assertThat(sweep.combinations()).isEqualTo(990);
    for (int n = 0; n < fast.length; n++) {
      sweep.metrics().read(n, year);
      sweep.metrics().read(n, longYear);
      assertThat(sweep.fills(n)).isEqualTo((int) orders[n]);
      close(sweep.metrics().equityUsd(n), finalValue[n]);
      close(year.totalReturn(), totalReturn[n]);
      close(year.sharpe(), sharpe252[n]);
      close(longYear.sharpe(), sharpe365[n]);
      close(year.sortino(), sortino[n]);
      close(year.maxDrawdown(), drawdown[n]);
    }
  }

  private static void close(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, Percentage.withPercentage(1e-8));
  }

  /** The same crosses through the general simulator, from the view alone. */
  private static BacktestResult general(Bars bars, int fast, int slow) {
    int[] side = {0};
    return Simulator.run(
        TEN_BPS,
        bars,
        List.of(),
        new Script(
            (view, orders) -> {
              if (view.bars() < Math.max(fast, slow)) {
                return;
              }
              double difference = average(view, fast) - average(view, slow);
              int now = difference > 0 ? 1 : difference < 0 ? -1 : 0;
              if (now != 0 && now != side[0]) {
                if (side[0] != 0 && (now > 0 || view.shares(0) > 0)) {
                  orders.submit(
                      Order.atOpen(0, SizeType.SHARES, now * Double.POSITIVE_INFINITY)
                          .withTerms(OrderTerms.DEFAULT.withDirection(Direction.LONG_ONLY)));
                }
                side[0] = now;
              }
            }));
  }

  private static double average(dev.asof.api.MarketView view, int length) {
    double before = 0;
    double all = 0;
    for (int ago = view.bars(); ago >= 1; ago--) {
      all += view.close(0, ago);
      before = ago == length + 1 ? all : before;
    }
    return (all - before) / length;
  }

  @Property(tries = 50)
  void acrossTradesTheNextOpenAsInTheGeneralSimulator(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5) int fast,
      @ForAll @IntRange(min = 2, max = 12) int slow) {
    Random random = new Random(seed);
    double[][] open = new double[80][1];
    double[][] close = new double[80][1];
    double[] opens = new double[80];
    double[] closes = new double[80];
    double price = 100;
    for (int bar = 0; bar < 80; bar++) {
      opens[bar] = open[bar][0] = price *= 1 + 0.1 * (random.nextDouble() - 0.5);
      closes[bar] = close[bar][0] = price *= 1 + 0.1 * (random.nextDouble() - 0.5);
    }
    CrossSweep sweep =
        CrossSweep.tradedAtNextOpen(TEN_BPS, opens, closes, new int[] {fast}, new int[] {slow});
    sweep.run(1);
    BacktestResult general = general(Panel.of(open, close), fast, slow);
    assertThat(sweep.metrics().equityUsd(0)).isEqualTo(general.equityUsd()[79]);
    assertThat(sweep.fills(0)).isEqualTo(general.fills().size());
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    Random random = new Random(3);
    double[] prices = random.doubles(300, 90, 110).toArray();
    int[] fast = random.ints(2000, 1, 20).toArray();
    int[] slow = random.ints(2000, 20, 60).toArray();
    CrossSweep one = CrossSweep.tradedAtNextOpen(TEN_BPS, prices, prices, fast, slow);
    CrossSweep four = CrossSweep.tradedAtNextOpen(TEN_BPS, prices, prices, fast, slow);
    one.run(1);
    four.run(4);
    HeadlineMetrics metrics = new HeadlineMetrics(252);
    for (int n = 0; n < 2000; n++) {
      one.metrics().read(n, metrics);
      double sharpe = metrics.sharpe();
      four.metrics().read(n, metrics);
      assertThat(metrics.sharpe()).isEqualTo(sharpe);
    }
  }

  @Test
  void lengthsThatAreNoneAreRefused() {
    double[] prices = {1, 2, 3};
    assertThatThrownBy(
            () ->
                CrossSweep.tradedAtNextOpen(TEN_BPS, prices, prices, new int[] {0}, new int[] {2}))
        .hasMessage("Invalid length 0 of an average: expected 1 or more bars");
    assertThatThrownBy(
            () -> CrossSweep.tradedAtNextOpen(TEN_BPS, prices, prices, new int[0], new int[0]))
        .hasMessage("Invalid combinations: 0 fast and 0 slow lengths");
  }
}
