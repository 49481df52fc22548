package dev.asof.reports;

import dev.asof.api.Bars;
import dev.asof.api.MarketEvent;
import dev.asof.api.SplitAdjustment;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What each leg of an event earned around it: close over the last close before the first milestone,
 * less 1, both in shares of after all splits, with the sign of the leg's side. The base is the
 * session before, since a price of that day could already know the news.
 *
 * @param base the session of the base prices
 * @param sessions the sessions around the event, ascending
 * @param basePricesUsd one per leg, raw; NaN where there is none
 * @param paths per leg one return per session, as a fraction; NaN where there is no price
 * @param average mean of the legs per session; NaN where a leg has none
 */
record LegReturns(
    LocalDate base,
    List<LocalDate> sessions,
    double[] basePricesUsd,
    List<double[]> paths,
    double[] average) {
  private static final int SESSIONS_BEFORE = 20;
  private static final int SESSIONS_AFTER = 25;

  /** Empty when the event has no date or no leg, or the prices begin after it. */
  static Optional<LegReturns> of(MarketEvent event, Bars bars, SplitAdjustment splits) {
    if (event.milestones().isEmpty() || event.legs().isEmpty()) {
      return Optional.empty();
    }
    int base = lastBefore(bars, event.milestones().get(0).date());
    if (base < 0) {
      return Optional.empty();
    }
    LocalDate lastDate = event.milestones().get(event.milestones().size() - 1).date();
    int first = Math.max(0, base - SESSIONS_BEFORE);
    int last = Math.min(bars.sessions() - 1, lastBefore(bars, lastDate) + SESSIONS_AFTER);
    int legs = event.legs().size();
    double[] basePrices = new double[legs];
    List<double[]> paths = new ArrayList<>();
    double[] average = new double[last - first + 1];
    for (int leg = 0; leg < legs; leg++) {
      String symbol = event.legs().get(leg).symbol();
      int instrument = bars.indexOf(symbol);
      int sign = event.legs().get(leg).side().sign();
      int baseBar = lastClosed(bars, instrument, base);
      basePrices[leg] = baseBar < 0 ? Double.NaN : bars.close(baseBar, instrument);
      double basePrice =
          baseBar < 0
              ? Double.NaN
              : splits.priceUsd(symbol, bars.session(baseBar), basePrices[leg]);
      double[] path = new double[average.length];
      for (int i = 0; i < path.length; i++) {
        double close = instrument < 0 ? Double.NaN : bars.close(first + i, instrument);
        double comparable = splits.priceUsd(symbol, bars.session(first + i), close);
        path[i] = sign * (comparable / basePrice - 1);
        average[i] += path[i] / legs;
      }
      paths.add(path);
    }
    return Optional.of(
        new LegReturns(
            bars.session(base),
            bars.sessionDates().subList(first, last + 1),
            basePrices,
            paths,
            average));
  }

  /** The last session before a date, or -1. */
  private static int lastBefore(Bars bars, LocalDate date) {
    int bar = bars.sessions() - 1;
    while (bar >= 0 && !bars.session(bar).isBefore(date)) {
      bar--;
    }
    return bar;
  }

  /** The last session with a close up to a bar; -1 when there is none. */
  private static int lastClosed(Bars bars, int instrument, int bar) {
    int each = instrument < 0 ? -1 : bar;
    while (each >= 0 && Double.isNaN(bars.close(each, instrument))) {
      each--;
    }
    return each;
  }

  /**
   * The first session from a date on, as an index into {@link #sessions}; -1 when there is none.
   */
  int indexFrom(LocalDate date) {
    for (int i = 0; i < sessions.size(); i++) {
      if (!sessions.get(i).isBefore(date)) {
        return i;
      }
    }
    return -1;
  }
}
