package dev.asof.cli;

import dev.asof.engine.Margin;
import dev.asof.engine.ReducingOrders;

/**
 * The rules of an account that a definition need not state, so that they hold as they were when it
 * was run.
 *
 * @param maxLeverage worth of the positions over equity; infinite where the strategy is to refuse
 *     more than one unless the definition allows it
 * @param margin what equity has to cover
 * @param reducingOrders what an order that reduces a position may not be refused for
 */
record AccountRules(double maxLeverage, Margin margin, ReducingOrders reducingOrders) {
  /** The rules of today. */
  static final AccountRules TODAY =
      new AccountRules(Double.POSITIVE_INFINITY, Margin.MAINTENANCE, ReducingOrders.IN_FULL);

  /** The rules of results that tell no findings: any leverage, no margin, no order on credit. */
  static final AccountRules BEFORE_FINDINGS =
      new AccountRules(1000, Margin.NONE, ReducingOrders.WITHIN_CASH);
}
