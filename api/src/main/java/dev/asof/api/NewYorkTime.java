package dev.asof.api;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * When something became known, for sources that speak in New York wall time (design contract 4).
 *
 * <p>Sessions are taken as 09:30 to 16:00. On a half day the true close is earlier, so a bar's
 * stamp is late by up to three hours there: it is never early, which is what matters.
 */
public final class NewYorkTime {
  /** The zone of the exchange, of filings and of announcements. */
  public static final ZoneId ZONE = ZoneId.of("America/New_York");

  private static final LocalTime OPEN = LocalTime.of(9, 30);
  private static final LocalTime CLOSE = LocalTime.of(16, 0);
  private static final LocalTime ANNOUNCED = LocalTime.of(17, 15);

  private NewYorkTime() {}

  /** The open of a session. */
  public static Instant open(LocalDate session) {
    return at(session.atTime(OPEN));
  }

  /** The close of a session: the moment at which its bar is known. */
  public static Instant close(LocalDate session) {
    return at(session.atTime(CLOSE));
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
