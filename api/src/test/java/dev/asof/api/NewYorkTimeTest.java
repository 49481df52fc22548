package dev.asof.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

class NewYorkTimeTest {
  @Test
  void sessionsFollowDaylightSaving() {
    assertThat(NewYorkTime.open(LocalDate.of(2022, 9, 6)))
        .isEqualTo(Instant.parse("2022-09-06T13:30:00Z"));
    assertThat(NewYorkTime.close(LocalDate.of(2022, 9, 6)))
        .isEqualTo(Instant.parse("2022-09-06T20:00:00Z"));
    assertThat(NewYorkTime.close(LocalDate.of(2022, 11, 29)))
        .isEqualTo(Instant.parse("2022-11-29T21:00:00Z"));
  }

  @Test
  void aDateOnlyAnnouncementIsKnownAfterTheClose() {
    assertThat(NewYorkTime.announcement(LocalDate.of(2022, 9, 2)))
        .isEqualTo(Instant.parse("2022-09-02T21:15:00Z"))
        .isAfter(NewYorkTime.close(LocalDate.of(2022, 9, 2)));
  }

  @Test
  void theHourThatIsRepeatedCountsAsTheLaterOne() {
    assertThat(NewYorkTime.at(LocalDateTime.of(2022, 11, 6, 1, 30)))
        .isEqualTo(Instant.parse("2022-11-06T06:30:00Z"));
  }
}
