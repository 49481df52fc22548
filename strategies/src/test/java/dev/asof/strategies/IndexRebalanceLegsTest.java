package dev.asof.strategies;

import static dev.asof.api.HoldingChange.Action.ENTERED;
import static dev.asof.api.HoldingChange.Action.LEFT;
import static dev.asof.api.IndexChange.Action.ADDED;
import static dev.asof.api.IndexChange.Action.REMOVED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.BacktestResult;
import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import dev.asof.api.NewYorkTime;
import dev.asof.api.RevealedFact;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which instruments are traded, and what is said about the others. */
final class IndexRebalanceLegsTest {
  private static final String CONFIRMATION_MISSING =
      ": no announced change of S&P 500 confirms it, so it may be a corporate action";

  private final IndexRebalanceFactory factory = new IndexRebalanceFactory();

  @Test
  void holdingsThatAnAnnouncementConfirmsAreLegs() {
    BacktestResult result =
        new Market("PENN", "PVH", "INVH", "CSGP")
            .septemberChange()
            .novemberFiling()
            .run(factory, "legs=holdings-difference", "entry=MD+1");

    assertThat(Market.fills(result))
        .contains(
            "2022-11-29 OPEN SELL PENN",
            "2022-11-29 OPEN SELL PVH",
            "2022-11-29 OPEN BUY INVH",
            "2022-11-29 OPEN BUY CSGP")
        .hasSize(8);
    assertThat(result.notes()).isEmpty();
  }

  @Test
  void legsFromHoldingsMissAnEntryBeforeTheFilingIsKnown() {
    BacktestResult result =
        new Market("PENN")
            .announce("PENN", "US7075691094", REMOVED)
            .filed("PENN", "US7075691094", LEFT)
            .run(factory, "legs=holdings-difference", "entry=AD+1");

    assertThat(result.orders()).isEmpty();
    assertThat(Market.notes(result))
        .containsExactly(
            "Skipped PENN (US7075691094), removed from S&P 500 effective 2022-09-19: the holdings"
                + " had not shown it by 2022-09-06, the session of its AD+1");
  }

  @Test
  void whatTheHoldingsNeverShowIsNoLeg() {
    BacktestResult result =
        new Market("PENN", "PVH")
            .announce("PENN", "US7075691094", REMOVED)
            .announce("PVH", "US6936561009", REMOVED)
            .foreseen("PENN", "US7075691094", LEFT)
            .run(factory, "legs=holdings-difference", "entry=ED0");

    assertThat(Market.fills(result))
        .containsExactly("2022-09-19 CLOSE SELL PENN", "2022-09-20 CLOSE BUY PENN");
    assertThat(Market.notes(result))
        .containsExactly(
            "Skipped PVH (US6936561009), removed from S&P 500 effective 2022-09-19: the holdings had"
                + " not shown it by 2022-09-19, the session of its ED0");
  }

  @Test
  void aChangeOfIsinUnderTheSameSymbolIsNoIndexChange() {
    BacktestResult result =
        new Market("J")
            .announce("J", "US46982L1089", ADDED)
            .filed("J", "US46982L1089", ENTERED)
            .filed("J", "US4698141078", LEFT)
            .run(factory, "legs=holdings-difference", "entry=MD+1");

    assertThat(result.orders()).isEmpty();
    assertThat(Market.notes(result))
        .containsExactly(
            "Skipped J (US46982L1089), in SP500-FUND of 2022-09-30: its ISIN changed from"
                + " US4698141078, the company stayed",
            "Skipped J (US4698141078), no longer in SP500-FUND of 2022-09-30: its ISIN changed to"
                + " US46982L1089, the company stayed");
  }

  @Test
  void aShortPositionOfTheFundShowsNoIndexChange() {
    Market market =
        new Market("PENN")
            .announce("PENN", "US7075691094", REMOVED)
            .shorted("PENN", "US7075691094", LEFT);

    BacktestResult alone = market.run(factory, "legs=holdings-difference", "entry=MD+1");
    BacktestResult besideTheLong =
        market
            .filed("PENN", "US7075691094", LEFT)
            .run(factory, "legs=holdings-difference", "entry=MD+1");

    String skipped =
        "Skipped PENN (US7075691094), no longer in SP500-FUND of 2022-09-30: the position is short,"
            + " and a fund owns what its index lists";
    assertThat(alone.orders()).isEmpty();
    assertThat(Market.notes(alone)).contains(skipped);
    assertThat(Market.fills(besideTheLong)).contains("2022-11-29 OPEN SELL PENN").hasSize(2);
    assertThat(Market.notes(besideTheLong)).containsExactly(skipped);
  }

