package dev.asof.ingestion;

import java.util.Locale;

/** What becomes of a file in which a rule found something; the worst first. */
public enum Severity {
  /** The file stays out. */
  ERROR,
  /** The row stays out and goes to the quarantine; the rest of the file is published. */
  REJECT,
  /** The file is published, and whoever ingests it is told. */
  WARNING;

  /** How it is written, for example {@code warning}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return id();
  }
}
