package dev.asof.engine;

import dev.asof.api.Fact;
import dev.asof.api.IndexChange;
import dev.asof.api.IndexMembership;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/** The members of one index as visible facts say, kept for as long as nothing can change them. */
final class Memberships {
  private final String index;
  private final VisibleFacts facts;
  private final List<Fact> behind = new ArrayList<>();
  private BitSet members = new BitSet();
  private int lists = -1;
  private int changes = -1;
  private Tickers tickers;
  private LocalDate validBefore = LocalDate.MIN;

  Memberships(String index, VisibleFacts facts) {
    this.index = index;
    this.facts = facts;
  }

  /** Not to be written to. */
  BitSet members(LocalDate session, Tickers newTickers) {
    int newLists = facts.version(IndexMembership.class);
    int newChanges = facts.version(IndexChange.class);
    if (newLists != lists
        || newChanges != changes
        || newTickers != tickers
        || !session.isBefore(validBefore)) {
      lists = newLists;
      changes = newChanges;
      tickers = newTickers;
      compute(session);
    }
    return members;
  }

  /** The facts that the members of now come from. */
  List<Fact> behind() {
    return behind;
  }

  private void compute(LocalDate session) {
    members = new BitSet();
    behind.clear();
    validBefore = LocalDate.MAX;
    List<IndexMembership> list = latestList(session);
    if (list.isEmpty()) {
      return;
    }
    for (IndexMembership member : list) {
      set(tickers.indexOf(member.symbol(), member.isin(), member.date()), true);
      behind.add(member);
    }
    for (IndexChange change : changesAfter(list.get(0).date(), session)) {
      boolean added = change.action() == IndexChange.Action.ADDED;
      LocalDate day = added ? change.effective() : change.effective().minusDays(1);
      set(tickers.indexOf(change.symbol(), change.isin(), day), added);
      behind.add(change);
    }
  }

  private void set(int instrument, boolean member) {
    if (instrument >= 0) {
      members.set(instrument, member);
    }
  }

  private List<IndexMembership> latestList(LocalDate session) {
    List<IndexMembership> list = new ArrayList<>();
    for (IndexMembership member : facts.visible(IndexMembership.class)) {
      if (!member.index().equals(index) || isLater(member.date(), session)) {
        continue;
      }
      if (!list.isEmpty() && member.date().isAfter(list.get(0).date())) {
        list.clear();
      }
      if (list.isEmpty() || member.date().equals(list.get(0).date())) {
        list.add(member);
      }
    }
    return list;
  }

  /** By effective date; of one date removals first, so that a renamed member stays. */
  private List<IndexChange> changesAfter(LocalDate listed, LocalDate session) {
    List<IndexChange> after = new ArrayList<>();
    for (IndexChange change : facts.visible(IndexChange.class)) {
      if (change.index().equals(index)
          && change.effective().isAfter(listed)
          && !isLater(change.effective(), session)) {
        after.add(change);
      }
    }
    after.sort(
        Comparator.comparing(IndexChange::effective)
            .thenComparing(change -> change.action() == IndexChange.Action.ADDED));
    return after;
  }

  /** Whether a day comes after the session, and so ends what is computed now. */
  private boolean isLater(LocalDate day, LocalDate session) {
    if (!day.isAfter(session)) {
      return false;
    }
    if (day.isBefore(validBefore)) {
      validBefore = day;
    }
    return true;
  }
}
