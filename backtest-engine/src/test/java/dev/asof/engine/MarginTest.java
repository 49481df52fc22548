package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.FillAt;
import dev.asof.api.MarketView;
import dev.asof.api.Order;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderSheet;
import dev.asof.api.OrderStatus;
import dev.asof.api.Protection;
import dev.asof.api.SizeType;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Accounts in distress: margin calls, and orders that reduce a position whatever the cash. */
class MarginTest {
  /** A squeeze: sold short at 100, it closes at 160 and 200 and falls back to 90. */
  private static final Bars SQUEEZE =
      OrdersTest.bars(
          bar(100, 100, 100, 100),
          bar(100, 100, 100, 100),
          bar(120, 165, 120, 160),
          bar(180, 200, 180, 200),
          bar(150, 150, 90, 90),
          bar(90, 90, 90, 90));

  private static double[] bar(double open, double high, double low, double close) {
    return new double[] {open, high, low, close, 100_000};
  }

  private static BacktestSpec.Builder inFull() {
    return BacktestSpec.builder().reducingOrders(ReducingOrders.IN_FULL);
  }

  private static BacktestSpec.Builder margined() {
    return inFull().margin(Margin.MAINTENANCE);
  }

  private static BacktestResult run(
      BacktestSpec.Builder spec, Bars bars, BiConsumer<MarketView, OrderSheet> decision) {
    return Simulator.run(spec.build(), bars, List.of(), new Script(decision));
  }

  private static BiConsumer<MarketView, OrderSheet> shortThen(Order... laterOrders) {
    return (view, sheet) -> {
      if (view.bars() == 1) {
        sheet.submit(Order.atOpen(0, SizeType.SHARES, -2_000));
      } else if (view.bars() == 3) {
        for (Order order : laterOrders) {
          sheet.submit(order);
        }
      }
    };
  }

  @Test
  void anAccountBelowItsRequirementIsClosedOutAtTheNextOpen() {
    BacktestResult result = run(margined(), SQUEEZE, shortThen());
    assertThat(result.equityUsd())
        .containsExactly(100_000, 100_000, -20_000, -60_000, -60_000, -60_000);
    assertThat(result.fills()).hasSize(2);
    assertThat(result.fills().get(1).session()).isEqualTo(SQUEEZE.session(3));
    assertThat(result.fills().get(1).shares()).isEqualTo(2_000);
    assertThat(result.fills().get(1).priceUsd()).isEqualTo(180);
    assertThat(result.orders().get(1).reason()).isEqualTo(OrderReason.MARGIN_CALL);
    assertThat(result.orders().get(1).status()).isEqualTo(OrderStatus.FILLED);
    assertThat(result.orders().get(1).at()).isEqualTo(FillAt.OPEN);
    assertThat(result.trades())
        .singleElement()
        .satisfies(trade -> assertThat(trade.pnlUsd()).isEqualTo(-160_000));
  }

  @Test
  void withoutMarginTheSameAccountIsCarriedThroughItsRuin() {
    BacktestResult result = run(inFull(), SQUEEZE, shortThen());
    assertThat(result.equityUsd())
        .containsExactly(100_000, 100_000, -20_000, -100_000, 120_000, 120_000);
  }

  @Test
  void theRequirementIsThirtyPercentOfShortsAndAQuarterOfLongs() {
    // 1,000 short at 100: at 153.84 the equity of 46,160 covers 30 % of 153,840; at 153.85 it
    // does not.
    for (double close : new double[] {153.84, 153.85}) {
      BacktestResult result =
          run(
              margined(),
              OrdersTest.bars(
                  bar(100, 100, 100, 100), bar(100, 100, 100, close), bar(100, 100, 100, 100)),
              (view, sheet) -> {
                if (view.bars() == 1) {
                  sheet.submit(Order.atOpen(0, SizeType.SHARES, -1_000));
                }
              });
      assertThat(result.fills()).hasSize(close > 153.84 ? 2 : 1);
    }
    // 4,000 bought for 400,000 with 300,000 borrowed: 25 % are kept down to a price of 100.
    for (double close : new double[] {100, 99.99}) {
      BacktestResult result =
          run(
              margined().financing(new Financing(0, 0, 360, true)).maxLeverage(4),
              OrdersTest.bars(
                  bar(100, 100, 100, 100), bar(100, 100, close, close), bar(99, 99, 99, 99)),
              (view, sheet) -> {
                if (view.bars() == 1) {
                  sheet.submit(Order.atOpen(0, SizeType.SHARES, 4_000));
                }
              });
      assertThat(result.fills()).hasSize(close < 100 ? 2 : 1);
    }
  }

  @Test
  void cashThatTheOwnerPaysInMeetsTheCall() {
    BacktestResult result =
        run(
            margined().cashFlows(List.of(new CashFlow(SQUEEZE.session(3), "", 400_000))),
            SQUEEZE,
            shortThen());
    assertThat(result.fills()).hasSize(1);
  }

