package dev.asof.engine;

/** What happens to an order whose fill price is missing. */
public enum MissingPrice {
  /** The run ends with an error that names the instrument and the session. */
  REFUSE,
  /** The order is recorded as ignored and the run goes on. */
  IGNORE
}
