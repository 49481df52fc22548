package dev.asof.engine;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/** What was gained by calendar month, quarter and year, and lately. */
final class CalendarFormulas {
  private static final int DAYS_LATE = 7;

  private CalendarFormulas() {}

  static void addTo(Map<Metric, Formula> table) {
    table.put(Metric.EXPECTED_MONTHLY_RETURN, m -> geometricMean(months(m)));
    table.put(Metric.EXPECTED_YEARLY_RETURN, m -> geometricMean(years(m)));
    table.put(Metric.BEST_MONTH, m -> months(m).highest());
    table.put(Metric.WORST_MONTH, m -> months(m).lowest());
    table.put(Metric.BEST_YEAR, m -> years(m).highest());
    table.put(Metric.WORST_YEAR, m -> years(m).lowest());
    table.put(Metric.AVERAGE_UP_MONTH, m -> months(m).above(0).mean());
    table.put(Metric.AVERAGE_DOWN_MONTH, m -> months(m).below(0).mean());
    table.put(Metric.WINNING_MONTHS, m -> SessionFormulas.winRate(months(m)));
    table.put(Metric.WINNING_QUARTERS, m -> SessionFormulas.winRate(quarters(m)));
    table.put(Metric.WINNING_YEARS, m -> SessionFormulas.winRate(years(m)));
    table.put(Metric.MONTHLY_GAIN_TO_PAIN, m -> RiskFormulas.gainToPain(m, months(m)));
    table.put(Metric.MONTH_TO_DATE_RETURN, m -> last(months(m)));
    table.put(Metric.YEAR_TO_DATE_RETURN, m -> last(years(m)));
    table.put(Metric.THREE_MONTH_RETURN, lately(day -> day.minusMonths(3), Metric.TOTAL_RETURN));
    table.put(Metric.SIX_MONTH_RETURN, lately(day -> day.minusMonths(6), Metric.TOTAL_RETURN));
    table.put(Metric.ONE_YEAR_RETURN, lately(day -> day.minusYears(1), Metric.TOTAL_RETURN));
    table.put(Metric.THREE_YEAR_RETURN, lately(day -> day.minusYears(3), Metric.ANNUALISED_RETURN));
    table.put(Metric.FIVE_YEAR_RETURN, lately(day -> day.minusYears(5), Metric.ANNUALISED_RETURN));
    table.put(Metric.TEN_YEAR_RETURN, lately(day -> day.minusYears(10), Metric.ANNUALISED_RETURN));
  }

  /** Returns of the months, not compounded. */
  static Sample monthlySums(Measurement m) {
    return by(m, CalendarPeriod.MONTH, Sample::sum);
  }

  private static Sample months(Measurement m) {
    return by(m, CalendarPeriod.MONTH, CalendarFormulas::compounded);
  }

  private static Sample quarters(Measurement m) {
    return by(m, CalendarPeriod.QUARTER, CalendarFormulas::compounded);
  }

  private static Sample years(Measurement m) {
    return by(m, CalendarPeriod.YEAR, CalendarFormulas::compounded);
  }

  private static double compounded(Sample within) {
    return within.growth() - 1;
  }

  /** Returns of the periods, in order. */
  private static Sample by(Measurement m, CalendarPeriod period, ToDoubleFunction<Sample> joined) {
    double[] returns = m.record().returnsUnsafe();
    List<LocalDate> sessions = m.record().sessions();
    double[] periods = new double[returns.length];
    int count = 0;
    for (int from = 0; from < returns.length; count++) {
      int to = from;
      int current = period.number(sessions.get(from));
      while (to < returns.length && period.number(sessions.get(to)) == current) {
        to++;
      }
      double[] within = Arrays.copyOfRange(returns, from, to);
      periods[count] = joined.applyAsDouble(m.sampleOf(within, m.convention().missing()));
      from = to;
    }
    return m.sampleOf(Arrays.copyOf(periods, count), m.convention().missing());
  }

  private static double geometricMean(Sample periods) {
    return periods.ruins() ? Double.NaN : ReturnFormulas.geometricMean(periods);
  }

  private static double last(Sample periods) {
    return periods.valuesUnsafe()[periods.size() - 1];
  }

  private static Formula lately(UnaryOperator<LocalDate> start, Metric metric) {
    return m -> {
      List<LocalDate> sessions = m.record().sessions();
      LocalDate before = start.apply(sessions.get(sessions.size() - 1));
      if (sessions.get(0).isAfter(before.plusDays(DAYS_LATE))) {
        return Double.NaN;
      }
      int bar = 0;
      while (!sessions.get(bar).isAfter(before)) {
        bar++;
      }
      return new Measurement(m.record().between(bar, sessions.size()), m.convention())
          .value(metric);
    };
  }
}
