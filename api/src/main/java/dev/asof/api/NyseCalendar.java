package dev.asof.api;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.DayOfWeek.WEDNESDAY;
import static java.time.temporal.TemporalAdjusters.dayOfWeekInMonth;
import static java.time.temporal.TemporalAdjusters.lastInMonth;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The sessions of the New York Stock Exchange from 1990 to 2035: which days trade, and when they
 * close. Days to come follow the rules as they stand; what nobody can plan is in it up to the day
 * of mourning on 2025-01-09.
 *
 * <p>Closed are Saturdays, Sundays and
 *
 * <ul>
 *   <li>New Year's Day; Martin Luther King's birthday since 1998 (third Monday of January);
 *       Washington's birthday (third Monday of February); Good Friday (two days before Easter);
 *       Memorial Day (last Monday of May); Juneteenth since 2022 (19 June); Independence Day (4
 *       July); Labor Day (first Monday of September); Thanksgiving (fourth Thursday of November);
 *       Christmas (25 December). One that falls on a Sunday is kept on the Monday after it, one on
 *       a Saturday on the Friday before it, except New Year's Day: that Friday trades, since it
 *       ends the year's accounts;
 *   <li>days of mourning for presidents: 1994-04-27 (Nixon), 2004-06-11 (Reagan), 2007-01-02
 *       (Ford), 2018-12-05 (Bush), 2025-01-09 (Carter);
 *   <li>2001-09-11 to 2001-09-14 (the attacks), 2012-10-29 and 2012-10-30 (hurricane Sandy).
 * </ul>
 *
 * <p>Sessions open at 09:30 and close at 16:00, New York time. A half day closes at 13:00, until
 * 1992 at 14:00:
 *
 * <ul>
 *   <li>the day after Thanksgiving, since 1992;
 *   <li>24 December from Monday to Thursday;
 *   <li>since 1995, 3 July on a Monday, Tuesday or Thursday; and when 4 July is a Thursday, the
 *       Friday after it until 2012, the Wednesday before it since 2013;
 *   <li>Friday 26 December of 1997 and 2003; 1999-12-31.
 * </ul>
 *
 * <p>Trading that was interrupted, that opened late or that stopped minutes early (circuit
 * breakers, storms, failures) isn't in it: such a session counts as open from 09:30 to 16:00.
 */
public final class NyseCalendar {
  /** The first day that it knows. */
  public static final LocalDate FIRST_DAY = LocalDate.of(1990, Month.JANUARY, 1);

  /** The last day that it knows. */
  public static final LocalDate LAST_DAY = LocalDate.of(2035, Month.DECEMBER, 31);

  static final LocalTime OPEN = LocalTime.of(9, 30);
  static final LocalTime CLOSE = LocalTime.of(16, 0);

  private static final byte CLOSED = 0;
  private static final byte HALF = 13;
  private static final byte OLD_HALF = 14;
  private static final byte FULL = 16;

  private static final LocalDate[] MOURNING_AND_DISASTERS = {
    LocalDate.of(1994, Month.APRIL, 27),
    LocalDate.of(2001, Month.SEPTEMBER, 11),
    LocalDate.of(2001, Month.SEPTEMBER, 12),
    LocalDate.of(2001, Month.SEPTEMBER, 13),
    LocalDate.of(2001, Month.SEPTEMBER, 14),
    LocalDate.of(2004, Month.JUNE, 11),
    LocalDate.of(2007, Month.JANUARY, 2),
    LocalDate.of(2012, Month.OCTOBER, 29),
    LocalDate.of(2012, Month.OCTOBER, 30),
    LocalDate.of(2018, Month.DECEMBER, 5),
    LocalDate.of(2025, Month.JANUARY, 9)
  };

  private static final LocalDate[] LONE_HALF_DAYS = {
    LocalDate.of(1997, Month.DECEMBER, 26),
    LocalDate.of(1999, Month.DECEMBER, 31),
    LocalDate.of(2003, Month.DECEMBER, 26)
  };

