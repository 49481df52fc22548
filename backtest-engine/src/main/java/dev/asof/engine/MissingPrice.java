package dev.asof.engine;

/** What happens to an order whose fill price is missing. */
public enum MissingPrice {
  /** The run ends with an error that names the instrument and the session. */
  REFUSE,
  /** Every attempt is recorded as ignored and the run goes on. */
  IGNORE,
  /**
   * The order is recorded as ignored and the run goes on. The same order for a later session, given
   * while nothing else became of it, is the one that waits already and is not recorded again.
   */
  IGNORE_REPEATS
}
