package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.Experiment;
import dev.asof.api.FillAt;
import dev.asof.api.Lineage;
import dev.asof.api.MarketView;
import dev.asof.api.OrderSheet;
import dev.asof.api.OrderStatus;
import dev.asof.api.RunFinding;
import dev.asof.api.Strategy;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunFindingsTest {
  private static final double NONE = Double.NaN;
  private static final List<LocalDate> SESSIONS =
      List.of(
          LocalDate.of(2023, 3, 1),
          LocalDate.of(2023, 3, 2),
          LocalDate.of(2023, 3, 3),
          LocalDate.of(2023, 3, 6),
          LocalDate.of(2023, 3, 7),
          LocalDate.of(2023, 3, 8));

  /** Bars of GONE end after the third session, those of STAY go on. */
  private static Bars bars() {
    double[] prices = {2, 10, 2, 10, 2, 10, NONE, 10, NONE, 10, NONE, 10};
    return Bars.copyOf(List.of("GONE", "STAY"), SESSIONS, prices, prices, prices, prices, prices);
  }

  /** Sells 1,000 shares of GONE short at the first open and asks to cover from the fourth on. */
  private record ShortAndCover() implements Strategy {
    @Override
    public void decide(MarketView view, OrderSheet orders) {
      if (view.bars() == 0) {
        orders.targetShares(0, -1_000, FillAt.OPEN);
      } else if (view.bars() >= 3 && view.shares(0) != 0) {
        orders.targetShares(0, 0, FillAt.OPEN);
      }
    }

    @Override
    public Strategy copy() {
      return this;
    }
  }

  private static BacktestResult run(MissingPrice missing) {
    return Simulator.run(
        BacktestSpec.builder().initialCashUsd(10_000).missingPrice(missing).build(),
        bars(),
        List.of(),
        new ShortAndCover());
  }

  private static Experiment experiment(BacktestResult... results) {
    List<Experiment.Cell> cells =
        java.util.Arrays.stream(results)
            .map(result -> new Experiment.Cell(Map.of(), result))
            .toList();
    return new Experiment(
        "gone",
        "A company that was taken over",
        "short-and-cover",
        Map.of(),
        252,
        cells.size() == 1
            ? List.of()
            : List.of(new Experiment.Axis("holding", List.of("1d", "4w"))),
        cells,
        bars(),
        List.of(),
        List.of(),
        "",
        new Lineage("", "", "", "", "", 0, Map.of()));
  }

  @Test
  void aPositionWhoseBarsEndedIsNamedWithItsShareOfEquity() {
    List<RunFinding> findings = RunFindings.of(experiment(run(MissingPrice.IGNORE_REPEATS)), 0);

    assertThat(findings)
        .containsExactly(
            new RunFinding(
                RunFinding.Kind.POSITION_WITHOUT_PRICE,
                List.of(0),
                "1 position held at the end has no price any more and is valued at its last close,"
                    + " 20.0 % of equity. It is GONE since 2023-03-03 (short, 20.0 % of equity)."),
            new RunFinding(
                RunFinding.Kind.ORDERS_WITHOUT_EFFECT,
                List.of(0),
                "1 of 2 orders, in 1 instruments, had no effect: 1 price missing."));
  }

  @Test
  void ofSeveralRunsTheWorstIsToldWithHowManyThereAre() {
    BacktestResult flat =
        Simulator.run(
            BacktestSpec.builder().initialCashUsd(10_000).build(),
            bars(),
            List.of(),
            new Strategy() {
              @Override
              public void decide(MarketView view, OrderSheet orders) {}

              @Override
              public Strategy copy() {
                return this;
              }
            });

    List<RunFinding> findings =
        RunFindings.of(experiment(flat, run(MissingPrice.IGNORE_REPEATS)), 0);

    assertThat(findings.get(0).cells()).containsExactly(1);
    assertThat(findings.get(0).text()).startsWith("In 1 of 2 runs. Worst in 4w: 1 position held");
    assertThat(RunFindings.of(experiment(flat), 0)).isEmpty();
  }

  @Test
  void anOrderThatIsRepeatedWhileItsPriceIsMissingIsRecordedOnce() {
    BacktestResult each = run(MissingPrice.IGNORE);
    BacktestResult once = run(MissingPrice.IGNORE_REPEATS);

    assertThat(each.orders())
        .extracting(order -> order.status())
        .containsExactly(
            OrderStatus.FILLED, OrderStatus.IGNORED, OrderStatus.IGNORED, OrderStatus.IGNORED);
    assertThat(once.orders())
        .extracting(order -> order.status())
        .containsExactly(OrderStatus.FILLED, OrderStatus.IGNORED);
    assertThat(once.orders().get(1).session()).isEqualTo(SESSIONS.get(3));
    assertThat(once.equityUsd()).isEqualTo(each.equityUsd());
  }
}
