package dev.asof.ingestion;

import java.util.Locale;

/**
 * What one of the doctor's checks found.
 *
 * @param name the check's name
 * @param did what it did
 * @param expected what a sound runtime gives
 * @param got what this one gave
 * @param verdict what that means
 */
public record TrapResult(String name, String did, String expected, String got, Verdict verdict) {

  /** What a check's finding means. */
  public enum Verdict {
    /** As it must be. */
    OK,
    /** A documented limitation that AsOf closes. */
    NOTE,
    /** Wrong rows, or something lost: results of this runtime can't be trusted. */
    FAILS,
    /** Not checked, since Spark did not start. */
    NOT_RUN;

    /** As it is printed: a failure in capitals. */
    @Override
    public String toString() {
      return this == FAILS ? name() : name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }
}
