package dev.asof.engine;

import dev.asof.api.BarRevisions;
import dev.asof.api.Bars;
import dev.asof.api.CorporateAction;
import dev.asof.api.FillAt;
import dev.asof.api.IndexChange;
import dev.asof.api.IndexMembership;
import dev.asof.api.MarketView;
import dev.asof.api.Order;
import dev.asof.api.OrderSheet;
import dev.asof.api.RevealedFact;
import dev.asof.api.SizeType;
import dev.asof.api.Strategy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Strategies that look ahead, each in one way that people do. */
final class LeakyStrategies {
  /** What a careless author keeps for convenience. */
  private static Bars everywhere;

  private static final Map<LocalDate, Double> REMEMBERED = new HashMap<>();

  private LeakyStrategies() {}

  /** Decides from the bars themselves, at the session about to open. */
  private interface Signal {
    boolean isLong(Bars bars, int bar, int instrument);
  }

  private static void hold(OrderSheet orders, int instrument, boolean isLong) {
    orders.targetWeight(instrument, isLong ? 0.1 : 0, FillAt.OPEN);
  }

  private static Function<MarketData, Strategy> reading(Signal signal) {
    return data ->
        new Script(
            (view, orders) -> {
              for (int i = 0; i < view.instruments(); i++) {
                hold(orders, i, signal.isLong(data.bars(), view.bars(), i));
              }
            });
  }

  /** Computes all signals beforehand. */
  private static Function<MarketData, Strategy> computing(Signal signal) {
    return data -> {
      Bars bars = data.bars();
      boolean[] signals = new boolean[bars.sessions() * bars.instruments()];
      for (int cell = 0; cell < signals.length; cell++) {
        signals[cell] = signal.isLong(bars, cell / bars.instruments(), cell % bars.instruments());
      }
      return new Script(
          (view, orders) -> {
            for (int i = 0; i < view.instruments(); i++) {
              hold(orders, i, signals[view.bars() * view.instruments() + i]);
            }
          });
    };
  }

  static Function<MarketData, Strategy> todaysCloseAtTodaysOpen() {
    return reading((bars, bar, i) -> bars.close(bar, i) > bars.open(bar, i));
  }

  static Function<MarketData, Strategy> todaysOpen() {
    return reading((bars, bar, i) -> bar > 0 && bars.open(bar, i) > 1.01 * bars.close(bar - 1, i));
  }

  static Function<MarketData, Strategy> todaysVolume() {
    return reading((bars, bar, i) -> bars.volume(bar, i) > 5_000);
  }

  static Function<MarketData, Strategy> todaysLowAsALimit() {
    return data ->
        new Script(
            (view, orders) -> {
              double low = data.bars().low(view.bars(), 0);
              if (low > 0) {
                orders.submit(Order.limit(0, SizeType.SHARES, 1, low));
              }
            });
  }

  static Function<MarketData, Strategy> nextBarInASharedArray() {
    return data -> {
      double[] close = data.bars().closeUnsafe();
      return new Script(
          (view, orders) -> {
            int next = (view.bars() + 1) * view.instruments();
            if (next < close.length) {
              hold(orders, 0, close[next] > 50);
            }
          });
    };
  }

  static Function<MarketData, Strategy> nextBarInAStaticField() {
    return data -> {
      everywhere = data.bars();
      return new Script(
          (view, orders) -> {
            int next = view.bars() + 1;
            if (next < everywhere.sessions()) {
              hold(orders, 0, everywhere.close(next, 0) > 50);
            }
          });
    };
  }

  static Function<MarketData, Strategy> aGapFilledFromTheFuture() {
    return reading(
        (bars, bar, i) -> {
          int filled = Math.max(0, bar - 1);
          while (filled + 1 < bars.sessions() && Double.isNaN(bars.close(filled, i))) {
            filled++;
          }
          return bars.close(filled, i) > 50;
        });
  }

