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
 * @param side on which side the fund holds it; a change of one side says nothing of the other
 * @param knownAt when the file that shows the change was published
 */
public record HoldingChange(
    String fund,
    String symbol,
    String isin,
    Action action,
    LocalDate period,
    Side side,
    Instant knownAt)
    implements Fact {

  /** A change of a long position. */
  public HoldingChange(
      String fund, String symbol, String isin, Action action, LocalDate period, Instant knownAt) {
    this(fund, symbol, isin, action, period, Side.LONG, knownAt);
  }

  /** On which side a position is held. */
  public enum Side {
    /** The fund owns it, or the file gives no side. */
    LONG,
    /** The fund owes it. */
    SHORT
  }

  /** Whether the position appeared or disappeared. */
  public enum Action {
    /** In the later version and not in the earlier one. */
    ENTERED,
    /** In the earlier version and not in the later one. */
    LEFT
  }
}
