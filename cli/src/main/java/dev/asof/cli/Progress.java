package dev.asof.cli;

/** Is told how far long work is; may be called by several threads at once. */
public interface Progress {
  /** Shows nothing. */
  Progress UNSEEN = (what, done, of) -> {};

  /**
   * A piece of work is done.
   *
   * @param what the pieces, in the plural
   * @param done how many are done, 1 or more
   * @param of how many there are in all
   */
  void advance(String what, int done, int of);
}
