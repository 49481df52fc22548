package dev.asof.ingestion;

import java.time.Duration;

/**
 * Limits of the answer to a SQL statement.
 *
 * @param rows how many rows are handed over at most, at least 1; {@link #ALL_ROWS} for all
 * @param time how long analysis and run may take together, above zero
 */
public record SqlLimits(long rows, Duration time) {
  /** No limit on rows. */
  public static final long ALL_ROWS = Long.MAX_VALUE;

  /** What holds where nothing else was said: 1,000,000 rows and ten minutes. */
  public static final SqlLimits DEFAULT = new SqlLimits(1_000_000, Duration.ofMinutes(10));

  /** Checks both. */
  public SqlLimits {
    if (rows < 1 || time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException(
          "Invalid limits: " + rows + " rows and " + time + "; expected both above zero");
    }
  }
}
