package dev.asof.api;

import java.time.Instant;
import java.time.LocalDate;

/**
 * A fund's position that came or went between two versions of its holdings.
 *
 * @param fund the fund, for example {@code IVV}
 * @param symbol ticker as the holdings file gave it; empty when it gave none
 * @param isin ISIN; empty when the file gave none
 * @param action whether the position appeared or disappeared
 * @param period the date that the file speaks about (its period end)
 * @param knownAt when the file that shows the change was published
 */
public record HoldingChange(
    String fund, String symbol, String isin, Action action, LocalDate period, Instant knownAt)
    implements Fact {

  /** Whether the position appeared or disappeared. */
  public enum Action {
    /** In the later version and not in the earlier one. */
    ENTERED,
    /** In the earlier version and not in the later one. */
    LEFT
  }
}
