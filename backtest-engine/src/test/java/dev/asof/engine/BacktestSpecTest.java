package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.OrderTerms;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BacktestSpecTest {

  @Test
  void defaultsAreAnHonestRunWithoutCosts() {
    assertThat(BacktestSpec.builder().build())
        .isEqualTo(
            new BacktestSpec(
                100_000,
                Costs.NONE,
                OrderTerms.DEFAULT,
                MissingPrice.REFUSE,
                FillOrder.SALES_FIRST,
                SizingPrice.LAST_CLOSE,
                false,
                Double.POSITIVE_INFINITY,
                Margin.NONE,
                ReducingOrders.WITHIN_CASH,
                List.of(),
                Financing.NONE,
                List.of(),
                false,
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    assertRefused(
        () -> BacktestSpec.builder().initialCashUsd(0).build(),
        "Invalid initial cash 0.0: expected USD, above 0");
    assertRefused(
        () -> BacktestSpec.builder().minShares(Double.NaN).build(),
        "Invalid smallest order NaN: expected shares, 0 or more");
    assertRefused(
        () -> BacktestSpec.builder().margin(Margin.MAINTENANCE).build(),
        "Invalid margin: closing positions out needs reducing orders to fill in full");
    assertRefused(
        () -> new Margin(1.5, 0.3),
        "Invalid maintenance requirement of long positions 1.5: expected a fraction, 0 to 1");
    assertRefused(
        () -> new Margin(0.25, Double.NaN),
        "Invalid maintenance requirement of short positions NaN: expected a fraction, 0 or more");
    assertRefused(
        () ->
            BacktestSpec.builder()
                .start(LocalDate.of(2024, 1, 2))
                .end(LocalDate.of(2023, 12, 31))
                .build(),
        "Invalid period: start 2024-01-02 is after end 2023-12-31");
    assertRefused(
        () -> new Costs(Double.NaN, 0, 0),
        "Invalid fee rate NaN: expected basis points, 0 or more");
    assertRefused(() -> new Costs(0, -1, 0), "Invalid fixed fee -1.0: expected USD, 0 or more");
    assertRefused(
        () -> new Costs(0, 0, 10_000),
        "Invalid slippage 10000.0: expected basis points, 0 or more and below 10000");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEFINITION_INVALID))
        .hasMessage(message);
  }
}
