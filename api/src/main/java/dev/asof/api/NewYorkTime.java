package dev.asof.api;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * When something became known, for sources that speak in New York wall time (design contract 4).
 *
 * <p>Sessions are those of {@link NyseCalendar}: 09:30 to 16:00, on half days to 13:00. A date that
 * is no session there, or lies outside of what the calendar covers, gets the full hours: a bar
 * dated so is stamped at 16:00, which may be late but is never early.
 */
public final class NewYorkTime {
  /** The zone of the exchange, of filings and of announcements. */
  public static final ZoneId ZONE = ZoneId.of("America/New_York");

  private static final LocalTime ANNOUNCED = LocalTime.of(17, 15);

  private NewYorkTime() {}

  /** The open of a session: 09:30, of any date. */
  public static Instant open(LocalDate session) {
    return at(session.atTime(NyseCalendar.OPEN));
  }

  /** The close of a session, the moment at which its bar is known; of any other date 16:00. */
  public static Instant close(LocalDate session) {
    return at(session.atTime(NyseCalendar.closingTime(session)));
  }

  /** When an announcement that gives only a date counts as known: 17:15. */
  public static Instant announcement(LocalDate announced) {
    return at(announced.atTime(ANNOUNCED));
  }

  /**
   * The instant of a New York wall time, such as a filing's acceptance. In the hour that daylight
   * saving repeats, the later instant is meant: nothing is known too early.
   */
  public static Instant at(LocalDateTime wallTime) {
    return wallTime.atZone(ZONE).withLaterOffsetAtOverlap().toInstant();
  }
}
