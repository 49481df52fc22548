package dev.asof.strategies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.Benchmark;
import dev.asof.api.CashMovement;
import dev.asof.api.CorporateAction;
import dev.asof.api.Fill;
import dev.asof.api.FillAt;
import dev.asof.api.IndexChange;
import dev.asof.api.MarketView;
import dev.asof.api.NewYorkTime;
import dev.asof.api.Order;
import dev.asof.api.OrderSheet;
import dev.asof.api.Parameters;
import dev.asof.api.Protection;
import dev.asof.api.RevealedFact;
import dev.asof.api.SizeType;
import dev.asof.api.SplitAdjustment;
import dev.asof.api.Strategy;
import dev.asof.api.StrategyFactory;
import dev.asof.api.Trade;
import dev.asof.engine.BacktestSpec;
import dev.asof.engine.BorrowRates;
import dev.asof.engine.Commission;
import dev.asof.engine.Costs;
import dev.asof.engine.Excursion;
import dev.asof.engine.Exposure;
import dev.asof.engine.HoldingWindow;
import dev.asof.engine.MarketData;
import dev.asof.engine.Metric;
import dev.asof.engine.MetricConvention;
import dev.asof.engine.Metrics;
import dev.asof.engine.MissingPrice;
import dev.asof.engine.Positions;
import dev.asof.engine.Simulator;
import dev.asof.engine.Slippage;
import dev.asof.engine.TrackRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.data.Offset;

/**
 * A run over raw prices that cross splits is the run over the same prices in shares of after them:
 * its twin, which has no splits. Ratios are powers of two, so that prices and sizes of the two
 * differ by exact factors.
 */
class SplitTwinPropertiesTest {
  private static final int SESSIONS = 60;
  private static final int INSTRUMENTS = 4;
  private static final List<String> SYMBOLS = List.of("A", "B", "C", "D");
  private static final LocalDate FIRST = LocalDate.parse("2023-01-02");
  private static final double[] RATIOS = {2, 4, 8, 0.5, 0.25};
  private static final double NONE = Double.NaN;

  /** An order of the script, in shares and prices of the twin. */
  private record Plan(
      int instrument, SizeType type, double size, FillAt at, double priceUsd, boolean stays) {}

  /** A market in both units. */
  private static final class World {
    final Random random;
    final LocalDate[] sessions = new LocalDate[SESSIONS];

    /** By instrument and bar, what a split multiplies shares by before that bar's open; or 1. */
    final double[][] ratio = new double[INSTRUMENTS][SESSIONS];

    final double[][] fields = new double[5][SESSIONS * INSTRUMENTS];
    final List<CorporateAction> raw = new ArrayList<>();
    final List<CorporateAction> twin = new ArrayList<>();
    final List<List<Plan>> plans = new ArrayList<>();

    World(long seed) {
      random = new Random(seed);
      Arrays.setAll(sessions, FIRST::plusDays);
      for (int i = 0; i < INSTRUMENTS; i++) {
        Arrays.fill(ratio[i], 1);
        prices(i);
        halt(i);
        actions(i);
      }
      for (int bar = 0; bar < SESSIONS; bar++) {
        plans.add(plan(bar));
      }
      Collections.shuffle(raw, random);
    }

    private void prices(int i) {
      double price = 20 + 80 * random.nextDouble();
      for (int bar = 0; bar < SESSIONS; bar++) {
        int at = bar * INSTRUMENTS + i;
        double open = price * (1 + 0.05 * (random.nextDouble() - 0.5));
        double close = open * (1 + 0.08 * (random.nextDouble() - 0.5));
        fields[0][at] = open;
        fields[1][at] = Math.max(open, close) * (1 + 0.02 * random.nextDouble());
        fields[2][at] = Math.min(open, close) * (1 - 0.02 * random.nextDouble());
        fields[3][at] = close;
        fields[4][at] = 200 + 3_000 * random.nextDouble();
        price = close;
      }
    }

