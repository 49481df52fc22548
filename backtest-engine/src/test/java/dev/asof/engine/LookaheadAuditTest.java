package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AuditVerdict;
import dev.asof.api.AuditVerdict.Finding;
import dev.asof.api.AuditVerdict.Kind;
import dev.asof.api.BacktestResult;
import dev.asof.api.BarField;
import dev.asof.api.Bars;
import dev.asof.api.FillAt;
import dev.asof.api.Strategy;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LookaheadAuditTest {
  private static final int SESSIONS = 120;

  private static BacktestSpec.Builder spec() {
    return BacktestSpec.builder().missingPrice(MissingPrice.IGNORE).costs(new Costs(5, 0, 0));
  }

  private static AuditVerdict audit(
      BacktestSpec spec, MarketData market, Function<MarketData, Strategy> maker) {
    return LookaheadAudit.run(spec, market, maker, 7, LookaheadAudit.REPLAYS);
  }

  /**
   * What an audit must say about a leak.
   *
   * @param kind with what the decisions change
   * @param words part of a description
   */
  private record Leak(Function<MarketData, Strategy> maker, Kind kind, String words) {}

  private static Map<String, Leak> leaks() {
    Map<String, Leak> leaks = new LinkedHashMap<>();
    String own = "depends on the session's own ";
    leaks.put(
        "today's close at today's open",
        new Leak(LeakyStrategies.todaysCloseAtTodaysOpen(), Kind.SAME_DAY, own + "open, close"));
    leaks.put("today's open", new Leak(LeakyStrategies.todaysOpen(), Kind.SAME_DAY, own + "open"));
    leaks.put(
        "today's volume", new Leak(LeakyStrategies.todaysVolume(), Kind.SAME_DAY, own + "volume"));
    leaks.put(
        "today's low as a limit",
        new Leak(LeakyStrategies.todaysLowAsALimit(), Kind.SAME_DAY, own + "low"));
    leaks.put(
        "the next bar through a shared array",
        new Leak(LeakyStrategies.nextBarInASharedArray(), Kind.FUTURE, "later sessions"));
    leaks.put(
        "the next bar through a static field",
        new Leak(LeakyStrategies.nextBarInAStaticField(), Kind.FUTURE, "later sessions"));
    leaks.put(
        "a gap filled from the future",
        new Leak(LeakyStrategies.aGapFilledFromTheFuture(), Kind.SAME_DAY, own + "close"));
    leaks.put(
        "a gap filled beforehand",
        new Leak(LeakyStrategies.aGapFilledBeforehand(), Kind.PRECOMPUTED, "order for"));
    leaks.put(
        "a centred window",
        new Leak(LeakyStrategies.aCentredWindow(), Kind.PRECOMPUTED, "target weight"));
    leaks.put(
        "a full-sample score",
        new Leak(LeakyStrategies.aFullSampleScore(), Kind.PRECOMPUTED, "target weight"));
    leaks.put(
        "sized by the largest close of all",
        new Leak(LeakyStrategies.sizedByTheLargestCloseOfAll(), Kind.PRECOMPUTED, "value "));
    leaks.put(
        "survivors only", new Leak(LeakyStrategies.survivorsOnly(), Kind.FUTURE, "later sessions"));
    leaks.put(
        "the announcement one day early",
        new Leak(LeakyStrategies.theAnnouncementOneDayEarly(), Kind.FUTURE, "facts not known yet"));
    leaks.put(
        "the end of a fact before it ends",
        new Leak(LeakyStrategies.theEndOfAFactBeforeItEnds(), Kind.FUTURE, "facts not known yet"));
    leaks.put(
        "the last effective date of all",
        new Leak(LeakyStrategies.theLastEffectiveDateOfAll(), Kind.PRECOMPUTED, "days to go"));
    leaks.put(
        "a dividend not declared yet",
        new Leak(LeakyStrategies.aDividendNotDeclaredYet(), Kind.FUTURE, "facts not known yet"));
    leaks.put(
        "today's constituents in the past",
        new Leak(LeakyStrategies.todaysConstituentsInThePast(), Kind.PRECOMPUTED, "target weight"));
    leaks.put(
        "a restated value before its restatement",
        new Leak(
            LeakyStrategies.aRestatedValueBeforeItsRestatement(),
            Kind.FUTURE,
            "restatements to come"));
    leaks.put(
        "the table of restatements",
        new Leak(LeakyStrategies.theTableOfRestatements(), Kind.FUTURE, "restatements to come"));
    leaks.put(
        "a peek traded later",
        new Leak(
            LeakyStrategies.aPeekTradedLater(),
            Kind.FUTURE,
            "depends on what earlier decisions could not know"));
    leaks.put(
        "memory of an earlier run",
        new Leak(LeakyStrategies.memoryOfAnEarlierRun(), Kind.REPEATED, "when repeated"));
    return leaks;
  }

  @Test
  void everyLeakIsCaughtAndNamed() {
    int caught = 0;
    for (Map.Entry<String, Leak> entry : leaks().entrySet()) {
      Leak leak = entry.getValue();
      MarketData market = AuditMarket.of(3, SESSIONS, 5);
      AuditVerdict verdict = audit(spec().build(), market, leak.maker());
      assertThat(verdict.findings()).as(entry.getKey()).isNotEmpty();
      assertThat(verdict.findings())
          .as(entry.getKey())
          .anySatisfy(
              finding -> {
                assertThat(finding.kind()).isEqualTo(leak.kind());
                assertThat(finding.description()).contains(leak.words());
              });
      caught++;
    }
    System.out.println("Leaky strategies caught: " + caught + " of " + leaks().size());
  }

  private static Map<String, Function<MarketData, Strategy>> honest() {
    Map<String, Function<MarketData, Strategy>> honest = new LinkedHashMap<>();
    honest.put("buy and hold", HonestStrategies.buyAndHold());
    honest.put("moving-average cross", HonestStrategies.movingAverageCross());
    honest.put("momentum by rank", HonestStrategies.momentumByRank());
    honest.put("index changes", HonestStrategies.indexChanges());
    honest.put("mean reversion", HonestStrategies.meanReversion());
    honest.put("adjusted members", HonestStrategies.adjustedMembers());
    honest.put("random of its own", HonestStrategies.randomOfItsOwn());
    honest.put("careful reader", HonestStrategies.carefulReader());
    honest.put("computed beforehand", HonestStrategies.computedBeforehand());
    return honest;
  }

  @Property(tries = 25)
  void noHonestStrategyIsFlagged(
      @ForAll @IntRange(max = 1_000_000) int marketSeed, @ForAll @IntRange(max = 1_000) int seed) {
    MarketData market = AuditMarket.of(marketSeed, 60, 4);
    honest()
        .forEach(
            (name, maker) -> {
              AuditVerdict verdict = LookaheadAudit.run(spec().build(), market, maker, seed, 6);
              assertThat(verdict.findings()).as(name).isEmpty();
            });
  }

  @Test
  void honestStrategiesStayUnflaggedWithHistoryBeforeTheStart() {
    MarketData market = AuditMarket.of(5, SESSIONS, 4);
    BacktestSpec later = spec().start(market.bars().session(40)).build();
    for (Map.Entry<String, Function<MarketData, Strategy>> entry : honest().entrySet()) {
      AuditVerdict verdict = audit(later, market, entry.getValue());
      assertThat(verdict.findings()).as(entry.getKey()).isEmpty();
      assertThat(verdict.warmUp()).startsWith("40 more sessions of history before the start");
    }
  }

  @Test
  void decisionsThatChangeWithMoreHistoryAreFound() {
    MarketData market = AuditMarket.of(5, SESSIONS, 4);
    LocalDate start = market.bars().session(40);
    AuditVerdict verdict =
        audit(spec().start(start).build(), market, LeakyStrategies.anAverageSinceTheFirstSession());
    assertThat(verdict.findings()).extracting(Finding::kind).containsExactly(Kind.WARM_UP);
    assertThat(verdict.findings().get(0).session()).isEqualTo(start);
    assertThat(verdict.findings().get(0).description())
        .startsWith("order for S0: target weight")
        .contains("with 40 more sessions of history: order for S0: target weight");
    assertThat(verdict.warmUp())
        .isEqualTo("40 more sessions of history before the start: decisions changed");
  }

  @Test
  void withoutHistoryTheVerdictSaysWhyThereWasNoWarmUp() {
    AuditVerdict verdict =
        audit(spec().build(), AuditMarket.of(1, 40, 3), HonestStrategies.buyAndHold());
    assertThat(verdict.warmUp())
        .isEqualTo("not applicable: the run starts with the data's first session");
  }

  @Test
  void everySessionIsACutUnderBothFuturesAndEachReplayIsOneMore() {
    AuditVerdict verdict =
        audit(spec().build(), AuditMarket.of(1, SESSIONS, 3), HonestStrategies.momentumByRank());
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.runs()).isEqualTo(1);
    assertThat(verdict.cuts()).isEqualTo(2 * SESSIONS + 20);
    assertThat(verdict.replays()).isEqualTo(20);
    assertThat(verdict.fields())
        .containsExactly(
            "open",
            "high",
            "low",
            "close",
            "volume",
            "restated bars",
            "corporate_actions",
            "index_changes",
            "index_members");
  }

  /** Closes 100, but once 101.5: a peek at it changes one trade in ten years. */
  private static MarketData quiet(int sessions, int peeked) {
    double[][] prices = new double[sessions][1];
    for (double[] row : prices) {
      row[0] = 100;
    }
    double[][] close = Arrays.stream(prices).map(double[]::clone).toArray(double[][]::new);
    close[peeked][0] = 101.5;
    return MarketData.of(Panel.of(prices, close));
  }

  @Test
  void aPeekThatChangesOneTradeInTenYearsIsFoundAtItsSession() {
    MarketData market = quiet(2520, 1_234);
    AuditVerdict verdict =
        audit(spec().build(), market, LeakyStrategies.aPeekThatSeldomChangesATrade(101.5));
    assertThat(verdict.findings()).extracting(Finding::kind).containsOnly(Kind.SAME_DAY);
    Finding finding = verdict.findings().get(0);
    assertThat(finding.kind()).isEqualTo(Kind.SAME_DAY);
    assertThat(finding.session()).isEqualTo(Panel.FIRST.plusDays(1_234));
    assertThat(finding.description())
        .isEqualTo(
            "order for A: target weight 0.1 at OPEN; with another future: nothing (depends on the"
                + " session's own close)");
  }

  /** As public tools do: run on data that ends with the signal's bar, and compare the signal. */
  private static boolean truncationFindsIt(
      BacktestSpec spec, MarketData market, Function<MarketData, Strategy> maker) {
    BacktestResult whole = Simulator.run(spec, market, maker.apply(market));
    for (int bar = 1; bar < market.bars().sessions(); bar++) {
      MarketData cut = MarketData.of(truncated(market.bars(), bar + 1));
      BacktestResult part = Simulator.run(spec, cut, maker.apply(cut));
      int last = bar;
      List<Object> ofWhole =
          whole.orders().stream()
              .filter(order -> order.session().equals(market.bars().session(last)))
              .<Object>map(Object::toString)
              .toList();
      List<Object> ofPart =
          part.orders().stream()
              .filter(order -> order.session().equals(market.bars().session(last)))
              .<Object>map(Object::toString)
              .toList();
      if (!ofWhole.equals(ofPart)) {
        return true;
      }
    }
    return false;
  }

  private static Bars truncated(Bars bars, int sessions) {
    int cells = sessions * bars.instruments();
    double[][] fields = new double[5][];
    for (BarField field : BarField.values()) {
      fields[field.ordinal()] = Arrays.copyOf(bars.valuesUnsafe(field), cells);
    }
    return Bars.copyOf(
        bars.symbols(),
        bars.sessionDates().subList(0, sessions),
        fields[0],
        fields[1],
        fields[2],
        fields[3],
        fields[4]);
  }

  @Test
  void truncationMissesAPeekOfOneBarThatTheAuditFinds() {
    MarketData market = AuditMarket.of(11, 60, 1).withFacts(List.of()).withActions(List.of());
    MarketData plain = MarketData.of(market.bars());
    Function<MarketData, Strategy> peek = LeakyStrategies.todaysCloseAtTodaysOpen();
    assertThat(truncationFindsIt(spec().build(), plain, peek)).isFalse();
    assertThat(audit(spec().build(), plain, peek).findings())
        .extracting(Finding::kind)
        .contains(Kind.SAME_DAY);
  }

  @Test
  void findingsBeyondTwentyAreCounted() {
    AuditVerdict verdict =
        audit(
            spec().build(),
            AuditMarket.of(3, SESSIONS, 5),
            LeakyStrategies.todaysCloseAtTodaysOpen());
    assertThat(verdict.findings()).hasSizeLessThanOrEqualTo(60);
    assertThat(verdict.findings())
        .anySatisfy(
            finding -> assertThat(finding.description()).matches(".*; and \\d+ more sessions"));
  }

  @Test
  void theDataIsLeftAsItWas() {
    MarketData market = AuditMarket.of(3, SESSIONS, 5);
    double[] before = market.bars().closeUnsafe().clone();
    double[] revisions = market.revisions().valuesUnsafe().clone();
    List<?> facts = List.copyOf(market.facts());
    audit(spec().build(), market, LeakyStrategies.aCentredWindow());
    audit(spec().build(), market, LeakyStrategies.todaysCloseAtTodaysOpen());
    assertThat(market.bars().closeUnsafe()).isEqualTo(before);
    assertThat(market.revisions().valuesUnsafe()).isEqualTo(revisions);
    assertThat(market.facts()).isEqualTo(facts);
    for (int bar = 0; bar < SESSIONS; bar++) {
      assertThat(market.bars().rowsUnsafe(BarField.CLOSE)[bar])
          .isEqualTo(Arrays.copyOfRange(before, bar * 5, bar * 5 + 5));
    }
  }

  @Test
  void theSameArgumentsGiveTheSameVerdict() {
    Function<MarketData, Strategy> maker = LeakyStrategies.aCentredWindow();
    assertThat(audit(spec().build(), AuditMarket.of(3, SESSIONS, 5), maker))
        .isEqualTo(audit(spec().build(), AuditMarket.of(3, SESSIONS, 5), maker));
  }

  @Test
  void aStrategyThatFailsUnderAnotherFutureIsFound() {
    AuditVerdict verdict =
        audit(
            spec().build(),
            quiet(40, 3),
            data ->
                new Script(
                    (view, orders) -> {
                      if (data.bars().close(view.bars(), 0) > 110) {
                        throw new IllegalStateException("too high\nby far");
                      }
                      orders.targetWeight(0, 0.5, FillAt.OPEN);
                    }));
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.findings().get(0).description())
        .startsWith("order for A: target weight 0.5 at OPEN; with another future: failure: Cannot")
        .contains("with java.lang.IllegalStateException: too high");
  }

  @Test
  void aNegativeNumberOfReplaysIsRefused() {
    assertThatThrownBy(
            () ->
                LookaheadAudit.run(
                    spec().build(), AuditMarket.of(1, 10, 1), HonestStrategies.buyAndHold(), 1, -1))
        .hasMessage("Invalid number of replays -1: expected 0 or more");
  }
}
