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
import dev.asof.api.OrderSheet;
import dev.asof.api.OrderTerms;
import dev.asof.api.SizeType;
import dev.asof.api.Trade;
import dev.asof.api.TradeSide;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * What each kind of action does to an account, and in which order; numbers worked by hand. The
 * account begins with 10,000 USD.
 */
class CorporateActionKindsTest {
  private static final LocalDate EX = Panel.FIRST.plusDays(2);
  private static final double NONE = Double.NaN;
  private static final Instant KNOWN = NewYorkTime.announcement(Panel.FIRST);
  private static final Instant LATER = NewYorkTime.announcement(Panel.FIRST.plusDays(1));

  private static final BacktestSpec PARTS = BacktestSpec.builder().initialCashUsd(10_000).build();
  private static final BacktestSpec WHOLE =
      BacktestSpec.builder()
          .initialCashUsd(10_000)
          .terms(OrderTerms.DEFAULT.withLotShares(1))
          .build();

  private static BacktestResult run(
      BacktestSpec spec,
      Bars bars,
      List<CorporateAction> actions,
      BiConsumer<MarketView, OrderSheet> decision) {
    return Simulator.run(spec, MarketData.of(bars).withActions(actions), new Script(decision));
  }

  private static BiConsumer<MarketView, OrderSheet> holding(double shares) {
    return (view, sheet) -> {
      if (view.bars() == 1) {
        sheet.targetShares(0, shares, FillAt.OPEN);
      }
    };
  }

  /** Instruments A and B whose opens and closes are the same. */
  private static Bars pair(double[]... prices) {
    return Panel.of(prices, prices);
  }

  /** A split of 4 for 1 and 1 USD on one day: 100 shares become 400, which get 400 USD. */
  @Test
  void aDividendIsPerShareAfterASplitOfTheSameDayWhicheverWasAnnouncedFirst() {
    CorporateAction split = new CorporateAction.Split("A", EX, 4, 1, KNOWN);
    CorporateAction dividend = new CorporateAction.CashDividend("A", EX, 1, LATER);
    for (Instant announced : List.of(KNOWN, NewYorkTime.announcement(Panel.FIRST.minusDays(3)))) {
      List<CorporateAction> actions =
          new ArrayList<>(List.of(new CorporateAction.CashDividend("A", EX, 1, announced), split));
      List<Double> adjusted = new ArrayList<>();
      for (int n = 0; n < 2; n++) {
        Collections.reverse(actions);
        BacktestResult result =
            run(
                PARTS,
                Panel.single(100, 100, 24, 24),
                actions,
                (view, sheet) -> {
                  holding(100).accept(view, sheet);
                  if (view.bars() == 3) {
                    adjusted.add(view.adjustedClose(0, 2));
                  }
                });
        assertThat(result.accounting().movements())
            .containsExactly(new CashMovement(EX, "", "A", CashMovement.Kind.DIVIDEND, 400));
        assertThat(result.equityUsd()).containsExactly(10_000, 10_000, 10_000, 10_000);
      }
      // 100 / 4 = 25, less 1.
      assertThat(adjusted).containsExactly(24.0, 24.0);
    }
    assertThat(dividend.knownAt()).isAfter(split.knownAt());
  }

  /** No trading on the split's day nor on that of the dividend, which was announced first. */
  @Test
  void actionsDuringAHaltTakeEffectByExDate() {
    double[][] prices = {{100, 1}, {100, 1}, {NONE, 1}, {NONE, 1}, {24, 1}, {24, 1}};
    List<Double> adjusted = new ArrayList<>();
    BacktestResult result =
        run(
            PARTS,
            pair(prices),
            List.of(
                new CorporateAction.CashDividend("A", EX.plusDays(1), 1, KNOWN),
                new CorporateAction.Split("A", EX, 4, 1, LATER)),
            (view, sheet) -> {
              holding(100).accept(view, sheet);
              if (view.bars() == 5) {
                adjusted.add(view.adjustedClose(0, 5));
              }
            });
    assertThat(result.accounting().movements())
        .extracting(CashMovement::usd)
        .containsExactly(400.0);
    assertThat(result.equityUsd()).containsOnly(10_000);
    assertThat(adjusted).containsExactly(24.0);
    Exposure exposure = Exposure.of(result, pair(prices));
    // 400 shares at 25 and then at 24 of 10,000 USD; nothing else is held.
    assertThat(exposure.longs()).containsExactly(0, 1, 1, 0.96, 0.96, 0.96);
    assertThat(Positions.of(result, pair(prices)).holdings().get(0).longestWeight()).isEqualTo(1);
  }

