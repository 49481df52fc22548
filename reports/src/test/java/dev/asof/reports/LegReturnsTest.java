package dev.asof.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.asof.api.Bars;
import dev.asof.api.CorporateAction;
import dev.asof.api.MarketEvent;
import dev.asof.api.PositionSide;
import dev.asof.api.SplitAdjustment;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class LegReturnsTest {
  private static final List<LocalDate> SESSIONS =
      List.of(
          LocalDate.of(2022, 9, 1),
          LocalDate.of(2022, 9, 2),
          LocalDate.of(2022, 9, 6),
          LocalDate.of(2022, 9, 7));

  private static Bars bars() {
    double nan = Double.NaN;
    double[] close = {100, 50, 110, 45, 120, nan, 90, 60};
    return Bars.copyOf(List.of("LONG", "SHORT"), SESSIONS, close, close, close, close, close);
  }

  private static MarketEvent event(LocalDate announced, String... symbols) {
    return new MarketEvent(
        "id",
        "title",
        List.of(symbols).stream()
            .map(
                symbol ->
                    new MarketEvent.Leg(
                        symbol, symbol.equals("SHORT") ? PositionSide.SHORT : PositionSide.LONG))
            .toList(),
        List.of(new MarketEvent.Milestone("announced", announced)));
  }

  @Test
  void returnsAreAgainstTheCloseBeforeTheFirstDateAndSignedBySide() {
    LegReturns returns =
        LegReturns.of(
                event(LocalDate.of(2022, 9, 2), "LONG", "SHORT"), bars(), SplitAdjustment.NONE)
            .orElseThrow();

    assertThat(returns.base()).isEqualTo(LocalDate.of(2022, 9, 1));
    assertThat(returns.basePricesUsd()).containsExactly(100, 50);
    assertThat(returns.paths().get(0))
        .containsExactly(new double[] {0, 0.1, 0.2, -0.1}, within(1e-12));
    double[] shorted = returns.paths().get(1);
    assertThat(shorted[1]).isCloseTo(0.1, within(1e-12));
    assertThat(shorted[2]).isNaN();
    assertThat(shorted[3]).isCloseTo(-0.2, within(1e-12));
    assertThat(returns.average()[3]).isCloseTo(-0.15, within(1e-12));
    assertThat(returns.average()[2]).isNaN();
  }

  @Test
  void aSplitIsNoReturn() {
    double[] close = {100, 104, 26, 27};
    Bars bars = Bars.copyOf(List.of("LONG"), SESSIONS, close, close, close, close, close);
    SplitAdjustment split =
        SplitAdjustment.of(List.of(new CorporateAction.Split("LONG", LocalDate.of(2022, 9, 6), 4)));
    LegReturns returns =
        LegReturns.of(event(LocalDate.of(2022, 9, 2), "LONG"), bars, split).orElseThrow();
    assertThat(returns.basePricesUsd()).containsExactly(100);
    assertThat(returns.paths().get(0))
        .containsExactly(new double[] {0, 0.04, 0.04, 0.08}, within(1e-12));
  }

  @Test
  void aDateWithoutASessionIsShownAtTheNextOne() {
    LegReturns returns =
        LegReturns.of(event(LocalDate.of(2022, 9, 5), "LONG"), bars(), SplitAdjustment.NONE)
            .orElseThrow();

    assertThat(returns.base()).isEqualTo(LocalDate.of(2022, 9, 2));
    assertThat(returns.indexFrom(LocalDate.of(2022, 9, 5))).isEqualTo(2);
    assertThat(returns.indexFrom(LocalDate.of(2022, 9, 8))).isEqualTo(-1);
  }

  @Test
  void aLegWithoutPricesHasNone() {
    LegReturns returns =
        LegReturns.of(event(LocalDate.of(2022, 9, 2), "GONE"), bars(), SplitAdjustment.NONE)
            .orElseThrow();

    assertThat(returns.basePricesUsd()).containsExactly(Double.NaN);
    assertThat(returns.paths().get(0)).containsOnly(Double.NaN);
  }

  @Test
  void thereIsNothingToShowWhenThePricesBeginTooLate() {
    assertThat(LegReturns.of(event(LocalDate.of(2022, 9, 1), "LONG"), bars(), SplitAdjustment.NONE))
        .isEmpty();
  }
}
