package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.CashMovement;
import dev.asof.api.CorporateAction;
import dev.asof.api.Fill;
import dev.asof.api.FillAt;
import dev.asof.api.Order;
import dev.asof.api.SizeType;
import dev.asof.api.Strategy;
import dev.asof.api.TradeSide;
import java.time.LocalDate;
import java.time.ZoneOffset;
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

class CorporateActionsPropertiesTest {
  private static final int SESSIONS = 20;
  private static final int EX = 10;
  private static final LocalDate EX_DATE = Panel.FIRST.plusDays(EX);

  /** Prices by session and instrument, and a weight to hold; NaN for no order. */
  private record Market(double[][] open, double[][] close, double[][] weights) {
    static Market random(long seed, int instruments) {
      Random random = new Random(seed);
      Market market =
          new Market(
              new double[SESSIONS][instruments],
              new double[SESSIONS][instruments],
              new double[SESSIONS][instruments]);
      for (int i = 0; i < instruments; i++) {
        double price = 20 + 80 * random.nextDouble();
        for (int bar = 0; bar < SESSIONS; bar++) {
          market.open[bar][i] = price *= 1 + 0.04 * (random.nextDouble() - 0.5);
          market.close[bar][i] = price *= 1 + 0.04 * (random.nextDouble() - 0.5);
          market.weights[bar][i] =
              random.nextDouble() < 0.4 ? random.nextDouble() - 0.5 : Double.NaN;
        }
      }
      return market;
    }

    int instruments() {
      return open[0].length;
    }

    Bars bars() {
      return Panel.of(open, close);
    }

    /** The same with the first instrument's prices in shares before a split. */
    Market before(double ratio, double usdPerShare) {
      Market raw = new Market(copy(open), copy(close), weights);
      for (int bar = 0; bar < EX; bar++) {
        raw.open[bar][0] = open[bar][0] * ratio + usdPerShare;
        raw.close[bar][0] = close[bar][0] * ratio + usdPerShare;
      }
      return raw;
    }

    private static double[][] copy(double[][] rows) {
      double[][] copy = new double[rows.length][];
      for (int bar = 0; bar < rows.length; bar++) {
        copy[bar] = rows[bar].clone();
      }
      return copy;
    }

    Strategy strategy() {
      return new Script(
          (view, orders) -> {
            for (int i = 0; i < view.instruments(); i++) {
              double weight = weights[view.bars()][i];
              if (!Double.isNaN(weight)) {
                orders.targetWeight(i, weight, view.bars() % 3 == 0 ? FillAt.CLOSE : FillAt.OPEN);
              }
            }
          });
    }

