package dev.asof.strategies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.BacktestResult;
import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When legs are entered and left. */
final class IndexRebalanceDatesTest {
  private final IndexRebalanceFactory factory = new IndexRebalanceFactory();

  @ParameterizedTest
  @CsvSource({
    "AD+1, OPEN,  2022-09-06, 1d, 2022-09-07",
    "AD+1, OPEN,  2022-09-06, 1w, 2022-09-13",
    "AD+1, OPEN,  2022-09-06, 2w, 2022-09-20",
    "AD+1, OPEN,  2022-09-06, 3w, 2022-09-27",
    "AD+1, OPEN,  2022-09-06, 4w, 2022-10-04",
    "ED0,  CLOSE, 2022-09-19, 1d, 2022-09-20",
    "ED0,  CLOSE, 2022-09-19, 1w, 2022-09-26",
    "ED0,  CLOSE, 2022-09-19, 2w, 2022-10-03",
    "ED0,  CLOSE, 2022-09-19, 3w, 2022-10-10",
    "ED0,  CLOSE, 2022-09-19, 4w, 2022-10-17",
    "MD+1, OPEN,  2022-11-29, 1d, 2022-11-30",
    "MD+1, OPEN,  2022-11-29, 1w, 2022-12-06",
    "MD+1, OPEN,  2022-11-29, 2w, 2022-12-13",
    "MD+1, OPEN,  2022-11-29, 3w, 2022-12-20",
    "MD+1, OPEN,  2022-11-29, 4w, 2022-12-27",
    "AD+1, OPEN,  2022-09-06, 3d, 2022-09-09",
    "ED0,  CLOSE, 2022-09-19, 10d, 2022-10-03",
  })
  void legsAreEnteredAndLeftOnTheDatesOfTheConvention(
      String entry, String at, String in, String holding, String out) {
    BacktestResult result =
        new Market("PENN", "PVH", "INVH", "CSGP")
            .septemberChange()
            .novemberFiling()
            .run(factory, "entry=" + entry, "holding=" + holding);

    assertThat(Market.fills(result))
        .containsExactlyInAnyOrder(
            in + " " + at + " SELL PENN",
            in + " " + at + " SELL PVH",
            in + " " + at + " BUY INVH",
            in + " " + at + " BUY CSGP",
            out + " " + at + " BUY PENN",
            out + " " + at + " BUY PVH",
            out + " " + at + " SELL INVH",
            out + " " + at + " SELL CSGP");
    assertThat(result.notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "AD+1, OPEN,  2022-09-01, 2022-09-19, 1d, 2022-09-02, 2022-09-06, the session after Labor Day",
    "ED0,  CLOSE, 2022-08-30, 2022-09-05, 1d, 2022-09-06, 2022-09-07, effective on Labor Day",
    "ED0,  CLOSE, 2022-09-01, 2022-09-10, 1d, 2022-09-12, 2022-09-13, effective on a Saturday",
    "AD+1, OPEN,  2022-11-16, 2022-12-19, 1w, 2022-11-17, 2022-11-25, a week to Thanksgiving",
    "ED0,  CLOSE, 2022-11-16, 2022-12-05, 3w, 2022-12-05, 2022-12-27, weeks to Christmas",
  })
  void holidaysMoveEntriesAndExitsToTheNextSession(
      String entry,
      String at,
      String announced,
      String effective,
      String holding,
      String in,
      String out,
      String why) {
    BacktestResult result =
        new Market("INVH")
            .announce(
                "INVH",
                "",
                IndexChange.Action.ADDED,
                IndexChange.Kind.MEMBERSHIP,
                announced,
                effective)
            .run(factory, "entry=" + entry, "holding=" + holding);

    assertThat(Market.fills(result))
        .as(why)
        .containsExactly(in + " " + at + " BUY INVH", out + " " + at + " SELL INVH");
  }

