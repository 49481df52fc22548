package dev.asof.strategies;

import dev.asof.api.FillAt;
import dev.asof.api.MarketEvent;
import dev.asof.api.MarketView;
import dev.asof.api.Order;
import dev.asof.api.OrderSheet;
import dev.asof.api.Protection;
import dev.asof.api.Strategy;

/**
 * Goes on with a copy at each session, after the original decided as well: state that the two share
 * would show in the result.
 */
final class CopiedEachSession implements Strategy {
  private Strategy strategy;

  CopiedEachSession(Strategy strategy) {
    this.strategy = strategy;
  }

  @Override
  public void decide(MarketView view, OrderSheet orders) {
    Strategy copy = strategy.copy();
    strategy.decide(view, new Unread());
    strategy = copy;
    strategy.decide(view, orders);
  }

  @Override
  public Strategy copy() {
    return new CopiedEachSession(strategy.copy());
  }

  private static final class Unread implements OrderSheet {
    @Override
    public void targetWeight(int instrument, double weight, FillAt at) {}

    @Override
    public void targetShares(int instrument, double shares, FillAt at) {}

    @Override
    public void submit(Order order) {}

    @Override
    public void cancel(int instrument, FillAt at) {}

    @Override
    public void protect(int instrument, Protection protection) {}

    @Override
    public void value(int instrument, double priceUsd) {}

    @Override
    public void note(String text) {}

    @Override
    public void event(MarketEvent event) {}
  }
}