  static Function<MarketData, Strategy> aGapFilledBeforehand() {
    return data -> {
      Bars bars = data.bars();
      double[] filled = bars.closeUnsafe().clone();
      for (int cell = filled.length - bars.instruments() - 1; cell >= 0; cell--) {
        if (Double.isNaN(filled[cell])) {
          filled[cell] = filled[cell + bars.instruments()];
        }
      }
      return new Script(
          (view, orders) -> {
            for (int i = 0; i < view.instruments() && view.bars() > 0; i++) {
              double last = filled[(view.bars() - 1) * view.instruments() + i];
              if (last > 0) {
                orders.submit(Order.limit(i, SizeType.SHARES, 1, last * 0.97));
              }
            }
          });
    };
  }

  static Function<MarketData, Strategy> aCentredWindow() {
    return computing(
        (bars, bar, i) -> {
          double sum = 0;
          int count = 0;
          for (int n = Math.max(0, bar - 3); n <= Math.min(bars.sessions() - 1, bar + 2); n++) {
            if (!Double.isNaN(bars.close(n, i))) {
              sum += bars.close(n, i);
              count++;
            }
          }
          return bar > 0 && bars.close(bar - 1, i) < sum / count;
        });
  }

  static Function<MarketData, Strategy> aFullSampleScore() {
    return data -> {
      Bars bars = data.bars();
      double mean = Arrays.stream(bars.closeUnsafe()).filter(Double::isFinite).average().orElse(0);
      return new Script(
          (view, orders) -> {
            for (int i = 0; i < view.instruments() && view.bars() > 0; i++) {
              orders.targetWeight(i, signedScore(view.close(i, 1), mean), FillAt.OPEN);
            }
          });
    };
  }

  private static double signedScore(double close, double mean) {
    return Double.isNaN(close) ? 0 : 0.1 * Math.tanh((mean - close) / mean);
  }

  static Function<MarketData, Strategy> sizedByTheLargestCloseOfAll() {
    return data -> {
      double largest =
          Arrays.stream(data.bars().closeUnsafe()).filter(Double::isFinite).max().orElse(1);
      return new Script(
          (view, orders) -> orders.submit(Order.atOpen(0, SizeType.VALUE, 100_000 / largest)));
    };
  }

  static Function<MarketData, Strategy> survivorsOnly() {
    return data -> {
      Bars bars = data.bars();
      return new Script(
          (view, orders) -> {
            for (int i = 0; i < view.instruments(); i++) {
              hold(orders, i, !Double.isNaN(bars.close(bars.sessions() - 1, i)));
            }
          });
    };
  }

  static Function<MarketData, Strategy> theAnnouncementOneDayEarly() {
    return data ->
        new Script(
            (view, orders) -> {
              Instant tomorrow = view.now().plus(Duration.ofDays(1));
              for (RevealedFact revealed : data.facts()) {
                if (revealed.fact() instanceof IndexChange change
                    && change.knownAt().isAfter(view.now())
                    && change.knownAt().isBefore(tomorrow)) {
                  int i = view.indexOf(change.symbol());
                  if (i >= 0) {
                    hold(orders, i, change.action() == IndexChange.Action.ADDED);
                  }
                }
              }
            });
  }

  static Function<MarketData, Strategy> theEndOfAFactBeforeItEnds() {
    return data ->
        new Script(
            (view, orders) -> {
              Instant next = view.now().plus(Duration.ofDays(1));
              boolean soon =
                  data.facts().stream()
                      .anyMatch(
                          fact ->
                              fact.visibleUntil().isPresent()
                                  && fact.visibleUntil().get().isAfter(view.now())
                                  && fact.visibleUntil().get().isBefore(next));
              hold(orders, 0, soon);
            });
  }

  static Function<MarketData, Strategy> theLastEffectiveDateOfAll() {
    return data -> {
      LocalDate last =
          data.facts().stream()
              .filter(revealed -> revealed.fact() instanceof IndexChange)
              .map(revealed -> ((IndexChange) revealed.fact()).effective())
              .max(LocalDate::compareTo)
              .orElseThrow();
      return new Script(
          (view, orders) -> orders.note("days to go: " + (last.toEpochDay() - day(view))));
    };
  }

