package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.CorporateAction;
import dev.asof.api.FillAt;
import dev.asof.api.MarketView;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderSheet;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Positions whose bars end, closed at their last price; numbers worked by hand. */
class LastPriceTest {
  private static final double NONE = Double.NaN;

  private static BacktestResult run(
      int sessions, Bars bars, BiConsumer<MarketView, OrderSheet> decision) {
    return Simulator.run(
        BacktestSpec.builder()
            .initialCashUsd(10_000)
            .missingPrice(MissingPrice.lastPrice(sessions))
            .build(),
        MarketData.of(bars)
            .withActions(List.of(new CorporateAction.Split("A", Panel.FIRST.plusDays(2), 2))),
        new Script(decision));
  }

  private static BiConsumer<MarketView, OrderSheet> closingBefore(int bar) {
    return (view, sheet) -> {
      if (view.bars() == 1) {
        sheet.targetShares(0, 100, FillAt.OPEN);
      } else if (view.bars() >= bar) {
        sheet.targetShares(0, 0, FillAt.OPEN);
      }
    };
  }

  /** The close of 50 is 25 after the split of the first session without a bar. */
  @Test
  void aPositionClosesAtTheLastCloseAsTheSplitLeftIt() {
    Bars bars = Panel.single(50, 50, NONE, NONE, NONE);
    BacktestResult result = run(2, bars, closingBefore(3));
    assertThat(result.shares()).containsExactly(0, 100, 200, 0, 0);
    assertThat(result.fills().get(1).priceUsd()).isEqualTo(25);
    assertThat(result.cashUsd()[4]).isEqualTo(10_000);
    assertThat(new StaleFills().look(result, bars).orElseThrow().text())
        .isEqualTo(
            "1 order filled, worth 5,000 USD, at the close of an earlier session, because its"
                + " session had no price: A on 2022-09-04 at the close of 2022-09-02.");
  }

  @Test
  void aCloseThatIsTooOldIsNoPrice() {
    BacktestResult result = run(2, Panel.single(50, 50, NONE, NONE, NONE), closingBefore(4));
    assertThat(result.shares()[4]).isEqualTo(200);
    assertThat(result.orders().get(1).reason()).isEqualTo(OrderReason.PRICE_MISSING);
  }

  @Test
  void nothingIsBoughtAtALastPrice() {
    Bars bars = Panel.single(50, 50, NONE, NONE);
    BacktestResult result =
        run(5, bars, (view, sheet) -> sheet.targetWeight(0, view.bars() == 2 ? 1 : 0, FillAt.OPEN));
    assertThat(result.fills()).isEmpty();
    assertThat(new StaleFills().look(result, bars)).isEmpty();
  }

  @Test
  void anAgeOfNoSessionIsRefused() {
    assertThatThrownBy(() -> MissingPrice.lastPrice(0))
        .hasMessage("Invalid age of a last price 0: expected sessions, 1 or more");
  }
}
