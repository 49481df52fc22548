package dev.asof.engine;

import dev.asof.api.Listing;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which ticker belonged to which instrument, as some listings say. Of listings of one instrument
 * that begin on one day the last one given counts.
 */
final class Tickers {
  private final Map<String, Integer> byName = new HashMap<>();
  private final Map<String, List<Entry>> byTicker = new HashMap<>();
  private final Map<String, List<Entry>> byIsin = new HashMap<>();
  private final Map<Integer, List<Entry>> byInstrument = new HashMap<>();

  private record Entry(int instrument, Listing listing) {}

  /**
   * Reads listings.
   *
   * @param names of the instruments; listings of others are left out
   */
  Tickers(List<String> names, List<Listing> listings) {
    for (int i = 0; i < names.size(); i++) {
      byName.put(names.get(i), i);
    }
    for (Listing listing : listings) {
      Integer instrument = byName.get(listing.instrument());
      if (instrument != null) {
        List<Entry> own = byInstrument.computeIfAbsent(instrument, key -> new ArrayList<>());
        own.removeIf(other -> other.listing.validFrom().equals(listing.validFrom()));
        own.add(new Entry(instrument, listing));
      }
    }
    for (int i = 0; i < names.size(); i++) {
      for (Entry entry : byInstrument.getOrDefault(i, List.of())) {
        byTicker.computeIfAbsent(entry.listing.symbol(), key -> new ArrayList<>()).add(entry);
        if (!entry.listing.isin().isEmpty()) {
          byIsin.computeIfAbsent(entry.listing.isin(), key -> new ArrayList<>()).add(entry);
        }
      }
    }
  }

  /** The listing of an instrument on a day: of those that cover it the one that began last. */
  Optional<Listing> listing(int instrument, LocalDate day) {
    Listing found = null;
    for (Entry entry : byInstrument.getOrDefault(instrument, List.of())) {
      if (entry.listing.covers(day)
          && (found == null || entry.listing.validFrom().isAfter(found.validFrom()))) {
        found = entry.listing;
      }
    }
    return Optional.ofNullable(found);
  }

  /** The instrument with a ticker on a day, otherwise that with this name, or -1. */
  int indexOf(String ticker, LocalDate day) {
    int found = owner(byTicker.get(ticker), day);
    return found >= 0 ? found : byName.getOrDefault(ticker, -1);
  }

  /** The instrument with a ticker on a day, otherwise with an ISIN, otherwise as named, or -1. */
  int indexOf(String ticker, String isin, LocalDate day) {
    int found = owner(byTicker.get(ticker), day);
    if (found < 0 && !isin.isEmpty()) {
      found = owner(byIsin.get(isin), day);
    }
    return found >= 0 ? found : byName.getOrDefault(ticker, -1);
  }

  private int owner(List<Entry> entries, LocalDate day) {
    if (entries == null) {
      return -1;
    }
    Entry found = null;
    for (Entry entry : entries) {
      boolean holds = listing(entry.instrument, day).filter(entry.listing::equals).isPresent();
      if (holds
          && (found == null || entry.listing.validFrom().isAfter(found.listing.validFrom()))) {
        found = entry;
      }
    }
    return found == null ? -1 : found.instrument;
  }
}
