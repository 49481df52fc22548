package dev.asof.ingestion;

import dev.asof.api.Listing;
import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import dev.asof.catalog.TableDefinition;
import dev.asof.catalog.TableState;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ISINs of tickers by the lake's instruments, for funds that publish tickers alone. They are
 * read when they are first needed, as main has them then.
 */
final class ListedIsins {
  private final Lake lake;
  private Map<String, List<Listing>> bySymbol;
  private long found;

  ListedIsins(Lake lake) {
    this.lake = lake;
  }

  /** The ISIN that a ticker stands for on a day; empty when none or more than one does. */
  Optional<String> find(String symbol, LocalDate day) {
    Set<String> isins =
        listings().getOrDefault(symbol, List.of()).stream()
            .filter(listing -> listing.covers(day))
            .map(Listing::isin)
            .filter(isin -> !isin.isEmpty())
            .collect(Collectors.toSet());
    if (isins.size() != 1) {
      return Optional.empty();
    }
    found++;
    return Optional.of(isins.iterator().next());
  }

  /** Whether the lake has instruments at all. */
  boolean isKnown() {
    return !listings().isEmpty();
  }

  /** How many were found. */
  long found() {
    return found;
  }

  private Map<String, List<Listing>> listings() {
    if (bySymbol == null) {
      bySymbol = new HashMap<>();
      latest()
          .forEach(
              listing ->
                  bySymbol
                      .computeIfAbsent(listing.symbol(), none -> new ArrayList<>())
                      .add(listing));
    }
    return bySymbol;
  }

  /** Of a listing whose end became known later, the one with the end holds. */
  private Iterable<Listing> latest() {
    OptionalLong head =
        lake.tables().stream()
            .filter(table -> table.table() == TableDefinition.INSTRUMENTS)
            .map(TableState::snapshotId)
            .findFirst()
            .orElse(OptionalLong.empty());
    if (head.isEmpty()) {
      return List.of();
    }
    Map<List<Object>, Listing> last = new HashMap<>();
    for (Listing listing : lake.listings(new PointInTime.Snapshot(head.getAsLong()))) {
      last.merge(
          List.of(listing.instrument(), listing.validFrom()),
          listing,
          (one, other) -> other.knownAt().isBefore(one.knownAt()) ? one : other);
    }
    return last.values();
  }
}
