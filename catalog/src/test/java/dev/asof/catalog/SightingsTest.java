package dev.asof.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.catalog.Sightings.Sighting;
import dev.asof.catalog.Sightings.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SightingsTest {
  private static final Instant JANUARY = Instant.parse("2022-01-31T21:00:00Z");
  private static final Instant FEBRUARY = Instant.parse("2022-02-28T21:00:00Z");
  private static final Instant MARCH = Instant.parse("2022-03-31T20:00:00Z");
  private static final List<Instant> TAGS = List.of(JANUARY, FEBRUARY, MARCH);
  private static final Instant EARLY = Instant.parse("2022-01-10T21:00:00Z");

  @SafeVarargs
  @SuppressWarnings("varargs") // List.of only reads them
  private static List<Sighting<String>> seen(State<String>... states) {
    List<State<String>> ascending = new ArrayList<>();
    for (State<String> state : states) {
      ascending.add(state);
    }
    return Sightings.of(TAGS, ascending, String::equals);
  }

  private static Sighting<String> from(Instant from, int version, String row) {
    return new Sighting<>(from, version, Optional.of(row));
  }

  private static Sighting<String> goneFrom(Instant from, int version) {
    return new Sighting<>(from, version, Optional.empty());
  }

  @Test
  void aRowOfTheFirstTagIsSeenSinceItWasKnown() {
    assertThat(seen(State.of(0, "a", EARLY))).containsExactly(from(EARLY, 0, "a"));
  }

  @Test
  void aRestatedRowIsSeenAsItWasUntilItsTagIsKnown() {
    assertThat(seen(State.of(0, "a", EARLY), State.of(1, "b", EARLY)))
        .containsExactly(from(EARLY, 0, "a"), from(FEBRUARY, 1, "b"));
  }

  @Test
  void aRestatementThatIsKnownOnlyAfterItsTagWaitsForItsOwnTime() {
    Instant later = FEBRUARY.plusSeconds(3600);
    assertThat(seen(State.of(0, "a", EARLY), State.of(1, "b", later)))
        .containsExactly(from(EARLY, 0, "a"), from(later, 1, "b"));
  }

  @Test
  void aRowThatIsPublishedLateIsSeenSinceItWasKnownAsTheFirstTagHasIt() {
    assertThat(seen(State.of(1, "a", EARLY), State.of(2, "b", EARLY)))
        .containsExactly(from(EARLY, 1, "a"), from(MARCH, 2, "b"));
  }

  @Test
  void aWithdrawnRowIsSeenUntilTheTagThatLacksItIsKnown() {
    assertThat(seen(State.of(0, "a", EARLY), State.lacking(1)))
        .containsExactly(from(EARLY, 0, "a"), goneFrom(FEBRUARY, 1));
  }

  @Test
  void aRowThatOneTagLacksIsSeenAsTheNextOneHasItOnceThatIsKnown() {
    Instant between = FEBRUARY.plusSeconds(3600);
    assertThat(seen(State.of(0, "a", EARLY), State.lacking(1), State.of(2, "b", between)))
        .containsExactly(from(EARLY, 0, "a"), goneFrom(FEBRUARY, 1), from(between, 2, "b"));
    assertThat(seen(State.of(0, "a", EARLY), State.lacking(1), State.of(2, "b", EARLY)))
        .containsExactly(from(EARLY, 0, "a"), from(FEBRUARY, 2, "b"));
    assertThat(seen(State.of(0, "a", EARLY), State.lacking(1), State.of(2, "a", EARLY)))
        .containsExactly(from(EARLY, 0, "a"));
  }

  @Test
  void aRowThatATagHasWithoutSayingSoYetIsNotPublishedLate() {
    assertThat(seen(State.silent(0), State.of(1, "end", EARLY)))
        .containsExactly(from(FEBRUARY, 1, "end"));
    assertThat(seen(State.lacking(0), State.silent(1), State.of(2, "end", EARLY)))
        .containsExactly(from(MARCH, 2, "end"));
  }

  @Test
  void ofTagsKnownAtTheSameMomentTheLastCounts() {
    List<Instant> tags = List.of(JANUARY, JANUARY, MARCH);
    assertThat(
            Sightings.of(
                tags,
                List.of(
                    State.of(0, "a", JANUARY), State.of(1, "b", JANUARY), State.of(2, "c", MARCH)),
                String::equals))
        .containsExactly(from(JANUARY, 1, "b"), from(MARCH, 2, "c"));
  }
}