  @Test
  void anActionUnderTheOldSymbolFollowsAChangeOfItOnTheSameDay() {
    double[][] prices = {{50, NONE}, {50, NONE}, {NONE, 25}};
    BacktestResult result =
        run(
            PARTS,
            pair(prices),
            List.of(
                new CorporateAction.Split("A", EX, 2, 1, KNOWN),
                new CorporateAction.SymbolChange("A", EX, "B", LATER)),
            holding(100));
    assertThat(result.shares()).containsExactly(0, 0, 100, 0, 0, 200);
    assertThat(result.equityUsd()[2]).isEqualTo(10_000);
  }

  /** B becomes C and A becomes B on one day: 100 A are 100 B, and 10 B are 10 C. */
  @Test
  void symbolsThatAreTakenOverOnOneDayMoveOnce() {
    double[][] prices = {{50, 20, NONE}, {50, 20, NONE}, {NONE, 50, 20}};
    BacktestResult result =
        run(
            PARTS,
            Panel.of(prices, prices),
            List.of(
                new CorporateAction.SymbolChange("A", EX, "B", KNOWN),
                new CorporateAction.SymbolChange("B", EX, "C", KNOWN)),
            (view, sheet) -> {
              if (view.bars() == 1) {
                sheet.targetShares(0, 100, FillAt.OPEN);
                sheet.targetShares(1, 10, FillAt.OPEN);
              }
            });
    assertThat(result.shares()).endsWith(0, 100, 10);
    assertThat(result.equityUsd()[2]).isEqualTo(10_000);
  }

  /** 15 shares of 2 are 1 of 20 and a half that is paid 10 USD; a target of 0 sells the one. */
  @Test
  void aWholeShareAccountGetsCashInLieuOfPartsAndCloses() {
    for (double side : new double[] {1, -1}) {
      BacktestResult result =
          run(
              WHOLE,
              Panel.single(2, 2, 20, 20),
              List.of(new CorporateAction.Split("A", EX, 1, 10, KNOWN)),
              (view, sheet) -> {
                if (view.bars() == 1 || view.bars() == 3) {
                  sheet.targetShares(0, view.bars() == 1 ? 15 * side : 0, FillAt.OPEN);
                }
              });
      assertThat(result.shares()).containsExactly(0, 15 * side, side, 0);
      assertThat(result.equityUsd()).containsOnly(10_000);
      assertThat(result.cashUsd())
          .containsExactly(10_000, 10_000 - 30 * side, 10_000 - 20 * side, 10_000);
      AppliedAction applied = result.accounting().actions().get(0);
      assertThat(applied.sharesAfter()).isEqualTo(side);
      assertThat(applied.cashUsd()).isEqualTo(10 * side);
      assertThat(result.fills().get(applied.order().getAsInt()).shares()).isEqualTo(0.5);
      assertThat(result.trades()).extracting(Trade::shares).containsExactly(0.5, 1.0);
      assertThat(result.trades()).extracting(Trade::entryPriceUsd).containsOnly(20.0);
    }
  }

  /** A position of less than one new share is paid out whole; its waiting order can't be filled. */
  @Test
  void aPositionBelowOneShareIsPaidOut() {
    BacktestResult result =
        run(
            WHOLE,
            Panel.single(1, 1, 100, 100),
            List.of(new CorporateAction.Split("A", EX, 1, 100, KNOWN)),
            holding(9));
    assertThat(result.shares()[2]).isZero();
    assertThat(result.cashUsd()[3]).isEqualTo(10_000);
    assertThat(result.trades()).hasSize(1);
  }

  @Test
  void aTargetOfZeroSellsAnOddLot() {
    BacktestResult result =
        run(
            BacktestSpec.builder()
                .initialCashUsd(10_000)
                .terms(OrderTerms.DEFAULT.withLotShares(100))
                .build(),
            Panel.single(30, 30, 20, 20),
            List.of(new CorporateAction.Split("A", EX, 3, 2, KNOWN)),
            (view, sheet) -> sheet.targetShares(0, view.bars() == 3 ? 0 : 100, FillAt.OPEN));
    assertThat(result.shares()).containsExactly(100, 100, 150, 0);
  }

