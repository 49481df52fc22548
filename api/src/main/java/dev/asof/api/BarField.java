package dev.asof.api;

/** A field of a bar, in the order in which tables list them. */
public enum BarField {
  /** First traded price. */
  OPEN,
  /** Highest traded price. */
  HIGH,
  /** Lowest traded price. */
  LOW,
  /** Last traded price. */
  CLOSE,
  /** Traded shares. */
  VOLUME
}
