package dev.asof.engine;

import dev.asof.api.BarField;
import dev.asof.api.BarRevisions;
import dev.asof.api.Bars;
import dev.asof.api.CorporateAction;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;

/** The same market with more history before it, drawn from the history that there is. */
final class WarmUp {
  private static final int LEAST = 20;
  private static final int MOST = 252;
  private static final BarField[] FIELDS = BarField.values();

  private WarmUp() {}

  /** Sessions that are put before a period with so many sessions of history. */
  static int sessions(int history) {
    return Math.max(LEAST, Math.min(MOST, history));
  }

  /**
   * The data without the actions of sessions that are only there for the warm-up, which the run
   * itself leaves out as well; strategies still see them as facts.
   *
   * @param first the run's first session
   */
  static MarketData simulated(MarketData longer, LocalDate first) {
    List<CorporateAction> actions =
        longer.actions().stream().filter(action -> !action.exDate().isBefore(first)).toList();
    return actions.size() == longer.actions().size()
        ? longer
        : longer.withFacts(longer.announced()).withActions(actions);
  }

  /**
   * Longer data. Facts and actions stay.
   *
   * @param history sessions before the simulated period; above 0
   */
  static MarketData prepend(MarketData market, int history, long seed) {
    Bars bars = market.bars();
    int instruments = bars.instruments();
    int more = sessions(history);
    LocalDate[] dates = new LocalDate[more + bars.sessions()];
    LocalDate day = bars.session(0);
    for (int bar = more - 1; bar >= 0; bar--) {
      do {
        day = day.minusDays(1);
      } while (day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY);
      dates[bar] = day;
    }
    for (int bar = 0; bar < bars.sessions(); bar++) {
      dates[more + bar] = bars.session(bar);
    }
    SplittableRandom random = new SplittableRandom(seed);
    int[] drawn = new int[more];
    for (int bar = 0; bar < more; bar++) {
      drawn[bar] = random.nextInt(history);
    }
    double[][] longer = new double[FIELDS.length][];
    for (BarField field : FIELDS) {
      longer[field.ordinal()] = prepend(bars.valuesUnsafe(field), drawn, instruments);
    }
    Bars longerBars =
        Bars.wrapUnsafe(
            bars.symbols(), dates, longer[0], longer[1], longer[2], longer[3], longer[4]);
    MarketData made =
        MarketData.of(longerBars)
            .withFacts(market.facts())
            .withActions(market.actions())
            .withRevisions(shifted(market.revisions(), more));
    return market.borrowRates().isEmpty()
        ? made
        : made.withBorrowRates(
            BorrowRates.copyOf(
                longerBars,
                prepend(market.borrowRates().get().yearlyUnsafe(), drawn, instruments)));
  }

  private static double[] prepend(double[] values, int[] drawn, int instruments) {
    double[] longer = new double[drawn.length * instruments + values.length];
    for (int bar = 0; bar < drawn.length; bar++) {
      System.arraycopy(values, drawn[bar] * instruments, longer, bar * instruments, instruments);
    }
    System.arraycopy(values, 0, longer, drawn.length * instruments, values.length);
    return longer;
  }

  private static BarRevisions shifted(BarRevisions revisions, int more) {
    BarRevisions.Builder shifted = new BarRevisions.Builder();
    for (int n = 0; n < revisions.count(); n++) {
      shifted.add(
          Instant.ofEpochMilli(revisions.visibleFromEpochMillis(n)),
          revisions.bar(n) + more,
          revisions.instrument(n),
          revisions.version(n),
          revisions.open(n),
          revisions.high(n),
          revisions.low(n),
          revisions.close(n),
          revisions.volume(n));
    }
    return shifted.build();
  }
}