    private void halt(int i) {
      for (int halts = random.nextInt(3); halts > 0; halts--) {
        int from = 1 + random.nextInt(SESSIONS - 8);
        int days = 1 + random.nextInt(5);
        for (int bar = from; bar < from + days; bar++) {
          for (double[] field : fields) {
            field[bar * INSTRUMENTS + i] = NONE;
          }
        }
      }
    }

    private Instant known(LocalDate exDate) {
      return random.nextBoolean()
          ? NewYorkTime.open(exDate)
          : NewYorkTime.announcement(exDate.minusDays(1 + random.nextInt(10)));
    }

    private void actions(int i) {
      String symbol = SYMBOLS.get(i);
      for (int splits = random.nextInt(3); splits > 0; splits--) {
        int bar = 1 + random.nextInt(SESSIONS - 1);
        if (ratio[i][bar] == 1) {
          double each = RATIOS[random.nextInt(RATIOS.length)];
          ratio[i][bar] = each;
          // Three shares given on one are a split of four for one.
          raw.add(
              each == 4
                  ? new CorporateAction.StockDividend(
                      symbol, sessions[bar], 3, 1, known(sessions[bar]))
                  : new CorporateAction.Split(
                      symbol, sessions[bar], each, 1, known(sessions[bar])));
        }
      }
      for (int dividends = random.nextInt(4); dividends > 0; dividends--) {
        int bar = 1 + random.nextInt(SESSIONS - 1);
        if (twin.stream()
            .noneMatch(
                other -> other.symbol().equals(symbol) && other.exDate().equals(sessions[bar]))) {
          double usd = 0.1 + 2 * random.nextDouble();
          Instant known = known(sessions[bar]);
          double rawUsd = usd * later(i, bar);
          boolean rights = random.nextInt(4) == 0;
          twin.add(dividend(rights, symbol, sessions[bar], usd, known));
          raw.add(dividend(rights, symbol, sessions[bar], rawUsd, known));
        }
      }
      if (i == 3 && random.nextBoolean()) {
        end(i, SESSIONS - 1 - random.nextInt(20));
      }
    }

    private static CorporateAction dividend(
        boolean rights, String symbol, LocalDate exDate, double usd, Instant known) {
      return rights
          ? new CorporateAction.Rights(symbol, exDate, usd, known)
          : new CorporateAction.CashDividend(symbol, exDate, usd, known);
    }

    /** Ends an instrument, in one of the ways in which one may end. */
    private void end(int i, int bar) {
      for (int after = bar; after < SESSIONS; after++) {
        for (double[] field : fields) {
          field[after * INSTRUMENTS + i] = NONE;
        }
      }
      String symbol = SYMBOLS.get(i);
      LocalDate exDate = sessions[bar];
      Instant known = known(exDate);
      // A raw share stands for so many of the twin's, one of the acquirer's for so many too.
      double own = later(i, bar);
      double others = later(0, bar);
      switch (random.nextInt(3)) {
        case 0 -> {
          twin.add(new CorporateAction.Delisting(symbol, exDate, 30, known));
          raw.add(new CorporateAction.Delisting(symbol, exDate, 30 * own, known));
        }
        case 1 -> {
          twin.add(new CorporateAction.CashMerger(symbol, exDate, 60, known));
          raw.add(new CorporateAction.CashMerger(symbol, exDate, 60 * own, known));
        }
        default -> {
          twin.add(new CorporateAction.StockMerger(symbol, exDate, "A", 0.75, 1, 5, known));
          raw.add(
              new CorporateAction.StockMerger(
                  symbol, exDate, "A", 0.75 * own, others, 5 * own, known));
        }
      }
    }

    /** Shares of the twin for one raw share of after a bar's open: the splits to come. */
    double later(int i, int bar) {
      double product = 1;
      for (int each = bar + 1; each < SESSIONS; each++) {
        product *= ratio[i][each];
      }
      return product;
    }