  @Test
  void ordersOfACalledAccountAreRefusedInThatSession() {
    BacktestResult result =
        run(
            margined(),
            SQUEEZE,
            shortThen(
                Order.atOpen(0, SizeType.SHARES, -10),
                Order.limit(0, SizeType.SHARES, -10, 190).goodTillCancelled()));
    assertThat(result.orders())
        .extracting(order -> order.reason())
        .containsExactlyInAnyOrder(
            OrderReason.NONE,
            OrderReason.LIQUIDATED,
            OrderReason.LIQUIDATED,
            OrderReason.MARGIN_CALL);
  }

  @Test
  void aRuinedAccountOpensNothing() {
    BacktestResult result =
        run(
            margined(),
            SQUEEZE,
            (view, sheet) -> {
              if (view.bars() == 1 || view.bars() == 4) {
                sheet.submit(Order.atOpen(0, SizeType.SHARES, -2_000));
              }
            });
    assertThat(result.orders().get(2).reason()).isEqualTo(OrderReason.VALUE_ZERO_OR_NEGATIVE);
    assertThat(result.equityUsd()[5]).isEqualTo(-60_000);
  }

  @Test
  void aHaltedPositionIsClosedOutAtItsNextOpen() {
    Bars halted =
        OrdersTest.bars(
            bar(100, 100, 100, 100),
            bar(100, 165, 100, 160),
            bar(Double.NaN, Double.NaN, Double.NaN, Double.NaN),
            bar(180, 180, 180, 180));
    BacktestResult result = run(margined(), halted, shortThen());
    assertThat(result.fills().get(1).session()).isEqualTo(halted.session(3));
  }

  @Test
  void aMarginCallTakesNoMoreThanItsPartOfTheVolumeAndGoesOn() {
    Costs costs = new Costs(List.of(), new Slippage.Fraction(0), 0.015);
    BacktestResult result =
        run(
            margined().costs(costs),
            SQUEEZE,
            (view, sheet) -> {
              if (view.bars() == 0) {
                sheet.submit(Order.atOpen(0, SizeType.SHARES, -2_000));
              }
            });
    assertThat(result.fills())
        .extracting(fill -> fill.shares())
        .containsExactly(1_500.0, 500.0, 1_500.0, 500.0);
  }

  @Test
  void checkpointsKeepMarginCallsToTheLastBit() {
    BacktestSpec spec = margined().build();
    String whole = run(margined(), SQUEEZE, shortThen()).digest();
    for (int bar = 0; bar < SQUEEZE.sessions(); bar++) {
      LocalDate last = SQUEEZE.session(bar);
      Checkpoint checkpoint =
          Simulator.runThrough(spec, MarketData.of(SQUEEZE), new Script(shortThen()), last);
      assertThat(checkpoint.resume().digest()).isEqualTo(whole);
    }
  }

  @Test
  void coveringAShortAtALossBuysAllBackAndBooksNegativeCash() {
    for (boolean partialFills : new boolean[] {true, false}) {
      BacktestResult result =
          run(
              inFull().partialFills(partialFills),
              SQUEEZE,
              shortThen(Order.atOpen(0, SizeType.TARGET_SHARES, 0)));
      assertThat(result.shares()[3]).isZero();
      assertThat(result.cashUsd()[3]).isEqualTo(-60_000);
    }
  }

  @Test
  void aWeightOfZeroClosesThePositionOfARuinedAccount() {
    BacktestResult result =
        run(inFull(), SQUEEZE, shortThen(Order.atOpen(0, SizeType.TARGET_WEIGHT, 0)));
    assertThat(result.equityUsd()[5]).isEqualTo(-60_000);
  }

  @Test
  void anOrderThatTurnsAShortRoundBuysNoMoreThanTheCoverOnceCashIsGone() {
    BacktestResult result =
        run(inFull(), SQUEEZE, shortThen(Order.atOpen(0, SizeType.TARGET_SHARES, 500)));
    assertThat(result.shares()[3]).isZero();
    assertThat(result.cashUsd()[3]).isEqualTo(-60_000);
  }

  @Test
  void withinCashAShortIsCoveredAsFarAsTheCashPays() {
    BacktestResult result =
        run(BacktestSpec.builder(), SQUEEZE, shortThen(Order.atOpen(0, SizeType.TARGET_SHARES, 0)));
    assertThat(result.fills().get(1).shares()).isEqualTo(300_000 / 180.0);
  }

  @Test
  void aStopOnSharesWorthLessThanTheLeastFeeFills() {
    Costs costs = new Costs(List.of(new Commission.MinimumPerOrder(1)), new Slippage.Fraction(0));
    Bars penny =
        OrdersTest.bars(
            bar(0.01, 0.01, 0.01, 0.01),
            bar(0.01, 0.01, 0.01, 0.01),
            bar(0.0008, 0.0009, 0.0007, 0.0008));
    BacktestResult result =
        run(
            inFull().costs(costs),
            penny,
            (view, sheet) -> {
              if (view.bars() == 1) {
                sheet.protect(0, Protection.stopLoss(0.5));
                sheet.submit(Order.atOpen(0, SizeType.SHARES, 1_000));
              }
            });
    // 10 and a fee of 1 are paid; 0.80 less a fee of 1 come back.
    assertThat(result.shares()[2]).isZero();
    assertThat(result.cashUsd()[2]).isEqualTo(100_000 - 11 - 0.2);
  }
}
