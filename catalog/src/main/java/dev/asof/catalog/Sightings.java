package dev.asof.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * When the states of one row are seen on a timeline.
 *
 * <p>At a moment, let T be the latest tag that is known by then. A row is seen as it stands in T,
 * from its own {@code known_at} on. A row that T lacks but a later tag holds was known then and is
 * merely published later: it is seen as the first such tag has it, from its {@code known_at} on. A
 * row that T lacks and no later tag holds is not seen.
 */
final class Sightings {
  private Sightings() {}

  /**
   * A row from a tag on until the next state's.
   *
   * @param version index of the tag
   * @param row what the row says, or empty where it says nothing
   * @param knownAt the row's own {@code known_at}; of no meaning where it says nothing
   * @param held whether the tag has the row: one that it has and that says nothing yet is not one
   *     that is merely published later
   */
  record State<T>(int version, Optional<T> row, Instant knownAt, boolean held) {
    static <T> State<T> of(int version, T row, Instant knownAt) {
      return new State<>(version, Optional.of(row), knownAt, true);
    }

    static <T> State<T> lacking(int version) {
      return new State<>(version, Optional.empty(), Instant.MAX, false);
    }

    static <T> State<T> silent(int version) {
      return new State<>(version, Optional.empty(), Instant.MAX, true);
    }
  }

  /**
   * What is seen from a moment on.
   *
   * @param from the moment
   * @param version index of the tag that it comes from
   * @param row the row, or empty where it is no longer seen
   */
  record Sighting<T>(Instant from, int version, Optional<T> row) {}

  /**
   * The sightings of a row, ascending and each unlike the one before; the first is one of a row.
   *
   * @param tags when each tag is known, ascending
   * @param states ascending by version, with none before the first
   * @param same whether two states show the same
   */
  static <T> List<Sighting<T>> of(
      List<Instant> tags, List<State<T>> states, BiPredicate<T, T> same) {
    List<Sighting<T>> seen = new ArrayList<>();
    if (states.isEmpty()) {
      return seen;
    }
    if (!states.get(0).held() || states.get(0).row().isPresent()) {
      Instant end = tags.get(states.get(0).version());
      backfill(seen, Instant.MIN, end, first(states, 0), same);
    }
    for (int i = 0; i < states.size(); i++) {
      State<T> state = states.get(i);
      Instant start = tags.get(state.version());
      Instant end = i + 1 < states.size() ? tags.get(states.get(i + 1).version()) : Instant.MAX;
      // Of tags that are known at the same moment only the last is ever the latest.
      if (!start.isBefore(end)) {
        continue;
      }
      if (state.row().isPresent()) {
        backfill(seen, start, end, Optional.of(state), same);
        continue;
      }
      Optional<State<T>> later = state.held() ? Optional.empty() : first(states, i + 1);
      if (later.isEmpty() || later.get().knownAt().isAfter(start)) {
        add(seen, new Sighting<>(start, state.version(), Optional.empty()), same);
      }
      backfill(seen, start, end, later, same);
    }
    return seen;
  }

  /** What the first of the states from an index on that holds the row says. */
  private static <T> Optional<State<T>> first(List<State<T>> states, int from) {
    return states.stream()
        .skip(from)
        .filter(State::held)
        .findFirst()
        .filter(state -> state.row().isPresent());
  }

  private static <T> void backfill(
      List<Sighting<T>> seen,
      Instant start,
      Instant end,
      Optional<State<T>> state,
      BiPredicate<T, T> same) {
    if (state.isPresent()) {
      Instant knownAt = state.get().knownAt();
      Instant from = knownAt.isAfter(start) ? knownAt : start;
      if (from.isBefore(end)) {
        add(seen, new Sighting<>(from, state.get().version(), state.get().row()), same);
      }
    }
  }

  private static <T> void add(List<Sighting<T>> seen, Sighting<T> next, BiPredicate<T, T> same) {
    Optional<T> now = seen.isEmpty() ? Optional.empty() : seen.get(seen.size() - 1).row();
    boolean unchanged =
        now.isPresent() == next.row().isPresent()
            && (now.isEmpty() || same.test(now.get(), next.row().get()));
    if (!unchanged) {
      seen.add(next);
    }
  }
}
