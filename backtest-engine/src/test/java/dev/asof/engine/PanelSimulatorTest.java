package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.BacktestResult;
import dev.asof.api.Direction;
import dev.asof.api.Fill;
import dev.asof.api.FillAt;
import dev.asof.api.Order;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderRecord;
import dev.asof.api.OrderTerms;
import dev.asof.api.SizeType;
import dev.asof.api.TradeSide;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PanelSimulatorTest {
  private static final double NAN = Double.NaN;

  /** A random panel: walks with gaps, and orders of all kinds of sizes. */
  private static final class Case {
    final int bars;
    final int instruments;
    final int columns;
    final double[] open;
    final double[] close;
    final double[] sizes;
    final SizeType type;
    final FillAt at;
    final BacktestSpec spec;

    Case(long seed, int bars, int instruments, int scenarios) {
      Random random = new Random(seed);
      this.bars = bars;
      this.instruments = instruments;
      this.columns = instruments * scenarios;
      this.type = SizeType.values()[random.nextInt(SizeType.values().length)];
      this.at = random.nextBoolean() ? FillAt.OPEN : FillAt.CLOSE;
      this.spec = spec(random);
      open = new double[bars * instruments];
      close = new double[bars * instruments];
      double gaps = random.nextBoolean() ? 0 : 0.1;
      for (int i = 0; i < instruments; i++) {
        double price = StrictMath.pow(10, 3 * random.nextDouble());
        int listed = random.nextInt(4) == 0 ? random.nextInt(bars) : 0;
        for (int bar = 0; bar < bars; bar++) {
          int cell = bar * instruments + i;
          open[cell] = price *= 1 + 0.2 * (random.nextDouble() - 0.5);
          close[cell] = price *= 1 + 0.2 * (random.nextDouble() - 0.5);
          if (bar < listed || random.nextDouble() < gaps) {
            open[cell] = odd(random);
          }
          if (bar < listed || random.nextDouble() < gaps) {
            close[cell] = random.nextInt(20) == 0 ? 0 : NAN;
          }
        }
      }
      sizes = new double[bars * columns];
      double density = random.nextBoolean() ? 1 : 0.3;
      for (int cell = 0; cell < sizes.length; cell++) {
        sizes[cell] = random.nextDouble() < density ? size(random) : NAN;
      }
    }

    private static double odd(Random random) {
      double[] odd = {NAN, NAN, NAN, 0, -1, Double.POSITIVE_INFINITY};
      return odd[random.nextInt(odd.length)];
    }

    private static BacktestSpec spec(Random random) {
      OrderTerms terms = OrderTerms.DEFAULT;
      Costs costs =
          switch (random.nextInt(4)) {
            case 0 -> Costs.NONE;
            case 1 -> new Costs(10, 0, 5);
            case 2 -> new Costs(50, 1, 0);
            default -> new Costs(6000, 20, 100);
          };
      if (random.nextBoolean()) {
        terms = terms.withDirection(Direction.values()[random.nextInt(3)]);
      }
      if (random.nextInt(3) == 0) {
        terms = terms.withPartialFills(false);
      }
      if (random.nextInt(3) == 0) {
        terms = terms.withMinShares(random.nextBoolean() ? 0 : 3);
      }
      if (random.nextInt(6) == 0) {
        terms = terms.withLotShares(1);
      }
      if (random.nextInt(6) == 0) {
        terms = terms.withMaxShares(5);
      }
      if (random.nextInt(6) == 0) {
        terms = terms.withLockProceeds(true);
      }
      if (random.nextInt(8) == 0) {
        costs =
            new Costs(
                List.of(new Commission.PerShare(0.01), new Commission.MinimumPerOrder(1)),
                new Slippage.HalfSpread(0.02));
      }
      return BacktestSpec.builder()
          .initialCashUsd(1000)
          .costs(costs)
          .terms(terms)
          .missingPrice(MissingPrice.IGNORE)
          .build();
    }

    private double size(Random random) {
      if (random.nextInt(6) == 0) {
        return 0;
      }
      double sign = random.nextBoolean() ? 1 : -1;
      return switch (type) {
        case TARGET_WEIGHT, PERCENT ->
            sign * (random.nextInt(4) == 0 ? 1 : Math.min(1, 1.2 * random.nextDouble()));
        case VALUE, TARGET_VALUE -> sign * 1500 * random.nextDouble();
        case SHARES, TARGET_SHARES ->
            random.nextInt(8) == 0
                ? sign * 1e-12 * random.nextInt(4)
                : random.nextInt(8) == 0 ? 1e300 : sign * 10 * random.nextDouble();
      };
    }

    PanelPrices prices() {
      return PanelPrices.copyOf(instruments, at == FillAt.OPEN ? open : close, close);
    }

    PanelOrders orders() {
      return PanelOrders.wrapUnsafe(type, columns, sizes);
    }

    /** The general simulator over one column alone. */
    BacktestResult alone(int column) {
      double[][] opens = new double[bars][1];
      double[][] closes = new double[bars][1];
      for (int bar = 0; bar < bars; bar++) {
        opens[bar][0] = open[bar * instruments + column % instruments];
        closes[bar][0] = close[bar * instruments + column % instruments];
      }
      return Simulator.run(
          spec,
          Panel.of(opens, closes),
          List.of(),
          new Script(
              (view, sheet) -> {
                double size = sizes[view.bars() * columns + column];
                if (!Double.isNaN(size)) {
                  sheet.submit(
                      at == FillAt.OPEN
                          ? Order.atOpen(0, type, size)
                          : Order.atClose(0, type, size));
                }
              }));
    }
  }

  private static PanelSimulator simulator(Case made) {
    return PanelSimulator.of(
        made.spec, made.prices(), made.columns, EnumSet.allOf(PanelKeep.class));
  }

  /** The attempts of one column: bar, reason, shares, price, fee. */
  private static List<List<Object>> attempts(PanelSimulator simulator, int column) {
    List<List<Object>> attempts = new ArrayList<>();
    for (PanelJournal journal : simulator.journals()) {
      for (int n = 0; n < journal.count(); n++) {
        if (journal.column(n) == column) {
          attempts.add(
              List.of(
                  journal.bar(n),
                  journal.reason(n),
                  journal.shares(n),
                  journal.priceUsd(n),
                  journal.feeUsd(n)));
        }
      }
    }
    return attempts;
  }

  private static List<List<Object>> attempts(BacktestResult result) {
    List<List<Object>> attempts = new ArrayList<>();
    int next = 0;
    for (OrderRecord order : result.orders()) {
      int bar = result.sessions().indexOf(order.session());
      if (order.reason() == OrderReason.NONE) {
        Fill fill = result.fills().get(next++);
        double sign = fill.side() == TradeSide.BUY ? 1 : -1;
        attempts.add(
            List.of(bar, OrderReason.NONE, sign * fill.shares(), fill.priceUsd(), fill.feeUsd()));
      } else {
        attempts.add(List.of(bar, order.reason(), 0.0, 0.0, 0.0));
      }
    }
    return attempts;
  }

  @Property(tries = 3000)
  void eachColumnIsAnAccountOfTheGeneralSimulatorToTheLastBit(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3) int instruments,
      @ForAll @IntRange(min = 1, max = 2) int scenarios) {
    Case made = new Case(seed, 25, instruments, scenarios);
    PanelSimulator simulator = simulator(made);
    simulator.run(made.orders());
    double[] equity = simulator.equityUsdUnsafe();
    for (int column = 0; column < made.columns; column++) {
      BacktestResult alone = made.alone(column);
      assertThat(attempts(simulator, column)).isEqualTo(attempts(alone));
      assertThat(simulator.cashUsd(column)).isEqualTo(alone.cashUsd()[made.bars - 1]);
      assertThat(simulator.shares(column)).isEqualTo(alone.shares()[made.bars - 1]);
      assertThat(simulator.fills(column)).isEqualTo(alone.fills().size());
      double[] curve = new double[made.bars];
      for (int bar = 0; bar < made.bars; bar++) {
        curve[bar] = equity[bar * made.columns + column];
      }
      assertThat(curve).isEqualTo(alone.equityUsd());
    }
  }

  @Property(tries = 300)
  void metricsAreThoseOfTheCurvesToTheLastBit(@ForAll long seed) {
    Case made = new Case(seed, 60, 2, 1);
    PanelSimulator simulator = simulator(made);
    simulator.run(made.orders());
    PanelMetrics afterwards = PanelMetrics.of(made.columns, made.spec.initialCashUsd());
    afterwards.measure(simulator.equityUsdUnsafe());
    for (int column = 0; column < made.columns; column++) {
      double[] returns = Metrics.returns(made.alone(column));
      HeadlineMetrics expected = new HeadlineMetrics(252);
      expected.measure(returns, 0, returns.length);
      assertThat(headline(simulator.metrics(), column)).isEqualTo(headline(expected));
      assertThat(headline(afterwards, column)).isEqualTo(headline(expected));
    }
  }

  private static List<Double> headline(PanelMetrics metrics, int column) {
    HeadlineMetrics one = new HeadlineMetrics(252);
    metrics.read(column, one);
    return headline(one);
  }

  private static List<Double> headline(HeadlineMetrics metrics) {
    return List.of(
        metrics.totalReturn(),
        metrics.annualisedReturn(),
        metrics.volatility(),
        metrics.sharpe(),
        metrics.sortino(),
        metrics.calmar(),
        metrics.maxDrawdown(),
        metrics.maxDrawdownSessions());
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    Case made = new Case(11, 20, 600, 3);
    PanelSimulator one = simulator(made);
    PanelSimulator three = simulator(made);
    one.run(made.orders());
    three.run(made.orders(), 3);
    assertThat(three.equityUsdUnsafe()).isEqualTo(one.equityUsdUnsafe());
    for (int column = 0; column < made.columns; column += 97) {
      assertThat(attempts(three, column)).isEqualTo(attempts(one, column));
      assertThat(headline(three.metrics(), column)).isEqualTo(headline(one.metrics(), column));
    }
  }

  @Test
  void aSecondRunKnowsNothingOfTheFirst() {
    Case made = new Case(5, 25, 3, 2);
    PanelSimulator simulator = simulator(made);
    simulator.run(made.orders());
    double[] first = simulator.equityUsdUnsafe().clone();
    double[] others = made.sizes.clone();
    Arrays.fill(others, 0.5);
    simulator.run(PanelOrders.wrapUnsafe(SizeType.TARGET_WEIGHT, made.columns, others));
    simulator.run(made.orders());
    assertThat(simulator.equityUsdUnsafe()).isEqualTo(first);
  }

  @Test
  void aStrategySeesFinishedBarsAndTradesTheNextOpen() {
    double[] open = {10, 11, 12};
    double[] close = {20, 21, 22};
    List<Double> seen = new ArrayList<>();
    PanelSimulator simulator =
        PanelSimulator.of(
            BacktestSpec.builder().initialCashUsd(1000).build(),
            PanelPrices.copyOf(1, open, close),
            1,
            EnumSet.of(PanelKeep.ORDERS));
    simulator.run(
        SizeType.TARGET_SHARES,
        (first, columns) ->
            (view, sizes) -> {
              if (view.bars() > 0) {
                seen.add(view.close(0, 1));
                sizes[0] = view.bars();
              }
            },
        1);
    assertThat(seen).containsExactly(20.0, 21.0);
    assertThat(attempts(simulator, 0))
        .containsExactly(
            List.of(1, OrderReason.NONE, 1.0, 11.0, 0.0),
            List.of(2, OrderReason.NONE, 1.0, 12.0, 0.0));
    assertThat(simulator.cashUsd(0)).isEqualTo(1000 - 11 - 12);
  }

  @Test
  void theBarToComeCannotBeAskedFor() {
    PanelSimulator simulator =
        PanelSimulator.of(
            BacktestSpec.builder().build(),
            PanelPrices.copyOf(1, new double[] {1}, new double[] {1}),
            1,
            EnumSet.noneOf(PanelKeep.class));
    assertThatThrownBy(
            () ->
                simulator.run(
                    SizeType.SHARES,
                    (first, columns) -> (view, sizes) -> sizes[0] = view.close(0, 0),
                    1))
        .isInstanceOf(AsOfException.class)
        .hasMessageStartingWith("Cannot go on: strategy ")
        .hasMessageContaining("failed before bar 0 for columns 0 to 0 with ")
        .hasMessageEndingWith("Invalid barsAgo 0: expected 1 to 0, the finished bars");
  }

  @Test
  void aMissingPriceIsRefusedUnlessTheSpecificationIgnoresIt() {
    PanelSimulator simulator =
        PanelSimulator.of(
            BacktestSpec.builder().build(),
            PanelPrices.copyOf(1, new double[] {1, NAN}, new double[] {1, 1}),
            1,
            EnumSet.noneOf(PanelKeep.class));
    assertThatThrownBy(
            () -> simulator.run(PanelOrders.copyOf(SizeType.SHARES, 1, new double[] {NAN, 2})))
        .isInstanceOf(AsOfException.class)
        .hasMessage(
            "Cannot fill: column 0 has the price NaN at bar 1; expected a price above 0, or a"
                + " specification that ignores missing prices");
  }

  @Test
  void whatAPanelCannotDoIsRefused() {
    PanelPrices prices = PanelPrices.copyOf(1, new double[] {1}, new double[] {1});
    assertThatThrownBy(
            () ->
                PanelSimulator.of(
                    BacktestSpec.builder().maxLeverage(2).build(),
                    prices,
                    1,
                    EnumSet.noneOf(PanelKeep.class)))
        .hasMessage("Cannot run a panel with a leverage limit: use Simulator");
    assertThatThrownBy(
            () ->
                PanelSimulator.of(
                        BacktestSpec.builder().build(), prices, 1, EnumSet.noneOf(PanelKeep.class))
                    .run(
                        PanelOrders.copyOf(
                            SizeType.SHARES, 1, new double[] {Double.NEGATIVE_INFINITY})))
        .hasMessage(
            "Cannot fill: column 0 asked for -Infinity at bar 0: expected a finite sale, or"
                + " direction LONG_ONLY");
  }
}