    private List<Plan> plan(int bar) {
      List<Plan> plan = new ArrayList<>();
      for (int i = 0; bar > 0 && i < INSTRUMENTS; i++) {
        double last = last(i, bar);
        if (random.nextInt(3) == 0 && last > 0) {
          plan.add(order(i, last));
        }
      }
      return plan;
    }

    private double last(int i, int bar) {
      for (int before = bar - 1; before >= 0; before--) {
        double close = fields[3][before * INSTRUMENTS + i];
        if (!Double.isNaN(close)) {
          return close;
        }
      }
      return NONE;
    }

    private Plan order(int i, double last) {
      SizeType type = SizeType.values()[random.nextInt(SizeType.values().length)];
      double part = random.nextDouble() - 0.45;
      double size =
          switch (type) {
            case SHARES, TARGET_SHARES -> 400 * part;
            case VALUE, TARGET_VALUE -> 20_000 * part;
            case PERCENT, TARGET_WEIGHT -> part;
          };
      if (random.nextInt(6) == 0) {
        size = 0;
      }
      FillAt at = FillAt.values()[random.nextInt(FillAt.values().length)];
      double price = last * (0.93 + 0.14 * random.nextDouble());
      boolean waits = at == FillAt.LIMIT || at == FillAt.STOP;
      return new Plan(i, type, size, at, price, waits && random.nextBoolean());
    }

    private Bars bars(boolean inTwin) {
      double[][] values = new double[5][];
      for (int field = 0; field < 5; field++) {
        values[field] = fields[field].clone();
        for (int at = 0; !inTwin && at < values[field].length; at++) {
          double shares = later(at % INSTRUMENTS, at / INSTRUMENTS);
          values[field][at] = field == 4 ? values[field][at] / shares : values[field][at] * shares;
        }
      }
      return Bars.wrapUnsafe(
          SYMBOLS, sessions, values[0], values[1], values[2], values[3], values[4]);
    }

    MarketData twinMarket() {
      return market(bars(true), twin);
    }

    MarketData rawMarket() {
      return market(bars(false), raw);
    }

    private static MarketData market(Bars bars, List<CorporateAction> actions) {
      return MarketData.of(bars)
          .withActions(actions)
          .withBorrowRates(BorrowRates.constant(bars, Map.of("A", 0.05, "C", 0.4)));
    }

    /** The script; raw shares of before a bar's open stand for more or fewer of the twin's. */
    Strategy script(boolean inTwin, boolean protectsToo) {
      return new Script(this, inTwin, protectsToo);
    }
  }

  private record Script(World world, boolean inTwin, boolean protectsToo) implements Strategy {
    @Override
    public void decide(MarketView view, OrderSheet orders) {
      int bar = view.bars();
      if (bar == 1 && protectsToo) {
        orders.protect(0, Protection.trailing(0.06));
        orders.protect(1, new Protection(0.05, false, 0.08));
      }
      for (Plan plan : world.plans.get(bar)) {
        int i = plan.instrument;
        double shares = inTwin ? 1 : world.ratio[i][bar] * world.later(i, bar);
        double size =
            plan.type == SizeType.SHARES || plan.type == SizeType.TARGET_SHARES
                ? plan.size / shares
                : plan.size;
        double price = plan.priceUsd * shares;
        Order order =
            switch (plan.at) {
              case OPEN -> Order.atOpen(i, plan.type, size);
              case CLOSE -> Order.atClose(i, plan.type, size);
              case LIMIT -> Order.limit(i, plan.type, size, price);
              case STOP -> Order.stop(i, plan.type, size, price);
            };
        orders.submit(plan.stays ? order.goodTillCancelled() : order);
      }
    }

    @Override
    public Strategy copy() {
      return this;
    }
  }

