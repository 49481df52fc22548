package dev.asof.engine;

import dev.asof.api.AppliedAction;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.CorporateAction;
import dev.asof.api.Fill;
import dev.asof.api.FillAt;
import dev.asof.api.RunFinding;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/** Finds fills at the close of an earlier session, because their own session had no price. */
final class StaleFills implements RunFindings.Detector {
  private static final int NAMED = 5;

  @Override
  public RunFinding.Kind kind() {
    return RunFinding.Kind.STALE_FILL;
  }

  @Override
  public Optional<RunFindings.Observed> look(BacktestResult result, Bars bars) {
    Set<Integer> booked = booked(result);
    int count = 0;
    double usd = 0;
    StringJoiner named = new StringJoiner(", ");
    for (Fill fill : result.fills()) {
      if (!booked.contains(fill.order()) && isStale(fill, bars)) {
        usd += fill.shares() * fill.priceUsd();
        if (count++ < NAMED) {
          named.add(
              fill.symbol() + " on " + fill.session() + " at the close of " + day(fill, bars));
        }
      }
    }
    if (count == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new RunFindings.Observed(
            count,
            String.format(
                Locale.ROOT,
                "%,d %s, worth %,.0f USD, at the close of an earlier session, because %s session had"
                    + " no price: %s%s.",
                count,
                count == 1 ? "order filled" : "orders filled",
                usd,
                count == 1 ? "its" : "their",
                named,
                count > NAMED ? " and others" : "")));
  }

  private static boolean isStale(Fill fill, Bars bars) {
    if (fill.at() != FillAt.OPEN && fill.at() != FillAt.CLOSE) {
      return false;
    }
    int bar = Collections.binarySearch(bars.sessionDates(), fill.session());
    int i = bars.indexOf(fill.symbol());
    double price = fill.at() == FillAt.OPEN ? bars.open(bar, i) : bars.close(bar, i);
    return !OrderExecution.isTradable(price);
  }

  private static String day(Fill fill, Bars bars) {
    int bar = Collections.binarySearch(bars.sessionDates(), fill.session()) - 1;
    int i = bars.indexOf(fill.symbol());
    while (bar >= 0 && !Double.isFinite(bars.close(bar, i))) {
      bar--;
    }
    return bar < 0 ? "an unknown session" : bars.session(bar).toString();
  }

  /** The orders that stand for corporate actions. */
  private static Set<Integer> booked(BacktestResult result) {
    Set<Integer> booked = new HashSet<>();
    for (AppliedAction applied : result.accounting().actions()) {
      applied.order().ifPresent(booked::add);
      if (applied.order().isPresent()
          && applied.action() instanceof CorporateAction.StockMerger merger) {
        int next = applied.order().getAsInt() + 1;
        boolean isReceipt =
            next < result.orders().size()
                && result.orders().get(next).symbol().equals(merger.newSymbol());
        booked.add(isReceipt ? next : applied.order().getAsInt());
      }
    }
    return booked;
  }
}
