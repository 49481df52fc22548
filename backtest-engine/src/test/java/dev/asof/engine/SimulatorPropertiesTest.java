package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.CorporateAction;
import dev.asof.api.Direction;
import dev.asof.api.Fill;
import dev.asof.api.FillAt;
import dev.asof.api.Order;
import dev.asof.api.OrderContext;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderRecord;
import dev.asof.api.OrderStatus;
import dev.asof.api.OrderTerms;
import dev.asof.api.SizeType;
import dev.asof.api.Strategy;
import dev.asof.api.TradeSide;
import java.util.ArrayList;
import java.util.Arrays;
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

    Market scaled(double factor) {
      return new Market(times(open, factor), times(close, factor), weights, atOpen);
    }

    /** Prices from a bar on are those after a split of one instrument. */
    Market splitFrom(int bar, int instrument, double ratio) {
      double[][] splitOpen = times(open, 1);
      double[][] splitClose = times(close, 1);
      for (int n = bar; n < SESSIONS; n++) {
        splitOpen[n][instrument] /= ratio;
        splitClose[n][instrument] /= ratio;
      }
      return new Market(splitOpen, splitClose, weights, atOpen);
    }

    private static double[][] times(double[][] rows, double factor) {
      double[][] product = new double[rows.length][];
      for (int bar = 0; bar < rows.length; bar++) {
        product[bar] = Arrays.stream(rows[bar]).map(value -> value * factor).toArray();
      }
      return product;
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

  /** Orders of every size type, with terms of their own, over a market. */
  private static Strategy mixed(Market market, List<Integer> columns) {
    return new Script(
        (view, orders) -> {
          for (int i = 0; i < columns.size(); i++) {
            int column = columns.get(i);
            double weight = market.weights()[view.bars()][column];
            if (Double.isNaN(weight)) {
              continue;
            }
            Direction direction = Direction.values()[(view.bars() + column) % 3];
            OrderTerms terms =
                OrderTerms.DEFAULT
                    .withDirection(direction)
                    .withLockProceeds(column % 2 == 0)
                    .withPartialFills(view.bars() % 4 != 0);
            SizeType type = SizeType.values()[(view.bars() * 7 + column) % 6];
            double size =
                switch (type) {
                  case SHARES, TARGET_SHARES -> 400 * weight;
                  case VALUE, TARGET_VALUE -> 20_000 * weight;
                  case PERCENT, TARGET_WEIGHT -> weight;
                };
            orders.submit(
                (market.atOpen()[view.bars()][column]
                        ? Order.atOpen(i, type, size)
                        : Order.atClose(i, type, size))
                    .withTerms(terms));
          }
        });
  }

  @Property(tries = 500)
  void everyAttemptLeavesItsAccountAsTheNextOneFindsIt(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int instruments) {
    Market market = Market.random(seed, instruments);
    List<Integer> columns = columns(instruments);
    BacktestSpec spec = spec().costs(new Costs(25, 1.5, 20)).build();
    BacktestResult result =
        Simulator.run(spec, market.bars(columns), List.of(), mixed(market, columns));
    double cash = result.initialCashUsd();
    double[] held = new double[instruments];
    int fill = 0;
    for (OrderRecord order : result.orders()) {
      OrderContext context = order.context();
      int i = result.symbols().indexOf(order.symbol());
      assertThat(context.cashBeforeUsd()).isCloseTo(cash, Offset.offset(1e-12));
      assertThat(context.sharesBefore()).isCloseTo(held[i], Offset.offset(1e-12));
      if (order.status() == OrderStatus.FILLED) {
        Fill filled = result.fills().get(fill++);
        double signed = filled.side() == TradeSide.BUY ? filled.shares() : -filled.shares();
        assertThat(context.cashAfterUsd())
            .isCloseTo(cash - signed * filled.priceUsd() - filled.feeUsd(), Offset.offset(1e-6));
        assertThat(context.sharesAfter()).isCloseTo(held[i] + signed, Offset.offset(1e-9));
        assertThat(context.cashAfterUsd()).isGreaterThanOrEqualTo(0);
      } else {
        assertThat(context.cashAfterUsd()).isCloseTo(cash, Offset.offset(1e-12));
        assertThat(order.reason()).isNotEqualTo(OrderReason.NONE);
      }
      cash = context.cashAfterUsd();
      held[i] = context.sharesAfter();
    }
    assertThat(fill).isEqualTo(result.fills().size());
  }

  @Property(tries = 300)
  void scalingPricesAndCashScalesTheResult(
      @ForAll long seed, @ForAll @IntRange(min = -6, max = 6) int power) {
    double factor = StrictMath.pow(2, power);
    Market market = Market.random(seed, 4);
    List<Integer> columns = columns(4);
    Market scaled = market.scaled(factor);
    Costs costs = new Costs(10, 0, 5);
    double[] equity =
        Simulator.run(
                spec().costs(costs).build(),
                market.bars(columns),
                List.of(),
                market.strategy(columns))
            .equityUsd();
    double[] other =
        Simulator.run(
                spec().initialCashUsd(100_000 * factor).costs(costs).build(),
                scaled.bars(columns),
                List.of(),
                scaled.strategy(columns))
            .equityUsd();
    for (int bar = 0; bar < SESSIONS; bar++) {
      assertThat(other[bar])
          .isCloseTo(equity[bar] * factor, Offset.offset(1e-12 * 100_000 * factor));
    }
  }

  @Property(tries = 300)
  void aSplitAgreesWithPricesAdjustedForItToTheLastCent(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = SESSIONS - 1) int ex,
      @ForAll @DoubleRange(min = 0.05, max = 20) double ratio) {
    Market market = Market.random(seed, 3);
    List<Integer> columns = columns(3);
    Market split = market.splitFrom(ex, 1, ratio);
    CorporateAction action = new CorporateAction.Split("B", Panel.FIRST.plusDays(ex), ratio);
    BacktestSpec spec = spec().costs(new Costs(10, 0, 5)).minShares(0).build();
    BacktestResult adjusted =
        Simulator.run(spec, market.bars(columns), List.of(), market.strategy(columns));
    BacktestResult raw =
        Simulator.run(
            spec,
            MarketData.of(split.bars(columns)).withActions(List.of(action)),
            market.strategy(columns));
    for (int bar = 0; bar < SESSIONS; bar++) {
      assertThat(raw.equityUsd()[bar]).isCloseTo(adjusted.equityUsd()[bar], Offset.offset(1e-6));
      assertThat(raw.cashUsd()[bar]).isCloseTo(adjusted.cashUsd()[bar], Offset.offset(1e-6));
    }
    assertThat(raw.trades()).hasSameSizeAs(adjusted.trades());
  }

  @Property(tries = 300)
  void accountsOfOneRunAreRunsOfTheirOwn(@ForAll long seed) {
    Market market = Market.random(seed, 4);
    List<Integer> columns = columns(4);
    BacktestSpec together =
        spec()
            .accounts(
                List.of(
                    new AccountPlan("left", 50_000, List.of("A", "C")),
                    new AccountPlan("right", 70_000, List.of("B", "D"))))
            .build();
    BacktestResult both =
        Simulator.run(together, market.bars(columns), List.of(), mixed(market, columns));
    List<Integer> right = List.of(1, 3);
    BacktestResult alone =
        Simulator.run(
            spec().initialCashUsd(70_000).build(),
            market.bars(right),
            List.of(),
            mixed(market, right));
    assertThat(both.accounting().accounts().get(1).equityUsd()).isEqualTo(alone.equityUsd());
  }
}
