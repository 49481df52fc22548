package dev.asof.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewYorkTimeTest {
  @ParameterizedTest
  @CsvSource({
    // Clocks go forward on Sunday 2022-03-13 and back on Sunday 2022-11-06.
    "2022-03-11, 2022-03-11T14:30:00Z, 2022-03-11T21:00:00Z",
    "2022-03-14, 2022-03-14T13:30:00Z, 2022-03-14T20:00:00Z",
    "2022-11-04, 2022-11-04T13:30:00Z, 2022-11-04T20:00:00Z",
    "2022-11-07, 2022-11-07T14:30:00Z, 2022-11-07T21:00:00Z",
    // Until 2006 they went forward in April and back in October.
    "2006-03-31, 2006-03-31T14:30:00Z, 2006-03-31T21:00:00Z",
    "2006-04-03, 2006-04-03T13:30:00Z, 2006-04-03T20:00:00Z",
    "2006-10-27, 2006-10-27T13:30:00Z, 2006-10-27T20:00:00Z",
    "2006-10-30, 2006-10-30T14:30:00Z, 2006-10-30T21:00:00Z"
  })
  void sessionsFollowDaylightSaving(LocalDate session, Instant open, Instant close) {
    assertThat(NewYorkTime.open(session)).isEqualTo(open);
    assertThat(NewYorkTime.close(session)).isEqualTo(close);
  }

  @Test
  void aHalfDayIsKnownAtOneOClock() {
    assertThat(NewYorkTime.close(LocalDate.of(2022, 11, 25)))
        .isEqualTo(Instant.parse("2022-11-25T18:00:00Z"));
    assertThat(NewYorkTime.open(LocalDate.of(2022, 11, 25)))
        .isEqualTo(Instant.parse("2022-11-25T14:30:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "2022-11-24, 2022-11-24T21:00:00Z", // Thanksgiving
    "2022-12-24, 2022-12-24T21:00:00Z", // a Saturday
    "1985-11-29, 1985-11-29T21:00:00Z", // before the calendar begins
    "2040-07-03, 2040-07-03T20:00:00Z" // after it ends
  })
  void aDateThatIsNoSessionIsNeverStampedEarly(LocalDate date, Instant close) {
    assertThat(NewYorkTime.close(date)).isEqualTo(close);
  }

  @Test
  void aDateOnlyAnnouncementIsKnownAfterTheClose() {
    assertThat(NewYorkTime.announcement(LocalDate.of(2022, 9, 2)))
        .isEqualTo(Instant.parse("2022-09-02T21:15:00Z"))
        .isAfter(NewYorkTime.close(LocalDate.of(2022, 9, 2)));
  }

  @Test
  void theHourThatIsRepeatedCountsAsTheLaterOne() {
    assertThat(NewYorkTime.at(LocalDateTime.of(2022, 11, 6, 0, 59)))
        .isEqualTo(Instant.parse("2022-11-06T04:59:00Z"));
    assertThat(NewYorkTime.at(LocalDateTime.of(2022, 11, 6, 1, 0)))
        .isEqualTo(Instant.parse("2022-11-06T06:00:00Z"));
    assertThat(NewYorkTime.at(LocalDateTime.of(2022, 11, 6, 1, 30)))
        .isEqualTo(Instant.parse("2022-11-06T06:30:00Z"));
    assertThat(NewYorkTime.at(LocalDateTime.of(2022, 11, 6, 2, 0)))
        .isEqualTo(Instant.parse("2022-11-06T07:00:00Z"));
  }

  @Test
  void theHourThatIsSkippedCountsAsTheOneAfterIt() {
    assertThat(NewYorkTime.at(LocalDateTime.of(2022, 3, 13, 2, 30)))
        .isEqualTo(Instant.parse("2022-03-13T07:30:00Z"));
  }
}
