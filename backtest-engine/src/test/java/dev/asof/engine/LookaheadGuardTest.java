package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import dev.asof.api.LookaheadInput;
import dev.asof.api.RevealedFact;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class LookaheadGuardTest {
  private static final LocalDate PERIOD = LocalDate.of(2022, 9, 30);
  private static final Instant ACCEPTED = Instant.parse("2022-11-28T20:50:55Z");
  private static final Instant PERIOD_END = Instant.parse("2022-09-30T20:00:00Z");

  private static RevealedFact holding(String symbol, String isin, Instant visibleFrom) {
    return new RevealedFact(
        new HoldingChange("IVV", symbol, isin, HoldingChange.Action.ENTERED, PERIOD, ACCEPTED),
        visibleFrom,
        "fund_holdings");
  }

  private static RevealedFact addition(Instant visibleFrom) {
    return new RevealedFact(
        new IndexChange(
            "S&P 500",
            "CSGP",
            "US22160N1090",
            IndexChange.Action.ADDED,
            IndexChange.Kind.MEMBERSHIP,
            LocalDate.of(2022, 9, 2),
            LocalDate.of(2022, 9, 19),
            "press release",
            ACCEPTED),
        visibleFrom,
        "index_changes");
  }

  @Test
  void anHonestRunHasNoInputsThatLookAhead() {
    List<RevealedFact> facts =
        List.of(holding("CSGP", "", ACCEPTED), holding("INVH", "", ACCEPTED.plusSeconds(1)));
    assertThat(LookaheadGuard.check(facts, false)).isEmpty();
  }

  @Test
  void inputsThatLookAheadAreListedWhenAllowed() {
    List<RevealedFact> facts =
        List.of(holding("CSGP", "", PERIOD_END), holding("INVH", "", ACCEPTED));
    assertThat(LookaheadGuard.check(facts, true))
        .containsExactly(
            new LookaheadInput(
                "fund_holdings", "CSGP entered IVV, period 2022-09-30", PERIOD_END, ACCEPTED));
  }

  @Test
  void inputsThatLookAheadAreRefusedWithTheFirstFewShown() {
    List<RevealedFact> facts =
        List.of(
            addition(PERIOD_END),
            holding("", "US25470F3029", PERIOD_END),
            holding("INVH", "", PERIOD_END),
            holding("WBD", "", PERIOD_END),
            holding("ON", "", ACCEPTED));
    assertThatThrownBy(() -> LookaheadGuard.check(facts, false))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOOKAHEAD))
        .hasMessage(
            "Cannot run without look-ahead: 4 of 5 facts would be used before they were known:"
                + " index_changes: S&P 500 added CSGP, announced 2022-09-02, effective 2022-09-19"
                + " (used from 2022-09-30T20:00:00Z, known at 2022-11-28T20:50:55Z);"
                + " fund_holdings: US25470F3029 entered IVV, period 2022-09-30"
                + " (used from 2022-09-30T20:00:00Z, known at 2022-11-28T20:50:55Z);"
                + " fund_holdings: INVH entered IVV, period 2022-09-30"
                + " (used from 2022-09-30T20:00:00Z, known at 2022-11-28T20:50:55Z); ...;"
                + " use them from when they were known, or say allowLookahead: true");
  }
}
