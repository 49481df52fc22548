package dev.asof.api;

import java.time.Instant;

/**
 * An input that a run used before it was known.
 *
 * @param table where it came from
 * @param description what it says, in one line
 * @param usedFrom the simulated moment from which the strategy could see it
 * @param knownAt when the world could know it
 */
public record LookaheadInput(String table, String description, Instant usedFrom, Instant knownAt) {}