    Market select(List<Integer> columns) {
      return new Market(select(open, columns), select(close, columns), select(weights, columns));
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

  private static BacktestResult run(Bars bars, List<CorporateAction> actions, Strategy strategy) {
    return Simulator.run(
        BacktestSpec.builder().costs(new Costs(10, 0, 5)).missingPrice(MissingPrice.IGNORE).build(),
        bars,
        List.of(),
        actions,
        strategy);
  }

  private static CorporateAction split(double newShares, double oldShares) {
    return new CorporateAction.Split(
        "A", EX_DATE, newShares, oldShares, Panel.FIRST.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /** At the open of the ex-date nothing has traded since the last close. */
  @Property(tries = 500)
  void aSplitChangesNoValueToTheLastCent(
      @ForAll @DoubleRange(min = 0.01, max = 5_000) double price,
      @ForAll @DoubleRange(min = -1_000, max = 1_000) double shares,
      @ForAll @IntRange(min = 1, max = 100) int newShares,
      @ForAll @IntRange(min = 1, max = 100) int oldShares) {
    List<Double> seen = new ArrayList<>();
    double[] prices = new double[SESSIONS];
    Arrays.fill(prices, price);
    for (int bar = EX; bar < SESSIONS; bar++) {
      prices[bar] = Double.NaN;
    }
    BacktestResult result =
        run(
            Panel.single(prices),
            List.of(split(newShares, oldShares)),
            new Script(
                (view, orders) -> {
                  seen.add(view.equityUsd());
                  if (view.bars() == 1) {
                    orders.submit(Order.atOpen(0, SizeType.SHARES, shares));
                  }
                }));
    double[] equity = result.equityUsd();
    assertThat(equity[EX]).isCloseTo(equity[EX - 1], Offset.offset(1e-7));
    assertThat(seen.get(EX + 1)).isCloseTo(seen.get(EX), Offset.offset(1e-7));
    assertThat(result.cashUsd()[EX]).isEqualTo(result.cashUsd()[EX - 1]);
    assertThat(result.shares()[EX])
        .isCloseTo(
            result.shares()[EX - 1] * newShares / oldShares,
            Offset.offset(1e-12 * Math.abs(result.shares()[EX]) + 1e-12));
  }

  @Property(tries = 300)
  void rawPricesWithASplitAgreeWithPricesAdjustedForIt(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 20) int newShares,
      @ForAll @IntRange(min = 1, max = 20) int oldShares) {
    Market adjusted = Market.random(seed, 3);
    Market raw = adjusted.before(newShares / (double) oldShares, 0);
    double[] expected = run(adjusted.bars(), List.of(), adjusted.strategy()).equityUsd();
    BacktestResult result = run(raw.bars(), List.of(split(newShares, oldShares)), raw.strategy());
    double[] equity = result.equityUsd();
    for (int bar = 0; bar < SESSIONS; bar++) {
      assertThat(equity[bar]).isCloseTo(expected[bar], Offset.offset(1e-9 * expected[bar]));
    }
    double profit = result.trades().stream().mapToDouble(trade -> trade.pnlUsd()).sum();
    assertThat(profit)
        .isCloseTo(equity[SESSIONS - 1] - result.initialCashUsd(), Offset.offset(1e-5));
  }

  /**
   * Prices adjusted by subtraction (the dividend off every price before it) have the gains in USD
   * of raw prices with the dividend, for the same shares at any time: cash is not reinvested.
   */
  @Property(tries = 300)
  void rawPricesWithADividendAgreeWithPricesAdjustedBySubtraction(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.01, max = 5) double usdPerShare) {
    Market adjusted = Market.random(seed, 2);
    Market raw = adjusted.before(1, usdPerShare);
    Strategy strategy =
        new Script(
            (view, orders) -> {
              for (int i = 0; i < view.instruments(); i++) {
                double weight = adjusted.weights[view.bars()][i];
                if (!Double.isNaN(weight)) {
                  orders.targetShares(i, Math.rint(1_000 * weight), FillAt.OPEN);
                }
              }
            });
    BacktestSpec spec = BacktestSpec.builder().initialCashUsd(1_000_000).build();
    double[] expected = Simulator.run(spec, adjusted.bars(), List.of(), strategy).equityUsd();
    BacktestResult result =
        Simulator.run(
            spec,
            raw.bars(),
            List.of(),
            List.of(new CorporateAction.CashDividend("A", EX_DATE, usdPerShare)),
            strategy);
    double[] equity = result.equityUsd();
    for (int bar = 0; bar < SESSIONS; bar++) {
      assertThat(equity[bar]).isCloseTo(expected[bar], Offset.offset(1e-9 * expected[bar]));
    }
    double profit = result.trades().stream().mapToDouble(trade -> trade.pnlUsd()).sum();
    assertThat(profit)
        .isCloseTo(equity[SESSIONS - 1] - result.initialCashUsd(), Offset.offset(1e-5));
  }

  private static List<CorporateAction> someActions(List<String> symbols) {
    return List.of(
        new CorporateAction.Split(symbols.get(0), EX_DATE, 3),
        new CorporateAction.CashDividend(symbols.get(1), EX_DATE, 0.7),
        new CorporateAction.Delisting(symbols.get(2), EX_DATE.plusDays(2), 11),
        new CorporateAction.CashMerger(symbols.get(3), EX_DATE.plusDays(3), 70));
  }

  @Property(tries = 300)
  void cashIsConservedWithActions(@ForAll long seed) {
    Market market = Market.random(seed, 4);
    BacktestResult result =
        run(market.bars(), someActions(List.of("A", "B", "C", "D")), market.strategy());
    double cash = result.initialCashUsd();
    int next = 0;
    for (int bar = 0; bar < SESSIONS; bar++) {
      LocalDate session = result.sessions().get(bar);
      while (next < result.fills().size() && result.fills().get(next).session().equals(session)) {
        Fill fill = result.fills().get(next++);
        double signed = fill.side() == TradeSide.BUY ? fill.shares() : -fill.shares();
        cash -= signed * fill.priceUsd() + fill.feeUsd();
      }
      for (CashMovement movement : result.accounting().movements()) {
        cash += movement.session().equals(session) ? movement.usd() : 0;
      }
      assertThat(result.cashUsd()[bar]).isCloseTo(cash, Offset.offset(1e-5));
    }
    double ended = result.shares()[(SESSIONS - 1) * 4 + 2] + result.shares()[SESSIONS * 4 - 1];
    assertThat(ended).isZero();
  }

  @Property(tries = 300)
  void theOrderOfInstrumentsAndOfActionsDoesNotMatter(@ForAll long seed) {
    Market market = Market.random(seed, 4);
    List<Integer> places =
        new ArrayList<>(IntStream.range(0, market.instruments()).boxed().toList());
    Collections.shuffle(places, new Random(seed));
    List<String> names = List.of("A", "B", "C", "D");
    List<String> moved =
        names.stream().map(name -> names.get(places.indexOf(names.indexOf(name)))).toList();
    Market shuffled = market.select(places);
    List<CorporateAction> actions = new ArrayList<>(someActions(moved));
    Collections.reverse(actions);
    double[] expected = run(market.bars(), someActions(names), market.strategy()).equityUsd();
    double[] equity = run(shuffled.bars(), actions, shuffled.strategy()).equityUsd();
    for (int bar = 0; bar < SESSIONS; bar++) {
      assertThat(equity[bar]).isCloseTo(expected[bar], Offset.offset(1e-12 * 100_000));
    }
  }
}
