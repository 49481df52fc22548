package dev.asof.engine;

/** Which of two signals counts when an entry and an exit of one direction come together. */
public enum SignalConflict {
  /** Neither. */
  IGNORE,
  /** The entry. */
  ENTRY,
  /** The exit. */
  EXIT,
  /** The entry when there is a position of either direction; otherwise neither. */
  ADJACENT,
  /** The exit when there is a position of either direction; otherwise neither. */
  OPPOSITE
}
