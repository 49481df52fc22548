package dev.asof.strategies;

import static dev.asof.api.IndexChange.Action.ADDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.asof.api.AsOfException;
import dev.asof.api.BacktestResult;
import dev.asof.api.DecisionNote;
import dev.asof.api.Fill;
import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import dev.asof.api.MarketEvent;
import dev.asof.api.PositionSide;
import dev.asof.api.RunFinding;
import dev.asof.engine.MissingPrice;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Sizes, events and state. */
final class IndexRebalanceTest {
  private static final String[] UNIVERSE = {"PENN", "PVH", "INVH", "CSGP"};

  private final IndexRebalanceFactory factory = new IndexRebalanceFactory();

  /** AWS Big Data Blog, "Backtesting index rebalancing arbitrage": fills and final cash. */
  @Test
  void thePublishedOrdersAndFinalCashComeOut() {
    Market market =
        new Market(UNIVERSE)
            .close("2022-09-02", "PENN", 31.30)
            .close("2022-09-02", "PVH", 54.58)
            .close("2022-09-02", "INVH", 36.47)
            .close("2022-09-02", "CSGP", 70.89)
            .open("2022-09-06", "PENN", 31.66)
            .open("2022-09-06", "PVH", 55.15)
            .open("2022-09-06", "INVH", 38.20)
            .open("2022-09-06", "CSGP", 75.00)
            .close("2022-10-31", "PENN", 34.09)
            .close("2022-10-31", "PVH", 52.95)
            .close("2022-10-31", "INVH", 31.94)
            .close("2022-10-31", "CSGP", 83.70)
            .open("2022-11-01", "PENN", 34.09)
            .open("2022-11-01", "PVH", 52.95)
            .open("2022-11-01", "INVH", 31.94)
            .open("2022-11-01", "CSGP", 83.70)
            .septemberChange()
            .foreseen("CSGP", "US22160N1090", HoldingChange.Action.ENTERED)
            .foreseen("INVH", "US46187W1071", HoldingChange.Action.ENTERED)
            .foreseen("PENN", "US7075691094", HoldingChange.Action.LEFT)
            .foreseen("PVH", "US6936561009", HoldingChange.Action.LEFT)
            .foreseen("WBD", "US9344231041", HoldingChange.Action.ENTERED);

    BacktestResult result =
        market.run(
            factory,
            spec -> spec.partialFills(false).maxLeverage(1_000),
            "legs=holdings-difference",
            "entry=AD+1",
            "exitSignal=2022-10-31",
            "sizing=weight-per-leg",
            "size=10");

    assertThat(result.fills())
        .extracting(
            fill ->
                fill.session()
                    + String.format(
                        Locale.ROOT,
                        " %s %s %.6f %.2f",
                        fill.side(),
                        fill.symbol(),
                        fill.shares(),
                        fill.priceUsd()))
        .containsExactly(
            "2022-09-06 SELL PENN 31948.881789 31.66",
            "2022-09-06 SELL PVH 18321.729571 55.15",
            "2022-09-06 BUY INVH 27419.797094 38.20",
            "2022-09-06 BUY CSGP 14106.361969 75.00",
            "2022-11-01 SELL CSGP 14106.361969 83.70",
            "2022-11-01 SELL INVH 27419.797094 31.94",
            "2022-11-01 BUY PVH 18321.729571 52.95",
            "2022-11-01 BUY PENN 31948.881789 34.09");
    double[] cash = result.cashUsd();
    assertThat(cash[cash.length - 1]).isCloseTo(13_749.441636, within(1e-6));
    assertThat(Market.notes(result))
        .containsExactly(
            "Skipped WBD (US9344231041), in SP500-FUND of 2022-09-30: no announced change of"
                + " S&P 500 confirms it, so it may be a corporate action");
  }

