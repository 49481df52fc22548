package dev.asof.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NyseCalendarTest {
  @Test
  void closedWeekdaysAndEarlyClosesAreThoseOfAnIndependentCalendar() throws IOException {
    List<String> ours = new ArrayList<>();
    for (LocalDate day = NyseCalendar.FIRST_DAY;
        !day.isAfter(NyseCalendar.LAST_DAY);
        day = day.plusDays(1)) {
      if (day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0) {
        assertThat(NyseCalendar.isSession(day)).as("%s", day).isFalse();
      } else if (!NyseCalendar.isSession(day)) {
        ours.add(day + " closed");
      } else if (NyseCalendar.isHalfDay(day)) {
        LocalDateTime close = LocalDateTime.ofInstant(NyseCalendar.close(day), NewYorkTime.ZONE);
        assertThat(close.toLocalDate()).isEqualTo(day);
        ours.add(day + " " + close.toLocalTime());
      } else {
        assertThat(NyseCalendar.close(day)).isEqualTo(NewYorkTime.at(day.atTime(16, 0)));
      }
    }

    List<String> independent;
    try (InputStream golden = getClass().getResourceAsStream("/nyse-calendar.txt")) {
      independent =
          new String(golden.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .toList();
    }
    assertThat(ours).hasSize(522).isEqualTo(independent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1994-04-27",
        "2001-09-11",
        "2001-09-12",
        "2001-09-13",
        "2001-09-14",
        "2004-06-11",
        "2007-01-02",
        "2012-10-29",
        "2012-10-30",
        "2018-12-05",
        "2025-01-09"
      })
  void daysOfMourningAndDisastersAreClosed(LocalDate day) {
    assertThat(NyseCalendar.isSession(day)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "2021-12-31, true", // New Year's Day 2022 is a Saturday: the Friday trades
    "2022-01-03, true",
    "2023-01-02, false", // a Sunday's New Year is kept on Monday
    "2020-07-03, false", // a Saturday's Independence Day on Friday
    "2021-07-05, false",
    "2021-12-24, false",
    "2022-12-26, false",
    "2021-06-18, true", // Juneteenth only since 2022
    "2022-06-20, false",
    "2027-06-18, false",
    "1997-01-20, true", // Martin Luther King only since 1998
    "1998-01-19, false",
    "2024-03-29, false" // Good Friday
  })
  void holidaysAreKeptOnTheWeekdaysThatTheRulesSay(LocalDate day, boolean session) {
    assertThat(NyseCalendar.isSession(day)).isEqualTo(session);
  }

  @ParameterizedTest
  @CsvSource({
    "2022-11-25, 2022-11-25T18:00:00Z", // the day after Thanksgiving, standard time
    "2024-12-24, 2024-12-24T18:00:00Z",
    "2023-07-03, 2023-07-03T17:00:00Z", // a Monday, daylight saving
    "2013-07-03, 2013-07-03T17:00:00Z", // a Wednesday
    "2002-07-05, 2002-07-05T17:00:00Z", // the Friday after Thursday the 4th
    "1999-12-31, 1999-12-31T18:00:00Z",
    "1992-11-27, 1992-11-27T19:00:00Z" // 14:00 then
  })
  void halfDaysCloseEarly(LocalDate day, Instant close) {
    assertThat(NyseCalendar.isHalfDay(day)).isTrue();
    assertThat(NyseCalendar.close(day)).isEqualTo(close);
  }

  @Test
  void theDayBeforeChristmasIsFullOnNoFridayAndTheSecondOfJulyIsNoHalfDay() {
    assertThat(NyseCalendar.isSession(LocalDate.of(2027, 12, 24))).isFalse();
    assertThat(NyseCalendar.isHalfDay(LocalDate.of(2020, 7, 2))).isFalse();
    assertThat(NyseCalendar.isHalfDay(LocalDate.of(2008, 12, 26))).isFalse();
  }

  @Test
  void sessionsAreWalkedOverWeekendsAndHolidays() {
    LocalDate friday = LocalDate.of(2022, 9, 2);
    LocalDate tuesday = LocalDate.of(2022, 9, 6);

    assertThat(NyseCalendar.nextSession(friday)).isEqualTo(tuesday);
    assertThat(NyseCalendar.previousSession(tuesday)).isEqualTo(friday);
    assertThat(NyseCalendar.nextSession(LocalDate.of(2001, 9, 10))).isEqualTo("2001-09-17");
    assertThat(NyseCalendar.sessions(friday, tuesday)).containsExactly(friday, tuesday);
    assertThat(NyseCalendar.sessions(friday.plusDays(1), tuesday.minusDays(1))).isEmpty();
    assertThat(NyseCalendar.sessions(LocalDate.of(2022, 1, 1), LocalDate.of(2022, 12, 31)))
        .hasSize(251);
    assertThatThrownBy(() -> NyseCalendar.sessions(tuesday, friday))
        .hasMessage("Invalid range: start 2022-09-06 is after end 2022-09-02");
  }

  @Test
  void whatItDoesNotKnowIsRefused() {
    assertThat(NyseCalendar.covers(LocalDate.of(1990, 1, 1))).isTrue();
    assertThat(NyseCalendar.covers(LocalDate.of(2036, 1, 1))).isFalse();
    assertThatThrownBy(() -> NyseCalendar.isSession(LocalDate.of(1989, 12, 29)))
        .hasMessage(
            "Invalid date 1989-12-29: the calendar of the NYSE goes from 1990-01-01 to 2035-12-31");
    assertThatThrownBy(() -> NyseCalendar.nextSession(LocalDate.of(2035, 12, 31)))
        .hasMessage(
            "Invalid date 2036-01-01: the calendar of the NYSE goes from 1990-01-01 to 2035-12-31");
    assertThatThrownBy(() -> NyseCalendar.close(LocalDate.of(2022, 11, 24)))
        .hasMessage("Invalid session 2022-11-24: the NYSE doesn't trade then");
    assertThatThrownBy(() -> NyseCalendar.open(LocalDate.of(2022, 11, 26)))
        .hasMessage("Invalid session 2022-11-26: the NYSE doesn't trade then");
  }
}
