package dev.asof.jobs.refresh;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.NyseCalendar;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * When something is due: a cron expression of five fields in a zone, on all days or on the sessions
 * of an exchange alone, half days included. A local time that a change of the clocks skips is due
 * when the clocks have changed; one that they repeat is due once.
 *
 * @param cron minute, hour, day of month, month, day of week
 * @param zone of the local time
 * @param calendar which days count
 */
public record Schedule(String cron, ZoneId zone, Calendar calendar) {
  /** Which days count. */
  public enum Calendar {
    /** All. */
    EVERY_DAY,
    /** Sessions of the New York Stock Exchange. */
    NYSE
  }

  /** Nothing is due so often; a longer catch-up is a mistake. */
  private static final int MOST = 100_000;

  /**
   * Checks the expression.
   *
   * @throws IllegalArgumentException when it is no cron expression
   */
  public Schedule {
    Objects.requireNonNull(zone);
    Objects.requireNonNull(calendar);
    parse(cron);
  }

  private static Cron parse(String text) {
    return new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
        .parse(text)
        .validate();
  }

  /**
   * What is due from the beginning of a day on, ascending.
   *
   * @param from the first local day
   * @param until the last moment, included
   * @throws AsOfException DEFINITION_INVALID when the calendar does not know the days, or so much
   *     is due that the schedule is a mistake
   */
  public List<Instant> due(LocalDate from, Instant until) {
    List<Instant> due = new ArrayList<>();
    Instant before = from.atStartOfDay(zone).toInstant().minusMillis(1);
    for (Optional<Instant> next = after(before);
        next.isPresent() && !next.get().isAfter(until);
        next = after(next.get())) {
      due.add(next.get());
      if (due.size() > MOST) {
        throw new AsOfException(
            ErrorCode.DEFINITION_INVALID,
            "Invalid schedule " + cron + ": due more than " + MOST + " times since " + from);
      }
    }
    return due;
  }

  /**
   * The next moment that is due after another; empty when there is none.
   *
   * @throws AsOfException DEFINITION_INVALID when the calendar does not know the days
   */
  public Optional<Instant> after(Instant moment) {
    ExecutionTime times = ExecutionTime.forCron(parse(cron));
    // In local time, because a cron expression in a zone leaves out what a change of the clocks
    // skips.
    LocalDateTime local = LocalDateTime.ofInstant(moment, zone);
    while (true) {
      Optional<ZonedDateTime> next = times.nextExecution(local.atZone(ZoneOffset.UTC));
      if (next.isEmpty()) {
        return Optional.empty();
      }
      local = next.get().toLocalDateTime();
      Instant due = local.atZone(zone).toInstant();
      if (due.isAfter(moment) && counts(local.toLocalDate())) {
        return Optional.of(due);
      }
    }
  }

  private boolean counts(LocalDate day) {
    if (calendar == Calendar.EVERY_DAY) {
      return true;
    }
    if (!NyseCalendar.covers(day)) {
      throw new AsOfException(
          ErrorCode.DEFINITION_INVALID,
          "Invalid schedule "
              + cron
              + ": "
              + day
              + " is not between "
              + NyseCalendar.FIRST_DAY
              + " and "
              + NyseCalendar.LAST_DAY
              + ", the days that the calendar knows");
    }
    return NyseCalendar.isSession(day);
  }

  /** The local day of a moment that is due. */
  public LocalDate day(Instant due) {
    return due.atZone(zone).toLocalDate();
  }

  /** The day that counted before another. */
  public LocalDate dayBefore(LocalDate day) {
    return calendar == Calendar.NYSE ? NyseCalendar.previousSession(day) : day.minusDays(1);
  }

  /**
   * Parses a zone.
   *
   * @throws IllegalArgumentException when there is no such zone
   */
  public static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException unknown) {
      throw new IllegalArgumentException("Invalid zone " + text, unknown);
    }
  }
}