  @Test
  void grossExposureIsSharedByTheLegsOfAnEvent() {
    BacktestResult result =
        new Market(UNIVERSE)
            .septemberChange()
            .run(
                factory,
                spec -> spec.maxLeverage(2),
                "entry=ED0",
                "sizing=gross-exposure",
                "size=2");

    // 2 * 100,000 / 4 legs at the last close, 101
    assertThat(result.fills().subList(0, 4))
        .extracting(Fill::shares)
        .allSatisfy(shares -> assertThat(shares).isCloseTo(50_000 / 101.0, within(1e-9)));
  }

  @Test
  void weightPerLegGivesEachLegTheWholeSize() {
    BacktestResult result =
        new Market(UNIVERSE)
            .septemberChange()
            .run(
                factory,
                spec -> spec.maxLeverage(2),
                "entry=AD+1",
                "sizing=weight-per-leg",
                "size=0.5");

    assertThat(result.fills().subList(0, 4))
        .extracting(Fill::shares)
        .allSatisfy(shares -> assertThat(shares).isCloseTo(50_000 / 101.0, within(1e-9)));
  }

  /** Another change, announced while the September change is held at ED0 for four weeks. */
  private static Market overlapping() {
    return new Market("PENN", "PVH", "INVH", "CSGP", "WBD")
        .septemberChange()
        .announce(
            "WBD", "US9344231041", ADDED, IndexChange.Kind.MEMBERSHIP, "2022-09-23", "2022-10-03");
  }

  @Test
  void eventsThatOverlapAreRefusedWhereTheyDoNotFitIntoTheAccount() {
    BacktestResult result = overlapping().run(factory, "entry=ED0", "holding=4w");

    assertThat(result.fills()).extracting(Fill::symbol).doesNotContain("WBD").hasSize(8);
    assertThat(result.notes())
        .containsExactly(
            new DecisionNote(
                LocalDate.parse("2022-10-03"),
                "Skipped WBD (US9344231041), added to S&P 500 effective 2022-10-03: events overlap,"
                    + " and with it positions would be worth 200 % of equity; account.maxLeverage"
                    + " in the definition allows more than 100 %",
                Optional.of(RunFinding.Kind.LEVERAGE_LIMITED)));
  }

  @Test
  void eventsThatOverlapAreTradedWhereTheyFitOrTheRunAllowsTheLeverage() {
    assertThat(overlapping().run(factory, "entry=ED0", "holding=4w", "size=0.5").fills())
        .hasSize(10);
    assertThat(
            overlapping()
                .run(factory, spec -> spec.maxLeverage(3), "entry=ED0", "holding=4w")
                .fills())
        .extracting(Fill::symbol)
        .contains("WBD");
  }

  @Test
  void anEventThatEntersWhenTheOneBeforeLeavesHasTheWholeAccount() {
    // Held for ten sessions from 2022-09-19 the first one leaves at the close of 2022-10-03.
    BacktestResult result = overlapping().run(factory, "entry=ED0", "holding=10d");
    assertThat(result.fills()).hasSize(10);
    assertThat(result.notes()).isEmpty();
  }

  @Test
  void anEventThatIsLargerThanTheAccountEndsTheRun() {
    assertThatThrownBy(
            () ->
                new Market(UNIVERSE)
                    .septemberChange()
                    .run(factory, "entry=AD+1", "sizing=weight-per-leg", "size=10"))
        .isInstanceOf(AsOfException.class)
        .hasMessage(
            "Cannot enter 4 legs of S&P 500 for 2022-09-06: size 10.0 makes positions of 4000 % of"
                + " equity; expected at most 100 %, or account.maxLeverage in the definition");
  }

  @Test
  void skippedLegsTakeNoShareOfTheExposure() {
    BacktestResult result =
        new Market(UNIVERSE)
            .septemberChange()
            .announce("WBD", "US9344231041", ADDED)
            .run(factory, "entry=ED0", "size=1");

    assertThat(result.fills().get(0).shares()).isCloseTo(25_000 / 101.0, within(1e-9));
  }

