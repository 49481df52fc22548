package dev.asof.api;

import java.time.Instant;

/**
 * A fact and the simulated moment from which a strategy sees it. The two clocks are the same in an
 * honest run; where {@code visibleFrom} is earlier, the run looks ahead.
 *
 * @param fact what is revealed
 * @param visibleFrom the simulated moment from which strategies see it
 * @param table the table it came from, for the list of what was seen too early
 */
public record RevealedFact(Fact fact, Instant visibleFrom, String table) {

  /** A fact that is seen when it became known. */
  public static RevealedFact whenKnown(Fact fact, String table) {
    return new RevealedFact(fact, fact.knownAt(), table);
  }

  /** Whether strategies see the fact before the world could know it. */
  public boolean looksAhead() {
    return visibleFrom.isBefore(fact.knownAt());
  }
}
