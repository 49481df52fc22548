package dev.asof.catalog;

import java.time.Instant;

/**
 * The right to work on a refresh for a while.
 *
 * @param refresh name of the refresh
 * @param holder who has it
 * @param fence its number, ascending with each that is taken
 * @param until when it ends unless it is prolonged; another may take it from then on
 */
public record RefreshLease(String refresh, String holder, long fence, Instant until) {}
