package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.asof.api.BarRevisions;
import dev.asof.api.Bars;
import dev.asof.api.CorporateAction;
import dev.asof.api.Fact;
import dev.asof.api.FillAt;
import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import dev.asof.api.IndexMembership;
import dev.asof.api.Listing;
import dev.asof.api.MarketView;
import dev.asof.api.NewYorkTime;
import dev.asof.api.OrderSheet;
import dev.asof.api.RevealedFact;
import dev.asof.api.Strategy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class MarketViewTest {
  private static final BacktestSpec SPEC =
      BacktestSpec.builder().missingPrice(MissingPrice.IGNORE).build();

  private static LocalDate day(int bar) {
    return Panel.FIRST.plusDays(bar);
  }

  private static Bars prices(int sessions, String... names) {
    double[][] rows = new double[sessions][names.length];
    for (int bar = 0; bar < sessions; bar++) {
      Arrays.fill(rows[bar], 100 + bar);
    }
    List<LocalDate> dates = new ArrayList<>();
    for (int bar = 0; bar < sessions; bar++) {
      dates.add(day(bar));
    }
    return Panel.of(List.of(names), dates, rows, rows);
  }

  /** What a question gives before each session. */
  private static <T> List<T> asked(MarketData market, Function<MarketView, T> question) {
    List<T> answers = new ArrayList<>();
    Simulator.run(SPEC, market, new Script((view, orders) -> answers.add(question.apply(view))));
    return answers;
  }

  private static RevealedFact known(Fact fact) {
    return RevealedFact.whenKnown(fact, "test");
  }

  private static Listing listing(
      String instrument, String symbol, int from, Optional<LocalDate> to, Instant knownAt) {
    return new Listing(instrument, symbol, "", "", "", day(from), to, knownAt);
  }

  private static IndexMembership member(String symbol, int date) {
    return new IndexMembership("I", day(date), symbol, "", NewYorkTime.close(day(date)));
  }

  private static IndexChange change(
      String symbol, IndexChange.Action action, int announced, int effective) {
    return new IndexChange(
        "I",
        symbol,
        "",
        action,
        IndexChange.Kind.MEMBERSHIP,
        day(announced),
        day(effective),
        "test",
        NewYorkTime.announcement(day(announced)));
  }

  @Test
  void aLateBarIsMissingUntilItComesAndARestatedOneChangesWhenItIsPublished() {
    BarRevisions revisions =
        new BarRevisions.Builder()
            .add(NewYorkTime.close(day(2)), 0, 0, 0, 1, 1, 1, 1, 1)
            .add(NewYorkTime.close(day(3)), 0, 0, 1, 2, 2, 2, 2, 2)
            .add(NewYorkTime.close(day(5)), 0, 0, 2, 100, 100, 100, 100, 7)
            .build();
    MarketData market = MarketData.of(prices(8, "A", "B")).withRevisions(revisions);
    assertThat(asked(market, view -> view.bars() == 0 ? 0 : view.close(0, view.bars())))
        .containsExactly(0.0, Double.NaN, Double.NaN, 1.0, 2.0, 2.0, 100.0, 100.0);
    assertThat(asked(market, view -> view.bars() == 0 ? 0 : view.close(1, view.bars())))
        .containsExactly(0.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0);
    assertThat(asked(market, view -> view.bars() == 0 ? 0 : view.volume(0, view.bars())).get(7))
        .isEqualTo(7);
  }

  @Test
  void fillsAndMarksUseTheLastValues() {
    BarRevisions revisions =
        new BarRevisions.Builder()
            .add(NewYorkTime.close(day(0)), 0, 0, 0, 50, 50, 50, 50, 1)
            .add(NewYorkTime.close(day(2)), 0, 0, 1, 100, 100, 100, 100, 1)
            .build();
    MarketData market = MarketData.of(prices(3, "A")).withRevisions(revisions);
    var result =
        Simulator.run(
            SPEC,
            market,
            new Script(
                (view, orders) -> {
                  if (view.bars() == 0) {
                    orders.targetShares(0, 10, FillAt.CLOSE);
                  }
                }));
    assertThat(result.fills().get(0).priceUsd()).isEqualTo(100);
    assertThat(result.equityUsd()[1]).isEqualTo(100_010);
  }

  @Test
  void aResumedRunSeesTheHistoryAsOfItsMoment() {
    BarRevisions.Builder revisions = new BarRevisions.Builder();
    for (int bar = 0; bar < 6; bar++) {
      revisions.add(NewYorkTime.close(day(bar)), bar, 0, 0, 1, 1, 1, 1, 1);
      revisions.add(NewYorkTime.close(day(bar + 1)), bar, 0, 1, 2, 2, 2, 2, 2);
      revisions.add(NewYorkTime.close(day(bar + 3)), bar, 0, 2, 3, 3, 3, 3, 3);
    }
    MarketData market = MarketData.of(prices(9, "A")).withRevisions(revisions.build());
    Strategy noting =
        new Script(
            (view, orders) -> {
              StringBuilder seen = new StringBuilder();
              for (int ago = 1; ago <= view.bars(); ago++) {
                seen.append(view.close(0, ago)).append(' ');
              }
              orders.note(seen.toString());
            });
    var whole = Simulator.run(SPEC, market, noting);
    assertThat(whole.notes().get(5).text()).isEqualTo("1.0 2.0 2.0 3.0 3.0 ");
    for (int last = 0; last < 8; last++) {
      Checkpoint checkpoint = Simulator.runThrough(SPEC, market, noting, day(last));
      assertThat(checkpoint.resume().notes()).isEqualTo(whole.notes());
    }
  }

  @Test
  void aFactIsSeenUntilItEndsAndIsNewOnce() {
    HoldingChange change =
        new HoldingChange(
            "F", "A", "", HoldingChange.Action.LEFT, day(0), NewYorkTime.close(day(0)));
    MarketData market =
        MarketData.of(prices(6, "A"))
            .withFacts(
                List.of(
                    new RevealedFact(
                        change, change.knownAt(), Optional.of(NewYorkTime.close(day(2))), "t"),
                    new RevealedFact(
                        change,
                        NewYorkTime.close(day(3)),
                        Optional.of(NewYorkTime.announcement(day(3))),
                        "t")));
    assertThat(asked(market, view -> view.facts(HoldingChange.class).size()))
        .containsExactly(0, 1, 1, 0, 0, 0);
    assertThat(asked(market, view -> view.newFacts(HoldingChange.class).size()))
        .containsExactly(0, 1, 0, 0, 0, 0);
    assertThat(asked(market, view -> view.newFacts(Fact.class).size()))
        .containsExactly(0, 1, 0, 0, 0, 0);
  }

  @Test
  void aListOfFactsThatWasKeptStaysAsItIs() {
    List<RevealedFact> facts = new ArrayList<>();
    for (int bar = 0; bar < 30; bar++) {
      facts.add(known(member("A", bar)));
    }
    List<List<IndexMembership>> kept = new ArrayList<>();
    MarketData market = MarketData.of(prices(30, "A")).withFacts(facts);
    Simulator.run(
        SPEC, market, new Script((view, orders) -> kept.add(view.facts(IndexMembership.class))));
    for (int bar = 0; bar < 30; bar++) {
      assertThat(kept.get(bar)).hasSize(bar);
    }
    assertThatThrownBy(() -> kept.get(3).get(3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("Invalid fact 3: there are 3");
    assertThatThrownBy(() -> kept.get(3).remove(0))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void splitsAndDividendsAdjustFromTheirExDateOnWhenTheyAreKnown() {
    MarketData market =
        MarketData.of(prices(6, "A", "B"))
            .withActions(
                List.of(
                    new CorporateAction.Split("A", day(2), 4),
                    new CorporateAction.CashDividend("A", day(4), 1.03),
                    new CorporateAction.CashDividend("B", day(3), 500)));
    List<Double> factors =
        asked(market, view -> view.bars() == 0 ? 1 : view.priceFactor(0, view.bars()));
    assertThat(factors.subList(0, 4)).containsExactly(1.0, 1.0, 0.25, 0.25);
    assertThat(factors.get(4)).isCloseTo(0.25 * (1 - 1.03 / 103), within(1e-15));
    assertThat(asked(market, view -> view.bars() < 4 ? 0 : view.adjustedClose(0, 1)).get(4))
        .isCloseTo(103 * 0.99, within(1e-12));
    assertThat(asked(market, view -> view.bars() < 5 ? 0 : view.adjustedClose(0, 1)).get(5))
        .isEqualTo(104);
    assertThat(asked(market, view -> view.bars() == 0 ? 1 : view.priceFactor(1, 1)))
        .containsOnly(1.0);
  }

  @Test
  void anActionThatBecomesKnownLateAdjustsOnlyFromThenOn() {
    MarketData market =
        MarketData.of(prices(6, "A"))
            .withActions(
                List.of(
                    new CorporateAction.Split(
                        "A", day(2), 2, 1, NewYorkTime.announcement(day(3)))));
    assertThat(asked(market, view -> view.bars() == 0 ? 1 : view.priceFactor(0, view.bars())))
        .containsExactly(1.0, 1.0, 1.0, 1.0, 0.5, 0.5);
  }

  @Test
  void aDividendCountsTheCloseThatWasKnown() {
    BarRevisions revisions =
        new BarRevisions.Builder()
            .add(NewYorkTime.close(day(0)), 0, 0, 0, 50, 50, 50, 50, 1)
            .add(NewYorkTime.close(day(2)), 0, 0, 1, 100, 100, 100, 100, 1)
            .build();
    MarketData market =
        MarketData.of(prices(5, "A"))
            .withActions(List.of(new CorporateAction.CashDividend("A", day(1), 5)))
            .withRevisions(revisions);
    assertThat(asked(market, view -> view.bars() == 0 ? 1 : view.priceFactor(0, view.bars())))
        .containsExactly(1.0, 0.9, 0.9, 0.95, 0.95);
  }

  @Test
  void aDividendAfterASplitOfTheSameDayIsInNewShares() {
    MarketData market =
        MarketData.of(prices(3, "A"))
            .withActions(
                List.of(
                    new CorporateAction.Split("A", day(1), 2),
                    new CorporateAction.CashDividend("A", day(1), 5)));
    assertThat(asked(market, view -> view.bars() == 0 ? 1 : view.priceFactor(0, view.bars())))
        .containsExactly(1.0, 0.5 * 0.9, 0.5 * 0.9);
  }

  @Test
  void membersAreThoseOfTheLatestListCarriedOnByChanges() {
    MarketData market =
        MarketData.of(prices(9, "A", "B", "C"))
            .withFacts(
                List.of(
                    known(member("A", 0)),
                    known(member("B", 0)),
                    known(member("UNLISTED", 0)),
                    known(change("C", IndexChange.Action.ADDED, 1, 4)),
                    known(change("A", IndexChange.Action.REMOVED, 1, 4)),
                    known(member("A", 6)),
                    known(change("B", IndexChange.Action.ADDED, 2, 5))));
    assertThat(asked(market, view -> Arrays.toString(view.members("I"))))
        .containsExactly(
            "[]", "[0, 1]", "[0, 1]", "[0, 1]", "[1, 2]", "[1, 2]", "[1, 2]", "[0]", "[0]");
    assertThat(asked(market, view -> view.isMember("I", 2)))
        .containsExactly(false, false, false, false, true, true, true, false, false);
    assertThat(asked(market, view -> view.members("another").length)).containsOnly(0);
  }

  @Test
  void membersAreACopy() {
    MarketData market = MarketData.of(prices(4, "A")).withFacts(List.of(known(member("A", 0))));
    assertThat(
            asked(
                market,
                view -> {
                  int[] members = view.members("I");
                  Arrays.fill(members, 7);
                  return view.members("I").length == 0 ? -1 : view.members("I")[0];
                }))
        .containsExactly(-1, 0, 0, 0);
  }

  @Test
  void aDelistedMemberStaysInTheUniverseOfItsTime() {
    double[][] rows = {{100, 10}, {100, 11}, {100, 12}, {100, Double.NaN}, {100, Double.NaN}};
    MarketData market =
        MarketData.of(Panel.of(rows, rows))
            .withFacts(
                List.of(
                    known(member("A", 0)),
                    known(member("B", 0)),
                    known(change("B", IndexChange.Action.REMOVED, 2, 3))))
            .withActions(List.of(new CorporateAction.Delisting("B", day(3), 12)));
    assertThat(asked(market, view -> Arrays.toString(view.members("I"))))
        .containsExactly("[]", "[0, 1]", "[0, 1]", "[0]", "[0]");
    assertThat(asked(market, view -> view.bars() < 2 ? 0 : view.close(1, view.bars() - 1)))
        .containsExactly(0.0, 0.0, 11.0, 11.0, 11.0);
    assertThat(asked(market, view -> view.indexOf("B"))).containsOnly(1);
  }

  /** FB until the fourth session, META from then on; known the day before. */
  private static MarketData renamed() {
    Instant first = NewYorkTime.close(day(-1));
    Instant announced = NewYorkTime.announcement(day(2));
    return MarketData.of(prices(6, "META.US", "OTHER.US"))
        .withFacts(
            List.of(
                known(listing("META.US", "FB", -9, Optional.empty(), first)),
                known(listing("META.US", "FB", -9, Optional.of(day(4)), announced)),
                known(listing("META.US", "META", 4, Optional.empty(), announced)),
                known(listing("ELSEWHERE.US", "ZZ", 0, Optional.empty(), first))));
  }

  @Test
  void aRenamedInstrumentHasTheTickerOfTheSession() {
    assertThat(asked(renamed(), view -> view.symbol(0)))
        .containsExactly("FB", "FB", "FB", "FB", "META", "META");
    assertThat(asked(renamed(), view -> view.indexOf("FB"))).containsExactly(0, 0, 0, 0, -1, -1);
    assertThat(asked(renamed(), view -> view.indexOf("META")))
        .containsExactly(-1, -1, -1, -1, 0, 0);
    assertThat(asked(renamed(), view -> view.instrumentName(0))).containsOnly("META.US");
    assertThat(asked(renamed(), view -> view.symbol(1))).containsOnly("OTHER.US");
    assertThat(asked(renamed(), view -> view.indexOf("META.US"))).containsOnly(0);
    assertThat(asked(renamed(), view -> view.indexOf("ZZ"))).containsOnly(-1);
  }

  @Test
  void aTickerUsedAgainLeadsToItsOwnerOfTheSession() {
    Instant first = NewYorkTime.close(day(-1));
    MarketData market =
        MarketData.of(prices(6, "OLD.US", "NEW.US"))
            .withFacts(
                List.of(
                    known(listing("OLD.US", "T", -9, Optional.of(day(2)), first)),
                    known(listing("NEW.US", "T", 3, Optional.empty(), first))));
    assertThat(asked(market, view -> view.indexOf("T"))).containsExactly(0, 0, -1, 1, 1, 1);
    assertThat(asked(market, view -> view.symbol(0)))
        .containsExactly("T", "T", "OLD.US", "OLD.US", "OLD.US", "OLD.US");
  }

  @Test
  void membersAndActionsFindInstrumentsByTheTickerOfTheirDay() {
    List<RevealedFact> facts = new ArrayList<>(renamed().facts());
    facts.add(known(member("FB", 0)));
    facts.add(known(change("FB", IndexChange.Action.REMOVED, 2, 4)));
    facts.add(known(change("META", IndexChange.Action.ADDED, 2, 4)));
    MarketData market =
        renamed()
            .withFacts(facts)
            .withActions(
                List.of(
                    new CorporateAction.SymbolChange("FB", day(4), "META"),
                    new CorporateAction.Split("META", day(5), 2)));
    assertThat(asked(market, view -> Arrays.toString(view.members("I"))))
        .containsExactly("[]", "[0]", "[0]", "[0]", "[0]", "[0]");
    assertThat(asked(market, view -> view.bars() == 0 ? 1 : view.priceFactor(0, view.bars())))
        .containsExactly(1.0, 1.0, 1.0, 1.0, 1.0, 0.5);
    var result =
        Simulator.run(
            SPEC,
            market,
            new Script(
                (view, orders) -> {
                  if (view.bars() == 0) {
                    orders.targetShares(view.indexOf("FB"), 10, FillAt.OPEN);
                  }
                }));
    assertThat(result.shares()[4 * 2]).isEqualTo(10);
    assertThat(result.shares()[5 * 2]).isEqualTo(20);
  }

  @Test
  void instrumentsThatAreNoneAreRefused() {
    List<BiConsumer<MarketView, OrderSheet>> questions =
        List.of(
            (view, orders) -> view.symbol(1),
            (view, orders) -> view.instrumentName(-1),
            (view, orders) -> view.isMember("I", 2),
            (view, orders) -> view.priceFactor(0, 0));
    List<String> messages =
        List.of(
            "Invalid instrument 1: expected 0 to 0",
            "Invalid instrument -1: expected 0 to 0",
            "Invalid instrument 2: expected 0 to 0",
            "Invalid barsAgo 0: expected 1 to 0, the finished sessions");
    for (int n = 0; n < questions.size(); n++) {
      Strategy asking = new Script(questions.get(n));
      assertThatThrownBy(() -> Simulator.run(SPEC, MarketData.of(prices(2, "A")), asking))
          .hasMessageContaining(messages.get(n));
    }
  }

  @Test
  void aRevisionOutsideTheBarsIsRefused() {
    BarRevisions revisions =
        new BarRevisions.Builder().add(NewYorkTime.close(day(0)), 5, 0, 0, 1, 1, 1, 1, 1).build();
    assertThatThrownBy(() -> MarketData.of(prices(2, "A")).withRevisions(revisions))
        .hasMessage("Invalid revision of bar 5, instrument 0: there are 2 bars of 1 instruments");
  }
}
