package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.BacktestResult;
import dev.asof.api.FillAt;
import dev.asof.api.PositionSide;
import dev.asof.api.Trade;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundTripsTest {
  private static final LocalDate FIRST = Panel.FIRST;

  /** The position at each session's open, with a fee of 2 USD an order. */
  private static List<Trade> trades(double[] prices, double... positions) {
    BacktestResult result =
        Simulator.run(
            BacktestSpec.builder().costs(new Costs(0, 2, 0)).build(),
            Panel.single(prices),
            List.of(),
            new Script(
                (view, orders) -> orders.targetShares(0, positions[view.bars()], FillAt.OPEN)));
    return result.trades();
  }

  @Test
  void additionsAverageTheEntryAndReductionsTakeTheirShareOfIt() {
    // 10 at 10 and 10 at 20: 15 on average. 5 sold at 30, a quarter of 4 in fees; 15 stay at 30.
    assertThat(trades(new double[] {10, 20, 30, 30}, 10, 20, 15, 15))
        .containsExactly(
            new Trade(
                "A", PositionSide.LONG, 5, FIRST, 15, 1, FIRST.plusDays(2), 30, 2, 72, 0.96, false),
            new Trade(
                "A",
                PositionSide.LONG,
                15,
                FIRST,
                15,
                3,
                FIRST.plusDays(3),
                30,
                0,
                222,
                222 / 225.0,
                true));
  }

  @Test
  void aReversalClosesOneTradeAndOpensTheNext() {
    // 10 bought at 10, 40 sold at 20: 10 close, 30 open, and the fee is split 0.50 to 1.50.
    assertThat(trades(new double[] {10, 20, 15}, 10, -30, 0))
        .containsExactly(
            new Trade(
                "A",
                PositionSide.LONG,
                10,
                FIRST,
                10,
                2,
                FIRST.plusDays(1),
                20,
                0.5,
                97.5,
                0.975,
                false),
            new Trade(
                "A",
                PositionSide.SHORT,
                30,
                FIRST.plusDays(1),
                20,
                1.5,
                FIRST.plusDays(2),
                15,
                2,
                146.5,
                146.5 / 600,
                false));
  }
}
