package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.FillAt;
import dev.asof.api.Trade;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RecordsTest {
  private static final double[] TARGETS = {0, 10, 20, 5, 0, -10};

  private static BacktestResult run(Bars bars) {
    return Simulator.run(
        BacktestSpec.builder().initialCashUsd(1_000).costs(new Costs(0, 1, 0)).build(),
        bars,
        List.of(),
        new Script((view, sheet) -> sheet.targetShares(0, TARGETS[view.bars()], FillAt.OPEN)));
  }

  @Test
  void aPositionJoinsItsTradesFromNothingToNothing() {
    BacktestResult result = run(Panel.single(10, 10, 16, 20, 22, 22));
    List<Trade> positions = result.accounting().positions();
    assertThat(result.trades()).hasSize(3);
    assertThat(positions).hasSize(2);
    Trade position = positions.get(0);
    assertThat(position.shares()).isEqualTo(20);
    assertThat(position.entryPriceUsd()).isEqualTo(13);
    assertThat(position.exitPriceUsd()).isEqualTo(20.5);
    assertThat(position.entryFeeUsd()).isEqualTo(2);
    assertThat(position.exitFeeUsd()).isEqualTo(2);
    assertThat(position.pnlUsd()).isEqualTo(146);
    assertThat(position.open()).isFalse();
    assertThat(positions.get(1).open()).isTrue();
  }

  @Test
  void excursionsAreTheWorstAndBestPricesOfATradesSessions() {
    Bars bars =
        OrdersTest.bars(
            new double[] {10, 10, 10, 10, 1},
            new double[] {10, 12, 8, 11, 1},
            new double[] {10, 15, 9, 10, 1},
            new double[] {10, 11, 9, 10, 1},
            new double[] {10, 30, 1, 10, 1},
            new double[] {10, 12.5, 9, 10, 1});
    List<Excursion> excursions = Excursion.of(run(bars), bars);
    assertThat(excursions.get(0).adverse()).isCloseTo(-0.2, Offset.offset(1e-12));
    assertThat(excursions.get(0).favourable()).isCloseTo(0.5, Offset.offset(1e-12));
    Excursion ofShort = excursions.get(2);
    assertThat(ofShort.adverse()).isCloseTo(-0.25, Offset.offset(1e-12));
    assertThat(ofShort.favourable()).isCloseTo(0.1, Offset.offset(1e-12));
  }

  @Test
  void exposureIsWhatIsHeldAndTradedOverEquity() {
    Bars bars = Panel.single(10, 10, 16, 20, 22, 22);
    BacktestResult result = run(bars);
    Exposure exposure = Exposure.of(result, bars);
    assertThat(exposure.longs()[2]).isEqualTo(320 / result.equityUsd()[2]);
    assertThat(exposure.shorts()[5]).isEqualTo(220 / result.equityUsd()[5]);
    assertThat(exposure.gross()[5]).isEqualTo(exposure.shorts()[5]);
    assertThat(exposure.net()[5]).isEqualTo(-exposure.shorts()[5]);
    assertThat(exposure.turnover()[3]).isEqualTo(300 / result.equityUsd()[3]);
    assertThat(exposure.turnover()[0]).isZero();
  }

  @Test
  void drawdownPeriodsRunFromThePeakToItsRecovery() {
    List<DrawdownPeriod> periods =
        DrawdownPeriod.of(new double[] {100, 110, 110, 88, 99, 110, 105, 100});
    assertThat(periods)
        .containsExactly(
            new DrawdownPeriod(2, 3, 3, 5, 110, 88, 110, true),
            new DrawdownPeriod(5, 6, 7, 7, 110, 100, 100, false));
    assertThat(periods.get(0).depth()).isCloseTo(-0.2, Offset.offset(1e-15));
  }
}
