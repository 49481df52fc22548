package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.FillAt;
import dev.asof.api.Order;
import dev.asof.api.OrderReason;
import dev.asof.api.SizeType;
import dev.asof.api.Strategy;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that no one should give, and what becomes of it. */
class BadInputTest {
  private static final BacktestSpec IGNORING =
      BacktestSpec.builder().initialCashUsd(1_000).missingPrice(MissingPrice.IGNORE).build();

  private static Strategy at(int session, Order order) {
    return new Script(
        (view, sheet) -> {
          if (view.bars() == session) {
            sheet.submit(order);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aPriceThatCanNotBePaidFillsNothing(double price) {
    Bars bars =
        OrdersTest.bars(
            new double[] {10, 10, 10, 10, 1}, new double[] {price, price, price, price, 1});
    for (Order order :
        List.of(
            Order.atOpen(0, SizeType.SHARES, 1),
            Order.atClose(0, SizeType.VALUE, -10),
            Order.limit(0, SizeType.SHARES, 1, 9),
            Order.stop(0, SizeType.SHARES, -1, 9))) {
      BacktestResult result = Simulator.run(IGNORING, bars, List.of(), at(1, order));
      assertThat(result.fills()).isEmpty();
      assertThat(result.orders())
          .singleElement()
          .satisfies(
              record ->
                  assertThat(record.reason())
                      .isIn(OrderReason.PRICE_MISSING, OrderReason.PRICE_NOT_REACHED));
    }
  }

  @Test
  void anInfiniteCloseLeavesThePositionAtItsLastOne() {
    BacktestResult result =
        Simulator.run(
            IGNORING,
            Panel.single(10, 10, Double.POSITIVE_INFINITY, 12),
            List.of(),
            at(1, Order.atOpen(0, SizeType.SHARES, 10)));
    assertThat(result.equityUsd()).containsExactly(1_000, 1_000, 1_000, 1_020);
  }

  @ParameterizedTest
  @EnumSource(SizeType.class)
  void anAccountBelowZeroGoesOn(SizeType type) {
    BacktestResult result =
        Simulator.run(
            IGNORING,
            Panel.single(10, 10, 100, 100, 50),
            List.of(),
            new Script(
                (view, sheet) -> {
                  if (view.bars() == 1) {
                    sheet.targetWeight(0, -2, FillAt.OPEN);
                  } else if (view.bars() == 3) {
                    sheet.submit(Order.atOpen(0, type, 0.5));
                  }
                }));
    assertThat(result.equityUsd()[2]).isEqualTo(-17_000);
    assertThat(result.equityUsd()[4]).isFinite();
    if (type == SizeType.TARGET_WEIGHT) {
      assertThat(result.orders().get(1).reason()).isEqualTo(OrderReason.VALUE_ZERO_OR_NEGATIVE);
    }
  }

  @Test
  void absurdLeverageIsCutToTheCashWhenLongAndFiniteWhenShort() {
    BacktestResult bought =
        Simulator.run(
            IGNORING,
            Panel.single(10, 10),
            List.of(),
            at(1, Order.atOpen(0, SizeType.TARGET_WEIGHT, 1e200)));
    assertThat(bought.fills().get(0).shares()).isEqualTo(100);
    BacktestResult sold =
        Simulator.run(
            IGNORING,
            Panel.single(10, 10, 11),
            List.of(),
            at(1, Order.atOpen(0, SizeType.TARGET_WEIGHT, -1e9)));
    assertThat(sold.equityUsd()[2]).isEqualTo(1_000 - 1e11);
  }

  @Test
  void sessionsThatAreDuplicatedOrUnsortedAreRefused() {
    for (int days : new int[] {0, -1}) {
      List<LocalDate> sessions = List.of(Panel.FIRST, Panel.FIRST.plusDays(days));
      assertThatThrownBy(
              () ->
                  Panel.of(
                      List.of("A"), sessions, new double[][] {{1}, {1}}, new double[][] {{1}, {1}}))
          .hasMessage(
              "Invalid bars: session " + sessions.get(1) + " does not come after " + Panel.FIRST);
    }
  }

  @Test
  void anOrderForAnUnlistedInstrumentFailsTheStrategyWithItsName() {
    for (int instrument : new int[] {-1, 1}) {
      assertThatThrownBy(
              () ->
                  Simulator.run(
                      IGNORING,
                      Panel.single(10, 10),
                      List.of(),
                      at(1, Order.atOpen(instrument, SizeType.SHARES, 1))))
          .hasMessage(
              "Cannot go on: strategy dev.asof.engine.Script failed before the open of"
                  + " 2022-09-02 with java.lang.IllegalArgumentException: Invalid instrument "
                  + instrument
                  + ": expected 0 to 0");
    }
  }

  @Test
  void aStrategyThatThrowsIsNamedWithItsSessionAndInstrumentAndFailsAlone() {
    double[][] prices = {{10, 20}, {10, 20}};
    Bars bars = Panel.of(prices, prices);
    Strategy failing =
        new Script(
            (view, sheet) -> {
              if (view.bars() == 1 && view.close(1, 1) > 0) {
                throw new IllegalStateException("no model\nsecond line");
              }
            });
    assertThatThrownBy(() -> Simulator.run(IGNORING, bars, List.of(), failing))
        .hasMessage(
            "Cannot go on: strategy dev.asof.engine.Script failed before the open of 2022-09-02,"
                + " having last asked for B, with java.lang.IllegalStateException: no model");
    BacktestResult other =
        Simulator.run(IGNORING, bars, List.of(), at(1, Order.atOpen(0, SizeType.SHARES, 1)));
    assertThat(other.fills()).hasSize(1);
  }

  @Test
  void aSignalPositionCanNotBeTurnedRoundByAPercentage() {
    SignalRules rules =
        new SignalRules(
            0.5,
            SizeType.PERCENT,
            Accumulation.NONE,
            SignalConflict.IGNORE,
            SignalConflict.IGNORE,
            DirectionConflict.IGNORE,
            OppositeEntry.REVERSE);
    assertThatThrownBy(() -> rules.order(SignalRules.SHORT_ENTRY, 10, 10, new OrderTicket()))
        .hasMessageStartingWith("Invalid signal size type PERCENT: a position can't be turned");
  }

  @Test
  void theSameBarsServeManyRuns() {
    Bars bars = Panel.single(10, 11, 12);
    String[] digests = new String[4];
    Arrays.parallelSetAll(
        digests,
        n ->
            Simulator.run(IGNORING, bars, List.of(), at(1, Order.atOpen(0, SizeType.PERCENT, 0.5)))
                .digest());
    assertThat(digests).containsOnly(digests[0]);
  }
}
