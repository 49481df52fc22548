package dev.asof.cli;

import java.time.LocalDate;
import java.util.Locale;

/**
 * An input that two versions of the data have differently.
 *
 * @param table where it stands
 * @param symbol the instrument that it is about
 * @param date the session or day that it speaks about
 * @param kind how it differs
 * @param what old and new values
 * @param key which input it is
 */
record Restatement(
    String table, String symbol, LocalDate date, Kind kind, String what, KeyedInputs.Key key) {

  /** How an input differs. */
  enum Kind {
    /** The later version has it, the earlier does not. */
    ENTERED,
    /** The earlier version has it, the later does not. */
    LEFT,
    /** Both have it, with other values. */
    CHANGED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
