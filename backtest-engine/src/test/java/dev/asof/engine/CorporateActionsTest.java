package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AppliedAction;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.CashMovement;
import dev.asof.api.CorporateAction;
import dev.asof.api.DecisionNote;
import dev.asof.api.Fill;
import dev.asof.api.FillAt;
import dev.asof.api.MarketView;
import dev.asof.api.NewYorkTime;
import dev.asof.api.Order;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderSheet;
import dev.asof.api.PositionSide;
import dev.asof.api.Protection;
import dev.asof.api.SizeType;
import dev.asof.api.Trade;
import dev.asof.api.TradeSide;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CorporateActionsTest {
  private static final LocalDate EX = Panel.FIRST.plusDays(2);
  private static final double NONE = Double.NaN;

  /** Seen before the open of the second session. */
  private static final Instant KNOWN = NewYorkTime.announcement(Panel.FIRST);

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
  void dividendsBelongToTheProfitOfRoundTrips() {
    List<CorporateAction> actions = List.of(new CorporateAction.CashDividend("A", EX, 2));
    for (double shares : new double[] {100, -100}) {
      BacktestResult result =
          run(
              Panel.single(50, 50, 48, 49),
              actions,
              (view, sheet) -> {
                if (view.bars() == 1) {
                  sheet.targetShares(0, shares, FillAt.OPEN);
                } else if (view.bars() == 3) {
                  sheet.targetShares(0, 0, FillAt.OPEN);
                }
              });
      // Bought at 50, 2 received, sold at 49; the short is the mirror image.
      Trade trade = result.trades().get(0);
      assertThat(trade.pnlUsd()).isEqualTo(shares > 0 ? 100 : -100);
      assertThat(trade.returnFraction()).isEqualTo(trade.pnlUsd() / 5_000);
      assertThat(Metrics.of(result, 252).get(Metric.HIT_RATE)).isEqualTo(shares > 0 ? 1 : 0);
    }
  }

  @Test
  void aPartialExitTakesItsShareOfTheDividends() {
    BacktestResult result =
        run(
            Panel.single(50, 50, 48, 48, 48),
            List.of(new CorporateAction.CashDividend("A", EX, 2)),
            (view, sheet) -> {
              double[] targets = {0, 100, 100, 25, 0};
              sheet.targetShares(0, targets[view.bars()], FillAt.OPEN);
            });
    // Each share lost 2 and received 2.
    assertThat(result.trades()).extracting(Trade::pnlUsd).containsExactly(0.0, 0.0);
    assertThat(result.accounting().positions())
        .singleElement()
        .satisfies(position -> assertThat(position.pnlUsd()).isZero());
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
                    Panel.single(1, 1, NONE),
                    List.of(new CorporateAction.SymbolChange("A", EX, "Z")),
                    holding(1)))
        .hasMessage(
            "Cannot rename A on 2022-09-03: the bars have no symbol 'Z'; add it to the universe, or"
                + " leave corporate actions out (data.corporateActions: false)");
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
        .hasMessage("Invalid new shares of a split 0.0: expected a number above 0");
    assertThatThrownBy(() -> new CorporateAction.CashDividend("A", EX, -1))
        .hasMessage("Invalid dividend -1.0: expected USD per share, 0 or more");
  }

  /** One for three: 100 short are 33 and a third, worth 1,000 USD as before. */
  @Test
  void aReverseSplitOfAShortKeepsItsValueAndPartsOfShares() {
    BacktestResult result =
        run(
            Panel.single(10, 10, 30, 24),
            List.of(new CorporateAction.Split("A", EX, 1, 3, KNOWN)),
            holding(-100));
    assertThat(result.shares()[2]).isCloseTo(-100 / 3.0, Offset.offset(1e-12));
    assertThat(result.equityUsd()[2]).isEqualTo(10_000);
    // 33.33 shares sold short at 30, now 24: 200 USD.
    assertThat(result.equityUsd()[3]).isCloseTo(10_200, Offset.offset(1e-9));
    assertThat(result.trades().get(0).pnlUsd()).isCloseTo(200, Offset.offset(1e-9));
    AppliedAction applied = result.accounting().actions().get(0);
    assertThat(applied.session()).isEqualTo(EX);
    assertThat(applied.sharesBefore()).isEqualTo(-100);
    assertThat(applied.sharesAfter()).isEqualTo(result.shares()[2]);
    assertThat(applied.cashUsd()).isZero();
    assertThat(applied.order()).isEmpty();
  }

  /** Two for one: a limit at 40 for 50 shares becomes one at 20 for 100; a short cover as well. */
  @Test
  void pendingLimitsOfLongsAndShortsFillInSharesAfterTheSplit() {
    double[] prices = {50, 50, 25, 19};
    List<CorporateAction> actions = List.of(new CorporateAction.Split("A", EX, 2, 1, KNOWN));
    BacktestResult bought =
        run(
            Panel.single(prices),
            actions,
            (view, sheet) -> {
              if (view.bars() == 1) {
                sheet.submit(Order.limit(0, SizeType.SHARES, 50, 40).goodTillCancelled());
              }
            });
    assertThat(bought.fills()).extracting(Fill::shares).containsExactly(100.0);
    assertThat(bought.fills()).extracting(Fill::priceUsd).containsExactly(19.0);
    assertThat(bought.accounting().actions()).hasSize(1);
    BacktestResult covered =
        run(
            Panel.single(prices),
            actions,
            (view, sheet) -> {
              if (view.bars() == 1) {
                sheet.targetShares(0, -50, FillAt.OPEN);
                sheet.submit(Order.limit(0, SizeType.TARGET_SHARES, -10, 40).goodTillCancelled());
              }
            });
    // 100 are short after the split, 80 are bought back at 19 down to the target of 20:
    // 10,000 + 50 * 50 - 80 * 19 = 10,980 cash, less 20 * 19 still short.
    assertThat(covered.shares()[3]).isEqualTo(-20);
    assertThat(covered.cashUsd()[3]).isEqualTo(10_980);
    assertThat(covered.equityUsd()[3]).isEqualTo(10_600);
  }

  /**
   * 100 shares of 50 and 5,000 cash; 2 a share go ex: 5,200 cash and shares of 48. Half of 10,000
   * is 5,000 / 48 shares; counting the dividend twice would ask for half of 10,200.
   */
  @Test
  void aDividendLeavesTheLastPriceSoThatNoValueCountsTwice() {
    BacktestResult result =
        run(
            Panel.single(50, 50, 48),
            List.of(new CorporateAction.CashDividend("A", EX, 2, KNOWN)),
            (view, sheet) -> {
              if (view.bars() == 1) {
                sheet.targetShares(0, 100, FillAt.OPEN);
              } else if (view.bars() == 2) {
                sheet.targetWeight(0, 0.5, FillAt.OPEN);
              }
            });
    assertThat(result.orders().get(1).context().accountValueUsd()).isEqualTo(10_000);
    assertThat(result.shares()[2]).isCloseTo(5_000 / 48.0, Offset.offset(1e-12));
    assertThat(result.accounting().actions().get(0).cashUsd()).isEqualTo(200);
  }

  @Test
  void aDelistingWithoutAKnownPriceSettlesAtTheLastCloseAndSaysSo() {
    BacktestResult result =
        run(
            Panel.single(50, 40, NONE),
            List.of(new CorporateAction.Delisting("A", EX, NONE, KNOWN)),
            holding(100));
    assertThat(result.cashUsd()[2]).isEqualTo(10_000);
    assertThat(result.notes())
        .containsExactly(
            new DecisionNote(
                EX,
                "A was delisted on 2022-09-03 and its price is unknown: settled at the last close,"
                    + " 40.0 USD"));
    AppliedAction applied = result.accounting().actions().get(0);
    assertThat(applied.cashUsd()).isEqualTo(4_000);
    Fill settlement = result.fills().get(applied.order().getAsInt());
    assertThat(settlement).isEqualTo(new Fill(1, EX, FillAt.OPEN, "A", TradeSide.SELL, 100, 40, 0));
  }

  @Test
  void aTakeOverOfAShortIsPaidFor() {
    BacktestResult result =
        run(
            Panel.single(50, 50, NONE),
            List.of(new CorporateAction.CashMerger("A", EX, 61, KNOWN)),
            holding(-100));
    assertThat(result.cashUsd()[2]).isEqualTo(8_900);
    assertThat(result.trades().get(0).pnlUsd()).isEqualTo(-1_100);
    assertThat(result.accounting().actions().get(0).cashUsd()).isEqualTo(-6_100);
  }

  @Test
  void ordersForWhatNoLongerTradesAreRefused() {
    for (CorporateAction action :
        List.<CorporateAction>of(
            new CorporateAction.Delisting("A", EX, 50, KNOWN),
            new CorporateAction.CashMerger("A", EX, 50, KNOWN),
            new CorporateAction.SymbolChange("A", EX, "B", KNOWN))) {
      double[][] prices = {{50, NONE}, {50, NONE}, {NONE, 50}, {NONE, 50}};
      BacktestResult result =
          run(
              Panel.of(prices, prices),
              List.of(action),
              (view, sheet) -> {
                if (view.bars() == 3) {
                  sheet.targetShares(0, 10, FillAt.OPEN);
                }
              });
      assertThat(result.orders())
          .extracting(order -> order.reason())
          .containsExactly(OrderReason.DELISTED);
      assertThat(result.fills()).isEmpty();
      assertThat(result.accounting().actions()).isEmpty();
    }
  }

  @Test
  void aRunThatStartsAfterADelistingRefusesToo() {
    BacktestResult result =
        Simulator.run(
            BacktestSpec.builder().start(EX.plusDays(1)).build(),
            Panel.single(50, 50, NONE, NONE),
            List.of(),
            List.of(new CorporateAction.Delisting("A", EX, 50, KNOWN)),
            new Script((view, sheet) -> sheet.targetShares(0, 10, FillAt.OPEN)));
    assertThat(result.orders().get(0).reason()).isEqualTo(OrderReason.DELISTED);
  }

  @Test
  void aSymbolThatBarsGoOnUnderNeedsNoMove() {
    BacktestResult result =
        run(
            Panel.single(50, 50, 55),
            List.of(new CorporateAction.SymbolChange("A", EX, "Z", KNOWN)),
            holding(100));
    assertThat(result.equityUsd()[2]).isEqualTo(10_500);
  }

  @Test
  void aSymbolChangesOnlyToAnother() {
    assertThatThrownBy(() -> new CorporateAction.SymbolChange("A", EX, "A"))
        .hasMessage("Invalid new symbol 'A' for A: expected another symbol");
  }

  @Test
  void aStrategySeesAnActionFromItsAnnouncementOnAndTheAccountFollowsWhateverItSaw() {
    CorporateAction early = new CorporateAction.Split("A", EX, 2, 1, KNOWN);
    CorporateAction late =
        new CorporateAction.CashDividend("A", EX, 1, NewYorkTime.announcement(EX));
    List<List<CorporateAction>> seen = new ArrayList<>();
    BacktestResult result =
        run(
            Panel.single(50, 50, 25, 25),
            List.of(early, late),
            (view, sheet) -> {
              seen.add(view.newFacts(CorporateAction.class));
              holding(10).accept(view, sheet);
            });
    assertThat(seen).containsExactly(List.of(), List.of(early), List.of(), List.of(late));
    assertThat(result.shares()[2]).isEqualTo(20);
    assertThat(result.cashUsd()[2]).isEqualTo(10_000 - 500 + 20);
  }

  @Test
  void theExcursionOfATradeAcrossASplitIsInSharesAfterIt() {
    Bars bars = Panel.single(90, 90, 33, 27);
    BacktestResult result =
        run(bars, List.of(new CorporateAction.Split("A", EX, 3, 1, KNOWN)), holding(10));
    Excursion excursion = Excursion.of(result, bars).get(0);
    assertThat(excursion.adverse()).isCloseTo(-0.1, Offset.offset(1e-12));
    assertThat(excursion.favourable()).isCloseTo(0.1, Offset.offset(1e-12));
  }

  @Test
  void aRunThatGoesOnAfterADelistingRefusesAndRecordsAsOneRunDoes() {
    MarketData market =
        MarketData.of(Panel.single(50, 50, NONE, NONE))
            .withActions(List.of(new CorporateAction.Delisting("A", EX, 45, KNOWN)));
    BacktestSpec spec = BacktestSpec.builder().build();
    Script strategy = new Script((view, sheet) -> sheet.targetShares(0, 10, FillAt.OPEN));
    BacktestResult whole = Simulator.run(spec, market, strategy);
    BacktestResult resumed = Simulator.runThrough(spec, market, strategy, EX).resume();
    assertThat(resumed.digest()).isEqualTo(whole.digest());
    assertThat(resumed.accounting().actions()).isEqualTo(whole.accounting().actions()).hasSize(1);
    assertThat(whole.orders().get(whole.orders().size() - 1).reason())
        .isEqualTo(OrderReason.DELISTED);
  }

  /** A goes ex under the symbol of another that ended; FB took META from a fund in this way. */
  @Test
  void aSymbolThatWasFreedCanBeTakenOver() {
    double[][] prices = {{50, 9, NONE}, {50, 9, NONE}, {NONE, 55, 9}, {NONE, 60, 9}};
    BacktestResult result =
        run(
            Panel.of(prices, prices),
            List.of(
                new CorporateAction.SymbolChange("B", EX, "C", KNOWN),
                new CorporateAction.SymbolChange("A", EX, "B", KNOWN)),
            (view, sheet) -> {
              if (view.bars() == 1) {
                sheet.targetShares(0, 100, FillAt.OPEN);
                sheet.targetShares(1, 10, FillAt.OPEN);
              } else if (view.bars() == 3) {
                sheet.targetShares(1, 50, FillAt.OPEN);
              }
            });
    // 10,000 - 5,000 - 90 = 4,910; on the ex-date 100 of B at 55 and 10 of C at 9.
    assertThat(result.equityUsd()[2]).isEqualTo(4_910 + 5_500 + 90);
    assertThat(result.shares()).endsWith(0, 50, 10);
    assertThat(result.cashUsd()[3]).isEqualTo(4_910 + 3_000);
  }
}
