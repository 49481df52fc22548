package dev.asof.catalog;

import dev.asof.api.Listing;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Turns instruments into listings. A row with an end makes two when its end became known after the
 * rest: who asks in between knows that the listing began, and not that it ends.
 */
final class Listings {
  private static final Comparator<Listing> ORDER =
      Comparator.comparing(Listing::knownAt)
          .thenComparing(Listing::symbol)
          .thenComparing(Listing::instrument)
          .thenComparing(Listing::validFrom);

  private Listings() {}

  static List<Listing> of(Version version) {
    List<Listing> listings = new ArrayList<>();
    for (FactRow row : FactRow.all(version)) {
      LocalDate validFrom = row.date("validFrom");
      Optional<LocalDate> validTo = row.optionalDate("validTo");
      Instant started = row.instant("startKnownAt");
      Instant knownAt = row.instant("known_at");
      if (validTo.isPresent() && !validTo.get().isAfter(validFrom)) {
        throw row.invalid("validTo", "a date after validFrom");
      }
      if (started.isAfter(knownAt)) {
        throw row.invalid("startKnownAt", "a moment not after known_at");
      }
      if (validTo.isPresent() && started.isBefore(knownAt)) {
        listings.add(listing(row, validFrom, Optional.empty(), started));
      }
      listings.add(listing(row, validFrom, validTo, knownAt));
    }
    listings.sort(ORDER);
    return List.copyOf(listings);
  }

  private static Listing listing(
      FactRow row, LocalDate validFrom, Optional<LocalDate> validTo, Instant knownAt) {
    return new Listing(
        row.requiredText("instrument"),
        row.requiredText("symbol"),
        row.text("isin"),
        row.text("cusip"),
        row.text("name"),
        validFrom,
        validTo,
        knownAt);
  }
}