  private static long day(MarketView view) {
    return view.session().toEpochDay();
  }

  static Function<MarketData, Strategy> aDividendNotDeclaredYet() {
    return data ->
        new Script(
            (view, orders) -> {
              for (CorporateAction action : data.actions()) {
                boolean soon = action.exDate().isBefore(view.session().plusDays(12));
                if (action.knownAt().isAfter(view.now()) && soon) {
                  int i = view.indexOf(action.symbol());
                  if (i >= 0) {
                    hold(orders, i, true);
                  }
                }
              }
            });
  }

  static Function<MarketData, Strategy> todaysConstituentsInThePast() {
    return data -> {
      LocalDate last =
          data.facts().stream()
              .filter(revealed -> revealed.fact() instanceof IndexMembership)
              .map(revealed -> ((IndexMembership) revealed.fact()).date())
              .max(LocalDate::compareTo)
              .orElseThrow();
      Set<String> members = new HashSet<>();
      for (RevealedFact revealed : data.facts()) {
        if (revealed.fact() instanceof IndexMembership member && member.date().equals(last)) {
          members.add(member.symbol());
        }
      }
      return new Script(
          (view, orders) -> {
            for (int i = 0; i < view.instruments(); i++) {
              hold(orders, i, members.contains(view.symbol(i)));
            }
          });
    };
  }

  static Function<MarketData, Strategy> aRestatedValueBeforeItsRestatement() {
    return reading(
        (bars, bar, i) -> i == 0 && bar > 1 && bars.close(bar - 1, 0) > bars.close(bar - 2, 0));
  }

  static Function<MarketData, Strategy> theTableOfRestatements() {
    return data ->
        new Script(
            (view, orders) -> {
              BarRevisions revisions = data.revisions();
              for (int n = 0; n < revisions.count(); n++) {
                if (revisions.visibleFromEpochMillis(n) > view.now().toEpochMilli()) {
                  hold(orders, 0, revisions.close(n) > 50);
                  return;
                }
              }
            });
  }

  /** Fires once in a market whose closes it knows. */
  static Function<MarketData, Strategy> aPeekThatSeldomChangesATrade(double close) {
    return data ->
        new Script(
            (view, orders) -> {
              if (data.bars().close(view.bars(), 0) == close) {
                hold(orders, 0, true);
              }
            });
  }

  /** Looks ahead today and trades on it three sessions later. */
  static Function<MarketData, Strategy> aPeekTradedLater() {
    return Delayed::new;
  }

  private static final class Delayed implements Strategy {
    private final MarketData data;
    private final double[] seen;

    Delayed(MarketData data) {
      this(data, new double[4]);
    }

    private Delayed(MarketData data, double[] seen) {
      this.data = data;
      this.seen = seen;
    }

    @Override
    public void decide(MarketView view, OrderSheet orders) {
      hold(orders, 0, seen[(view.bars() + 1) % 4] > 50);
      seen[view.bars() % 4] = data.bars().close(view.bars(), 0);
    }

    @Override
    public Strategy copy() {
      return new Delayed(data, seen.clone());
    }
  }

  /** Remembers each close for runs to come. */
  static Function<MarketData, Strategy> memoryOfAnEarlierRun() {
    REMEMBERED.clear();
    return data ->
        new Script(
            (view, orders) -> {
              hold(orders, 0, REMEMBERED.getOrDefault(view.session(), 0.0) > 30);
              if (view.bars() > 0) {
                REMEMBERED.put(view.sessionOf(1), view.close(0, 1));
              }
            });
  }

  /** An average that begins with the first session that there is. */
  static Function<MarketData, Strategy> anAverageSinceTheFirstSession() {
    return data ->
        new Script(
            (view, orders) -> {
              double average = 0;
              int count = 0;
              for (int ago = 1; ago <= view.bars(); ago++) {
                average += view.close(0, ago);
                count++;
              }
              orders.targetWeight(0, count == 0 ? 0 : average / count / 1_000, FillAt.OPEN);
            });
  }
}
