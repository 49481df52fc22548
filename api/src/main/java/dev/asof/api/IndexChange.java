package dev.asof.api;

import java.time.Instant;
import java.time.LocalDate;

/**
 * One announced change of an index's list of members.
 *
 * @param index the index's name, for example {@code S&P 500}
 * @param symbol ticker as announced; empty when there is none
 * @param isin ISIN; empty when the source gave none
 * @param action what happens to this instrument
 * @param kind why: only {@link Kind#MEMBERSHIP} is a change that index funds must trade
 * @param announced date of the announcement
 * @param effective the effective date; a trade at the effective date is at this session's close
 * @param source who said so
 * @param announcementAssumed whether nobody said when the change was announced, so that {@code
 *     announced} and {@code knownAt} rest on an assumption
 * @param knownAt when the announcement could be known
 */
public record IndexChange(
    String index,
    String symbol,
    String isin,
    Action action,
    Kind kind,
    LocalDate announced,
    LocalDate effective,
    String source,
    boolean announcementAssumed,
    Instant knownAt)
    implements Fact {

  /** A change of which somebody said when it was announced. */
  public IndexChange(
      String index,
      String symbol,
      String isin,
      Action action,
      Kind kind,
      LocalDate announced,
      LocalDate effective,
      String source,
      Instant knownAt) {
    this(index, symbol, isin, action, kind, announced, effective, source, false, knownAt);
  }

  /** Whether the instrument joins or leaves. */
  public enum Action {
    /** It joins the index. */
    ADDED,
    /** It leaves the index. */
    REMOVED
  }

  /** Why the list changes. */
  public enum Kind {
    /** The index's committee swapped one member for another: funds must trade. */
    MEMBERSHIP,
    /** The same company under another ticker. */
    TICKER_CHANGE,
    /** The same company under another ISIN. */
    ISIN_CHANGE,
    /** A member's spin-off joins or leaves. */
    SPIN_OFF,
    /** A member is taken over or merged. */
    MERGER
  }
}