  /** 10 %: 100 shares of 55 are 110 of 50; a limit of 44 for 10 is one of 40 for 11. */
  @Test
  void aStockDividendIsASplit() {
    BacktestResult result =
        run(
            PARTS,
            Panel.single(55, 55, 50, 40),
            List.of(new CorporateAction.StockDividend("A", EX, 1, 10, KNOWN)),
            (view, sheet) -> {
              holding(100).accept(view, sheet);
              if (view.bars() == 1) {
                sheet.submit(Order.limit(0, SizeType.SHARES, 10, 44).goodTillCancelled());
              }
              if (view.bars() == 3) {
                assertThat(view.adjustedClose(0, 2)).isCloseTo(50, Offset.offset(1e-12));
              }
            });
    assertThat(result.shares()[2]).isEqualTo(110);
    assertThat(result.equityUsd()[2]).isEqualTo(10_000);
    assertThat(result.fills().get(1).shares()).isEqualTo(11);
    assertThat(result.fills().get(1).priceUsd()).isEqualTo(40);
  }

  @Test
  void rightsArePaidAtTheirWorth() {
    List<CorporateAction> actions = List.of(new CorporateAction.Rights("A", EX, 2.5, KNOWN));
    for (double side : new double[] {1, -1}) {
      BacktestResult result = run(PARTS, Panel.single(50, 50, 47.5), actions, holding(100 * side));
      assertThat(result.equityUsd()).containsOnly(10_000);
      assertThat(result.accounting().movements())
          .containsExactly(
              new CashMovement(EX, "", "A", CashMovement.Kind.DISTRIBUTION, 250 * side));
    }
  }

  /**
   * One B for two A. A: 100 to 70, B opens at 60, which is 30 on each A: 100 A of 100 are 100 A of
   * 70 and 50 B of 60.
   */
  @Test
  void aSpinOffGivesSharesAndAShortOwesThem() {
    List<CorporateAction> actions =
        List.of(new CorporateAction.SpinOff("A", EX, "B", 1, 2, NONE, KNOWN));
    double[][] prices = {{100, NONE}, {100, NONE}, {70, 60}, {70, 66}};
    List<Double> factors = new ArrayList<>();
    for (double side : new double[] {1, -1}) {
      BacktestResult result =
          run(
              PARTS,
              pair(prices),
              actions,
              (view, sheet) -> {
                holding(100 * side).accept(view, sheet);
                if (view.bars() > 1) {
                  factors.add(view.priceFactor(0, view.bars()));
                }
              });
      assertThat(result.shares())
          .containsExactly(0, 0, 100 * side, 0, 100 * side, 50 * side, 100 * side, 50 * side);
      assertThat(result.equityUsd()).containsExactly(10_000, 10_000, 10_000, 10_000 + 300 * side);
      assertThat(result.accounting().movements())
          .containsExactly(
              new CashMovement(EX, "", "A", CashMovement.Kind.DISTRIBUTION, 3_000 * side));
      AppliedAction applied = result.accounting().actions().get(0);
      assertThat(applied.cashUsd()).isZero();
      assertThat(result.fills().get(applied.order().getAsInt()))
          .isEqualTo(
              new Fill(
                  1, EX, FillAt.OPEN, "B", side > 0 ? TradeSide.BUY : TradeSide.SELL, 50, 60, 0));
      double[] gross = Exposure.of(result, pair(prices)).gross();
      assertThat(gross[2]).isEqualTo(1);
    }
    // Before the ex-date's open nobody knows B's price; its first close of 60 is 30 on each A.
    assertThat(factors).containsExactly(1.0, 0.7, 1.0, 0.7);
  }

  /** 15 A give 7.5 B: 7 come in, the half is paid at 60. */
  @Test
  void partsOfSpunOffSharesArePaidInCashInAWholeShareAccount() {
    BacktestResult result =
        run(
            WHOLE,
            pair(new double[][] {{100, NONE}, {100, NONE}, {70, 60}}),
            List.of(new CorporateAction.SpinOff("A", EX, "B", 1, 2, NONE, KNOWN)),
            holding(15));
    assertThat(result.shares()[5]).isEqualTo(7);
    assertThat(result.cashUsd()[2]).isEqualTo(10_000 - 1_500 + 30);
    assertThat(result.equityUsd()[2]).isEqualTo(10_000);
  }

