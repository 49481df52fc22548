package dev.asof.strategies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.IndexChange;
import dev.asof.api.IndexMembership;
import dev.asof.api.NewYorkTime;
import dev.asof.api.RevealedFact;
import dev.asof.api.Strategy;
import dev.asof.engine.BacktestSpec;
import dev.asof.engine.MissingPrice;
import dev.asof.engine.Simulator;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MovingAverageCrossTest {
  private static final LocalDate FIRST = LocalDate.parse("2022-01-01");
  private static final double NONE = Double.NaN;

  private final MovingAverageCrossFactory factory = new MovingAverageCrossFactory();

  // Averages of 1 and 2 closes: above after a rise, below after a fall. Session n is January n.
  private final double[] waves = {10, 9, 8, 9, 10, 9, 8, 9, 9, 9};

  @Test
  void longOnlyBuysAfterACrossUpAndSellsAfterACrossDown() {
    BacktestResult result = run(strategy("side=long-only"), BacktestSpec.builder(), waves);

    assertThat(Market.fills(result))
        .containsExactly(
            "2022-01-05 OPEN BUY A", "2022-01-07 OPEN SELL A", "2022-01-09 OPEN BUY A");
    assertThat(result.orders()).hasSize(3);
    // sized by the close of 9; the cash pays for fewer at the open of 10
    assertThat(result.fills().get(0).shares()).isEqualTo(10_000);
  }

  @Test
  void longShortReversesOnEachCross() {
    BacktestResult result = run(strategy("side=long-short"), BacktestSpec.builder(), waves);

    assertThat(Market.fills(result))
        .containsExactly(
            "2022-01-05 OPEN BUY A", "2022-01-07 OPEN SELL A", "2022-01-09 OPEN BUY A");
    double[] shares = result.shares();
    assertThat(shares[5]).isPositive();
    assertThat(shares[6]).isNegative();
    assertThat(shares[8]).isPositive();
  }

  @Test
  void tradesMembersOfAnIndexOnlyAndLeavesWhatLeavesIt() {
    // A is a member from the start and leaves on the seventh session; B never is one.
    List<LocalDate> sessions = IntStream.range(0, 8).mapToObj(FIRST::plusDays).toList();
    double[] closes = {10, 10, 9, 9, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13};
    Bars bars = Bars.copyOf(List.of("A", "B"), sessions, closes, closes, closes, closes, closes);
    Instant known = NewYorkTime.open(FIRST);
    RevealedFact member =
        RevealedFact.whenKnown(
            new IndexMembership("S&P 500", FIRST, "A", "", known), "index_members");
    RevealedFact left =
        RevealedFact.whenKnown(
            new IndexChange(
                "S&P 500",
                "A",
                "",
                IndexChange.Action.REMOVED,
                IndexChange.Kind.MEMBERSHIP,
                FIRST,
                FIRST.plusDays(6),
                "test",
                known),
            "index_changes");

    BacktestResult result =
        Simulator.run(
            BacktestSpec.builder().build(), bars, List.of(member, left), strategy("index=S&P 500"));

    assertThat(Market.fills(result))
        .containsExactly("2022-01-05 OPEN BUY A", "2022-01-07 OPEN SELL A");
    assertThat(factory.facts(Market.parameters(factory, "index=S&P 500")))
        .containsExactlyInAnyOrder(IndexMembership.class, IndexChange.class);
  }

  @Test
  void theFirstAveragesAreNoCross() {
    BacktestResult result = run(strategy(), BacktestSpec.builder(), 8, 9, 10, 11, 12);

    assertThat(result.orders()).isEmpty();
  }

  @Test
  void averagesThatOnlyTouchDoNotCross() {
    BacktestResult result =
        run(strategy("side=long-short"), BacktestSpec.builder(), 8, 9, 9, 10, 10, 11, 11);

    assertThat(result.orders()).isEmpty();
  }

  @Test
  void aSessionWithoutACloseIsPassedOver() {
    BacktestSpec.Builder ignoring = BacktestSpec.builder().missingPrice(MissingPrice.IGNORE);

    BacktestResult result =
        run(strategy("fast=2", "slow=3"), ignoring, 12, 11, 10, NONE, 9, NONE, 12, NONE, 15, 15);

    // closes 12 11 10 9 12 15: averages of 2 and 3 are 10.5 < 11, 9.5 < 10, 10.5 > 10.33
    assertThat(result.orders()).hasSize(1);
    assertThat(result.orders().get(0).session()).isEqualTo("2022-01-08");
  }

  @Test
  void theWeightIsSplitOverTheInstruments() {
    double[] twoInstruments = new double[2 * waves.length];
    for (int bar = 0; bar < waves.length; bar++) {
      twoInstruments[2 * bar] = waves[bar];
      twoInstruments[2 * bar + 1] = 10;
    }

    BacktestResult result =
        run(
            List.of("A", "B"),
            strategy("weight=0.5", "side=long-only"),
            BacktestSpec.builder(),
            twoInstruments);

    assertThat(result.fills().get(0).symbol()).isEqualTo("A");
    assertThat(result.fills().get(0).shares()).isEqualTo(25_000 / 9.0);
  }

  @Test
  void aRunThatStartsBetweenCrossesWaitsForTheNext() {
    BacktestResult result =
        run(
            strategy("side=long-only"),
            BacktestSpec.builder().start(LocalDate.parse("2022-01-06")),
            waves);

    assertThat(Market.fills(result)).containsExactly("2022-01-09 OPEN BUY A");
  }

  @Test
  void moreHistoryBeforeTheStartChangesNoDecision() {
    double[] closes = randomWalk(400);
    BacktestSpec.Builder spec = BacktestSpec.builder().start(FIRST.plusDays(200));
    double[] recent = closes.clone();
    Arrays.fill(recent, 0, 100, NONE);

    Strategy one = strategy("fast=3", "slow=20", "side=long-short");
    Strategy two = strategy("fast=3", "slow=20", "side=long-short");

    BacktestResult full = run(one, spec, closes);
    assertThat(full.fills()).isNotEmpty();
    assertThat(run(two, spec, recent).digest()).isEqualTo(full.digest());
  }

  @Test
  void decisionsAreThoseOfAveragesSummedAnew() {
    double[] closes = randomWalk(300);
    BacktestResult result =
        run(strategy("fast=5", "slow=20", "side=long-short"), BacktestSpec.builder(), closes);

    List<LocalDate> crosses =
        IntStream.range(20, closes.length - 1)
            .filter(bar -> isAbove(closes, bar) != isAbove(closes, bar - 1))
            .mapToObj(bar -> FIRST.plusDays(bar + 1L))
            .toList();
    assertThat(crosses).hasSizeGreaterThan(10);
    assertThat(result.orders()).extracting(order -> order.session()).isEqualTo(crosses);
  }

  private static boolean isAbove(double[] closes, int bar) {
    double fast = IntStream.rangeClosed(bar - 4, bar).mapToDouble(n -> closes[n]).sum() / 5;
    double slow = IntStream.rangeClosed(bar - 19, bar).mapToDouble(n -> closes[n]).sum() / 20;
    return fast > slow;
  }

  @Test
  void aCopyGoesOnAloneFromTheSameState() {
    double[] closes = randomWalk(300);
    BacktestResult plain = run(strategy("slow=20"), BacktestSpec.builder(), closes);
    BacktestResult copied =
        run(new CopiedEachSession(strategy("slow=20")), BacktestSpec.builder(), closes);

    assertThat(copied.digest()).isEqualTo(plain.digest());
  }

  private static double[] randomWalk(int bars) {
    Random random = new Random(20220902);
    double[] closes = new double[bars];
    double close = 50;
    for (int bar = 0; bar < bars; bar++) {
      close *= 1 + 0.02 * random.nextGaussian();
      closes[bar] = Math.round(close * 100) / 100.0;
    }
    return closes;
  }

  private Strategy strategy(String... parameters) {
    String[] all = {"fast=1", "slow=2"};
    List<String> given = new ArrayList<>(List.of(all));
    for (String parameter : parameters) {
      String name = parameter.substring(0, parameter.indexOf('=') + 1);
      given.removeIf(other -> other.startsWith(name));
      given.add(parameter);
    }
    return Market.strategy(factory, given.toArray(String[]::new));
  }

  private static BacktestResult run(
      Strategy strategy, BacktestSpec.Builder spec, double... closes) {
    return run(List.of("A"), strategy, spec, closes);
  }

  /** Every price of a bar is its close. */
  private static BacktestResult run(
      List<String> symbols, Strategy strategy, BacktestSpec.Builder spec, double... closes) {
    List<LocalDate> sessions =
        IntStream.range(0, closes.length / symbols.size()).mapToObj(FIRST::plusDays).toList();
    Bars bars = Bars.copyOf(symbols, sessions, closes, closes, closes, closes, closes);
    return Simulator.run(spec.build(), bars, List.of(), strategy);
  }
}
