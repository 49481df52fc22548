package dev.asof.engine;

import dev.asof.api.BacktestResult;
import dev.asof.api.Strategy;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The state of a run between two sessions: accounts, pending orders, stops, records and the
 * strategy. It is not changed by going on from it, so that a run can be continued many times.
 */
public final class Checkpoint {
  private final Simulator simulator;
  private final Strategy saved;

  Checkpoint(Simulator simulator) {
    this.simulator = simulator;
    this.saved = simulator.strategy().copy();
  }

  /** The next session to simulate; empty when the run is done. */
  public Optional<LocalDate> nextSession() {
    int bar = simulator.nextBar();
    return bar < simulator.endBar()
        ? Optional.of(simulator.market().bars().session(bar))
        : Optional.empty();
  }

  /** The strategy as it was saved; a copy. */
  public Strategy strategy() {
    return saved.copy();
  }

  /**
   * Goes on to the end. The result is that of one run to the last bit.
   *
   * @throws dev.asof.api.AsOfException as {@link Simulator#run(BacktestSpec, MarketData, Strategy)}
   */
  public BacktestResult resume() {
    return resume(simulator.market(), saved.copy());
  }

  /**
   * Goes on to the end over other data, with a strategy given.
   *
   * @param market of the same instruments and sessions; what it says about sessions that are done
   *     is only read as history
   */
  public BacktestResult resume(MarketData market, Strategy strategy) {
    if (!market.bars().symbols().equals(simulator.market().bars().symbols())
        || !market.bars().sessionDates().equals(simulator.market().bars().sessionDates())) {
      throw new IllegalArgumentException(
          "Invalid data: expected the instruments and sessions that the run began with");
    }
    return simulator.resume(market, strategy);
  }
}
