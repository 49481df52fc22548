package dev.asof.ingestion;

/** What becomes of the other files of a command when one of them is refused. */
public enum BatchPolicy {
  /** None of the files that would be published together with it is applied. */
  ALL_OR_NOTHING,
  /** The others are applied without it, and no tag is made. */
  WITHOUT_REFUSED
}
