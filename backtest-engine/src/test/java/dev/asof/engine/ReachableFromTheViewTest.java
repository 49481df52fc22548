package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.BarField;
import dev.asof.api.BarRevisions;
import dev.asof.api.Bars;
import dev.asof.api.CorporateAction;
import dev.asof.api.Fact;
import dev.asof.api.FillAt;
import dev.asof.api.IndexChange;
import dev.asof.api.IndexMembership;
import dev.asof.api.Listing;
import dev.asof.api.MarketView;
import dev.asof.api.NewYorkTime;
import dev.asof.api.Order;
import dev.asof.api.OrderSheet;
import dev.asof.api.Protection;
import dev.asof.api.RevealedFact;
import dev.asof.api.SizeType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Walks everything that can be reached from what a strategy is given. Prices tell their session: a
 * bar's are 1,000,000 times one more than its number, and a bit, so that one of the future is known
 * by its size.
 */
class ReachableFromTheViewTest {
  private static final int SESSIONS = 150;
  private static final double UNIT = 1e6;

  private static MarketData market() {
    double[][] fields = new double[5][SESSIONS * 2];
    LocalDate[] dates = new LocalDate[SESSIONS];
    for (int bar = 0; bar < SESSIONS; bar++) {
      dates[bar] = Panel.FIRST.plusDays(bar);
      for (int cell = 2 * bar; cell < 2 * bar + 2; cell++) {
        for (int field = 0; field < 5; field++) {
          fields[field][cell] = UNIT * (bar + 1) + 1;
        }
      }
    }
    Bars bars =
        Bars.wrapUnsafe(
            List.of("A", "B"), dates, fields[0], fields[1], fields[2], fields[3], fields[4]);
    BarRevisions.Builder revisions = new BarRevisions.Builder();
    for (int bar = 0; bar + 9 < SESSIONS; bar += 3) {
      double early = UNIT * (bar + 1);
      double late = UNIT * (bar + 5);
      revisions.add(bars.closeTime(bar), bar, 0, 0, early, early, early, early, early);
      revisions.add(bars.closeTime(bar + 4), bar, 0, 1, late, late, late, late, late);
    }
    return MarketData.of(bars)
        .withFacts(facts(dates))
        .withActions(
            List.of(
                new CorporateAction.CashDividend("A", dates[20], 2, NewYorkTime.open(dates[15])),
                new CorporateAction.Split("B", dates[40], 2, 1, NewYorkTime.open(dates[35]))))
        .withRevisions(revisions.build())
        .withBorrowRates(BorrowRates.constant(bars, Map.of("A", 0.01)));
  }

  private static List<RevealedFact> facts(LocalDate[] dates) {
    List<RevealedFact> facts = new ArrayList<>();
    for (int bar = 1; bar + 8 < SESSIONS; bar += 2) {
      Instant knownAt = NewYorkTime.announcement(dates[bar]);
      List<Fact> known =
          List.of(
              new IndexChange(
                  "I",
                  "A",
                  "",
                  bar % 4 == 1 ? IndexChange.Action.ADDED : IndexChange.Action.REMOVED,
                  IndexChange.Kind.MEMBERSHIP,
                  dates[bar],
                  dates[bar + 3],
                  "test",
                  knownAt),
              new IndexMembership("I", dates[bar], "B", "", knownAt),
              new Listing("A", "T" + bar, "", "", "", dates[bar], Optional.empty(), knownAt));
      for (Fact fact : known) {
        facts.add(
            new RevealedFact(
                fact, knownAt, Optional.of(NewYorkTime.close(dates[bar + 7])), "test"));
      }
    }
    return facts;
  }

  private static void useEverything(MarketView view, OrderSheet orders) {
    view.members("I");
    view.isMember("I", 0);
    view.indexOf("T5");
    view.symbol(0);
    view.facts(IndexChange.class).forEach(fact -> {});
    view.newFacts(Fact.class).forEach(fact -> {});
    for (int i = 0; i < 2 && view.bars() > 0; i++) {
      view.adjustedClose(i, 1);
      orders.submit(
          Order.limit(i, SizeType.SHARES, 1e-3, 0.9 * UNIT * view.bars()).goodTillCancelled());
      orders.protect(i, Protection.trailing(0.2));
    }
    orders.targetWeight(0, view.bars() % 2 == 0 ? 0.1 : 0.05, FillAt.OPEN);
    orders.note("n");
  }

  @Test
  void nothingLaterThanNowCanBeReachedFromTheViewAndTheSheet() {
    MarketData market = market();
    BacktestSpec spec =
        BacktestSpec.builder()
            .initialCashUsd(1_000)
            .cashFlows(List.of(new CashFlow(Panel.FIRST.plusDays(SESSIONS), "", 1.5e9)))
            .end(Panel.FIRST.plusDays(SESSIONS - 2))
            .build();
    int[] looked = new int[1];
    Simulator.run(
        spec,
        market,
        new Script(
            (view, orders) -> {
              useEverything(view, orders);
              look(view, orders);
              looked[0]++;
            }));
    assertThat(looked[0]).isEqualTo(SESSIONS - 1);
  }

  private static void look(MarketView view, OrderSheet orders) {
    GraphWalk walk = new GraphWalk(view, orders);
    assertThat(walk.largest()).isLessThan(UNIT * (view.bars() + 1));
    if (view.bars() > 0) {
      assertThat(walk.largest()).isGreaterThanOrEqualTo(UNIT * view.bars());
    }
    assertThat(walk.lastDay()).isAfterOrEqualTo(view.session());
    assertThat(walk.lastDay().equals(view.session()) || isAnnounced(walk.lastDay(), view)).isTrue();
    assertThat(walk.lastMoment()).isEqualTo(view.now());
    for (Fact fact : walk.facts()) {
      assertThat(fact.knownAt()).isBeforeOrEqualTo(view.now());
    }
    assertThat(walk.classes())
        .doesNotContain(Bars.class, MarketData.class, Simulator.class, RevealedFact.class)
        .doesNotContain(BarRevisions.class, Disclosure.class, BacktestSpec.class);
  }

  /** Whether a known fact speaks about a day; what is computed from it is kept until then. */
  private static boolean isAnnounced(LocalDate day, MarketView view) {
    return view.facts(IndexChange.class).stream().anyMatch(fact -> fact.effective().equals(day))
        || view.facts(CorporateAction.class).stream().anyMatch(fact -> fact.exDate().equals(day));
  }

  @Test
  void theWalkWouldFindThem() {
    MarketData market = market();
    GraphWalk walk = new GraphWalk(new Object[] {market, List.of()});
    assertThat(walk.largest()).isGreaterThanOrEqualTo(UNIT * SESSIONS);
    assertThat(walk.classes()).contains(Bars.class, MarketData.class);
    assertThat(market.bars().rowsUnsafe(BarField.CLOSE)).hasNumberOfRows(SESSIONS);
  }
}
