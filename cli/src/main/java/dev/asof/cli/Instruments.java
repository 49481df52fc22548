package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.CorporateAction;
import dev.asof.api.ErrorCode;
import dev.asof.api.Listing;
import dev.asof.api.RevealedFact;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Who had which ticker when, as the latest version of the lake's instruments says: whose bars and
 * corporate actions are whose does not depend on when it became known. What strategies see of it
 * does.
 *
 * @param listings one for each instrument and first day
 */
record Instruments(List<Listing> listings) {
  private static final int SHOWN = 3;

  /** Copies the list. */
  Instruments {
    listings = List.copyOf(listings);
  }

  /** The listings among facts; of two of one row the last one stays. */
  static Instruments of(List<RevealedFact> facts) {
    Map<List<Object>, Listing> latest = new LinkedHashMap<>();
    for (RevealedFact revealed : facts) {
      if (revealed.fact() instanceof Listing listing && revealed.visibleUntil().isEmpty()) {
        latest.put(List.of(listing.instrument(), listing.validFrom()), listing);
      }
    }
    return new Instruments(List.copyOf(latest.values()));
  }

  /** All instruments, in alphabetical order. */
  List<String> names() {
    TreeSet<String> names = new TreeSet<>();
    listings.forEach(listing -> names.add(listing.instrument()));
    return List.copyOf(names);
  }

  /**
   * Every ticker that one of the instruments ever had, in alphabetical order.
   *
   * @throws AsOfException DATA_MISSING for an instrument that has no listing
   */
  List<String> tickersOf(List<String> instruments) {
    List<String> names = names();
    for (String instrument : instruments) {
      if (!names.contains(instrument)) {
        throw new AsOfException(
            ErrorCode.DATA_MISSING,
            "Cannot find an instrument '"
                + instrument
                + "': instruments has "
                + names.size()
                + (names.size() == 1 ? " other, " : " others, for example ")
                + String.join(", ", names.subList(0, Math.min(SHOWN, names.size()))));
      }
    }
    TreeSet<String> tickers = new TreeSet<>();
    for (Listing listing : listings) {
      if (instruments.contains(listing.instrument()) && !listing.symbol().isEmpty()) {
        tickers.add(listing.symbol());
      }
    }
    return List.copyOf(tickers);
  }

  /** The instrument that had a ticker on a day. */
  Optional<String> ownerOf(String ticker, LocalDate day) {
    Listing owner = null;
    for (Listing listing : listings) {
      if (listing.symbol().equals(ticker)
          && listing.covers(day)
          && (owner == null || listing.validFrom().isAfter(owner.validFrom()))) {
        owner = listing;
      }
    }
    return Optional.ofNullable(owner).map(Listing::instrument);
  }

  /**
   * A corporate action by instrument instead of by ticker; empty when nobody had the ticker on the
   * day before its ex-date, or when a change of ticker is none of instrument. A new symbol that
   * nobody has on the ex-date stays as it is.
   */
  Optional<CorporateAction> translate(CorporateAction action) {
    Optional<String> owner = ownerOf(action.symbol(), action.exDate().minusDays(1));
    if (owner.isEmpty()) {
      owner = ownerOf(action.symbol(), action.exDate());
    }
    if (owner.isEmpty()) {
      return Optional.empty();
    }
    CorporateAction named = action.withSymbol(owner.get());
    if (!(named instanceof CorporateAction.Succession succession)) {
      return Optional.of(named);
    }
    Optional<String> successor = ownerOf(succession.newSymbol(), succession.exDate());
    if (named instanceof CorporateAction.SymbolChange) {
      return successor
          .filter(other -> !other.equals(named.symbol()))
          .map(succession::withNewSymbol);
    }
    // A company that nobody lists is none that the run can hold; its symbol says so.
    return Optional.of(
        successor
            .filter(other -> !other.equals(named.symbol()))
            .<CorporateAction>map(succession::withNewSymbol)
            .orElse(named));
  }
}
