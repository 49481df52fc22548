package dev.asof.api;

import java.time.Instant;
import java.time.LocalDate;

/**
 * A member of an index on a day, as a list of members says. All rows of one index and date are one
 * list; between lists {@link IndexChange}s carry it on.
 *
 * @param index the index's name, for example {@code S&P 500}
 * @param date the day that the list speaks about
 * @param symbol ticker on that day
 * @param isin ISIN; empty when the source gave none
 * @param knownAt when the list could be known
 */
public record IndexMembership(
    String index, LocalDate date, String symbol, String isin, Instant knownAt) implements Fact {}
