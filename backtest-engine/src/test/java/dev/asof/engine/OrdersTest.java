package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.Direction;
import dev.asof.api.Fill;
import dev.asof.api.FillAt;
import dev.asof.api.MarketView;
import dev.asof.api.Order;
import dev.asof.api.OrderCosts;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderSheet;
import dev.asof.api.OrderTerms;
import dev.asof.api.Protection;
import dev.asof.api.SizeType;
import dev.asof.api.TradeSide;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Orders beyond plain targets; numbers worked by hand. */
class OrdersTest {
  private static final double NONE = Double.NaN;

  /** One instrument whose rows are open, high, low, close, volume. */
  static Bars bars(double[]... rows) {
    LocalDate[] sessions = new LocalDate[rows.length];
    Arrays.setAll(sessions, Panel.FIRST::plusDays);
    return Bars.wrapUnsafe(
        List.of("A"),
        sessions,
        column(rows, 0),
        column(rows, 1),
        column(rows, 2),
        column(rows, 3),
        column(rows, 4));
  }

  private static double[] column(double[][] rows, int column) {
    return Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
  }

  private static double[] bar(double open, double high, double low, double close) {
    return new double[] {open, high, low, close, 1_000};
  }

  private static BacktestResult run(
      BacktestSpec spec, Bars bars, BiConsumer<MarketView, OrderSheet> decision) {
    return Simulator.run(spec, bars, List.of(), new Script(decision));
  }

  private static BacktestSpec.Builder spec() {
    return BacktestSpec.builder().initialCashUsd(1_000);
  }

  /** Gives orders before the n-th session, from 0. */
  private static BiConsumer<MarketView, OrderSheet> at(int session, Order... orders) {
    return (view, sheet) -> {
      if (view.bars() == session) {
        for (Order order : orders) {
          sheet.submit(order);
        }
      }
    };
  }

  private static List<OrderReason> reasons(BacktestResult result) {
    return result.orders().stream().map(order -> order.reason()).toList();
  }

  private static void assertFill(Fill fill, TradeSide side, double shares, double price) {
    assertThat(fill.side()).isEqualTo(side);
    assertThat(fill.shares()).isEqualTo(shares);
    assertThat(fill.priceUsd()).isEqualTo(price);
  }

  @Test
  void valueIsTurnedIntoSharesAtTheLastCloseWhateverTheFillPrice() {
    BacktestResult result =
        run(
            spec().build(),
            bars(bar(10, 10, 10, 10), bar(8, 8, 8, 8)),
            at(1, Order.atOpen(0, SizeType.VALUE, 200)));
    assertFill(result.fills().get(0), TradeSide.BUY, 20, 8);
  }

  @Test
  void valueIsTurnedIntoSharesAtTheFillPriceWhereTheRunSaysSo() {
    BacktestResult result =
        run(
            spec().sizingPrice(SizingPrice.FILL_PRICE).build(),
            bars(bar(10, 10, 10, 10), bar(8, 8, 8, 8)),
            at(1, Order.atOpen(0, SizeType.VALUE, 200)));
    assertFill(result.fills().get(0), TradeSide.BUY, 25, 8);
  }

  @Test
  void aGivenValuationPriceSizesUntilTheNextClose() {
    BacktestResult result =
        run(
            spec().build(),
            bars(bar(10, 10, 10, 10), bar(10, 10, 10, 10), bar(10, 10, 10, 10)),
            (view, sheet) -> {
              if (view.bars() == 1) {
                sheet.value(0, 20);
              }
              if (view.bars() > 0) {
                sheet.submit(Order.atOpen(0, SizeType.VALUE, 100));
              }
            });
    assertThat(result.fills()).extracting(Fill::shares).containsExactly(5.0, 10.0);
  }

