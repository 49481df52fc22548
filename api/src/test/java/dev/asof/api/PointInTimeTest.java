package dev.asof.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointInTimeTest {
  @Test
  void aNameIsATagAndAPrefixedNumberIsASnapshot() {
    assertThat(PointInTime.parse("Q1_2022")).isEqualTo(new PointInTime.Tag("Q1_2022"));
    assertThat(PointInTime.parse("snapshot:42")).isEqualTo(new PointInTime.Snapshot(42));
    assertThat(PointInTime.parse(new PointInTime.Snapshot(42).toString()))
        .isEqualTo(new PointInTime.Snapshot(42));
  }

  @ParameterizedTest
  @ValueSource(strings = {"20240628", "", "main", "a b", "../x", "q;drop", "İstanbul"})
  void namesThatSparkCannotReadAreRefused(String name) {
    assertThatThrownBy(() -> PointInTime.parse(name))
        .isInstanceOf(AsOfException.class)
        .hasMessageStartingWith("Invalid tag name '" + name + "': expected a letter")
        .extracting(error -> ((AsOfException) error).code())
        .isEqualTo(ErrorCode.TAG_INVALID);
  }

  @Test
  void aSnapshotThatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> PointInTime.parse("snapshot:x"))
        .hasMessageStartingWith(
            "Invalid point in time 'snapshot:x': expected a tag, snapshot: and a whole number, ");
  }
}
