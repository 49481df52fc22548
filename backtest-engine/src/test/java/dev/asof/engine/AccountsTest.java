package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AccountHistory;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.CashMovement;
import dev.asof.api.Fill;
import dev.asof.api.FillAt;
import dev.asof.api.Order;
import dev.asof.api.OrderReason;
import dev.asof.api.SizeType;
import dev.asof.api.Strategy;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AccountsTest {
  private static final double[][] TWO = {{10, 20}, {10, 20}};
  private static final LocalDate FRIDAY = LocalDate.of(2022, 9, 2);
  private static final LocalDate TUESDAY = LocalDate.of(2022, 9, 6);

  private static Strategy first(Order... orders) {
    return new Script(
        (view, sheet) -> {
          if (view.bars() == 0) {
            for (Order order : orders) {
              sheet.submit(order);
            }
          }
        });
  }

  /** One instrument at 100 on a Friday and on the Tuesday after a long weekend. */
  private static Bars longWeekend() {
    double[][] prices = {{100}, {100}};
    return Panel.of(List.of("A"), List.of(FRIDAY, TUESDAY), prices, prices);
  }

  @Test
  void accountsDoNotShareCash() {
    BacktestSpec spec =
        BacktestSpec.builder()
            .accounts(
                List.of(
                    new AccountPlan("left", 100, List.of("A")),
                    new AccountPlan("right", 1_000, List.of("B"))))
            .build();
    BacktestResult result =
        Simulator.run(
            spec,
            Panel.of(TWO, TWO),
            List.of(),
            first(Order.atOpen(0, SizeType.SHARES, 50), Order.atOpen(1, SizeType.SHARES, 50)));
    assertThat(result.fills()).extracting(Fill::shares).containsOnly(10.0, 50.0);
    List<AccountHistory> accounts = result.accounting().accounts();
    assertThat(accounts).extracting(AccountHistory::name).containsExactly("left", "right");
    assertThat(accounts.get(0).cashUsd()).containsExactly(0, 0);
    assertThat(accounts.get(1).equityUsd()).containsExactly(1_000, 1_000);
    assertThat(result.initialCashUsd()).isEqualTo(1_100);
    assertThat(result.equityUsd()).containsExactly(1_100, 1_100);
  }

  @Test
  void anInstrumentNeedsOneAccount() {
    BacktestSpec.Builder builder = BacktestSpec.builder();
    assertThatThrownBy(
            () ->
                Simulator.run(
                    builder.accounts(List.of(new AccountPlan("a", 1, List.of("A")))).build(),
                    Panel.of(TWO, TWO),
                    List.of(),
                    first()))
        .hasMessage("Invalid accounts: none trades symbol 'B'");
    assertThatThrownBy(
            () ->
                Simulator.run(
                    builder.accounts(List.of(new AccountPlan("a", 1, List.of("C")))).build(),
                    Panel.of(TWO, TWO),
                    List.of(),
                    first()))
        .hasMessage("Invalid account a: symbol 'C' is not in the universe");
  }

  @Test
  void ownersPayInAndTakeOutBeforeTheOpen() {
    BacktestSpec spec =
        BacktestSpec.builder()
            .initialCashUsd(100)
            .cashFlows(
                List.of(new CashFlow(FRIDAY.plusDays(1), "", 900), new CashFlow(FRIDAY, "", -50)))
            .build();
    double[] seen = new double[2];
    BacktestResult result =
        Simulator.run(
            spec,
            longWeekend(),
            List.of(),
            new Script((view, sheet) -> seen[view.bars()] = view.cashUsd()));
    assertThat(seen).containsExactly(50, 950);
    assertThat(result.accounting().movements())
        .containsExactly(
            new CashMovement(FRIDAY, "", "", CashMovement.Kind.DEPOSIT, -50),
            new CashMovement(TUESDAY, "", "", CashMovement.Kind.DEPOSIT, 900));
  }

  @Test
  void cashEarnsInterestOverTheDaysToTheNextSession() {
    BacktestSpec spec =
        BacktestSpec.builder()
            .initialCashUsd(36_000)
            .financing(new Financing(0.01, 0.05, 360, false))
            .build();
    BacktestResult result = Simulator.run(spec, longWeekend(), List.of(), first());
    assertThat(result.cashUsd()[0]).isCloseTo(36_004, Offset.offset(1e-9));
    assertThat(result.cashUsd()[1]).isCloseTo(36_004 * (1 + 0.01 / 360), Offset.offset(1e-9));
  }

  @Test
  void borrowedCashCostsTheDebitRateAndReachesTheLeverageLimit() {
    BacktestSpec spec =
        BacktestSpec.builder()
            .initialCashUsd(1_000)
            .maxLeverage(2)
            .financing(new Financing(0, 0.09, 360, true))
            .build();
    BacktestResult result =
        Simulator.run(
            spec,
            longWeekend(),
            List.of(),
            new Script(
                (view, sheet) -> {
                  if (view.bars() == 1) {
                    sheet.targetWeight(0, 3, FillAt.OPEN);
                  }
                }));
    assertThat(result.fills()).extracting(Fill::shares).containsExactly(20.0);
    assertThat(result.cashUsd()[1]).isCloseTo(-1_000 * (1 + 0.09 / 360), Offset.offset(1e-9));
  }

  @Test
  void anOrderBeyondTheLeverageLimitIsCutOrRejectedAndAReductionIsNot() {
    double[][] prices = {{100}, {100}, {100}};
    Bars bars = Panel.of(prices, prices);
    BacktestSpec.Builder builder = BacktestSpec.builder().initialCashUsd(1_000).maxLeverage(1.5);
    Strategy strategy =
        new Script(
            (view, sheet) -> {
              if (view.bars() > 0) {
                sheet.targetShares(0, view.bars() == 1 ? -40 : -5, FillAt.OPEN);
              }
            });
    BacktestResult cut = Simulator.run(builder.build(), bars, List.of(), strategy);
    assertThat(cut.fills()).extracting(Fill::shares).containsExactly(15.0, 10.0);
    BacktestResult refused =
        Simulator.run(builder.partialFills(false).build(), bars, List.of(), strategy);
    assertThat(refused.orders().get(0).reason()).isEqualTo(OrderReason.LEVERAGE_EXCEEDED);
    assertThat(refused.fills()).extracting(Fill::shares).containsExactly(5.0);
  }

  @Test
  void anInstrumentWithoutACloseIsHeldToTheLeverageLimitAtItsFillPrice() {
    BacktestResult result =
        Simulator.run(
            BacktestSpec.builder().initialCashUsd(1_000).maxLeverage(0.5).build(),
            longWeekend(),
            List.of(),
            first(Order.atOpen(0, SizeType.SHARES, 8)));
    assertThat(result.fills()).extracting(Fill::shares).containsExactly(5.0);
  }

  @Test
  void borrowedSharesCostTheirRateForTheDaysToTheNextSession() {
    Bars bars = longWeekend();
    MarketData market =
        MarketData.of(bars).withBorrowRates(BorrowRates.constant(bars, Map.of("A", 0.09)));
    BacktestResult result =
        Simulator.run(
            BacktestSpec.builder().initialCashUsd(10_000).build(),
            market,
            first(Order.atOpen(0, SizeType.SHARES, -40)));
    assertThat(result.accounting().movements())
        .extracting(CashMovement::kind)
        .containsOnly(CashMovement.Kind.BORROW_FEE);
    assertThat(result.cashUsd()[0]).isCloseTo(14_000 - 4, Offset.offset(1e-9));
    assertThat(result.cashUsd()[1]).isCloseTo(14_000 - 5, Offset.offset(1e-9));
  }

  @Test
  void aBorrowRateThatIsNoNumberIsNamed() {
    Bars bars = longWeekend();
    assertThatThrownBy(() -> BorrowRates.copyOf(bars, new double[] {0.1, Double.NaN}))
        .hasMessage(
            "Invalid borrow rate NaN of A on 2022-09-06: expected a finite fraction per year");
  }

  @Test
  void absurdLeverageAndBorrowingWithoutALimitAreRefused() {
    assertThatThrownBy(() -> BacktestSpec.builder().maxLeverage(Double.NaN).build())
        .hasMessage("Invalid leverage limit NaN: expected a multiple, above 0");
    assertThatThrownBy(
            () -> BacktestSpec.builder().financing(new Financing(0, 0, 360, true)).build())
        .hasMessage("Invalid financing: borrowing cash needs a finite leverage limit");
    assertThatThrownBy(
            () ->
                BacktestSpec.builder()
                    .cashFlows(List.of(new CashFlow(FRIDAY, "savings", 1)))
                    .build())
        .hasMessage("Invalid cash flow: there is no account named 'savings'");
  }
}