  @Test
  void aPercentageBuysWithTheCashAndSellsThePosition() {
    OrderTerms longOnly = OrderTerms.DEFAULT.withDirection(Direction.LONG_ONLY);
    BacktestResult result =
        run(
            spec().terms(longOnly).build(),
            bars(bar(10, 10, 10, 10), bar(10, 10, 10, 10), bar(10, 10, 10, 10)),
            (view, sheet) -> {
              if (view.bars() == 1) {
                sheet.submit(Order.atOpen(0, SizeType.PERCENT, 0.6));
              } else if (view.bars() == 2) {
                sheet.submit(Order.atOpen(0, SizeType.PERCENT, -0.25));
              }
            });
    assertFill(result.fills().get(0), TradeSide.BUY, 60, 10);
    assertFill(result.fills().get(1), TradeSide.SELL, 15, 10);
  }

  @Test
  void aLongOnlySaleWithoutAPositionIsRejected() {
    BacktestResult result =
        run(
            spec().build(),
            bars(bar(10, 10, 10, 10)),
            at(
                0,
                Order.atOpen(0, SizeType.SHARES, -1)
                    .withTerms(OrderTerms.DEFAULT.withDirection(Direction.LONG_ONLY))));
    assertThat(reasons(result)).containsExactly(OrderReason.NO_OPEN_POSITION);
  }

  @Test
  void aShortOnlySizeCountsTheOtherWay() {
    OrderTerms shortOnly = OrderTerms.DEFAULT.withDirection(Direction.SHORT_ONLY);
    BacktestResult result =
        run(
            spec().build(),
            bars(bar(10, 10, 10, 10), bar(10, 10, 10, 10)),
            (view, sheet) ->
                sheet.submit(
                    Order.atOpen(0, SizeType.SHARES, view.bars() == 0 ? 30 : -50)
                        .withTerms(shortOnly)));
    assertFill(result.fills().get(0), TradeSide.SELL, 30, 10);
    assertFill(result.fills().get(1), TradeSide.BUY, 30, 10);
  }

  @Test
  void lotsAreRoundedDownAndSizesKeptWithinTheirLimits() {
    OrderTerms lots = OrderTerms.DEFAULT.withLotShares(10);
    assertThat(bought(Order.atOpen(0, SizeType.SHARES, 37).withTerms(lots))).isEqualTo(30);
    assertThat(bought(Order.atOpen(0, SizeType.SHARES, 37).withTerms(lots.withMaxShares(25))))
        .isEqualTo(20);
    assertThat(reason(Order.atOpen(0, SizeType.SHARES, 9).withTerms(lots)))
        .isEqualTo(OrderReason.SIZE_ZERO);
    assertThat(
            reason(
                Order.atOpen(0, SizeType.SHARES, 37)
                    .withTerms(lots.withMaxShares(25).withPartialFills(false))))
        .isEqualTo(OrderReason.MAX_SIZE_EXCEEDED);
    assertThat(
            reason(
                Order.atOpen(0, SizeType.SHARES, 3).withTerms(OrderTerms.DEFAULT.withMinShares(5))))
        .isEqualTo(OrderReason.MIN_SIZE_NOT_REACHED);
  }

  private static double bought(Order order) {
    return run(spec().build(), bars(bar(10, 10, 10, 10)), at(0, order)).fills().get(0).shares();
  }

  private static OrderReason reason(Order order) {
    return reasons(run(spec().build(), bars(bar(10, 10, 10, 10)), at(0, order))).get(0);
  }

  @Test
  void lockedProceedsOfAShortSaleBuyNothingElse() {
    Bars bars = Panel.of(new double[][] {{10, 10}}, new double[][] {{10, 10}});
    BacktestSpec locked =
        spec()
            .fillOrder(FillOrder.AS_GIVEN)
            .terms(OrderTerms.DEFAULT.withLockProceeds(true))
            .build();
    BacktestResult result =
        run(
            locked,
            bars,
            at(0, Order.atOpen(0, SizeType.SHARES, -60), Order.atOpen(1, SizeType.SHARES, 100)));
    assertThat(result.fills()).extracting(Fill::shares).containsExactly(60.0, 40.0);
    assertThat(result.accounting().accounts().get(0).freeCashUsd()[0]).isZero();
  }

  @Test
  void costsOfAnOrderReplaceThoseOfTheRun() {
    BacktestResult result =
        run(
            spec().costs(new Costs(100, 5, 100)).build(),
            bars(bar(10, 10, 10, 10)),
            at(0, Order.atOpen(0, SizeType.SHARES, 10).withCosts(new OrderCosts(0.001, 0.5, 0.1))));
    assertFill(result.fills().get(0), TradeSide.BUY, 10, 11);
    assertThat(result.fills().get(0).feeUsd()).isEqualTo(0.61);
  }