  @Test
  void anEventShowsLegsInTheOrderOfTheUniverseAndItsThreeDates() {
    BacktestResult result =
        new Market(UNIVERSE).septemberChange().novemberFiling().run(factory, "entry=AD+1");

    assertThat(result.events())
        .containsExactly(
            new MarketEvent(
                "S&P 500 2022-09-02 2022-09-19",
                "S&P 500: INVH, CSGP added; PENN, PVH removed",
                List.of(
                    new MarketEvent.Leg("PENN", PositionSide.SHORT),
                    new MarketEvent.Leg("PVH", PositionSide.SHORT),
                    new MarketEvent.Leg("INVH", PositionSide.LONG),
                    new MarketEvent.Leg("CSGP", PositionSide.LONG)),
                List.of(
                    new MarketEvent.Milestone("announced", LocalDate.parse("2022-09-02")),
                    new MarketEvent.Milestone("effective", LocalDate.parse("2022-09-19")),
                    new MarketEvent.Milestone("observed", LocalDate.parse("2022-11-28")))));
  }

  @Test
  void oneLegThatHoldingsShowDatesTheEventAlsoAfterTheExit() {
    BacktestResult result =
        new Market(UNIVERSE)
            .septemberChange()
            .filed("PENN", "US7075691094", HoldingChange.Action.LEFT)
            .run(factory, "entry=AD+1", "holding=1d");

    assertThat(result.events()).hasSize(1);
    assertThat(result.events().get(0).milestones())
        .contains(new MarketEvent.Milestone("observed", LocalDate.parse("2022-11-28")));
  }

  @Test
  void anEventThatIsNotTradedIsNotShown() {
    BacktestResult result =
        new Market("SPY").septemberChange().novemberFiling().run(factory, "entry=AD+1");

    assertThat(result.events()).isEmpty();
  }

  @Test
  void anExitThatFindsNoPriceIsAskedForAgain() {
    BacktestResult result =
        new Market("INVH")
            .announce("INVH", "", ADDED)
            .open("2022-09-07", "INVH", Double.NaN)
            .run(factory, spec -> spec.missingPrice(MissingPrice.IGNORE), "entry=AD+1");

    assertThat(Market.fills(result))
        .containsExactly("2022-09-06 OPEN BUY INVH", "2022-09-08 OPEN SELL INVH");
  }

  @Test
  void anEntryThatDidNotFillIsNotExited() {
    BacktestResult result =
        new Market("INVH")
            .announce("INVH", "", ADDED)
            .open("2022-09-06", "INVH", Double.NaN)
            .run(
                factory,
                spec -> spec.missingPrice(MissingPrice.IGNORE),
                "entry=AD+1",
                "holding=1w");

    assertThat(result.fills()).isEmpty();
    assertThat(result.orders()).hasSize(1);
  }

  @Test
  void aCopyGoesOnAloneFromTheSameState() {
    for (String entry : List.of("AD+1", "ED0", "MD+1")) {
      String[] parameters = {"legs=holdings-difference", "entry=" + entry, "holding=3w"};
      Market market =
          new Market(UNIVERSE)
              .septemberChange()
              .announce(
                  "INVH",
                  "US46187W1071",
                  IndexChange.Action.REMOVED,
                  IndexChange.Kind.MEMBERSHIP,
                  "2022-10-14",
                  "2022-10-24")
              .foreseen("CSGP", "US22160N1090", HoldingChange.Action.ENTERED)
              .foreseen("INVH", "US46187W1071", HoldingChange.Action.ENTERED)
              .filed("INVH", "US46187W1071", HoldingChange.Action.LEFT)
              .filed("PENN", "US7075691094", HoldingChange.Action.LEFT)
              .filed("WBD", "US9344231041", HoldingChange.Action.ENTERED)
              .foreseen("EMBC", "US29082K1051", HoldingChange.Action.ENTERED);

      BacktestResult plain = market.run(factory, parameters);
      BacktestResult copied =
          market.run(
              new CopiedEachSession(Market.strategy(factory, parameters)),
              UnaryOperator.identity());

      assertThat(plain.fills()).isNotEmpty();
      assertThat(copied.digest()).isEqualTo(plain.digest());
      assertThat(copied.notes()).isEqualTo(plain.notes());
      assertThat(copied.events()).isEqualTo(plain.events());
    }
  }
}
