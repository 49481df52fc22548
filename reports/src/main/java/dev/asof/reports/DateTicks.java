package dev.asof.reports;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a horizontal axis of dates is labelled: at most six times, so that a phone has the room.
 */
final class DateTicks {
  private static final int MOST = 6;
  private static final int[] MONTH_STEPS = {1, 2, 3, 6, 12, 24, 60, 120, 600};
  private static final int[] DAY_STEPS = {1, 2, 7, 14};
  private static final int DAYS_LABELLED_BY_DAY = 60;

  private DateTicks() {}

  /**
   * A labelled date.
   *
   * @param date where it stands
   * @param label {@code 2022-09} for months, {@code 09-19} for days
   */
  record Tick(LocalDate date, String label) {}

  /** The labelled dates from the first to the last, both included. */
  static List<Tick> between(LocalDate first, LocalDate last) {
    long days = ChronoUnit.DAYS.between(first, last);
    return days <= DAYS_LABELLED_BY_DAY ? days(first, last, days) : months(first, last);
  }

  private static List<Tick> days(LocalDate first, LocalDate last, long days) {
    int step = DAY_STEPS[0];
    for (int candidate : DAY_STEPS) {
      step = candidate;
      if (days / candidate < MOST) {
        break;
      }
    }
    List<Tick> ticks = new ArrayList<>();
    for (LocalDate date = first; !date.isAfter(last); date = date.plusDays(step)) {
      ticks.add(new Tick(date, date.toString().substring(5)));
    }
    return ticks;
  }

  private static List<Tick> months(LocalDate first, LocalDate last) {
    LocalDate start = first.withDayOfMonth(1);
    if (start.isBefore(first)) {
      start = start.plusMonths(1);
    }
    long months = ChronoUnit.MONTHS.between(start, last);
    int step = MONTH_STEPS[MONTH_STEPS.length - 1];
    for (int candidate : MONTH_STEPS) {
      if (months / candidate < MOST) {
        step = candidate;
        break;
      }
    }
    while (step < 12 ? (start.getMonthValue() - 1) % step != 0 : start.getMonthValue() != 1) {
      start = start.plusMonths(1);
    }
    List<Tick> ticks = new ArrayList<>();
    for (LocalDate date = start; !date.isAfter(last); date = date.plusMonths(step)) {
      ticks.add(new Tick(date, date.toString().substring(0, 7)));
    }
    return ticks;
  }
}
