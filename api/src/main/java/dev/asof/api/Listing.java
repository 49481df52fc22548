package dev.asof.api;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * An instrument under one set of identifiers for some time. A renamed instrument has one listing
 * per symbol; a symbol that is used again belongs to another instrument in another listing.
 *
 * <p>A listing whose end became known after the rest is two facts, without the end and with it. Of
 * the facts of one instrument and first day the one that became known last holds.
 *
 * @param instrument its name for ever, for example a FIGI or {@code META.US}; not empty
 * @param symbol ticker during this time
 * @param isin ISIN during this time; empty when unknown
 * @param cusip CUSIP during this time; empty when unknown
 * @param name of the company or fund; empty when unknown
 * @param validFrom first day
 * @param validTo the first day on which it no longer holds; empty while it does
 * @param knownAt when the world could know this listing, its end included
 */
public record Listing(
    String instrument,
    String symbol,
    String isin,
    String cusip,
    String name,
    LocalDate validFrom,
    Optional<LocalDate> validTo,
    Instant knownAt)
    implements Fact {

  /** Whether the instrument has these identifiers on a day. */
  public boolean covers(LocalDate day) {
    return !day.isBefore(validFrom) && (validTo.isEmpty() || day.isBefore(validTo.get()));
  }
}
