package dev.asof.engine;

import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;

/** Stretches of the calendar that returns are compounded over. */
public enum CalendarPeriod {
  /** From Monday to Sunday. */
  WEEK {
    @Override
    int number(LocalDate day) {
      return day.get(IsoFields.WEEK_BASED_YEAR) * 53 + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
    }
  },
  /** A calendar month. */
  MONTH {
    @Override
    int number(LocalDate day) {
      return day.getYear() * 12 + day.getMonthValue();
    }
  },
  /** A calendar quarter. */
  QUARTER {
    @Override
    int number(LocalDate day) {
      return day.getYear() * 4 + day.get(IsoFields.QUARTER_OF_YEAR);
    }
  },
  /** A calendar year. */
  YEAR {
    @Override
    int number(LocalDate day) {
      return day.getYear();
    }
  };

  /**
   * What was gained in one of them.
   *
   * @param first its first session, which may be later than the period begins
   * @param last its last session
   * @param value compounded return, a fraction
   */
  public record PeriodReturn(LocalDate first, LocalDate last, double value) {}

  /** The same number for the days of one period, and another for any other day. */
  abstract int number(LocalDate day);

  /**
   * Compounded return of each period that holds a session, in order; one that is cut short counts.
   *
   * @param sessions ascending
   * @param returns fractions, one per session
   */
  public List<PeriodReturn> returns(List<LocalDate> sessions, double[] returns) {
    List<PeriodReturn> periods = new ArrayList<>();
    for (int from = 0; from < returns.length; ) {
      int number = number(sessions.get(from));
      double growth = 1;
      int to = from;
      while (to < returns.length && number(sessions.get(to)) == number) {
        growth *= 1 + returns[to++];
      }
      periods.add(new PeriodReturn(sessions.get(from), sessions.get(to - 1), growth - 1));
      from = to;
    }
    return List.copyOf(periods);
  }
}