  @Test
  void aSpinOffOutsideTheUniverseIsPaidAtItsWorthOrRefused() {
    BacktestResult paid =
        run(
            PARTS,
            Panel.single(100, 100, 70),
            List.of(new CorporateAction.SpinOff("A", EX, "KID", 1, 2, 30, KNOWN)),
            holding(100));
    assertThat(paid.cashUsd()[2]).isEqualTo(3_000);
    assertThat(paid.equityUsd()[2]).isEqualTo(10_000);
    List<CorporateAction> unknown =
        List.of(new CorporateAction.SpinOff("A", EX, "KID", 1, 2, NONE, KNOWN));
    assertThat(run(PARTS, Panel.single(100, 100, 70), unknown, (view, sheet) -> {}).cashUsd())
        .containsOnly(10_000);
    assertThatThrownBy(() -> run(PARTS, Panel.single(100, 100, 70), unknown, holding(100)))
        .hasMessage(
            "Cannot give KID on A on 2022-09-03: nothing says what the spin-off is worth; add KID"
                + " to the universe, or write what is given on one share of A as usdPerShare of the"
                + " action");
  }

  /** One B of 180 for two A and 10 USD: 100 A of 100 are 50 B, 9,000 USD, and 1,000 USD. */
  @Test
  void aMergerForStockAndCashGivesBothAndAShortOwesThem() {
    double[][] prices = {{100, 180}, {100, 180}, {NONE, 180}, {NONE, 190}};
    List<CorporateAction> actions =
        List.of(new CorporateAction.StockMerger("A", EX, "B", 1, 2, 10, KNOWN));
    for (double side : new double[] {1, -1}) {
      BacktestResult result = run(PARTS, pair(prices), actions, holding(100 * side));
      assertThat(result.shares()).containsExactly(0, 0, 100 * side, 0, 0, 50 * side, 0, 50 * side);
      assertThat(result.equityUsd()).containsExactly(10_000, 10_000, 10_000, 10_000 + 500 * side);
      assertThat(result.cashUsd()[2]).isEqualTo(10_000 - 9_000 * side);
      assertThat(result.trades()).extracting(Trade::symbol).containsExactly("A", "B");
      assertThat(result.trades()).extracting(Trade::exitPriceUsd).containsExactly(100.0, 190.0);
      assertThat(result.trades()).extracting(Trade::entryPriceUsd).containsExactly(100.0, 180.0);
      AppliedAction applied = result.accounting().actions().get(0);
      assertThat(applied.sharesBefore()).isEqualTo(100 * side);
      assertThat(applied.sharesAfter()).isEqualTo(50 * side);
      assertThat(applied.cashUsd()).isEqualTo(1_000 * side);
    }
  }

  /** 100 A long against 50 B short for one B on two A: the shares that come in cover the short. */
  @Test
  void sharesOfTheAcquirerCoverAShortInIt() {
    BacktestResult result =
        run(
            PARTS,
            pair(new double[][] {{95, 200}, {95, 200}, {NONE, 200}}),
            List.of(new CorporateAction.StockMerger("A", EX, "B", 1, 2, 0, KNOWN)),
            (view, sheet) -> {
              if (view.bars() == 1) {
                sheet.targetShares(0, 100, FillAt.OPEN);
                sheet.targetShares(1, -50, FillAt.OPEN);
              }
            });
    assertThat(result.shares()[4]).isZero();
    assertThat(result.shares()[5]).isZero();
    // The spread of 5 USD on 100 shares is earned.
    assertThat(result.cashUsd()[2]).isEqualTo(10_500);
    assertThat(result.accounting().accounts().get(0).freeCashUsd()[2]).isEqualTo(10_500);
  }

  @Test
  void aMergerForSharesThatTheRunLacksSettlesAtTheLastCloseAndSaysSo() {
    BacktestResult result =
        run(
            PARTS,
            Panel.single(100, 98, NONE),
            List.of(new CorporateAction.StockMerger("A", EX, "ACQ", 1, 2, 10, KNOWN)),
            holding(100));
    assertThat(result.cashUsd()[2]).isEqualTo(10_000);
    assertThat(result.notes())
        .containsExactly(
            new DecisionNote(
                EX,
                "A was taken over on 2022-09-03 for shares of ACQ, which the run has no price of:"
                    + " settled at the last close, 98.0 USD"));
  }

  @Test
  void termsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new CorporateAction.StockDividend("A", EX, 0, 10))
        .hasMessage("Invalid new shares of a stock dividend 0.0: expected a number above 0");
    assertThatThrownBy(() -> new CorporateAction.SpinOff("A", EX, "A", 1, 2, NONE, KNOWN))
        .hasMessage("Invalid new symbol 'A' for A: expected another symbol");
    assertThatThrownBy(() -> new CorporateAction.StockMerger("A", EX, "B", 1, 2, -1, KNOWN))
        .hasMessage("Invalid cash of a merger -1.0: expected USD per share, 0 or more");
  }
}