  /**
   * The hour at which each day closes, {@link #FIRST_DAY} first; {@link #CLOSED} for no session.
   */
  private static final byte[] CLOSING_HOURS = closingHours();

  private NyseCalendar() {}

  /** Whether it knows a day. */
  public static boolean covers(LocalDate day) {
    return !day.isBefore(FIRST_DAY) && !day.isAfter(LAST_DAY);
  }

  /**
   * Whether the exchange trades on a day.
   *
   * @throws IllegalArgumentException for a day that the calendar doesn't cover, as all others here
   */
  public static boolean isSession(LocalDate day) {
    return closingHour(day) != CLOSED;
  }

  /** Whether it trades on a day and closes early. */
  public static boolean isHalfDay(LocalDate day) {
    byte hour = closingHour(day);
    return hour == HALF || hour == OLD_HALF;
  }

  /**
   * The open of a session.
   *
   * @throws IllegalArgumentException also for a day that is no session
   */
  public static Instant open(LocalDate session) {
    checkSession(session);
    return NewYorkTime.at(session.atTime(OPEN));
  }

  /**
   * The close of a session.
   *
   * @throws IllegalArgumentException also for a day that is no session
   */
  public static Instant close(LocalDate session) {
    checkSession(session);
    return NewYorkTime.at(session.atTime(LocalTime.of(closingHour(session), 0)));
  }

  /** The first session after a day, whether that one is a session or not. */
  public static LocalDate nextSession(LocalDate day) {
    LocalDate next = day.plusDays(1);
    while (!isSession(next)) {
      next = next.plusDays(1);
    }
    return next;
  }

  /** The last session before a day, whether that one is a session or not. */
  public static LocalDate previousSession(LocalDate day) {
    LocalDate previous = day.minusDays(1);
    while (!isSession(previous)) {
      previous = previous.minusDays(1);
    }
    return previous;
  }

