package dev.asof.engine;

/** Which of two signals counts when an entry and an exit of one direction come together. */
public enum SignalConflict {
  /** Neither. */
  IGNORE,
  /** The entry. */
  ENTRY,
  /** The exit. */
  EXIT,
  /** The one that goes the way of the position; neither without a position. */
  ADJACENT,
  /** The one that goes against the position; neither without a position. */
  OPPOSITE
}