  @ParameterizedTest
  @CsvSource({"AD+1, 2022-09-06 OPEN", "ED0, 2022-09-19 CLOSE"})
  void anExitSignalClosesAtTheNextOpenWhateverTheHolding(String entry, String in) {
    BacktestResult result =
        new Market("INVH")
            .announce("INVH", "", IndexChange.Action.ADDED)
            .run(factory, "entry=" + entry, "holding=1d", "exitSignal=2022-10-31");

    assertThat(Market.fills(result)).containsExactly(in + " BUY INVH", "2022-11-01 OPEN SELL INVH");
  }

  @Test
  void anEntryAfterTheExitSignalIsSkipped() {
    BacktestResult result =
        new Market("INVH")
            .announce("INVH", "", IndexChange.Action.ADDED)
            .filed("INVH", "", HoldingChange.Action.ENTERED)
            .run(factory, "entry=MD+1", "exitSignal=2022-10-31");

    assertThat(result.orders()).isEmpty();
    assertThat(Market.notes(result))
        .containsExactly(
            "Skipped INVH (no ISIN), added to S&P 500 effective 2022-09-19: its entry 2022-11-29"
                + " comes after the exit signal 2022-10-31");
  }

  @Test
  void aStaleAnnouncementIsNeverTraded() {
    BacktestResult result =
        new Market("INVH")
            .announce("INVH", "US46187W1071", IndexChange.Action.ADDED)
            .run(factory, spec -> spec.start(LocalDate.parse("2022-09-07")), "entry=AD+1");

    assertThat(result.orders()).isEmpty();
    assertThat(Market.notes(result))
        .containsExactly(
            "Skipped INVH (US46187W1071), added to S&P 500 effective 2022-09-19: its AD+1 was over"
                + " at the first decision on it, that for 2022-09-07");
  }

  @Test
  void aRunThatStartsOnTheSessionOfTheEntryTradesIt() {
    BacktestResult result =
        new Market("INVH")
            .announce("INVH", "", IndexChange.Action.ADDED)
            .run(factory, spec -> spec.start(LocalDate.parse("2022-09-06")), "entry=AD+1");

    assertThat(Market.fills(result))
        .containsExactly("2022-09-06 OPEN BUY INVH", "2022-09-07 OPEN SELL INVH");
  }

  @Test
  void anAnnouncementAfterTheEffectiveSessionMissesItsClose() {
    BacktestResult result =
        new Market("INVH")
            .announce(
                "INVH",
                "",
                IndexChange.Action.ADDED,
                IndexChange.Kind.MEMBERSHIP,
                "2022-09-19",
                "2022-09-19")
            .run(factory, "entry=ED0");

    assertThat(result.orders()).isEmpty();
    assertThat(Market.notes(result))
        .containsExactly(
            "Skipped INVH (no ISIN), added to S&P 500 effective 2022-09-19: its ED0 was over at the"
                + " first decision on it, that for 2022-09-20");
  }

  @Test
  void aDisclosureBeforeTheEffectiveDateWaitsForIt() {
    BacktestResult result =
        new Market("INVH")
            .announce("INVH", "", IndexChange.Action.ADDED)
            .foreseen("INVH", "", HoldingChange.Action.ENTERED)
            .run(factory, "entry=MD+1");

    assertThat(Market.fills(result))
        .containsExactly("2022-09-19 OPEN BUY INVH", "2022-09-20 OPEN SELL INVH");
  }

  @Test
  void anAnnouncementOnTheFirstSessionsEveHasNoCloseToBeSizedBy() {
    BacktestResult result =
        new Market("INVH")
            .announce(
                "INVH",
                "",
                IndexChange.Action.ADDED,
                IndexChange.Kind.MEMBERSHIP,
                "2022-07-29",
                "2022-08-08")
            .run(factory, "entry=AD+1");

    assertThat(result.orders()).isEmpty();
    assertThat(Market.notes(result))
        .containsExactly(
            "Skipped INVH (no ISIN), added to S&P 500 effective 2022-08-08: there is no close"
                + " before 2022-08-01 to size it by");
  }
}
