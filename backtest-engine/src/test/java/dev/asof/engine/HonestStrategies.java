package dev.asof.engine;

import dev.asof.api.BarRevisions;
import dev.asof.api.Bars;
import dev.asof.api.CorporateAction;
import dev.asof.api.FillAt;
import dev.asof.api.IndexChange;
import dev.asof.api.MarketView;
import dev.asof.api.Order;
import dev.asof.api.OrderSheet;
import dev.asof.api.Protection;
import dev.asof.api.RevealedFact;
import dev.asof.api.SizeType;
import dev.asof.api.Strategy;
import java.time.DayOfWeek;
import java.util.Random;
import java.util.function.Function;

/** Strategies that use only what is known, in the ways that look most suspicious. */
final class HonestStrategies {
  private HonestStrategies() {}

  static Function<MarketData, Strategy> buyAndHold() {
    return data ->
        new Script(
            (view, orders) -> {
              for (int i = 0; i < view.instruments() && view.equityUsd() == view.cashUsd(); i++) {
                orders.targetWeight(i, 0.9 / view.instruments(), FillAt.OPEN);
              }
            });
  }

  static Function<MarketData, Strategy> movingAverageCross() {
    return data ->
        new Script(
            (view, orders) -> {
              if (view.bars() < 12) {
                return;
              }
              for (int i = 0; i < view.instruments(); i++) {
                double fast = average(view, i, 4);
                double slow = average(view, i, 12);
                orders.targetWeight(i, fast > slow ? 0.1 : 0, FillAt.CLOSE);
              }
            });
  }

  private static double average(MarketView view, int instrument, int bars) {
    double sum = 0;
    int count = 0;
    for (int ago = 1; ago <= bars; ago++) {
      double close = view.close(instrument, ago);
      if (!Double.isNaN(close)) {
        sum += close;
        count++;
      }
    }
    return sum / count;
  }

  static Function<MarketData, Strategy> momentumByRank() {
    return data ->
        new Script(
            (view, orders) -> {
              if (view.bars() < 10 || view.session().getDayOfWeek() != DayOfWeek.MONDAY) {
                return;
              }
              int best = 0;
              for (int i = 0; i < view.instruments(); i++) {
                orders.targetWeight(i, 0, FillAt.OPEN);
                if (gain(view, i) > gain(view, best)) {
                  best = i;
                }
              }
              orders.targetWeight(best, 0.9, FillAt.OPEN);
            });
  }

  private static double gain(MarketView view, int instrument) {
    double gain = view.close(instrument, 1) / view.close(instrument, 10);
    return Double.isNaN(gain) ? -1 : gain;
  }

  static Function<MarketData, Strategy> indexChanges() {
    return data ->
        new Script(
            (view, orders) -> {
              for (IndexChange change : view.newFacts(IndexChange.class)) {
                int i = view.indexOf(change.symbol());
                boolean added = change.action() == IndexChange.Action.ADDED;
                orders.targetWeight(i, added ? 0.2 : -0.2, FillAt.OPEN);
                orders.note("announced " + change.announced() + " for " + change.effective());
              }
              for (IndexChange change : view.facts(IndexChange.class)) {
                if (change.effective().isBefore(view.session())) {
                  orders.targetShares(view.indexOf(change.symbol()), 0, FillAt.CLOSE);
                }
              }
            });
  }

  static Function<MarketData, Strategy> meanReversion() {
    return data ->
        new Script(
            (view, orders) -> {
              for (int i = 0; i < view.instruments() && view.bars() > 0; i++) {
                double last = view.close(i, 1);
                if (Double.isNaN(last)) {
                  continue;
                }
                orders.protect(i, new Protection(0.05, i % 2 == 0, 0.04));
                if (view.shares(i) == 0) {
                  orders.submit(
                      Order.limit(i, SizeType.VALUE, 5_000, 0.99 * last).goodTillCancelled());
                } else {
                  orders.cancel(i, FillAt.LIMIT);
                  orders.submit(Order.stop(i, SizeType.TARGET_SHARES, 0, 0.98 * last));
                }
              }
            });
  }

  static Function<MarketData, Strategy> adjustedMembers() {
    return data ->
        new Script(
            (view, orders) -> {
              for (int i = 0; i < view.instruments() && view.bars() > 5; i++) {
                double gain = view.adjustedClose(i, 1) / view.adjustedClose(i, 5);
                boolean isLong = gain > 1 && view.isMember(AuditMarket.INDEX, i);
                orders.targetWeight(i, isLong ? 0.15 : 0, FillAt.OPEN);
              }
              orders.note(view.members(AuditMarket.INDEX).length + " members");
            });
  }

  static Function<MarketData, Strategy> randomOfItsOwn() {
    return data -> new Drawing(1);
  }

  private static final class Drawing implements Strategy {
    private final Random random;
    private long state;

    Drawing(long state) {
      this.random = new Random();
      this.state = state;
    }

    @Override
    public void decide(MarketView view, OrderSheet orders) {
      random.setSeed(state);
      for (int i = 0; i < view.instruments(); i++) {
        orders.targetWeight(i, 0.2 * random.nextDouble() - 0.1, FillAt.OPEN);
      }
      state = random.nextLong();
    }

    @Override
    public Strategy copy() {
      return new Drawing(state);
    }
  }

  /** Reads the data that it was made from, but only what the moment allows. */
  static Function<MarketData, Strategy> carefulReader() {
    return data ->
        new Script(
            (view, orders) -> {
              Bars bars = data.bars();
              BarRevisions revisions = data.revisions();
              int last = view.bars() - 1;
              if (last > 0) {
                orders.targetWeight(
                    1, bars.close(last, 1) > bars.open(last, 1) ? 0.1 : 0, FillAt.OPEN);
              }
              for (RevealedFact revealed : data.facts()) {
                if (!revealed.visibleFrom().isAfter(view.now())) {
                  orders.note(revealed.fact().symbol() + " " + revealed.fact().knownAt());
                }
              }
              for (CorporateAction action : data.actions()) {
                if (!action.knownAt().isAfter(view.now())) {
                  orders.note(action.symbol() + " " + action.exDate());
                }
              }
              for (int n = 0; n < revisions.count(); n++) {
                if (revisions.visibleFromEpochMillis(n) <= view.now().toEpochMilli()) {
                  orders.note("restated " + revisions.close(n));
                }
              }
            });
  }

  /** Computes averages of the past for all sessions beforehand. */
  static Function<MarketData, Strategy> computedBeforehand() {
    return data -> {
      double[] close = data.bars().closeUnsafe();
      int instruments = data.bars().instruments();
      double[] average = new double[close.length];
      for (int cell = 0; cell < close.length; cell++) {
        for (int ago = 1; ago <= 5 && cell - ago * instruments >= 0; ago++) {
          average[cell] += close[cell - ago * instruments] / 5;
        }
      }
      return new Script(
          (view, orders) ->
              orders.targetWeight(
                  1, average[view.bars() * view.instruments() + 1] > 40 ? 0.3 : 0, FillAt.OPEN));
    };
  }
}
