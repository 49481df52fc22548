package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.CorporateAction;
import dev.asof.api.FillAt;
import dev.asof.api.MarketView;
import dev.asof.api.Order;
import dev.asof.api.OrderSheet;
import dev.asof.api.Protection;
import dev.asof.api.SizeType;
import dev.asof.api.Strategy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CheckpointTest {
  private static final int SESSIONS = 25;
  private static final int INSTRUMENTS = 3;

  /** Random bars with volume and gaps. */
  private static Bars bars(long seed) {
    Random random = new Random(seed);
    int cells = SESSIONS * INSTRUMENTS;
    double[][] fields = new double[5][cells];
    for (int i = 0; i < INSTRUMENTS; i++) {
      double price = 20 + 50 * random.nextDouble();
      for (int bar = 0; bar < SESSIONS; bar++) {
        int cell = bar * INSTRUMENTS + i;
        double open = price * (1 + 0.06 * (random.nextDouble() - 0.5));
        double close = open * (1 + 0.06 * (random.nextDouble() - 0.5));
        boolean gap = random.nextDouble() < 0.05;
        fields[0][cell] = gap ? Double.NaN : open;
        fields[1][cell] = gap ? Double.NaN : Math.max(open, close) * 1.01;
        fields[2][cell] = gap ? Double.NaN : Math.min(open, close) * 0.99;
        fields[3][cell] = gap ? Double.NaN : close;
        fields[4][cell] = gap ? Double.NaN : 200 + random.nextInt(1_000);
        price = close;
      }
    }
    LocalDate[] sessions = new LocalDate[SESSIONS];
    Arrays.setAll(sessions, Panel.FIRST::plusDays);
    return Bars.wrapUnsafe(
        List.of("A", "B", "C"), sessions, fields[0], fields[1], fields[2], fields[3], fields[4]);
  }

  /** Gives every kind of order at random; its state is what it drew so far. */
  private static final class Erratic implements Strategy {
    private final long seed;
    private int decisions;
    private double memory;

    Erratic(long seed) {
      this.seed = seed;
    }

    @Override
    public void decide(MarketView view, OrderSheet sheet) {
      Random random = new Random(seed * 1_000 + decisions++);
      memory += view.equityUsd();
      for (int i = 0; i < view.instruments(); i++) {
        if (view.bars() == 0 || random.nextInt(3) > 0) {
          continue;
        }
        double last = view.close(i, 1);
        double size = (random.nextDouble() - 0.5) * (1 + memory % 1);
        switch (random.nextInt(7)) {
          case 0 -> sheet.targetWeight(i, size, FillAt.OPEN);
          case 1 -> sheet.submit(Order.atClose(i, SizeType.PERCENT, size));
          case 2 -> sheet.submit(Order.atOpen(i, SizeType.VALUE, 20_000 * size));
          case 3 -> trigger(sheet, Order.limit(i, SizeType.SHARES, 200 * size, price(last, 0.97)));
          case 4 -> trigger(sheet, Order.stop(i, SizeType.SHARES, 200 * size, price(last, 1.02)));
          case 5 -> sheet.protect(i, new Protection(0.04, random.nextBoolean(), 0.06));
          default -> sheet.cancel(i, FillAt.LIMIT);
        }
      }
      sheet.note("memory " + memory);
    }

    private static double price(double last, double factor) {
      return Double.isNaN(last) ? 30 : last * factor;
    }

    private static void trigger(OrderSheet sheet, Order order) {
      sheet.submit(order.size() > 0 ? order.goodTillCancelled() : order);
    }

    @Override
    public Strategy copy() {
      Erratic copy = new Erratic(seed);
      copy.decisions = decisions;
      copy.memory = memory;
      return copy;
    }
  }

  private static MarketData market(long seed) {
    Bars bars = bars(seed);
    return MarketData.of(bars)
        .withActions(
            List.of(
                new CorporateAction.Split("A", Panel.FIRST.plusDays(9), 2),
                new CorporateAction.CashDividend("B", Panel.FIRST.plusDays(12), 0.5),
                new CorporateAction.Delisting("C", Panel.FIRST.plusDays(20), 25)))
        .withBorrowRates(BorrowRates.constant(bars, Map.of("A", 0.05, "B", 0.3)));
  }

  private static BacktestSpec spec() {
    return BacktestSpec.builder()
        .missingPrice(MissingPrice.IGNORE)
        .costs(
            new Costs(
                List.of(new Commission.PerShare(0.01), new Commission.MinimumPerOrder(1)),
                new Slippage.HalfSpread(0.02),
                0.5))
        .maxLeverage(1.6)
        .financing(new Financing(0.02, 0.06, 360, true))
        .cashFlows(List.of(new CashFlow(Panel.FIRST.plusDays(7), "", 5_000)))
        .build();
  }

  private static void assertSame(BacktestResult result, BacktestResult expected) {
    assertThat(result.digest()).isEqualTo(expected.digest());
    assertThat(result.shares()).isEqualTo(expected.shares());
    assertThat(result.orders()).isEqualTo(expected.orders());
    assertThat(result.trades()).isEqualTo(expected.trades());
    assertThat(result.notes()).isEqualTo(expected.notes());
    assertThat(result.accounting().positions()).isEqualTo(expected.accounting().positions());
    assertThat(result.accounting().movements()).isEqualTo(expected.accounting().movements());
  }

  @Property(tries = 200)
  void aRunCutInTwoAndResumedEqualsOneRun(
      @ForAll @IntRange(max = 1_000_000) int seed,
      @ForAll @IntRange(min = -1, max = SESSIONS - 1) int last) {
    MarketData market = market(seed);
    BacktestResult whole = Simulator.run(spec(), market, new Erratic(seed));
    Checkpoint checkpoint =
        Simulator.runThrough(spec(), market, new Erratic(seed), Panel.FIRST.plusDays(last));
    assertSame(checkpoint.resume(), whole);
    assertSame(checkpoint.resume(market(seed), checkpoint.strategy()), whole);
  }

  @Test
  void theErraticRunMeetsEveryKindOfEvent() {
    List<String> reasons = new ArrayList<>();
    for (int seed = 0; seed < 20; seed++) {
      Simulator.run(spec(), market(seed), new Erratic(seed))
          .orders()
          .forEach(order -> reasons.add(order.at() + " " + order.reason()));
    }
    assertThat(reasons)
        .contains(
            "OPEN NONE",
            "CLOSE NONE",
            "LIMIT NONE",
            "STOP NONE",
            "LIMIT PRICE_NOT_REACHED",
            "CLOSE STOPPED_OUT");
  }

  @Test
  void aCheckpointTellsTheNextSession() {
    MarketData market = market(1);
    assertThat(
            Simulator.runThrough(spec(), market, new Erratic(1), Panel.FIRST.plusDays(3))
                .nextSession())
        .contains(Panel.FIRST.plusDays(4));
    assertThat(
            Simulator.runThrough(spec(), market, new Erratic(1), Panel.FIRST.plusDays(99))
                .nextSession())
        .isEmpty();
  }

  @Test
  void aRunCanNotGoOnOverOtherInstruments() {
    Checkpoint checkpoint =
        Simulator.runThrough(spec(), market(1), new Erratic(1), Panel.FIRST.plusDays(3));
    assertThatThrownBy(() -> checkpoint.resume(MarketData.of(Panel.single(1, 2)), new Erratic(1)))
        .hasMessage("Invalid data: expected the instruments and sessions that the run began with");
  }
}