  /** The sessions from a day through another, both included when they trade, ascending. */
  public static List<LocalDate> sessions(LocalDate from, LocalDate to) {
    if (from.isAfter(to)) {
      throw new IllegalArgumentException("Invalid range: start " + from + " is after end " + to);
    }
    List<LocalDate> sessions = new ArrayList<>();
    for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
      if (isSession(day)) {
        sessions.add(day);
      }
    }
    return List.copyOf(sessions);
  }

  /** When a day's trading ends; 16:00 for what is no session or not covered. */
  static LocalTime closingTime(LocalDate day) {
    byte hour = covers(day) ? CLOSING_HOURS[index(day)] : FULL;
    return hour == FULL || hour == CLOSED ? CLOSE : LocalTime.of(hour, 0);
  }

  private static void checkSession(LocalDate day) {
    if (!isSession(day)) {
      throw new IllegalArgumentException(
          "Invalid session " + day + ": the NYSE doesn't trade then");
    }
  }

  private static byte closingHour(LocalDate day) {
    if (!covers(day)) {
      throw new IllegalArgumentException(
          "Invalid date "
              + day
              + ": the calendar of the NYSE goes from "
              + FIRST_DAY
              + " to "
              + LAST_DAY);
    }
    return CLOSING_HOURS[index(day)];
  }

  private static int index(LocalDate day) {
    return (int) (day.toEpochDay() - FIRST_DAY.toEpochDay());
  }

  private static byte[] closingHours() {
    byte[] hours = new byte[index(LAST_DAY) + 1];
    Arrays.fill(hours, FULL);
    for (int i = 0; i < hours.length; i++) {
      DayOfWeek weekday = FIRST_DAY.getDayOfWeek().plus(i);
      if (weekday == SATURDAY || weekday == SUNDAY) {
        hours[i] = CLOSED;
      }
    }
    for (int year = FIRST_DAY.getYear(); year <= LAST_DAY.getYear(); year++) {
      for (LocalDate holiday : holidays(year)) {
        hours[index(holiday)] = CLOSED;
      }
    }
    for (LocalDate day : MOURNING_AND_DISASTERS) {
      hours[index(day)] = CLOSED;
    }
    for (int year = FIRST_DAY.getYear(); year <= LAST_DAY.getYear(); year++) {
      for (LocalDate day : halfDays(year)) {
        hours[index(day)] = year < 1993 ? OLD_HALF : HALF;
      }
    }
    for (LocalDate day : LONE_HALF_DAYS) {
      hours[index(day)] = HALF;
    }
    return hours;
  }

  private static List<LocalDate> holidays(int year) {
    List<LocalDate> days = new ArrayList<>();
    LocalDate newYear = LocalDate.of(year, Month.JANUARY, 1);
    if (newYear.getDayOfWeek() != SATURDAY) {
      days.add(observed(newYear));
    }
    if (year >= 1998) {
      days.add(newYear.with(dayOfWeekInMonth(3, MONDAY)));
    }
    days.add(LocalDate.of(year, Month.FEBRUARY, 1).with(dayOfWeekInMonth(3, MONDAY)));
    days.add(easter(year).minusDays(2));
    days.add(LocalDate.of(year, Month.MAY, 1).with(lastInMonth(MONDAY)));
    if (year >= 2022) {
      days.add(observed(LocalDate.of(year, Month.JUNE, 19)));
    }
    days.add(observed(LocalDate.of(year, Month.JULY, 4)));
    days.add(LocalDate.of(year, Month.SEPTEMBER, 1).with(dayOfWeekInMonth(1, MONDAY)));
    days.add(thanksgiving(year));
    days.add(observed(LocalDate.of(year, Month.DECEMBER, 25)));
    return days;
  }

  private static List<LocalDate> halfDays(int year) {
    List<LocalDate> days = new ArrayList<>();
    if (year >= 1992) {
      days.add(thanksgiving(year).plusDays(1));
    }
    LocalDate christmasEve = LocalDate.of(year, Month.DECEMBER, 24);
    if (christmasEve.getDayOfWeek().compareTo(THURSDAY) <= 0) {
      days.add(christmasEve);
    }
    if (year >= 1995) {
      LocalDate third = LocalDate.of(year, Month.JULY, 3);
      DayOfWeek weekday = third.getDayOfWeek();
      if (weekday == WEDNESDAY) {
        days.add(year >= 2013 ? third : third.plusDays(2));
      } else if (weekday.compareTo(FRIDAY) < 0) {
        days.add(third);
      }
    }
    return days;
  }

  private static LocalDate thanksgiving(int year) {
    return LocalDate.of(year, Month.NOVEMBER, 1).with(dayOfWeekInMonth(4, THURSDAY));
  }

  /** The weekday on which a holiday of a fixed date is kept. */
  private static LocalDate observed(LocalDate day) {
    return switch (day.getDayOfWeek()) {
      case SATURDAY -> day.minusDays(1);
      case SUNDAY -> day.plusDays(1);
      default -> day;
    };
  }

  /** Easter Sunday of the Gregorian calendar (Anonymous, Nature 13, 1876; given by Meeus 1991). */
  private static LocalDate easter(int year) {
    int golden = year % 19;
    int century = year / 100;
    int yearOfCentury = year % 100;
    int correction = (century + 8) / 25;
    int epact = (19 * golden + century - century / 4 - (century - correction + 1) / 3 + 15) % 30;
    int toSunday =
        (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - epact - yearOfCentury % 4) % 7;
    int late = (golden + 11 * epact + 22 * toSunday) / 451;
    int monthAndDay = epact + toSunday - 7 * late + 114;
    return LocalDate.of(year, monthAndDay / 31, monthAndDay % 31 + 1);
  }
}
