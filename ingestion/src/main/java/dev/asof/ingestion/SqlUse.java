package dev.asof.ingestion;

import java.util.Set;

/** The purposes of statements that others than AsOf wrote. */
enum SqlUse {
  /** A question that a person asks once. */
  QUESTION(Set.of()),

  /** A rule for files, whose finding must not depend on the moment of the ingest. */
  RULE(
      Set.of(
          "curdate", "current_date", "current_time", "current_timestamp", "localtimestamp", "now"));

  private final Set<String> refusedFunctions;

  SqlUse(Set<String> refusedFunctions) {
    this.refusedFunctions = refusedFunctions;
  }

  /** Returns whether a function's value would not be the same at another time. */
  boolean refuses(String function) {
    return refusedFunctions.contains(function);
  }
}
