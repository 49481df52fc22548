package dev.asof.catalog;

import dev.asof.api.CorporateAction;
import dev.asof.api.DataRef;
import dev.asof.api.Fact;
import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import dev.asof.api.IndexMembership;
import dev.asof.api.Listing;
import dev.asof.api.RevealedFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Facts of one version, or of a timeline's versions, with when they are seen. */
final class FactTimeline {
  private FactTimeline() {}

  /** The facts of versions in the order of knowledge; a single one is seen whenever it is known. */
  static FactRead read(List<Pinned> versions) {
    List<DataRef> refs = new ArrayList<>();
    List<List<? extends Fact>> held = new ArrayList<>();
    Map<Long, List<? extends Fact>> bySnapshot = new LinkedHashMap<>();
    for (Pinned pinned : versions) {
      List<? extends Fact> facts =
          bySnapshot.computeIfAbsent(
              pinned.version().snapshot().snapshotId(), unread -> Facts.of(pinned.version()));
      held.add(facts);
      refs.add(pinned.ref().withChecksum(FactText.sha256(facts)));
    }
    String table = versions.get(0).version().definition().tableName();
    if (versions.size() == 1) {
      return new FactRead(
          held.get(0).stream().map(fact -> RevealedFact.whenKnown(fact, table)).toList(), refs);
    }
    List<Instant> tags = refs.stream().map(DataRef::knownAt).toList();
    List<RevealedFact> revealed = new ArrayList<>();
    for (List<Sightings.State<Fact>> states : states(held).values()) {
      revealed.addAll(reveal(tags, states, table));
    }
    revealed.sort(Comparator.comparing(RevealedFact::visibleFrom));
    return new FactRead(revealed, refs);
  }

  /**
   * What one row says, of which there may be more than one thing: a listing is known before its end
   * is.
   *
   * @param row the table's key
   */
  private record Saying(List<Object> row, String part) {
    static Saying of(Fact fact) {
      boolean ended = fact instanceof Listing listing && listing.validTo().isPresent();
      return new Saying(key(fact), ended ? "end" : "");
    }
  }

  private static Map<Saying, List<Sightings.State<Fact>>> states(List<List<? extends Fact>> held) {
    Map<Saying, List<Sightings.State<Fact>>> states = new LinkedHashMap<>();
    List<Set<List<Object>>> rows = new ArrayList<>();
    for (List<? extends Fact> facts : held) {
      rows.add(facts.stream().map(FactTimeline::key).collect(Collectors.toSet()));
      facts.forEach(fact -> states.putIfAbsent(Saying.of(fact), new ArrayList<>()));
    }
    for (int version = 0; version < held.size(); version++) {
      Map<Saying, Fact> said = new HashMap<>();
      held.get(version).forEach(fact -> said.put(Saying.of(fact), fact));
      for (Map.Entry<Saying, List<Sightings.State<Fact>>> entry : states.entrySet()) {
        Fact fact = said.get(entry.getKey());
        Sightings.State<Fact> state;
        if (fact != null) {
          state = Sightings.State.of(version, fact, fact.knownAt());
        } else if (rows.get(version).contains(entry.getKey().row())) {
          state = Sightings.State.silent(version);
        } else {
          state = Sightings.State.lacking(version);
        }
        add(entry.getValue(), state);
      }
    }
    return states;
  }

  /** Adds a state unless it is what there was. */
  private static void add(List<Sightings.State<Fact>> states, Sightings.State<Fact> state) {
    Sightings.State<Fact> before = states.isEmpty() ? null : states.get(states.size() - 1);
    if (before == null || before.held() != state.held() || !before.row().equals(state.row())) {
      states.add(state);
    }
  }

  private static List<RevealedFact> reveal(
      List<Instant> tags, List<Sightings.State<Fact>> states, String table) {
    List<Sightings.Sighting<Fact>> seen =
        Sightings.of(tags, states, (one, other) -> FactText.said(one).equals(FactText.said(other)));
    List<RevealedFact> revealed = new ArrayList<>();
    for (int i = 0; i < seen.size(); i++) {
      Optional<Instant> until =
          i + 1 < seen.size() ? Optional.of(seen.get(i + 1).from()) : Optional.empty();
      if (seen.get(i).row().isPresent()) {
        revealed.add(new RevealedFact(seen.get(i).row().get(), seen.get(i).from(), until, table));
      }
    }
    return revealed;
  }

  /** What makes two facts of one table the same row: the table's key. */
  private static List<Object> key(Fact fact) {
    if (fact instanceof IndexChange change) {
      return List.of(change.index(), change.symbol(), change.action(), change.effective());
    }
    if (fact instanceof IndexMembership member) {
      return List.of(member.index(), member.date(), member.symbol());
    }
    if (fact instanceof Listing listing) {
      return List.of(listing.instrument(), listing.validFrom());
    }
    if (fact instanceof CorporateAction action) {
      return List.of(action.getClass().getSimpleName(), action.symbol(), action.exDate());
    }
    HoldingChange change = (HoldingChange) fact;
    return List.of(
        change.fund(),
        change.symbol(),
        change.isin(),
        change.side(),
        change.action(),
        change.period());
  }
}
