package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.Fill;
import dev.asof.api.Order;
import dev.asof.api.OrderReason;
import dev.asof.api.Protection;
import dev.asof.api.SizeType;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Stops of positions that a limit or stop order opened, in the session of the entry. */
class EntryStopsTest {
  private static final double[] BEFORE = {100, 101, 99, 100, 1_000};
  private static final Offset<Double> ROUNDING = Offset.offset(1e-9);

  private static Bars bars(double open, double high, double low, double close) {
    return OrdersTest.bars(
        BEFORE,
        new double[] {open, high, low, close, 1_000},
        new double[] {close, close, close, close, 1_000});
  }

  private static BacktestResult run(Bars bars, Protection protection, Order... orders) {
    return Simulator.run(
        BacktestSpec.builder().build(),
        bars,
        List.of(),
        new Script(
            (view, sheet) -> {
              if (view.bars() == 1) {
                sheet.protect(0, protection);
                for (Order order : orders) {
                  sheet.submit(order);
                }
              }
            }));
  }

  /** The price at which the position was left in the session of its entry. */
  private static void assertLeftAt(BacktestResult result, double price) {
    assertThat(result.fills()).hasSize(2);
    Fill exit = result.fills().get(1);
    assertThat(exit.session()).isEqualTo(result.sessions().get(1));
    assertThat(exit.priceUsd()).isCloseTo(price, ROUNDING);
  }

  private static void assertHeld(BacktestResult result) {
    assertThat(result.shares()[1]).isNotZero();
  }

  private static Order limit(double shares, double price) {
    return Order.limit(0, SizeType.SHARES, shares, price);
  }

  private static Order stop(double shares, double price) {
    return Order.stop(0, SizeType.SHARES, shares, price);
  }

  @Test
  void aBuyLimitBelowTheOpenIsStoppedByTheLowThatCameAfterIt() {
    assertLeftAt(run(bars(100, 101, 80, 82), Protection.stopLoss(0.05), limit(10, 98)), 98 * 0.95);
  }

  @Test
  void anEntryAtAGapHasTheWholeSessionBeforeIt() {
    assertLeftAt(run(bars(90, 91, 80, 82), Protection.stopLoss(0.05), limit(10, 98)), 90 * 0.95);
    assertLeftAt(run(bars(106, 107, 98, 99), Protection.stopLoss(0.05), stop(10, 105)), 100.7);
    assertLeftAt(run(bars(90, 99.5, 89, 95), Protection.takeProfit(0.1), limit(10, 98)), 99);
  }

  @Test
  void aLowThatMayHaveComeBeforeABuyStopIsTakenToHaveComeAfterIt() {
    assertLeftAt(
        run(bars(100, 106, 99, 106), Protection.stopLoss(0.05), stop(10, 105)), 105 * 0.95);
    assertHeld(run(bars(100, 106, 99.8, 106), Protection.stopLoss(0.05), stop(10, 105)));
  }

  @Test
  void aTakeProfitIsMetOnlyByPricesThatCameAfterTheEntryForCertain() {
    Protection gain = Protection.takeProfit(0.02);
    // The high of 101 may have come before the fall to 98.
    assertHeld(run(bars(100, 101, 97, 98.5), gain, limit(10, 98)));
    // The close came after it.
    assertLeftAt(run(bars(100, 101, 97, 100), gain, limit(10, 98)), 98 * 1.02);
    // So did the high after a buy stop above the open.
    assertLeftAt(run(bars(100, 108, 100, 101), gain, stop(10, 105)), 105 * 1.02);
  }

  @Test
  void shortEntriesAreTheMirrorImage() {
    Protection loss = Protection.stopLoss(0.05);
    assertLeftAt(run(bars(100, 120, 99, 118), loss, limit(-10, 102)), 102 * 1.05);
    assertLeftAt(run(bars(100, 101, 94, 95), loss, stop(-10, 95)), 95 * 1.05);
    Protection gain = Protection.takeProfit(0.02);
    assertHeld(run(bars(100, 103, 99, 101.5), gain, limit(-10, 102)));
    assertLeftAt(run(bars(100, 101, 92, 95), gain, stop(-10, 95)), 95 * 0.98);
  }

  @Test
  void aTrailingStopFollowsTheHighOnlyWhereItCameAfterTheEntry() {
    Protection trailing = Protection.trailing(0.05);
    // After the buy stop at 105 the high of 110 came for certain: the next session's stop is 104.5.
    BacktestResult certain =
        run(
            OrdersTest.bars(
                BEFORE,
                new double[] {100, 110, 100, 108, 1_000},
                new double[] {105, 105, 104, 104, 1_000}),
            trailing,
            stop(10, 105));
    assertThat(certain.fills().get(1).priceUsd()).isCloseTo(110 * 0.95, ROUNDING);
    // Before the buy limit at 98 the high of 110 may have come: the stop stays at 93.1 of 98.
    BacktestResult uncertain =
        run(
            OrdersTest.bars(
                BEFORE,
                new double[] {100, 110, 98, 98, 1_000},
                new double[] {98, 98, 94, 94, 1_000}),
            trailing,
            limit(10, 98));
    assertThat(uncertain.fills()).hasSize(1);
  }

  @Test
  void theExitEndsTheOtherOrdersOfTheInstrument() {
    BacktestResult result =
        run(
            bars(106, 107, 98, 99),
            Protection.stopLoss(0.05),
            stop(10, 105),
            limit(5, 99),
            Order.atClose(0, SizeType.SHARES, 3));
    assertThat(result.orders())
        .extracting(order -> order.reason())
        .containsExactlyInAnyOrder(
            OrderReason.NONE, OrderReason.NONE, OrderReason.STOPPED_OUT, OrderReason.STOPPED_OUT);
    assertThat(result.shares()[1]).isZero();
  }
}
