package dev.asof.engine;

import dev.asof.api.BacktestResult;
import java.util.List;

/**
 * A run and what its strategy was told.
 *
 * @param result the result, as without a trace
 * @param decisions those asked for, in the order of the sessions
 */
public record Traced(BacktestResult result, List<DecisionTrace> decisions) {
  /** Copies the list. */
  public Traced {
    decisions = List.copyOf(decisions);
  }
}