  @Test
  void aPurchaseAtALimitFillsAtItOrAtABetterOpen() {
    BacktestResult result =
        run(
            spec().costs(new Costs(0, 0, 100)).build(),
            bars(bar(10, 10, 10, 10), bar(9.5, 10, 8, 9), bar(7, 9, 6, 8), bar(9, 9, 8.5, 9)),
            (view, sheet) -> {
              if (view.bars() > 0) {
                sheet.submit(Order.limit(0, SizeType.SHARES, 1, 8.2));
              }
            });
    assertThat(result.fills()).extracting(Fill::priceUsd).containsExactly(8.2, 7.0);
    assertThat(result.fills()).extracting(Fill::at).containsOnly(FillAt.LIMIT);
    assertThat(reasons(result))
        .containsExactly(OrderReason.NONE, OrderReason.NONE, OrderReason.PRICE_NOT_REACHED);
  }

  @Test
  void aSaleAtAStopFillsAtItWithSlippageOrAtAWorseOpen() {
    BacktestResult result =
        run(
            spec().costs(new Costs(0, 0, 1_000)).build(),
            bars(bar(10, 10, 10, 10), bar(10, 11, 8, 9), bar(7, 9, 6, 8), bar(9, 9, 8.5, 9)),
            (view, sheet) -> {
              if (view.bars() > 0) {
                sheet.submit(Order.stop(0, SizeType.SHARES, -1, 8));
              }
            });
    assertThat(result.fills()).extracting(Fill::priceUsd).containsExactly(7.2, 6.3);
    assertThat(reasons(result).get(2)).isEqualTo(OrderReason.PRICE_NOT_REACHED);
  }

  @Test
  void anOrderGoodTillCancelledWaitsUntilItFills() {
    Order order = Order.limit(0, SizeType.SHARES, 1, 8).goodTillCancelled();
    Bars bars = bars(bar(10, 10, 10, 10), bar(9, 9, 8.5, 9), bar(9, 9, 7.5, 8), bar(8, 8, 7, 8));
    assertThat(run(spec().build(), bars, at(0, order)).fills())
        .singleElement()
        .satisfies(fill -> assertThat(fill.session()).isEqualTo(Panel.FIRST.plusDays(2)));
    BacktestResult cancelled =
        run(
            spec().build(),
            bars,
            (view, sheet) -> {
              if (view.bars() == 0) {
                sheet.submit(order);
              } else if (view.bars() == 2) {
                sheet.cancel(0, FillAt.LIMIT);
              }
            });
    assertThat(cancelled.orders()).isEmpty();
  }

  @Test
  void whereASessionTouchesAStopAndALimitTheStopComesFirst() {
    BacktestResult result =
        run(
            spec().build(),
            bars(bar(10, 10, 10, 10), bar(10, 12, 8, 10)),
            at(1, Order.limit(0, SizeType.SHARES, -1, 12), Order.stop(0, SizeType.SHARES, -1, 8)));
    assertThat(result.fills()).extracting(Fill::priceUsd).containsExactly(8.0, 12.0);
  }

  @Test
  void aLimitWithoutAPriceOrAMarketOrderThatStaysIsNoOrder() {
    assertThatThrownBy(() -> Order.limit(0, SizeType.SHARES, 1, NONE))
        .hasMessage("Invalid limit or stop NaN: expected USD, above 0");
    assertThatThrownBy(() -> Order.atOpen(0, SizeType.SHARES, 1).goodTillCancelled())
        .hasMessage("Invalid order: good till cancelled needs a limit or a stop, not OPEN");
    assertThatThrownBy(() -> Order.atOpen(0, SizeType.SHARES, NONE))
        .hasMessage("Invalid size NaN: expected a number");
  }

  private static BiConsumer<MarketView, OrderSheet> protectedEntry(
      double shares, FillAt at, Protection protection) {
    return (view, sheet) -> {
      if (view.bars() == 1) {
        sheet.targetShares(0, shares, at);
        sheet.protect(0, protection);
      }
    };
  }

