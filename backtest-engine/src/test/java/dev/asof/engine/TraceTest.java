package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.BarField;
import dev.asof.api.BarRevisions;
import dev.asof.api.FillAt;
import dev.asof.api.IndexChange;
import dev.asof.api.NewYorkTime;
import dev.asof.api.Order;
import dev.asof.api.Protection;
import dev.asof.api.SizeType;
import dev.asof.api.Strategy;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TraceTest {
  private static final BacktestSpec SPEC =
      BacktestSpec.builder().missingPrice(MissingPrice.IGNORE).build();

  @Property(tries = 20)
  void aTracedRunHasTheSameDigest(@ForAll @IntRange(max = 10_000) int seed) {
    MarketData market = AuditMarket.of(seed, 50, 4);
    for (Function<MarketData, Strategy> maker :
        List.of(
            HonestStrategies.adjustedMembers(),
            HonestStrategies.indexChanges(),
            HonestStrategies.meanReversion())) {
      Traced traced = Simulator.trace(SPEC, market, maker.apply(market), session -> true);
      assertThat(traced.result().digest())
          .isEqualTo(Simulator.run(SPEC, market, maker.apply(market)).digest());
      assertThat(traced.decisions()).hasSize(50);
    }
  }

  @Test
  void aDecisionTellsWhatItReadAndOrdered() {
    LocalDate second = Panel.FIRST.plusDays(1);
    MarketData market =
        MarketData.of(Panel.single(10, 11, 12))
            .withRevisions(
                new BarRevisions.Builder()
                    .add(NewYorkTime.close(Panel.FIRST), 0, 0, 3, 9, 9, 9, 9, 1)
                    .add(NewYorkTime.close(second), 0, 0, 4, 10, 10, 10, 10, 1)
                    .build());
    Strategy strategy =
        new Script(
            (view, orders) -> {
              if (view.bars() == 1) {
                view.close(0, 1);
                view.close(0, 1);
                orders.targetWeight(0, view.open(0, 1) / 100, FillAt.CLOSE);
                orders.protect(0, Protection.stopLoss(0.1));
              }
            });
    Traced traced = Simulator.trace(SPEC, market, strategy, second::equals);
    assertThat(traced.decisions())
        .containsExactly(
            new DecisionTrace(
                second,
                NewYorkTime.open(second),
                List.of(
                    new DecisionTrace.BarRead(BarField.CLOSE, 0, Panel.FIRST, 9, OptionalInt.of(0)),
                    new DecisionTrace.BarRead(BarField.OPEN, 0, Panel.FIRST, 9, OptionalInt.of(0))),
                List.of(Order.atClose(0, SizeType.TARGET_WEIGHT, 0.09)),
                List.of(new DecisionTrace.Protected(0, Protection.stopLoss(0.1)))));
  }

  @Test
  void factsBehindMembersAreReads() {
    MarketData market = AuditMarket.of(4, 60, 4);
    Traced traced =
        Simulator.trace(
            SPEC,
            market,
            new Script((view, orders) -> view.members(AuditMarket.INDEX)),
            session -> true);
    assertThat(traced.decisions().get(50).reads())
        .isNotEmpty()
        .allSatisfy(
            read -> {
              DecisionTrace.FactRead fact = (DecisionTrace.FactRead) read;
              assertThat(fact.table())
                  .isEqualTo(
                      fact.fact() instanceof IndexChange ? "index_changes" : "index_members");
            });
  }
}
