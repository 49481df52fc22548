package dev.asof.catalog;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A sweep that ran to its end, without its rows.
 *
 * @param id names it: 12 hex digits of what decides it
 * @param name the definition's
 * @param title one line for a reader
 * @param version of AsOf
 * @param recordedAt when it was recorded; decides nothing
 * @param definition the definition's text as it was run
 * @param tables what was read, as {@code daily_bars@Q3_2022}, in order
 * @param scenarios how many
 * @param failed how many of them failed
 * @param digest SHA-256 over its rows in their order
 * @param tried what it adds to the trials of each strategy
 */
public record SweepRecord(
    String id,
    String name,
    String title,
    String version,
    Instant recordedAt,
    String definition,
    List<String> tables,
    int scenarios,
    int failed,
    String digest,
    List<Tried> tried) {

  /** Copies the lists; the moment is cut to microseconds, as it is stored. */
  public SweepRecord {
    recordedAt = recordedAt.truncatedTo(ChronoUnit.MICROS);
    tables = List.copyOf(tables);
    tried = List.copyOf(tried);
  }

  /**
   * Scenarios of one strategy that did not fail and did different things.
   *
   * @param strategy its name
   * @param trials how many
   * @param mean of their daily Sharpe ratios; NaN where none is defined
   * @param deviation standard deviation (divisor n - 1) of the same; NaN under two
   */
  public record Tried(String strategy, int trials, double mean, double deviation) {}
}
