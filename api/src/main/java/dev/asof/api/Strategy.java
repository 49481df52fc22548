package dev.asof.api;

/**
 * A trading strategy. It is called before the open of each session and decides on what is known
 * then. It keeps its state in its own fields; one instance serves one run on one thread.
 */
public interface Strategy {
  /**
   * Decides for the session about to open.
   *
   * @param view what is known now; not to be kept after the call
   * @param orders takes the orders for this session
   */
  void decide(MarketView view, OrderSheet orders);

  /** A strategy with a copy of this one's state, so that a run can be continued twice. */
  Strategy copy();
}
