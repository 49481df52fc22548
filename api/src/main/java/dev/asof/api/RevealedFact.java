package dev.asof.api;

import java.time.Instant;
import java.util.Optional;

/**
 * A fact and the simulated moments between which a strategy sees it. {@code visibleFrom} is {@link
 * Fact#knownAt} in an honest run; where it is earlier, the run looks ahead. On a timeline a fact
 * that is restated or withdrawn is not seen any longer from that moment on.
 *
 * @param fact what is revealed
 * @param visibleFrom the simulated moment from which strategies see it
 * @param visibleUntil the moment from which they no longer do; empty for never, otherwise after
 *     {@code visibleFrom}
 * @param table the table it came from, for the list of what was seen too early
 */
public record RevealedFact(
    Fact fact, Instant visibleFrom, Optional<Instant> visibleUntil, String table) {

  /** Checks the order of the moments. */
  public RevealedFact {
    if (visibleUntil.isPresent() && !visibleUntil.get().isAfter(visibleFrom)) {
      throw new IllegalArgumentException(
          "Invalid fact: it is seen until "
              + visibleUntil.get()
              + ", which is not after "
              + visibleFrom);
    }
  }

  /** A fact that stays. */
  public RevealedFact(Fact fact, Instant visibleFrom, String table) {
    this(fact, visibleFrom, Optional.empty(), table);
  }

  /** A fact that is seen when it became known, and stays. */
  public static RevealedFact whenKnown(Fact fact, String table) {
    return new RevealedFact(fact, fact.knownAt(), table);
  }

  /** Whether strategies see the fact before the world could know it. */
  public boolean looksAhead() {
    return visibleFrom.isBefore(fact.knownAt());
  }
}
