package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.CashMovement;
import dev.asof.api.CorporateAction;
import dev.asof.api.Fill;
import dev.asof.api.FillAt;
import dev.asof.api.MarketView;
import dev.asof.api.Order;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderSheet;
import dev.asof.api.PositionSide;
import dev.asof.api.Protection;
import dev.asof.api.SizeType;
import dev.asof.api.Trade;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BiConsumer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CorporateActionsTest {
  private static final LocalDate EX = Panel.FIRST.plusDays(2);
  private static final double NONE = Double.NaN;

  private static BacktestResult run(
      Bars bars, List<CorporateAction> actions, BiConsumer<MarketView, OrderSheet> decision) {
    return Simulator.run(
        BacktestSpec.builder().initialCashUsd(10_000).build(),
        MarketData.of(bars).withActions(actions),
        new Script(decision));
  }

  private static BiConsumer<MarketView, OrderSheet> holding(double shares) {
    return (view, sheet) -> {
      if (view.bars() == 1) {
        sheet.targetShares(0, shares, FillAt.OPEN);
      }
    };
  }

  @Test
  void aSplitChangesSharesAndNoValue() {
    BacktestResult result =
        run(
            Panel.single(90, 90, 30, 33),
            List.of(new CorporateAction.Split("A", EX, 3)),
            (view, sheet) -> {
              if (view.bars() == 1) {
                sheet.targetShares(0, 100, FillAt.OPEN);
              } else if (view.bars() == 3) {
                sheet.targetShares(0, 0, FillAt.OPEN);
              }
            });
    assertThat(result.shares()).containsExactly(0, 100, 300, 0);
    assertThat(result.equityUsd()).containsExactly(10_000, 10_000, 10_000, 10_900);
    Trade trade = result.trades().get(0);
    assertThat(trade.shares()).isEqualTo(300);
    assertThat(trade.entryPriceUsd()).isEqualTo(30);
    assertThat(trade.pnlUsd()).isEqualTo(900);
  }

  @Test
  void aSplitChangesPendingOrdersAndStops() {
    Bars bars =
        OrdersTest.bars(
            new double[] {90, 90, 90, 90, 1},
            new double[] {90, 90, 90, 90, 1},
            new double[] {30, 30, 28, 30, 1},
            new double[] {30, 30, 26, 27, 1});
    BacktestResult result =
        run(
            bars,
            List.of(new CorporateAction.Split("A", EX, 3)),
            (view, sheet) -> {
              if (view.bars() == 1) {
                sheet.targetShares(0, 10, FillAt.OPEN);
                sheet.protect(0, Protection.stopLoss(0.1));
                sheet.submit(Order.limit(0, SizeType.SHARES, 2, 84).goodTillCancelled());
              }
            });
    assertThat(result.fills()).extracting(Fill::shares).containsExactly(10.0, 6.0, 36.0);
    assertThat(result.fills()).extracting(Fill::priceUsd).containsExactly(90.0, 28.0, 27.0);
  }

  @Test
  void dividendsArePaidOnLongsAndOwedOnShorts() {
    List<CorporateAction> actions = List.of(new CorporateAction.CashDividend("A", EX, 2));
    BacktestResult paid = run(Panel.single(50, 50, 48), actions, holding(100));
    assertThat(paid.equityUsd()).containsExactly(10_000, 10_000, 10_000);
    assertThat(paid.accounting().movements())
        .containsExactly(new CashMovement(EX, "", "A", CashMovement.Kind.DIVIDEND, 200));
    BacktestResult owed = run(Panel.single(50, 50, 48), actions, holding(-100));
    assertThat(owed.equityUsd()).containsExactly(10_000, 10_000, 10_000);
    assertThat(owed.accounting().movements().get(0).usd()).isEqualTo(-200);
  }

  @Test
  void sharesSoldAtTheOpenOfTheExDateStillEarnTheDividendAndSharesBoughtDoNot() {
    List<CorporateAction> actions = List.of(new CorporateAction.CashDividend("A", EX, 2));
    BacktestResult sold =
        run(
            Panel.single(50, 50, 48),
            actions,
            (view, sheet) -> sheet.targetShares(0, view.bars() == 2 ? 0 : 100, FillAt.OPEN));
    assertThat(sold.cashUsd()[2]).isEqualTo(10_000);
    BacktestResult bought =
        run(
            Panel.single(50, 50, 48),
            actions,
            (view, sheet) -> {
              if (view.bars() == 2) {
                sheet.targetShares(0, 100, FillAt.OPEN);
              }
            });
    assertThat(bought.accounting().movements()).isEmpty();
  }

  @Test
  void aSymbolChangeMovesThePositionItsTradeAndItsOrders() {
    double[][] prices = {{50, NONE}, {50, NONE}, {NONE, 55}, {NONE, 60}};
    BacktestResult result =
        run(
            Panel.of(prices, prices),
            List.of(new CorporateAction.SymbolChange("A", EX, "B")),
            (view, sheet) -> {
              if (view.bars() == 1) {
                sheet.targetShares(0, 100, FillAt.OPEN);
              } else if (view.bars() == 2) {
                sheet.submit(Order.limit(0, SizeType.SHARES, -100, 58).goodTillCancelled());
              }
            });
    assertThat(result.equityUsd()).containsExactly(10_000, 10_000, 10_500, 11_000);
    assertThat(result.trades())
        .containsExactly(
            new Trade(
                "B",
                PositionSide.LONG,
                100,
                Panel.FIRST.plusDays(1),
                50,
                0,
                Panel.FIRST.plusDays(3),
                60,
                0,
                1_000,
                0.2,
                false));
  }

  @Test
  void aSymbolChangeToAnUnknownSymbolIsRefused() {
    assertThatThrownBy(
            () ->
                run(
                    Panel.single(1, 1, 1),
                    List.of(new CorporateAction.SymbolChange("A", EX, "Z")),
                    holding(1)))
        .hasMessage(
            "Cannot rename A on 2022-09-03: the bars have no symbol 'Z'; add it to the universe");
  }

  @Test
  void aDelistingSettlesThePositionAndEndsItsOrders() {
    BacktestResult result =
        run(
            Panel.single(50, 50, NONE),
            List.of(new CorporateAction.Delisting("A", EX, 12.5)),
            (view, sheet) -> {
              if (view.bars() == 1) {
                sheet.targetShares(0, 100, FillAt.OPEN);
                sheet.submit(Order.limit(0, SizeType.SHARES, 1, 1).goodTillCancelled());
              }
            });
    assertThat(result.cashUsd()[2]).isEqualTo(10_000 - 5_000 + 1_250);
    assertThat(result.shares()[2]).isZero();
    assertThat(result.trades().get(0).exitPriceUsd()).isEqualTo(12.5);
    assertThat(result.orders())
        .extracting(order -> order.reason())
        .containsExactly(OrderReason.NONE, OrderReason.NONE, OrderReason.DELISTED);
  }

  @Test
  void aWorthlessDelistingLosesAllAndAShortKeepsIt() {
    List<CorporateAction> actions = List.of(new CorporateAction.Delisting("A", EX, 0));
    assertThat(run(Panel.single(50, 50, NONE), actions, holding(100)).equityUsd()[2])
        .isEqualTo(5_000);
    BacktestResult shorted = run(Panel.single(50, 50, NONE), actions, holding(-100));
    assertThat(shorted.equityUsd()[2]).isEqualTo(15_000);
    assertThat(shorted.accounting().accounts().get(0).freeCashUsd()[2]).isEqualTo(15_000);
  }

  @Test
  void aMergerForCashPaysItsPrice() {
    BacktestResult result =
        run(
            Panel.single(50, 50, NONE),
            List.of(new CorporateAction.CashMerger("A", EX, 61)),
            holding(100));
    assertThat(result.cashUsd()[2]).isEqualTo(11_100);
  }

  @Test
  void anActionOnADayWithoutASessionTakesEffectAtTheNext() {
    Bars bars =
        Panel.of(
            List.of("A"),
            List.of(Panel.FIRST, Panel.FIRST.plusDays(1), Panel.FIRST.plusDays(5)),
            new double[][] {{60}, {60}, {20}},
            new double[][] {{60}, {60}, {20}});
    BacktestResult result = run(bars, List.of(new CorporateAction.Split("A", EX, 3)), holding(10));
    assertThat(result.shares()[2]).isEqualTo(30);
  }

  @Test
  void reinvestedDividendsAgreeWithPricesAdjustedForThem() {
    Bars raw = Panel.single(50, 50, 48, 54);
    BacktestResult withActions =
        run(
            raw,
            List.of(new CorporateAction.CashDividend("A", EX, 2)),
            (view, sheet) -> {
              if (view.bars() == 1) {
                sheet.submit(Order.atOpen(0, SizeType.SHARES, Double.POSITIVE_INFINITY));
              } else if (view.bars() == 2) {
                sheet.submit(Order.atClose(0, SizeType.SHARES, Double.POSITIVE_INFINITY));
              }
            });
    BacktestResult adjusted =
        run(
            Panel.single(48, 48, 48, 54),
            List.of(),
            (view, sheet) -> {
              if (view.bars() == 1) {
                sheet.submit(Order.atOpen(0, SizeType.SHARES, Double.POSITIVE_INFINITY));
              }
            });
    assertThat(withActions.equityUsd()[3]).isCloseTo(adjusted.equityUsd()[3], Offset.offset(1e-8));
  }

  @Test
  void anActionOutOfRangeIsRefused() {
    assertThatThrownBy(() -> new CorporateAction.Split("A", EX, 0))
        .hasMessage("Invalid split ratio 0.0: expected above 0");
    assertThatThrownBy(() -> new CorporateAction.CashDividend("A", EX, -1))
        .hasMessage("Invalid dividend -1.0: expected USD per share, 0 or more");
  }
}
