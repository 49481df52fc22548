package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.Fill;
import dev.asof.api.FillAt;
import dev.asof.api.Strategy;
import dev.asof.api.TradeSide;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;

class SimulatorPropertiesTest {
  private static final int SESSIONS = 30;

  /** Random walks with gaps, and random orders over them. */
  private record Market(double[][] open, double[][] close, double[][] weights, boolean[][] atOpen) {
    static Market random(long seed, int instruments) {
      Random random = new Random(seed);
      double[][] open = new double[SESSIONS][instruments];
      double[][] close = new double[SESSIONS][instruments];
      double[][] weights = new double[SESSIONS][instruments];
      boolean[][] atOpen = new boolean[SESSIONS][instruments];
      for (int i = 0; i < instruments; i++) {
        double price = 10 + 90 * random.nextDouble();
        for (int bar = 0; bar < SESSIONS; bar++) {
          open[bar][i] = price *= 1 + 0.04 * (random.nextDouble() - 0.5);
          close[bar][i] = price *= 1 + 0.04 * (random.nextDouble() - 0.5);
          boolean orders = random.nextDouble() < 0.5;
          weights[bar][i] = orders ? 2 * random.nextDouble() - 1 : Double.NaN;
          atOpen[bar][i] = random.nextBoolean();
          if (random.nextDouble() < 0.05) {
            close[bar][i] = Double.NaN;
          }
        }
      }
      return new Market(open, close, weights, atOpen);
    }

    Bars bars(List<Integer> columns) {
      return Panel.of(select(open, columns), select(close, columns));
    }

    Strategy strategy(List<Integer> columns) {
      return new Script(
          (view, orders) -> {
            for (int i = 0; i < columns.size(); i++) {
              double weight = weights[view.bars()][columns.get(i)];
              if (!Double.isNaN(weight)) {
                boolean open = atOpen[view.bars()][columns.get(i)];
                orders.targetWeight(i, weight, open ? FillAt.OPEN : FillAt.CLOSE);
              }
            }
          });
    }

    private static double[][] select(double[][] rows, List<Integer> columns) {
      double[][] selected = new double[rows.length][];
      for (int bar = 0; bar < rows.length; bar++) {
        double[] row = rows[bar];
        selected[bar] = columns.stream().mapToDouble(column -> row[column]).toArray();
      }
      return selected;
    }
  }

  private static BacktestSpec.Builder spec() {
    return BacktestSpec.builder().missingPrice(MissingPrice.IGNORE);
  }

  private static List<Integer> columns(int instruments) {
    return IntStream.range(0, instruments).boxed().toList();
  }

  @Property(tries = 500)
  void cashAndSharesAreConserved(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 6) int instruments,
      @ForAll boolean free) {
    Costs costs = free ? Costs.NONE : new Costs(25, 1.5, 20);
    Market market = Market.random(seed, instruments);
    List<Integer> columns = columns(instruments);
    BacktestResult result =
        Simulator.run(
            spec().costs(costs).build(), market.bars(columns), List.of(), market.strategy(columns));
    double cash = result.initialCashUsd();
    double[] held = new double[instruments];
    int next = 0;
    for (int bar = 0; bar < SESSIONS; bar++) {
      while (next < result.fills().size()
          && result.fills().get(next).session().equals(result.sessions().get(bar))) {
        Fill fill = result.fills().get(next++);
        double signed = fill.side() == TradeSide.BUY ? fill.shares() : -fill.shares();
        cash -= signed * fill.priceUsd() + fill.feeUsd();
        held[result.symbols().indexOf(fill.symbol())] += signed;
      }
      assertThat(result.cashUsd()[bar]).isCloseTo(cash, Offset.offset(1e-5));
      for (int i = 0; i < instruments; i++) {
        assertThat(result.shares()[bar * instruments + i]).isCloseTo(held[i], Offset.offset(1e-8));
      }
    }
    assertThat(next).isEqualTo(result.fills().size());
  }

  @Property(tries = 500)
  void theOrderOfInstrumentsDoesNotMatter(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int instruments) {
    Market market = Market.random(seed, instruments);
    List<Integer> columns = columns(instruments);
    List<Integer> shuffled = new ArrayList<>(columns);
    Collections.shuffle(shuffled, new Random(seed));
    BacktestSpec spec = spec().costs(new Costs(10, 0, 5)).build();
    double[] equity =
        Simulator.run(spec, market.bars(columns), List.of(), market.strategy(columns)).equityUsd();
    double[] other =
        Simulator.run(spec, market.bars(shuffled), List.of(), market.strategy(shuffled))
            .equityUsd();
    for (int bar = 0; bar < SESSIONS; bar++) {
      assertThat(other[bar]).isCloseTo(equity[bar], Offset.offset(1e-12 * spec.initialCashUsd()));
    }
  }

  @Property(tries = 500)
  void aRoundTripAtOnePriceWithoutCostsReturnsTheCash(
      @ForAll @DoubleRange(min = 0.01, max = 10_000) double price,
      @ForAll @DoubleRange(min = -3, max = 1) double weight,
      @ForAll boolean atOpen) {
    BacktestResult result =
        Simulator.run(
            spec().build(),
            Panel.single(price, price, price),
            List.of(),
            new Script(
                (view, orders) -> {
                  if (view.bars() == 1) {
                    orders.targetWeight(0, weight, FillAt.OPEN);
                  } else if (view.bars() == 2) {
                    orders.targetShares(0, 0, atOpen ? FillAt.OPEN : FillAt.CLOSE);
                  }
                }));
    assertThat(result.shares()[2]).isZero();
    assertThat(result.cashUsd()[2]).isCloseTo(result.initialCashUsd(), Offset.offset(1e-9));
    assertThat(result.trades()).allMatch(trade -> !trade.open());
  }

  @Property(tries = 100)
  void theSameRunHasTheSameDigest(@ForAll long seed) {
    List<Integer> columns = columns(4);
    Market market = Market.random(seed, 4);
    String digest =
        Simulator.run(spec().build(), market.bars(columns), List.of(), market.strategy(columns))
            .digest();
    Market again = Market.random(seed, 4);
    assertThat(
            Simulator.run(spec().build(), again.bars(columns), List.of(), again.strategy(columns))
                .digest())
        .isEqualTo(digest);
  }
}
