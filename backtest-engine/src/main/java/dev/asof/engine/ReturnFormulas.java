package dev.asof.engine;

import java.time.temporal.ChronoUnit;
import java.util.Map;

/** What was gained, but for calendar periods. */
final class ReturnFormulas {
  private static final double DAYS_OF_YEAR = 365.25;

  private ReturnFormulas() {}

  static void addTo(Map<Metric, Formula> table) {
    table.put(
        Metric.TOTAL_RETURN,
        m ->
            m.record()
                .result()
                .map(result -> last(result.equityUsd()) / result.initialCashUsd() - 1)
                .orElseGet(() -> m.sample().growth() - 1));
    table.put(Metric.ANNUALISED_RETURN, ReturnFormulas::annualised);
    table.put(Metric.MEAN_RETURN, m -> m.sample().mean());
    table.put(
        Metric.GEOMETRIC_MEAN_RETURN,
        m -> m.sample().ruins() ? Double.NaN : geometricMean(m.sample()));
    table.put(Metric.BEST_SESSION, m -> m.sample().highest());
    table.put(Metric.WORST_SESSION, m -> m.sample().lowest());
  }

  private static double last(double[] values) {
    return values[values.length - 1];
  }

  private static double annualised(Measurement m) {
    Sample sample = m.sample();
    return sample.size() == 0 || sample.ruins() ? Double.NaN : perYear(m, sample.growth());
  }

  /** Growth over the record's sessions, as a return of a year. */
  static double perYear(Measurement m, double growth) {
    return switch (m.convention().annualisation()) {
      case BY_COUNT ->
          StrictMath.pow(growth, m.convention().yearDays() / m.sample().sessions()) - 1;
      case BY_CALENDAR -> perCalendarYear(m.record(), growth);
    };
  }

  private static double perCalendarYear(TrackRecord record, double growth) {
    if (!record.offers(Metric.Input.SESSIONS)) {
      return Double.NaN;
    }
    int last = record.sessions().size() - 1;
    long days = ChronoUnit.DAYS.between(record.sessions().get(0), record.sessions().get(last));
    return days == 0 ? Double.NaN : StrictMath.pow(growth, DAYS_OF_YEAR / days) - 1;
  }

  static double geometricMean(Sample sample) {
    return sample.size() == 0
        ? Double.NaN
        : StrictMath.pow(sample.growth(), 1.0 / sample.sessions()) - 1;
  }
}