  @Test
  void theSameSymbolAnnouncedInBothDirectionsIsNoIndexChange() {
    BacktestResult result =
        new Market("J")
            .announce("J", "US46982L1089", ADDED)
            .announce("J", "US4698141078", REMOVED)
            .run(factory, "entry=AD+1");

    assertThat(result.orders()).isEmpty();
    assertThat(Market.notes(result))
        .containsExactly(
            "Skipped J (US46982L1089), added to S&P 500 effective 2022-09-19: the same symbol joins"
                + " and leaves, as with a change of ISIN: the other is J (US4698141078)",
            "Skipped J (US4698141078), removed from S&P 500 effective 2022-09-19: the same symbol"
                + " joins and leaves, as with a change of ISIN: the other is J (US46982L1089)");
  }

  @ParameterizedTest
  @CsvSource({
    "WBD,  US9344231041, ENTERED, in",
    "EMBC, US29082K1051, ENTERED, in",
    "LTP,  US7127041058, LEFT,    no longer in",
  })
  void whatCameOutOfACorporateActionIsNoIndexChange(
      String symbol, String isin, HoldingChange.Action action, String verb) {
    BacktestResult result =
        new Market(symbol)
            .filed(symbol, isin, action)
            .run(factory, "legs=holdings-difference", "entry=MD+1");

    assertThat(result.orders()).isEmpty();
    assertThat(Market.notes(result))
        .containsExactly(
            "Skipped "
                + symbol
                + " ("
                + isin
                + "), "
                + verb
                + " SP500-FUND of 2022-09-30"
                + CONFIRMATION_MISSING);
  }

  @Test
  void aHoldingWithoutSymbolIsNoIndexChange() {
    BacktestResult result =
        new Market("DISCK")
            .announce("DISCK", "US25470F3029", REMOVED)
            .filed(" ", "US25470F3029", LEFT)
            .run(factory, "legs=holdings-difference", "entry=MD+1");

    assertThat(result.orders()).isEmpty();
    assertThat(Market.notes(result))
        .containsExactly(
            "Skipped blank symbol (US25470F3029), no longer in SP500-FUND of 2022-09-30: the"
                + " holdings give no symbol");
  }

  @Test
  void anAnnouncementWithoutSymbolIsNotTraded() {
    BacktestResult result =
        new Market("DISCK").announce("", "US25470F3029", REMOVED).run(factory, "entry=AD+1");

    assertThat(result.orders()).isEmpty();
    assertThat(Market.notes(result))
        .containsExactly(
            "Skipped blank symbol (US25470F3029), removed from S&P 500 effective 2022-09-19: the"
                + " announcement gives no symbol");
  }

  @ParameterizedTest
  @CsvSource({
    "TICKER_CHANGE, ticker-change",
    "ISIN_CHANGE, isin-change",
    "SPIN_OFF, spin-off",
    "MERGER, merger",
  })
  void onlyAChangeOfMembershipIsTraded(IndexChange.Kind kind, String text) {
    BacktestResult result =
        new Market("META")
            .announce("META", "US30303M1027", ADDED, kind, "2022-09-02", "2022-09-19")
            .filed("META", "US30303M1027", ENTERED)
            .run(factory, "legs=holdings-difference", "entry=MD+1");

    assertThat(result.orders()).isEmpty();
    assertThat(Market.notes(result))
        .containsExactly(
            "Skipped META (US30303M1027), added to S&P 500 effective 2022-09-19: it was announced as "
                + text
                + ", not as a change of membership");
  }

  @Test
  void whatIsNotInTheUniverseIsNamed() {
    BacktestResult result =
        new Market("PENN").septemberChange().run(factory, "entry=AD+1", "size=1");

    assertThat(Market.fills(result))
        .containsExactly("2022-09-06 OPEN SELL PENN", "2022-09-07 OPEN BUY PENN");
    assertThat(result.fills().get(0).shares() * 101).isEqualTo(100_000);
    assertThat(Market.notes(result))
        .contains(
            "Skipped PVH (US6936561009), removed from S&P 500 effective 2022-09-19: it is not in the"
                + " universe")
        .hasSize(3);
  }

  @Test
  void anotherIndexIsNotTraded() {
    LocalDate announced = LocalDate.parse("2022-09-02");
    BacktestResult result =
        new Market("INVH")
            .fact(
                RevealedFact.whenKnown(
                    new IndexChange(
                        "S&P MidCap 400",
                        "INVH",
                        "",
                        REMOVED,
                        IndexChange.Kind.MEMBERSHIP,
                        announced,
                        LocalDate.parse("2022-09-19"),
                        "test",
                        NewYorkTime.announcement(announced)),
                    "index_changes"))
            .run(factory, "entry=AD+1");

    assertThat(result.orders()).isEmpty();
    assertThat(result.notes()).isEmpty();
  }