  @Test
  void aStopLossLeavesAtTheStopOrAtAWorseOpen() {
    Protection stop = Protection.stopLoss(0.1);
    BacktestResult touched =
        run(
            spec().build(),
            bars(bar(100, 100, 100, 100), bar(100, 101, 99, 100), bar(95, 96, 89, 94)),
            protectedEntry(5, FillAt.CLOSE, stop));
    assertFill(touched.fills().get(1), TradeSide.SELL, 5, 90);
    BacktestResult gapped =
        run(
            spec().build(),
            bars(bar(100, 100, 100, 100), bar(100, 101, 99, 100), bar(80, 96, 79, 94)),
            protectedEntry(5, FillAt.CLOSE, stop));
    assertFill(gapped.fills().get(1), TradeSide.SELL, 5, 80);
  }

  @Test
  void anEntryAtTheOpenIsProtectedInItsOwnSession() {
    BacktestResult result =
        run(
            spec().build(),
            bars(bar(100, 100, 100, 100), bar(100, 101, 88, 100)),
            protectedEntry(5, FillAt.OPEN, Protection.stopLoss(0.1)));
    assertFill(result.fills().get(1), TradeSide.SELL, 5, 90);
  }

  @Test
  void theStopLossIsTakenToComeBeforeTheTakeProfit() {
    BacktestResult result =
        run(
            spec().build(),
            bars(bar(100, 100, 100, 100), bar(100, 100, 100, 100), bar(100, 120, 80, 100)),
            protectedEntry(-5, FillAt.CLOSE, new Protection(0.1, false, 0.1)));
    assertFill(result.fills().get(1), TradeSide.BUY, 5, 110.00000000000001);
  }

  @Test
  void aTakeProfitFillsAsALimitWithoutSlippage() {
    BacktestResult result =
        run(
            spec().costs(new Costs(0, 0, 100)).build(),
            bars(bar(100, 100, 100, 100), bar(100, 100, 100, 100), bar(100, 120, 100, 118)),
            protectedEntry(5, FillAt.CLOSE, Protection.takeProfit(0.1)));
    assertThat(result.fills().get(1).priceUsd()).isCloseTo(101 * 1.1, Offset.offset(1e-12));
  }

  @Test
  void aTrailingStopFollowsTheBestPriceOfTheSessionsBefore() {
    BacktestResult result =
        run(
            spec().build(),
            bars(
                bar(100, 100, 100, 100),
                bar(100, 100, 100, 100),
                bar(100, 120, 95, 118),
                bar(115, 116, 107, 110)),
            protectedEntry(5, FillAt.CLOSE, Protection.trailing(0.1)));
    assertFill(result.fills().get(1), TradeSide.SELL, 5, 108);
  }

  @Test
  void aStopEndsTheOtherOrdersOfItsInstrumentForTheSession() {
    BacktestResult result =
        run(
            spec().build(),
            bars(bar(100, 100, 100, 100), bar(100, 100, 100, 100), bar(95, 96, 89, 94)),
            (view, sheet) -> {
              if (view.bars() == 1) {
                sheet.targetShares(0, 5, FillAt.CLOSE);
                sheet.protect(0, Protection.stopLoss(0.1));
              } else if (view.bars() == 2) {
                sheet.targetShares(0, 9, FillAt.CLOSE);
              }
            });
    assertThat(reasons(result))
        .containsExactly(OrderReason.NONE, OrderReason.STOPPED_OUT, OrderReason.NONE);
    assertThat(result.shares()[2]).isZero();
  }

  @Test
  void anAttemptKeepsThePriceAndTheAccountThatItMet() {
    BacktestResult result =
        run(
            spec().costs(new Costs(0, 1, 0)).build(),
            bars(bar(10, 10, 10, 10), bar(11, 11, 11, 12)),
            at(1, Order.atOpen(0, SizeType.SHARES, -10)));
    assertThat(result.orders().get(0).context())
        .isEqualTo(
            new dev.asof.api.OrderContext(11, 10, 1_000, 1_000, 1_000, 0, 0, 1_109, 889, 110, -10));
  }
}
