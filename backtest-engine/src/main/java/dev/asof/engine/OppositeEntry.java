package dev.asof.engine;

/** What an entry against the position does. */
public enum OppositeEntry {
  /** Nothing. */
  IGNORE,
  /** It closes the position. */
  CLOSE,
  /** It closes the position, or reduces it where signals accumulate. */
  CLOSE_REDUCE,
  /** It turns the position round. */
  REVERSE,
  /** It turns the position round, or reduces it where signals accumulate. */
  REVERSE_REDUCE
}