  private static BacktestSpec spec(boolean limitsVolume) {
    return BacktestSpec.builder()
        .missingPrice(MissingPrice.IGNORE)
        .maxLeverage(3)
        .costs(
            new Costs(
                List.of(new Commission.Percent(0.001), new Commission.Fixed(1)),
                new Slippage.Fraction(0.0005),
                limitsVolume ? 0.25 : Double.POSITIVE_INFINITY))
        .build();
  }

  @Property(tries = 250)
  void ordersOfEachKindDoTheSameOverSplits(@ForAll long seed) {
    World world = new World(seed);
    BacktestSpec spec = spec(seed % 2 == 0);
    boolean protects = seed % 3 == 0;
    assertTwins(
        world,
        Simulator.run(spec, world.rawMarket(), world.script(false, protects)),
        Simulator.run(spec, world.twinMarket(), world.script(true, protects)));
  }

  @Property(tries = 150)
  void theMovingAverageCrossDoesTheSameOverSplits(@ForAll long seed) {
    World world = new World(seed);
    Map<String, String> given =
        Map.of("fast", "3", "slow", "7", "side", seed % 2 == 0 ? "long-only" : "long-short");
    StrategyFactory factory = new MovingAverageCrossFactory();
    Parameters parameters = Parameters.of(factory.parameters(), given);
    assertTwins(
        world,
        Simulator.run(spec(false), world.rawMarket(), factory.create(parameters)),
        Simulator.run(spec(false), world.twinMarket(), factory.create(parameters)));
  }

