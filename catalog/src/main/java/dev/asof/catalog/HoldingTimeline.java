package dev.asof.catalog;

import dev.asof.api.DataRef;
import dev.asof.api.HoldingChange;
import dev.asof.api.RevealedFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Changes of a fund's positions as facts, between two versions or along a timeline. */
final class HoldingTimeline {
  private HoldingTimeline() {}

  static FactRead between(String fund, Pinned from, Pinned to) {
    List<Row> before = Facts.holdings(fund, from.version());
    List<Row> after = Facts.holdings(fund, to.version());
    List<RevealedFact> revealed = new ArrayList<>();
    for (HoldingChange change : Facts.holdingChanges(fund, to.version(), before, after)) {
      revealed.add(RevealedFact.whenKnown(change, table()));
    }
    return new FactRead(revealed, List.of(ref(from, before), ref(to, after)));
  }

  static FactRead read(String fund, List<Pinned> versions) {
    List<DataRef> refs = new ArrayList<>();
    List<RevealedFact> revealed = new ArrayList<>();
    List<Row> before = List.of();
    for (Pinned pinned : versions) {
      List<Row> after = Facts.holdings(fund, pinned.version());
      if (!before.isEmpty()) {
        reveal(fund, pinned.version(), before, after, revealed);
      }
      refs.add(ref(pinned, after));
      before = after;
    }
    if (before.isEmpty() && revealed.isEmpty()) {
      throw Facts.noSuchFund(fund, versions.get(versions.size() - 1).version());
    }
    revealed.sort(Comparator.comparing(RevealedFact::visibleFrom));
    return new FactRead(revealed, refs);
  }

  private static void reveal(
      String fund, Version to, List<Row> before, List<Row> after, List<RevealedFact> revealed) {
    Differences differences = Differences.of(TableDefinition.FUND_HOLDINGS.columns());
    Set<List<Object>> held = differences.byKey(before).keySet();
    Instant published = to.knownAt();
    for (HoldingChange change : Facts.holdingChanges(fund, to, before, after)) {
      Instant known = change.knownAt();
      boolean backfilled = !held.contains(Facts.key(change));
      revealed.add(
          new RevealedFact(
              change, backfilled || known.isAfter(published) ? known : published, table()));
    }
  }

  private static DataRef ref(Pinned pinned, List<Row> rows) {
    RowChecksum checksum = new RowChecksum(TableDefinition.FUND_HOLDINGS.columns());
    rows.forEach(checksum::add);
    return pinned.ref().withChecksum(checksum.hex());
  }

  private static String table() {
    return TableDefinition.FUND_HOLDINGS.tableName();
  }
}
