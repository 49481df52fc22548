package dev.asof.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.PointInTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Instant NOW = Instant.parse("2023-01-15T12:00:00Z");

  private static TagState tag(String name, String knownAt) {
    Instant known = Instant.parse(knownAt);
    return new TagState(new PointInTime.Tag(name), name.hashCode(), known, known, 1, List.of());
  }

  private static List<String> retired(
      List<TagState> tags, Set<String> releases, Retention.Rule... rules) {
    return new Retention(List.of(rules))
        .retired(tags, releases, NOW).stream().map(state -> state.tag().name()).toList();
  }

  private static Retention.Rule rule(String tags, int days, int months, int years) {
    return new Retention.Rule(tags, days, months, years, false);
  }

  @Test
  void theLastTagOfEachNewYorkDayStaysForSoManyDays() {
    List<TagState> tags =
        List.of(
            tag("eod_a", "2023-01-12T21:00:00Z"),
            tag("eod_b", "2023-01-13T20:00:00Z"),
            tag("eod_c", "2023-01-14T04:59:59Z"),
            tag("eod_d", "2023-01-14T05:00:00Z"));

    assertThat(retired(tags, Set.of(), rule("eod_*", 2, 0, 0)))
        .containsExactly("eod_a", "eod_b", "eod_c");
    assertThat(retired(tags, Set.of(), rule("eod_*", 3, 0, 0))).containsExactly("eod_a", "eod_b");
    assertThat(retired(tags, Set.of(), rule("eod_*", 4, 0, 0))).containsExactly("eod_b");
  }

  @Test
  void endsOfMonthsAndYearsStayLonger() {
    List<TagState> tags = new ArrayList<>();
    for (int year = 2020; year <= 2022; year++) {
      for (int month = 1; month <= 12; month++) {
        for (int day = 27; day <= 28; day++) {
          tags.add(
              tag(
                  "eod_%d_%02d_%d".formatted(year, month, day),
                  "%d-%02d-%dT21:00:00Z".formatted(year, month, day)));
        }
      }
    }
    List<String> kept = new ArrayList<>(tags.stream().map(state -> state.tag().name()).toList());

    kept.removeAll(retired(tags, Set.of(), rule("eod_*", 30, 4, 3)));

    assertThat(kept)
        .containsExactly(
            "eod_2021_12_28",
            "eod_2022_10_28",
            "eod_2022_11_28",
            "eod_2022_12_27",
            "eod_2022_12_28");
  }

  @Test
  void theFirstRuleThatMatchesDecidesAndOthersStayForEver() {
    List<TagState> tags =
        List.of(
            tag("eod_keep", "2001-01-12T21:00:00Z"),
            tag("eod_other", "2001-01-13T20:00:00Z"),
            tag("Q1_2001", "2001-01-14T05:00:00Z"));

    assertThat(retired(tags, Set.of(), rule("eod_k??p", 0, 0, 99), rule("eod_*", 9, 0, 0)))
        .containsExactly("eod_other");
    assertThat(retired(tags, Set.of())).isEmpty();
    assertThat(retired(tags, Set.of(), rule("eod.*", 9, 0, 0))).isEmpty();
  }

  @Test
  void tagsOfReleasesGoOnlyWhereTheRuleSaysSo() {
    List<TagState> tags =
        List.of(tag("R1", "2001-01-12T21:00:00Z"), tag("R2", "2001-01-13T20:00:00Z"));

    assertThat(retired(tags, Set.of("R1"), rule("R*", 9, 0, 0))).containsExactly("R2");
    assertThat(retired(tags, Set.of("R1"), new Retention.Rule("R*", 9, 0, 0, true)))
        .containsExactly("R1", "R2");
  }

  @Test
  void aRuleThatKeepsNothingIsRefused() {
    assertThatThrownBy(() -> rule("eod_*", 0, 0, 0))
        .hasMessage("Invalid rule for eod_*: it must keep some days, months or years");
  }
}
