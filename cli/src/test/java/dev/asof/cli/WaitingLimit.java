package dev.asof.cli;

import dev.asof.api.Fact;
import dev.asof.api.MarketView;
import dev.asof.api.Order;
import dev.asof.api.OrderSheet;
import dev.asof.api.Parameter;
import dev.asof.api.Parameters;
import dev.asof.api.SizeType;
import dev.asof.api.Strategy;
import dev.asof.api.StrategyFactory;
import java.util.List;
import java.util.Set;

/** After the first close, orders ten shares at nine tenths of it and waits. */
public final class WaitingLimit implements StrategyFactory {
  /** For the service loader. */
  public WaitingLimit() {}

  @Override
  public String name() {
    return "waiting-limit";
  }

  @Override
  public String summary() {
    return "Orders once, below the first close, until cancelled";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of();
  }

  @Override
  public Set<Class<? extends Fact>> facts(Parameters parameters) {
    return Set.of();
  }

  @Override
  public Strategy create(Parameters parameters) {
    return new Once();
  }

  private record Once() implements Strategy {
    @Override
    public void decide(MarketView view, OrderSheet orders) {
      if (view.bars() == 1) {
        double limitUsd = view.close(0, 1) * 0.9;
        orders.submit(Order.limit(0, SizeType.SHARES, 10, limitUsd).goodTillCancelled());
      }
    }

    @Override
    public Strategy copy() {
      return this;
    }
  }
}
