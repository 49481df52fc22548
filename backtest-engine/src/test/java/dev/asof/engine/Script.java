package dev.asof.engine;

import dev.asof.api.MarketView;
import dev.asof.api.OrderSheet;
import dev.asof.api.Strategy;
import java.util.function.BiConsumer;

/** A strategy without state, written in a test. */
record Script(BiConsumer<MarketView, OrderSheet> decision) implements Strategy {
  @Override
  public void decide(MarketView view, OrderSheet orders) {
    decision.accept(view, orders);
  }

  @Override
  public Strategy copy() {
    return this;
  }
}
