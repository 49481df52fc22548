package dev.asof.jobs.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  private static List<String> due(String cron, Schedule.Calendar calendar, String from, String to) {
    return new Schedule(cron, NEW_YORK, calendar)
        .due(LocalDate.parse(from), Instant.parse(to)).stream().map(Instant::toString).toList();
  }

  @Test
  void eachSessionIsDueHalfDaysIncludedAndHolidaysNot() {
    // Thanksgiving is 2026-11-26; the day after it is a half day; then comes a weekend.
    assertThat(due("30 18 * * *", Schedule.Calendar.NYSE, "2026-11-25", "2026-11-30T23:30:00Z"))
        .containsExactly("2026-11-25T23:30:00Z", "2026-11-27T23:30:00Z", "2026-11-30T23:30:00Z");
  }

  @Test
  void theLocalTimeStaysWhenTheClocksChange() {
    assertThat(due("30 18 * * *", Schedule.Calendar.NYSE, "2026-03-06", "2026-03-09T23:00:00Z"))
        .containsExactly("2026-03-06T23:30:00Z", "2026-03-09T22:30:00Z");
  }

  @Test
  void aTimeThatTheClocksSkipIsDueOnce() {
    // 2:30 does not exist on 2026-03-08; 1:30 exists twice on 2026-11-01.
    assertThat(due("30 2 * * *", Schedule.Calendar.EVERY_DAY, "2026-03-07", "2026-03-09T23:00:00Z"))
        .hasSize(3)
        .doesNotHaveDuplicates();
    assertThat(due("30 1 * * *", Schedule.Calendar.EVERY_DAY, "2026-11-01", "2026-11-02T23:00:00Z"))
        .hasSize(2);
  }

  @Test
  void nothingIsDueBeforeTheFirstDay() {
    assertThat(due("0 0 * * *", Schedule.Calendar.EVERY_DAY, "2026-01-02", "2026-01-02T05:00:00Z"))
        .containsExactly("2026-01-02T05:00:00Z");
    assertThat(due("0 0 * * *", Schedule.Calendar.EVERY_DAY, "2026-01-02", "2026-01-02T04:59:59Z"))
        .isEmpty();
  }

  @Test
  void daysThatTheCalendarDoesNotKnowAreRefused() {
    Schedule schedule = new Schedule("30 18 * * *", NEW_YORK, Schedule.Calendar.NYSE);

    assertThatThrownBy(() -> schedule.after(Instant.parse("2035-12-31T23:30:00Z")))
        .isInstanceOf(AsOfException.class)
        .hasMessage(
            "Invalid schedule 30 18 * * *: 2036-01-01 is not between 1990-01-01 and 2035-12-31,"
                + " the days that the calendar knows");
    assertThatThrownBy(
            () ->
                due("* * * * *", Schedule.Calendar.EVERY_DAY, "2020-01-01", "2026-01-01T00:00:00Z"))
        .isInstanceOf(AsOfException.class)
        .hasMessage("Invalid schedule * * * * *: due more than 100000 times since 2020-01-01");
  }

  @Test
  void whatIsNoCronExpressionIsRefused() {
    assertThatThrownBy(() -> new Schedule("every night", NEW_YORK, Schedule.Calendar.NYSE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Schedule("61 18 * * *", NEW_YORK, Schedule.Calendar.NYSE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
