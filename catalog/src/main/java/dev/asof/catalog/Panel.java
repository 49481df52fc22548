package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.BarRevisions;
import dev.asof.api.Bars;
import dev.asof.api.DataRef;
import dev.asof.api.ErrorCode;
import dev.asof.api.Listing;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Bars as they were read, with what was known of them when.
 *
 * @param bars the last values: those that fills and valuation use
 * @param revisions what a strategy sees otherwise, until later: bars that came after their
 *     session's close, and on a timeline those that were restated or withdrawn
 * @param versions what was read: one reference, and on a timeline one for each tag in the order of
 *     knowledge, which {@link BarRevisions#version} is an index into. The checksum of the last one
 *     is of bars and revisions; that of an earlier one is of the revisions that come from it
 */
public record Panel(Bars bars, BarRevisions revisions, List<DataRef> versions) {
  /** Copies the list. */
  public Panel {
    versions = List.copyOf(versions);
  }

  /**
   * The same bars by instrument instead of by ticker: a bar belongs to whoever had its ticker on
   * its session. So an instrument keeps its history through a change of ticker, and does not get
   * that of another which had its ticker before.
   *
   * @param listings who had which ticker when; of two of one instrument with the same first day the
   *     last one given holds
   * @param instruments by their names for ever, in the order wanted
   * @throws AsOfException DATA_MISSING when an instrument has no listing, or no bar under any of
   *     its tickers
   */
  public Panel byInstrument(List<Listing> listings, List<String> instruments) {
    int sessions = bars.sessions();
    int count = instruments.size();
    int[] tickerOf = new int[sessions * count];
    Arrays.fill(tickerOf, -1);
    for (int i = 0; i < count; i++) {
      place(instruments.get(i), i, count, latest(listings, instruments.get(i)), tickerOf);
    }
    double[] open = arranged(bars.openUnsafe(), tickerOf, count);
    double[] high = arranged(bars.highUnsafe(), tickerOf, count);
    double[] low = arranged(bars.lowUnsafe(), tickerOf, count);
    double[] close = arranged(bars.closeUnsafe(), tickerOf, count);
    double[] volume = arranged(bars.volumeUnsafe(), tickerOf, count);
    return new Panel(
        Bars.wrapUnsafe(
            instruments,
            bars.sessionDates().toArray(LocalDate[]::new),
            open,
            high,
            low,
            close,
            volume),
        arranged(revisions, tickerOf, count),
        versions);
  }

  /** An instrument's listings by ticker and first day. */
  private static List<Listing> latest(List<Listing> listings, String instrument) {
    Map<LocalDate, Listing> latest = new HashMap<>();
    for (Listing listing : listings) {
      if (listing.instrument().equals(instrument)) {
        latest.put(listing.validFrom(), listing);
      }
    }
    if (latest.isEmpty()) {
      throw new AsOfException(
          ErrorCode.DATA_MISSING, "Cannot find an instrument '" + instrument + "' in instruments");
    }
    return latest.values().stream()
        .sorted((one, other) -> one.validFrom().compareTo(other.validFrom()))
        .toList();
  }

  private void place(String instrument, int i, int count, List<Listing> listings, int[] tickerOf) {
    boolean any = false;
    for (Listing listing : listings) {
      int ticker = bars.indexOf(listing.symbol());
      for (int bar = 0; ticker >= 0 && bar < bars.sessions(); bar++) {
        if (listing.covers(bars.session(bar))) {
          tickerOf[bar * count + i] = ticker;
          any |= !Double.isNaN(bars.close(bar, ticker)) || !Double.isNaN(bars.open(bar, ticker));
        }
      }
    }
    if (!any) {
      throw new AsOfException(
          ErrorCode.DATA_MISSING,
          "Cannot read daily_bars of instrument "
              + instrument
              + ": it has none under its tickers "
              + listings.stream().map(Panel::dated).collect(Collectors.joining(", ")));
    }
  }

  private static String dated(Listing listing) {
    return listing.symbol()
        + " (from "
        + listing.validFrom()
        + listing.validTo().map(end -> ", before " + end).orElse("")
        + ")";
  }

  private double[] arranged(double[] byTicker, int[] tickerOf, int count) {
    double[] arranged = new double[tickerOf.length];
    for (int cell = 0; cell < tickerOf.length; cell++) {
      arranged[cell] =
          tickerOf[cell] < 0
              ? Double.NaN
              : byTicker[cell / count * bars.instruments() + tickerOf[cell]];
    }
    return arranged;
  }

  private static BarRevisions arranged(BarRevisions byTicker, int[] tickerOf, int count) {
    if (byTicker.count() == 0) {
      return BarRevisions.NONE;
    }
    BarRevisions.Builder arranged = new BarRevisions.Builder();
    for (int n = 0; n < byTicker.count(); n++) {
      int row = byTicker.bar(n) * count;
      for (int i = 0; i < count; i++) {
        if (tickerOf[row + i] == byTicker.instrument(n)) {
          arranged.add(
              Instant.ofEpochMilli(byTicker.visibleFromEpochMillis(n)),
              byTicker.bar(n),
              i,
              byTicker.version(n),
              byTicker.open(n),
              byTicker.high(n),
              byTicker.low(n),
              byTicker.close(n),
              byTicker.volume(n));
        }
      }
    }
    return arranged.build();
  }
}
