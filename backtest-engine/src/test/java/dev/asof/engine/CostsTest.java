package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.Fill;
import dev.asof.api.Order;
import dev.asof.api.OrderReason;
import dev.asof.api.SizeType;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CostsTest {
  private static final Slippage NO_SLIPPAGE = new Slippage.Fraction(0);

  private static BacktestResult buy(Costs costs, double shares, double... prices) {
    return Simulator.run(
        BacktestSpec.builder().initialCashUsd(1_000).costs(costs).build(),
        Panel.single(prices),
        List.of(),
        new Script(
            (view, sheet) -> {
              if (view.bars() == 0) {
                sheet.submit(Order.atOpen(0, SizeType.SHARES, shares));
              }
            }));
  }

  @Test
  void commissionsAddUpAndAreRaisedToTheirMinimum() {
    Costs costs =
        new Costs(
            List.of(
                new Commission.Percent(0.001),
                new Commission.Fixed(0.5),
                new Commission.PerShare(0.01),
                new Commission.MinimumPerOrder(2)),
            NO_SLIPPAGE);
    assertThat(buy(costs, 50, 10).fills().get(0).feeUsd()).isEqualTo(2);
    assertThat(buy(costs, 90, 10).fills().get(0).feeUsd())
        .isCloseTo(0.9 + 0.5 + 0.9, Offset.offset(1e-12));
  }

  @Test
  void aPurchaseCutToTheCashLeavesRoomForFeesPerShareAndForTheMinimum() {
    Costs perShare = new Costs(List.of(new Commission.PerShare(0.1)), NO_SLIPPAGE);
    Fill cut = buy(perShare, 1_000, 9.9).fills().get(0);
    assertThat(cut.shares()).isCloseTo(100, Offset.offset(1e-9));
    assertThat(cut.feeUsd()).isCloseTo(10, Offset.offset(1e-9));
    Costs minimum = new Costs(List.of(new Commission.MinimumPerOrder(50)), NO_SLIPPAGE);
    BacktestResult result = buy(minimum, 1_000, 10);
    assertThat(result.fills().get(0).shares()).isEqualTo(95);
    assertThat(result.cashUsd()[0]).isZero();
  }

  @Test
  void halfTheSpreadIsPaidByPurchasesAndSales() {
    Costs costs = new Costs(List.of(), new Slippage.HalfSpread(0.5));
    assertThat(buy(costs, 10, 10).fills().get(0).priceUsd()).isEqualTo(10.25);
    assertThat(buy(costs, -10, 10).fills().get(0).priceUsd()).isEqualTo(9.75);
  }

  @Test
  void whatTheVolumeLeavesOverIsCarriedToTheNextSessions() {
    Bars bars =
        OrdersTest.bars(
            new double[] {10, 10, 10, 10, 100},
            new double[] {10, 10, 10, 10, 0},
            new double[] {10, 10, 10, 10, 200},
            new double[] {10, 10, 10, 10, 1_000},
            new double[] {10, 10, 10, 10, 1_000});
    BacktestResult result =
        Simulator.run(
            BacktestSpec.builder()
                .costs(new Costs(List.of(), NO_SLIPPAGE, 0.1))
                .partialFills(false)
                .build(),
            bars,
            List.of(),
            new Script(
                (view, sheet) -> {
                  if (view.bars() == 0) {
                    sheet.submit(Order.atOpen(0, SizeType.SHARES, 50));
                  }
                }));
    assertThat(result.fills()).extracting(Fill::shares).containsExactly(10.0, 20.0, 20.0);
    assertThat(result.orders())
        .extracting(order -> order.reason())
        .containsExactly(
            OrderReason.NONE, OrderReason.NO_VOLUME, OrderReason.NONE, OrderReason.NONE);
    assertThat(result.shares()[4]).isEqualTo(50);
  }

  @Test
  void fixedAndLeastFeesArePaidOncePerOrderHoweverManySessionsItFillsOver() {
    // Three fills of 100 shares at 0.005 USD: 0.50 each, raised to 1 by the first and made good by
    // the second; the whole order pays 1.50.
    assertThat(feesOfThreeFills(new Commission.PerShare(0.005), new Commission.MinimumPerOrder(1)))
        .containsExactly(1.0, 0.0, 0.5);
    assertThat(feesOfThreeFills(new Commission.PerShare(0.005), new Commission.Fixed(2)))
        .containsExactly(2.5, 0.5, 0.5);
    assertThat(feesOfThreeFills(new Commission.MinimumPerOrder(7))).containsExactly(7.0, 0.0, 0.0);
  }

  private static List<Double> feesOfThreeFills(Commission... commissions) {
    double[] bar = {100, 100, 100, 100, 1_000};
    return Simulator.run(
            BacktestSpec.builder().costs(new Costs(List.of(commissions), NO_SLIPPAGE, 0.1)).build(),
            OrdersTest.bars(bar, bar, bar, bar),
            List.of(),
            new Script(
                (view, sheet) -> {
                  if (view.bars() == 0) {
                    sheet.submit(Order.atOpen(0, SizeType.SHARES, 300));
                  }
                }))
        .fills()
        .stream()
        .map(Fill::feeUsd)
        .toList();
  }

  @Test
  void costsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Commission.PerShare(-1))
        .isInstanceOf(AsOfException.class)
        .hasMessage(
            "Invalid commission per share in USD -1.0: expected a finite number, 0 or more");
    assertThatThrownBy(() -> new Slippage.HalfSpread(Double.NaN))
        .hasMessage("Invalid spread NaN: expected USD per share, 0 or more");
    assertThatThrownBy(() -> new Costs(List.of(), NO_SLIPPAGE, 0))
        .hasMessage("Invalid part of the volume 0.0: expected a fraction, above 0");
  }
}
