package dev.asof.jobs.submit;

import java.util.Locale;

/** How much a job needs; the target's file says what that means in memory and machines. */
public enum JobSize {
  /** A definition or a file. */
  SMALL,
  /** A grid, or a year of files. */
  MEDIUM,
  /** A sweep over everything. */
  LARGE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
