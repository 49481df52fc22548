package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.asof.api.AsOfException;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.DecisionNote;
import dev.asof.api.ErrorCode;
import dev.asof.api.Fact;
import dev.asof.api.Fill;
import dev.asof.api.FillAt;
import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import dev.asof.api.MarketEvent;
import dev.asof.api.MarketView;
import dev.asof.api.NewYorkTime;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderRecord;
import dev.asof.api.OrderSheet;
import dev.asof.api.OrderStatus;
import dev.asof.api.PositionSide;
import dev.asof.api.RevealedFact;
import dev.asof.api.SizeType;
import dev.asof.api.TradeSide;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SimulatorTest {
  private static final LocalDate FIRST = Panel.FIRST;
  private static final BacktestSpec DEFAULTS = BacktestSpec.builder().build();
  private static final double NONE = Double.NaN;

  private static BacktestResult run(Bars bars, BiConsumer<MarketView, OrderSheet> decision) {
    return run(DEFAULTS, bars, decision);
  }

  private static BacktestResult run(
      BacktestSpec spec, Bars bars, BiConsumer<MarketView, OrderSheet> decision) {
    return Simulator.run(spec, bars, List.of(), new Script(decision));
  }

  private static BacktestResult run(
      Bars bars, List<RevealedFact> facts, BiConsumer<MarketView, OrderSheet> decision) {
    return Simulator.run(DEFAULTS, bars, facts, new Script(decision));
  }

  /** Orders for one session only. */
  private static BiConsumer<MarketView, OrderSheet> on(
      LocalDate session, BiConsumer<MarketView, OrderSheet> decision) {
    return (view, orders) -> {
      if (view.session().equals(session)) {
        decision.accept(view, orders);
      }
    };
  }

  private static IndexChange change(String symbol, Instant knownAt) {
    return new IndexChange(
        "S&P 500",
        symbol,
        "",
        IndexChange.Action.ADDED,
        IndexChange.Kind.MEMBERSHIP,
        FIRST,
        FIRST.plusDays(9),
        "test",
        knownAt);
  }

  private static List<String> symbols(List<? extends Fact> facts) {
    return facts.stream().map(Fact::symbol).toList();
  }

  /**
   * Contract 2, in one session: the view ends at the open; the decision; fills at the open, sized
   * at the last close; fills at the close, sized at that same close; marking at the new close.
   *
   * <p>By hand, with 1,000 USD and last closes of 10 and 20: A to 50 % is 500 / 10 = 50 shares at
   * the open of 12, 600 USD, so 400 are left. The account is then worth 400 + 50 * 10 = 900. At the
   * close A goes to 0: 50 shares at 16 bring 800, cash 1,200. B to 100 % is 900 / 20 = 45 shares at
   * 25 for 1,125, so 75 are left. At the close that is 75 + 45 * 25 = 1,200.
   */
  @Test
  void aSessionRunsInTheOrderOfTheContract() {
    Bars bars = Panel.of(new double[][] {{9, 19}, {12, 24}}, new double[][] {{10, 20}, {16, 25}});
    BacktestSpec spec = BacktestSpec.builder().initialCashUsd(1000).build();
    List<Double> seen = new ArrayList<>();
    BacktestResult result =
        run(
            spec,
            bars,
            on(
                FIRST.plusDays(1),
                (view, orders) -> {
                  seen.add(view.close(0, 1));
                  orders.targetWeight(1, 1, FillAt.CLOSE);
                  orders.targetWeight(0, 0, FillAt.CLOSE);
                  orders.targetWeight(0, 0.5, FillAt.OPEN);
                }));

    LocalDate session = FIRST.plusDays(1);
    assertThat(seen).containsExactly(10.0);
    assertThat(result.fills())
        .containsExactly(
            new Fill(0, session, FillAt.OPEN, "A", TradeSide.BUY, 50, 12, 0),
            new Fill(1, session, FillAt.CLOSE, "A", TradeSide.SELL, 50, 16, 0),
            new Fill(2, session, FillAt.CLOSE, "B", TradeSide.BUY, 45, 25, 0));
    assertThat(result.cashUsd()).containsExactly(1000, 75);
    assertThat(result.equityUsd()).containsExactly(1000, 1200);
    assertThat(result.shares()).containsExactly(0, 0, 0, 45);
  }

  @Test
  void theViewEndsBeforeTheOpen() {
    Bars bars = Panel.of(new double[][] {{9}, {12}, {15}}, new double[][] {{10}, {13}, {16}});
    List<String> seen = new ArrayList<>();
    run(
        bars,
        (view, orders) -> {
          seen.add(view.session() + " " + view.now() + " " + view.bars());
          assertThatThrownBy(() -> view.close(0, 0)).isInstanceOf(IndexOutOfBoundsException.class);
          assertThatThrownBy(() -> view.close(0, view.bars() + 1))
              .isInstanceOf(IndexOutOfBoundsException.class)
              .hasMessageStartingWith("Invalid barsAgo");
          if (view.bars() > 0) {
            seen.add(view.sessionOf(1) + " " + view.open(0, 1) + " " + view.close(0, view.bars()));
          }
        });
    assertThat(seen)
        .containsExactly(
            "2022-09-01 2022-09-01T13:30:00Z 0",
            "2022-09-02 2022-09-02T13:30:00Z 1",
            "2022-09-01 9.0 10.0",
            "2022-09-03 2022-09-03T13:30:00Z 2",
            "2022-09-02 12.0 10.0");
  }

  @Test
  void aFactKnownAtTheOpenIsSeenAndOneKnownLaterIsNewAtTheNextDecision() {
    Instant secondOpen = Instant.parse("2022-09-02T13:30:00Z");
    List<RevealedFact> facts =
        List.of(
            RevealedFact.whenKnown(change("LATE", secondOpen.plusMillis(1)), "index_changes"),
            RevealedFact.whenKnown(change("AT", secondOpen), "index_changes"),
            RevealedFact.whenKnown(change("OLD", Instant.parse("2001-01-01T00:00:00Z")), "x"),
            RevealedFact.whenKnown(
                new HoldingChange(
                    "IVV", "HELD", "", HoldingChange.Action.ENTERED, FIRST, secondOpen),
                "fund_holdings"),
            RevealedFact.whenKnown(change("AT2", secondOpen), "index_changes"));
    List<List<String>> all = new ArrayList<>();
    List<List<String>> fresh = new ArrayList<>();
    run(
        Panel.single(1, 1, 1, 1),
        facts,
        (view, orders) -> {
          all.add(symbols(view.facts(IndexChange.class)));
          fresh.add(symbols(view.newFacts(IndexChange.class)));
        });
    assertThat(all)
        .containsExactly(
            List.of("OLD"),
            List.of("OLD", "AT", "AT2"),
            List.of("OLD", "AT", "AT2", "LATE"),
            List.of("OLD", "AT", "AT2", "LATE"));
    assertThat(fresh)
        .containsExactly(List.of("OLD"), List.of("AT", "AT2"), List.of("LATE"), List.of());
  }

  @Test
  void atTheFirstDecisionAllThatIsVisibleIsNew() {
    List<RevealedFact> facts =
        List.of(RevealedFact.whenKnown(change("OLD", Instant.parse("2022-09-01T20:00:00Z")), "x"));
    BacktestSpec spec = BacktestSpec.builder().start(FIRST.plusDays(2)).build();
    List<String> fresh = new ArrayList<>();
    Simulator.run(
        spec,
        Panel.single(1, 1, 1, 1),
        facts,
        new Script(
            (view, orders) ->
                fresh.add(view.session() + " " + symbols(view.newFacts(IndexChange.class)))));
    assertThat(fresh).containsExactly("2022-09-03 [OLD]", "2022-09-04 []");
  }

  @Test
  void thePeriodLimitsTheSimulationAndLeavesHistoryVisible() {
    BacktestSpec spec =
        BacktestSpec.builder().start(FIRST.plusDays(2)).end(FIRST.plusDays(3)).build();
    List<Integer> bars = new ArrayList<>();
    BacktestResult result =
        run(
            spec,
            Panel.single(10, 20, 30, 40, 50),
            (view, orders) -> {
              bars.add(view.bars());
              if (view.bars() == 2) {
                orders.targetWeight(0, 1, FillAt.OPEN);
              }
            });
    assertThat(bars).containsExactly(2, 3);
    assertThat(result.sessions()).containsExactly(FIRST.plusDays(2), FIRST.plusDays(3));
    assertThat(result.fills()).hasSize(1);
    assertThat(result.equityUsd()).hasSize(2);
  }

  @Test
  void aPeriodWithoutSessionsIsRefused() {
    BacktestSpec spec = BacktestSpec.builder().start(LocalDate.of(2023, 1, 1)).build();
    assertThatThrownBy(() -> run(spec, Panel.single(1, 2), (view, orders) -> {}))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_MISSING))
        .hasMessage(
            "Cannot simulate 2023-01-01 to the last session: no session lies in it; the bars"
                + " cover 2022-09-01 to 2022-09-02");
  }

  @Test
  void aLaterOrderForTheSameFillReplacesTheEarlierOne() {
    BacktestResult result =
        run(
            Panel.single(10, 10),
            on(
                FIRST.plusDays(1),
                (view, orders) -> {
                  orders.targetWeight(0, 1, FillAt.OPEN);
                  orders.targetShares(0, 7, FillAt.OPEN);
                  orders.targetShares(0, 3, FillAt.CLOSE);
                }));
    assertThat(result.fills())
        .extracting(Fill::at, Fill::side, Fill::shares)
        .containsExactly(
            tuple(FillAt.OPEN, TradeSide.BUY, 7.0), tuple(FillAt.CLOSE, TradeSide.SELL, 4.0));
  }

  @Test
  void anOrderLapsesWhenItsSessionEnds() {
    BacktestSpec spec = BacktestSpec.builder().missingPrice(MissingPrice.IGNORE).build();
    BacktestResult result =
        run(
            spec,
            Panel.single(10, NONE, 10),
            on(FIRST.plusDays(1), (view, orders) -> orders.targetShares(0, 7, FillAt.OPEN)));
    assertThat(result.orders()).hasSize(1);
    assertThat(result.fills()).isEmpty();
  }

  @Test
  void salesGoBeforePurchasesAndTiesGoByInstrument() {
    double[][] prices = {{10, 10, 10, 10}, {10, 10, 10, 10}, {10, 10, 10, 10}};
    BacktestResult result =
        run(
            Panel.of(prices, prices),
            (view, orders) -> {
              if (view.bars() == 1) {
                orders.targetWeight(3, 1, FillAt.OPEN);
              } else if (view.bars() == 2) {
                orders.targetWeight(2, 0.25, FillAt.OPEN);
                orders.targetWeight(1, 0.5, FillAt.OPEN);
                orders.targetWeight(0, 0.25, FillAt.OPEN);
                orders.targetWeight(3, 0, FillAt.OPEN);
              }
            });
    assertThat(result.orders())
        .extracting(OrderRecord::symbol)
        .containsExactly("D", "D", "A", "C", "B");
    assertThat(result.orders()).allMatch(order -> order.status() == OrderStatus.FILLED);
  }

  @Test
  void ordersOfUnknownValueGoLastInReversedOrder() {
    double[][] open = {{10, 10, 10, 10}, {10, 10, 10, 10}};
    double[][] close = {{NONE, 10, NONE, NONE}, {10, 10, 10, 10}};
    BacktestResult result =
        run(
            Panel.of(open, close),
            on(
                FIRST.plusDays(1),
                (view, orders) -> {
                  for (int i = 0; i < 4; i++) {
                    orders.targetShares(i, 1, FillAt.OPEN);
                  }
                }));
    assertThat(result.orders()).extracting(OrderRecord::symbol).containsExactly("B", "D", "C", "A");
  }

  @Test
  void slippageMovesThePriceThenFeesAreTakenOnIt() {
    BacktestSpec spec =
        BacktestSpec.builder().initialCashUsd(10_000).costs(new Costs(100, 2, 500)).build();
    BacktestResult result =
        run(
            spec,
            Panel.single(100, 100, 100),
            (view, orders) -> {
              if (view.bars() > 0) {
                orders.targetShares(0, view.bars() == 1 ? 10 : 0, FillAt.OPEN);
              }
            });
    // 10 * 105 = 1050 and 10.50 + 2 in fees; 10 * 95 = 950 and 9.50 + 2 in fees.
    assertThat(result.fills()).extracting(Fill::priceUsd).containsExactly(105.0, 95.0);
    assertThat(result.fills()).extracting(Fill::feeUsd).containsExactly(12.5, 11.5);
    assertThat(result.cashUsd()).containsExactly(10_000, 8937.5, 9876);
  }

  @Test
  void aPurchaseIsCutToTheCashWithItsFees() {
    BacktestSpec spec =
        BacktestSpec.builder().initialCashUsd(1012).costs(new Costs(100, 2, 0)).build();
    BacktestResult result =
        run(
            spec,
            Panel.single(10, 10),
            on(FIRST.plusDays(1), (view, orders) -> orders.targetShares(0, 500, FillAt.OPEN)));
    // (1012 - 2) / 1.01 = 1000 pays for 100 shares.
    assertThat(result.fills().get(0).shares()).isCloseTo(100, Offset.offset(1e-12));
    assertThat(result.fills().get(0).feeUsd()).isCloseTo(12, Offset.offset(1e-12));
    assertThat(result.cashUsd()[1]).isZero();
  }

  @Test
  void aPurchaseBeyondTheCashIsRejectedWhenPartialFillsAreRefused() {
    BacktestSpec spec = BacktestSpec.builder().partialFills(false).build();
    BacktestResult result =
        run(
            spec,
            Panel.single(10, 10),
            on(FIRST.plusDays(1), (view, orders) -> orders.targetWeight(0, 1.01, FillAt.OPEN)));
    assertThat(result.fills()).isEmpty();
    assertThat(result.orders().get(0).status()).isEqualTo(OrderStatus.REJECTED);
    assertThat(result.orders().get(0).reason()).isEqualTo(OrderReason.PARTIAL_FILL);
  }

  @Test
  void feesBeyondTheCashAndSizesBelowTheSmallestAreRejected() {
    BacktestSpec spec =
        BacktestSpec.builder().initialCashUsd(100).costs(new Costs(0, 100, 0)).minShares(1).build();
    double[][] prices = {{10, 10}, {10, 10}};
    BacktestResult result =
        run(
            spec,
            Panel.of(prices, prices),
            on(
                FIRST.plusDays(1),
                (view, orders) -> {
                  orders.targetShares(0, -0.5, FillAt.OPEN);
                  orders.targetShares(1, 5, FillAt.OPEN);
                }));
    assertThat(result.orders())
        .extracting(OrderRecord::reason)
        .containsExactly(OrderReason.MIN_SIZE_NOT_REACHED, OrderReason.CANNOT_COVER_FEES);
  }

  @Test
  void aShortSaleHasNoLimitAndEquityMayGoBelowZero() {
    BacktestResult result =
        run(
            Panel.single(10, 10, 21, 21),
            (view, orders) -> {
              if (view.bars() > 0) {
                orders.targetWeight(0, -1, FillAt.OPEN);
              }
            });
    // Short 10,000 shares at 10: 200,000 in cash; at 21 the account is worth -10,000.
    assertThat(result.equityUsd()).containsExactly(100_000, 100_000, -10_000, -10_000);
    assertThat(result.orders())
        .extracting(OrderRecord::reason)
        .containsExactly(
            OrderReason.NONE, OrderReason.SIZE_ZERO, OrderReason.VALUE_ZERO_OR_NEGATIVE);
  }

  @Test
  void aMissingFillPriceEndsTheRunByDefault() {
    Bars bars =
        Panel.of(new double[][] {{10, 10}, {10, NONE}}, new double[][] {{10, 10}, {10, 10}});
    assertThatThrownBy(
            () ->
                run(
                    bars,
                    on(
                        FIRST.plusDays(1),
                        (view, orders) -> orders.targetWeight(1, 0.1, FillAt.OPEN))))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PRICE_MISSING))
        .hasMessage(
            "Cannot fill: B has no open on 2022-09-02; expected a price above 0: load that bar, or"
                + " what became of the company (asof lake ingest corporate-actions), trade on"
                + " another session, or say missingPrice: {lastPrice: 5}, which closes positions at"
                + " a close of up to 5 sessions ago, or missingPrice: ignore");
  }

  @Test
  void aMissingFillPriceIsRecordedWhenItIsToBeIgnored() {
    BacktestSpec spec = BacktestSpec.builder().missingPrice(MissingPrice.IGNORE).build();
    Bars bars = Panel.of(new double[][] {{10}, {10}}, new double[][] {{10}, {NONE}});
    BacktestResult result =
        run(
            spec,
            bars,
            on(FIRST.plusDays(1), (view, orders) -> orders.targetWeight(0, 1, FillAt.CLOSE)));
    assertThat(result.orders())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("context")
        .containsExactly(
            new OrderRecord(
                0,
                FIRST.plusDays(1),
                "A",
                SizeType.TARGET_WEIGHT,
                1,
                FillAt.CLOSE,
                OrderStatus.IGNORED,
                OrderReason.PRICE_MISSING));
  }

  @Test
  void aPriceThatCanNotTradeCountsAsMissing() {
    for (double price : new double[] {0, -3, Double.POSITIVE_INFINITY}) {
      Bars bars = Panel.of(new double[][] {{10}, {price}}, new double[][] {{10}, {10}});
      assertThatThrownBy(
              () ->
                  run(
                      bars,
                      on(
                          FIRST.plusDays(1),
                          (view, orders) -> orders.targetShares(0, 1, FillAt.OPEN))))
          .hasMessageStartingWith("Cannot fill: A has the open " + price + " on 2022-09-02;");
    }
  }

  @Test
  void anOrderThatAsksForNothingNeedsNoPrice() {
    BacktestResult result =
        run(
            Panel.single(10, 10, NONE, 10),
            (view, orders) -> {
              if (view.bars() == 1) {
                orders.targetWeight(0, 1, FillAt.OPEN);
              } else if (view.bars() == 2) {
                orders.targetWeight(0, 1, FillAt.OPEN);
              }
            });
    assertThat(result.orders())
        .extracting(OrderRecord::reason)
        .containsExactly(OrderReason.NONE, OrderReason.SIZE_ZERO);
  }

  @Test
  void closingWhatIsNotHeldNeedsNoPriceEvenOfAnInstrumentThatNeverTraded() {
    BacktestResult result =
        run(Panel.single(NONE, 10), (view, orders) -> orders.targetWeight(0, 0, FillAt.OPEN));
    assertThat(result.orders())
        .extracting(OrderRecord::reason)
        .containsExactly(OrderReason.SIZE_ZERO, OrderReason.VALUATION_PRICE_MISSING);
  }

  @Test
  void whereMissingPricesAreIgnoredThePriceIsLookedAtFirst() {
    BacktestSpec spec = BacktestSpec.builder().missingPrice(MissingPrice.IGNORE).build();
    BacktestResult result =
        run(spec, Panel.single(NONE), (view, orders) -> orders.targetShares(0, 0, FillAt.OPEN));
    assertThat(result.orders())
        .extracting(OrderRecord::reason)
        .containsExactly(OrderReason.PRICE_MISSING);
  }

  @Test
  void aWeightOfAnInstrumentThatNeverClosedIsIgnored() {
    BacktestResult result =
        run(Panel.single(10, 10), (view, orders) -> orders.targetWeight(0, 1, FillAt.OPEN));
    assertThat(result.orders().get(0).reason()).isEqualTo(OrderReason.VALUATION_PRICE_MISSING);
    assertThat(result.orders().get(0).status()).isEqualTo(OrderStatus.IGNORED);
  }

  @Test
  void aMissingCloseValuesThePositionAtItsLastOne() {
    Bars bars =
        Panel.of(
            new double[][] {{10}, {10}, {11}, {12}}, new double[][] {{10}, {15}, {NONE}, {20}});
    BacktestResult result =
        run(
            bars,
            on(FIRST.plusDays(1), (view, orders) -> orders.targetShares(0, 100, FillAt.OPEN)));
    assertThat(result.equityUsd()).containsExactly(100_000, 100_500, 100_500, 101_000);
  }

  @Test
  void aPositionThatNeverClosedIsValuedAtItsFillPrice() {
    Bars bars = Panel.of(new double[][] {{10}, {10}}, new double[][] {{NONE}, {12}});
    BacktestResult result =
        run(bars, on(FIRST, (view, orders) -> orders.targetShares(0, 100, FillAt.OPEN)));
    assertThat(result.equityUsd()).containsExactly(100_000, 100_200);
  }

  @Test
  void aStrategyThatThrowsIsNamedWithItsSession() {
    assertThatThrownBy(
            () ->
                run(
                    Panel.single(1, 2),
                    on(
                        FIRST.plusDays(1),
                        (view, orders) -> {
                          throw new IllegalStateException("no signal\nat all");
                        })))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STRATEGY_FAILED))
        .hasMessage(
            "Cannot go on: strategy dev.asof.engine.Script failed before the open of 2022-09-02"
                + " with java.lang.IllegalStateException: no signal")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void anOrderForAnUnlistedInstrumentOrWithoutAFiniteSizeFailsTheStrategy() {
    assertThatThrownBy(
            () -> run(Panel.single(1), (view, orders) -> orders.targetShares(1, 1, FillAt.OPEN)))
        .hasMessageEndingWith("Invalid instrument 1: expected 0 to 0");
    assertThatThrownBy(
            () ->
                run(
                    Panel.single(1),
                    (view, orders) -> orders.targetWeight(0, Double.NaN, FillAt.OPEN)))
        .hasMessageEndingWith("Invalid size NaN: expected a finite number");
  }

  @Test
  void anOrderForMoreSharesThanANumberHoldsFailsTheStrategy() {
    assertThatThrownBy(
            () ->
                run(
                    Panel.single(10, 10),
                    on(
                        FIRST.plusDays(1),
                        (view, orders) -> orders.targetWeight(0, -1e308, FillAt.OPEN))))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STRATEGY_FAILED))
        .hasMessage(
            "Cannot fill: strategy dev.asof.engine.Script asked for -1.0E308 of A on 2022-09-02,"
                + " more shares than a number holds; expected a size that is tradable");
  }

  @Test
  void anUnderstoodErrorOfAStrategyPassesThrough() {
    AsOfException own = new AsOfException(ErrorCode.DATA_MISSING, "Cannot find MMM");
    assertThatThrownBy(
            () ->
                run(
                    Panel.single(1),
                    (view, orders) -> {
                      throw own;
                    }))
        .isSameAs(own);
  }

  @Test
  void notesAreDatedAndTheLatestEventOfAnIdCounts() {
    BacktestResult result =
        run(
            Panel.single(1, 2),
            (view, orders) -> {
              orders.note("saw " + view.bars());
              orders.event(event("one", view.bars()));
              orders.event(event("two", view.bars()));
              if (view.bars() == 1) {
                orders.event(event("one", 7));
              }
            });
    assertThat(result.notes())
        .containsExactly(
            new DecisionNote(FIRST, "saw 0"), new DecisionNote(FIRST.plusDays(1), "saw 1"));
    assertThat(result.events()).containsExactly(event("one", 7), event("two", 1));
  }

  private static MarketEvent event(String id, int version) {
    return new MarketEvent(
        id,
        "version " + version,
        List.of(new MarketEvent.Leg("A", PositionSide.LONG)),
        List.of(new MarketEvent.Milestone("announced", FIRST)));
  }

  @Test
  void theSameRunHasTheSameDigestAndAnotherPriceAnother() {
    BiConsumer<MarketView, OrderSheet> decision =
        (view, orders) -> orders.targetWeight(0, view.bars() % 2, FillAt.OPEN);
    String digest = run(Panel.single(10, 11, 12, 13), decision).digest();
    assertThat(run(Panel.single(10, 11, 12, 13), decision).digest()).isEqualTo(digest);
    assertThat(run(Panel.single(10, 11, Math.nextUp(12.0), 13), decision).digest())
        .isNotEqualTo(digest);
  }

  @Test
  void aFactSeenTooEarlyEndsTheRunUnlessItIsAllowed() {
    Instant known = NewYorkTime.at(LocalDateTime.of(2022, 9, 2, 17, 15));
    RevealedFact early =
        new RevealedFact(change("CSGP", known), known.minusSeconds(86_400), "index_changes");
    assertThatThrownBy(() -> run(Panel.single(1, 2), List.of(early), (view, orders) -> {}))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOOKAHEAD));
    BacktestSpec allowed = BacktestSpec.builder().allowLookahead(true).build();
    List<String> seen = new ArrayList<>();
    Simulator.run(
        allowed,
        Panel.single(1, 2),
        List.of(early),
        new Script((view, orders) -> seen.addAll(symbols(view.newFacts(IndexChange.class)))));
    assertThat(seen).containsExactly("CSGP");
  }
}