  @Test
  void isinsTellInstrumentsApartThatShareASymbol() {
    BacktestResult result =
        new Market("PENN")
            .announce("PENN", "US7075691094", REMOVED)
            .filed("PENN", "US0000000000", LEFT)
            .run(factory, "entry=MD+1");

    assertThat(result.orders()).isEmpty();
  }

  @Test
  void aSymbolConfirmsWhereASourceLacksTheIsin() {
    BacktestResult result =
        new Market("PENN")
            .announce("PENN", "", REMOVED)
            .filed("PENN", "US7075691094", LEFT)
            .run(factory, "entry=MD+1");

    assertThat(Market.fills(result))
        .containsExactly("2022-11-29 OPEN SELL PENN", "2022-11-30 OPEN BUY PENN");
  }

  @Test
  void holdingsFromBeforeTheAnnouncementConfirmNothing() {
    BacktestResult result =
        new Market("PENN")
            .announce(
                "PENN",
                "US7075691094",
                REMOVED,
                IndexChange.Kind.MEMBERSHIP,
                "2022-11-16",
                "2022-11-21")
            .filed("PENN", "US7075691094", LEFT)
            .run(factory, "entry=MD+1");

    assertThat(result.orders()).isEmpty();
  }

  @Test
  void anInstrumentInAnOpenEventIsNotTradedTwice() {
    BacktestResult result =
        new Market("INVH")
            .announce("INVH", "US46187W1071", ADDED)
            .announce(
                "INVH",
                "US46187W1071",
                REMOVED,
                IndexChange.Kind.MEMBERSHIP,
                "2022-09-09",
                "2022-09-19")
            .run(factory, "entry=AD+1", "holding=4w");

    assertThat(Market.fills(result))
        .containsExactly("2022-09-06 OPEN BUY INVH", "2022-10-04 OPEN SELL INVH");
    assertThat(Market.notes(result))
        .containsExactly(
            "Skipped INVH (US46187W1071), removed from S&P 500 effective 2022-09-19: it is in an"
                + " open event already");
  }

  @Test
  void anInstrumentIsTradedAgainAfterItsEventEnded() {
    BacktestResult result =
        new Market("INVH")
            .announce("INVH", "US46187W1071", ADDED)
            .announce(
                "INVH",
                "US46187W1071",
                REMOVED,
                IndexChange.Kind.MEMBERSHIP,
                "2022-09-09",
                "2022-09-19")
            .run(factory, "entry=AD+1", "holding=1d");

    assertThat(Market.fills(result))
        .containsExactly(
            "2022-09-06 OPEN BUY INVH",
            "2022-09-07 OPEN SELL INVH",
            "2022-09-12 OPEN SELL INVH",
            "2022-09-13 OPEN BUY INVH");
  }

  @Test
  void anAnnouncementThatIsRepeatedIsTradedOnce() {
    BacktestResult result =
        new Market("INVH")
            .announce("INVH", "US46187W1071", ADDED)
            .announce("INVH", "US46187W1071", ADDED)
            .run(factory, "entry=AD+1");

    assertThat(Market.fills(result)).hasSize(2);
    assertThat(result.notes()).isEmpty();
  }

  @Test
  void holdingsThatAreSeenEarlyWaitForAnAnnouncementUntilTheirPeriodEnds() {
    BacktestResult result =
        new Market("PENN")
            .foreseen("PENN", "US7075691094", LEFT)
            .foreseen("WBD", "US9344231041", ENTERED)
            .announce(
                "PENN",
                "US7075691094",
                REMOVED,
                IndexChange.Kind.MEMBERSHIP,
                "2022-09-12",
                "2022-09-19")
            .run(factory, "legs=holdings-difference", "entry=AD+1");

    assertThat(Market.fills(result))
        .containsExactly("2022-09-13 OPEN SELL PENN", "2022-09-14 OPEN BUY PENN");
    assertThat(result.notes()).hasSize(1);
    assertThat(result.notes().get(0).session()).isEqualTo("2022-10-03");
    assertThat(result.notes().get(0).text())
        .isEqualTo(
            "Skipped WBD (US9344231041), in SP500-FUND of 2022-09-30" + CONFIRMATION_MISSING);
  }

  @Test
  void eachNoteIsSaidOnce() {
    BacktestResult result =
        new Market("PENN")
            .filed("WBD", "US9344231041", ENTERED)
            .filed("WBD", "US9344231041", ENTERED)
            .run(factory, "legs=holdings-difference", "entry=MD+1");

    assertThat(result.notes()).hasSize(1);
    assertThat(result.notes().get(0).session()).isEqualTo("2022-11-29");
  }
}
