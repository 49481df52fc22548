package dev.asof.engine;

/** Which of two signals counts when a long and a short entry come together. */
public enum DirectionConflict {
  /** Neither. */
  IGNORE,
  /** The long entry. */
  LONG,
  /** The short entry. */
  SHORT,
  /** The one that goes the way of the position; neither without a position. */
  ADJACENT,
  /** The one that goes against the position; neither without a position. */
  OPPOSITE
}