  @Property(tries = 100)
  void tradesOnIndexChangesDoTheSameOverSplits(@ForAll long seed) {
    World world = new World(seed);
    List<RevealedFact> facts = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      LocalDate announced = FIRST.plusDays(3 + world.random.nextInt(40));
      facts.add(
          RevealedFact.whenKnown(
              new IndexChange(
                  "S&P 500",
                  SYMBOLS.get(n),
                  "",
                  n == 1 ? IndexChange.Action.REMOVED : IndexChange.Action.ADDED,
                  IndexChange.Kind.MEMBERSHIP,
                  announced,
                  announced.plusDays(4 + world.random.nextInt(8)),
                  "test",
                  NewYorkTime.announcement(announced)),
              "index_changes"));
    }
    StrategyFactory factory = new IndexRebalanceFactory();
    Parameters parameters = Parameters.of(factory.parameters(), Map.of());
    assertTwins(
        world,
        Simulator.run(spec(false), world.rawMarket().withFacts(facts), factory.create(parameters)),
        Simulator.run(
            spec(false), world.twinMarket().withFacts(facts), factory.create(parameters)));
  }

  private static void assertTwins(World world, BacktestResult raw, BacktestResult twin) {
    assertSame("equity", raw.equityUsd(), twin.equityUsd());
    assertSame("cash", raw.cashUsd(), twin.cashUsd());
    assertThat(raw.orders())
        .extracting(order -> order.session() + order.symbol() + order.at() + order.reason())
        .isEqualTo(
            twin.orders().stream()
                .map(order -> order.session() + order.symbol() + order.at() + order.reason())
                .toList());
    assertSame("fills", values(raw.fills()), values(twin.fills()));
    assertSame(
        "fees",
        raw.fills().stream().mapToDouble(Fill::feeUsd).toArray(),
        twin.fills().stream().mapToDouble(Fill::feeUsd).toArray());
    assertSame("movements", movements(raw), movements(twin));
    assertSame("entries", entries(raw.trades()), entries(twin.trades()));
    assertSame("profits", profits(raw.trades()), profits(twin.trades()));
    assertSame(
        "positions' profits",
        profits(raw.accounting().positions()),
        profits(twin.accounting().positions()));
    Bars rawBars = world.bars(false);
    Bars twinBars = world.bars(true);
    Exposure exposure = Exposure.of(raw, rawBars);
    Exposure expected = Exposure.of(twin, twinBars);
    assertSame("longs", exposure.longs(), expected.longs());
    assertSame("shorts", exposure.shorts(), expected.shorts());
    assertSame("turnover", exposure.turnover(), expected.turnover());
    assertSame("positions are worth equity less cash", exposure.net(), invested(raw));
    Positions positions = Positions.of(raw, rawBars);
    Positions others = Positions.of(twin, twinBars);
    assertSame("counts", positions.counts(), others.counts());
    assertSame("largest", positions.largest(), others.largest());
    assertSame("weights", weights(positions), weights(others));
    assertSame("excursions", excursions(raw, rawBars), excursions(twin, twinBars));
    assertSame("window", HoldingWindow.of(raw).returns(), HoldingWindow.of(twin).returns());
    assertBenchmarks(world, rawBars, twinBars, raw, twin);
  }

  private static void assertBenchmarks(
      World world, Bars rawBars, Bars twinBars, BacktestResult raw, BacktestResult twin) {
    SplitAdjustment adjustment = SplitAdjustment.of(world.raw);
    for (int i = 0; i < INSTRUMENTS; i++) {
      double[] returns = benchmark(rawBars, i).adjusted(adjustment).returns(raw.sessions());
      double[] expected = benchmark(twinBars, i).returns(twin.sessions());
      assertSame("benchmark", returns, expected);
      if (i == 0) {
        assertSame("metrics", metrics(raw, returns), metrics(twin, expected));
      }
    }
  }

  private static Benchmark benchmark(Bars bars, int i) {
    double[] closes = new double[SESSIONS];
    Arrays.setAll(closes, bar -> bars.close(bar, i));
    return Benchmark.of(SYMBOLS.get(i), bars.sessionDates(), closes);
  }

  private static double[] metrics(BacktestResult result, double[] benchmark) {
    Map<Metric, Double> metrics =
        Metrics.of(TrackRecord.of(result).against(benchmark), MetricConvention.ofYear(252));
    return Arrays.stream(Metric.values())
        .mapToDouble(metric -> metrics.getOrDefault(metric, NONE))
        .toArray();
  }

  private static double[] invested(BacktestResult result) {
    double[] equity = result.equityUsd();
    double[] cash = result.cashUsd();
    double[] invested = new double[equity.length];
    Arrays.setAll(invested, n -> equity[n] > 0 ? (equity[n] - cash[n]) / equity[n] : NONE);
    return invested;
  }

  private static double[] values(List<Fill> fills) {
    return fills.stream().mapToDouble(fill -> fill.shares() * fill.priceUsd()).toArray();
  }

  private static double[] movements(BacktestResult result) {
    return result.accounting().movements().stream().mapToDouble(CashMovement::usd).toArray();
  }

  private static double[] entries(List<Trade> trades) {
    return trades.stream().mapToDouble(trade -> trade.shares() * trade.entryPriceUsd()).toArray();
  }

  private static double[] profits(List<Trade> trades) {
    return trades.stream().mapToDouble(Trade::pnlUsd).toArray();
  }

  private static double[] weights(Positions positions) {
    return positions.holdings().stream()
        .flatMapToDouble(
            holding ->
                Arrays.stream(
                    new double[] {
                      holding.meanWeight(), holding.longestWeight(), holding.shortestWeight()
                    }))
        .toArray();
  }

  private static double[] excursions(BacktestResult result, Bars bars) {
    return Excursion.of(result, bars).stream()
        .flatMapToDouble(each -> Arrays.stream(new double[] {each.adverse(), each.favourable()}))
        .toArray();
  }

  private static void assertSame(String what, double[] actual, double[] expected) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int n = 0; n < expected.length; n++) {
      if (!Double.isFinite(expected[n])) {
        assertThat(actual[n]).as(what + " " + n).isEqualTo(Double.valueOf(expected[n]));
        continue;
      }
      assertThat(actual[n])
          .as(what + " " + n)
          .isCloseTo(expected[n], Offset.offset(1e-9 * Math.max(1, Math.abs(expected[n]))));
    }
  }
}
