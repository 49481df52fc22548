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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    for (List<Sightings.State<Fact>> states : statesByKey(held).values()) {
      revealed.addAll(reveal(tags, states, table));
    }
    revealed.sort(Comparator.comparing(RevealedFact::visibleFrom));
    return new FactRead(revealed, refs);
  }

  private static Map<List<Object>, List<Sightings.State<Fact>>> statesByKey(
      List<List<? extends Fact>> held) {
    Map<List<Object>, List<Sightings.State<Fact>>> states = new LinkedHashMap<>();
    Set<List<Object>> before = Set.of();
    for (int version = 0; version < held.size(); version++) {
      Set<List<Object>> now = new HashSet<>();
      for (Fact fact : held.get(version)) {
        now.add(key(fact));
        add(states, key(fact), new Sightings.State<>(version, Optional.of(fact), fact.knownAt()));
      }
      for (List<Object> key : before) {
        if (!now.contains(key)) {
          add(states, key, new Sightings.State<>(version, Optional.empty(), Instant.MAX));
        }
      }
      before = now;
    }
    return states;
  }

  private static void add(
      Map<List<Object>, List<Sightings.State<Fact>>> states,
      List<Object> key,
      Sightings.State<Fact> state) {
    List<Sightings.State<Fact>> ofKey = states.computeIfAbsent(key, unseen -> new ArrayList<>());
    if (ofKey.isEmpty() || !ofKey.get(ofKey.size() - 1).row().equals(state.row())) {
      ofKey.add(state);
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
      return List.of(listing.instrument(), listing.symbol(), listing.validFrom());
    }
    if (fact instanceof CorporateAction action) {
      return List.of(action.getClass().getSimpleName(), action.symbol(), action.exDate());
    }
    HoldingChange change = (HoldingChange) fact;
    return List.of(change.fund(), change.symbol(), change.isin(), change.action(), change.period());
  }
}
