package dev.asof.benchmarks;

import dev.asof.api.FillAt;
import dev.asof.api.IndexChange;
import dev.asof.api.MarketView;
import dev.asof.api.NewYorkTime;
import dev.asof.api.OrderSheet;
import dev.asof.api.RevealedFact;
import dev.asof.api.Strategy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Trades on announced index changes, a few in a year, as an index rebalance does. */
final class SparseEvents implements Strategy {
  private static final int HELD = 10;

  private final List<Entry> held;

  private record Entry(int instrument, int exit) {}

  SparseEvents() {
    this(List.of());
  }

  private SparseEvents(List<Entry> held) {
    this.held = new ArrayList<>(held);
  }

  /** Announcements about random instruments, one in {@code every} sessions. */
  static List<RevealedFact> facts(List<String> symbols, List<LocalDate> sessions, int every) {
    Random random = new Random(1);
    List<RevealedFact> facts = new ArrayList<>();
    for (int bar = 0; bar + 10 < sessions.size(); bar += every) {
      LocalDate announced = sessions.get(bar);
      facts.add(
          RevealedFact.whenKnown(
              new IndexChange(
                  "S&P 500",
                  symbols.get(random.nextInt(symbols.size())),
                  "",
                  random.nextBoolean() ? IndexChange.Action.ADDED : IndexChange.Action.REMOVED,
                  IndexChange.Kind.MEMBERSHIP,
                  announced,
                  sessions.get(bar + 10),
                  "bench",
                  NewYorkTime.announcement(announced)),
              "index_changes"));
    }
    return facts;
  }

  @Override
  public void decide(MarketView view, OrderSheet orders) {
    for (IndexChange change : view.newFacts(IndexChange.class)) {
      int instrument = view.indexOf(change.symbol());
      boolean added = change.action() == IndexChange.Action.ADDED;
      orders.targetWeight(instrument, added ? 0.05 : -0.05, FillAt.OPEN);
      held.add(new Entry(instrument, view.bars() + HELD));
    }
    for (int n = held.size() - 1; n >= 0; n--) {
      if (held.get(n).exit == view.bars()) {
        orders.targetShares(held.remove(n).instrument, 0, FillAt.CLOSE);
      }
    }
  }

  @Override
  public Strategy copy() {
    return new SparseEvents(held);
  }
}
