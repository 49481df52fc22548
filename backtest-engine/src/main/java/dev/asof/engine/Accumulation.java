package dev.asof.engine;

/** What a signal does to a position that it agrees or disagrees with. */
public enum Accumulation {
  /** A position is entered once and left whole. */
  NONE(false, false),
  /** Entries add to the position and exits reduce it, each by the size. */
  BOTH(true, true),
  /** Entries add; exits leave whole. */
  ADD_ONLY(true, false),
  /** Exits reduce; a position is entered once. */
  REMOVE_ONLY(false, true);

  private final boolean adds;
  private final boolean removes;

  Accumulation(boolean adds, boolean removes) {
    this.adds = adds;
    this.removes = removes;
  }

  boolean adds() {
    return adds;
  }

  boolean removes() {
    return removes;
  }
}
