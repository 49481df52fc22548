package dev.asof.catalog;

import dev.asof.api.IndexMembership;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Turns rows of lists of members into facts. */
final class IndexMembers {
  private static final Comparator<IndexMembership> ORDER =
      Comparator.comparing(IndexMembership::knownAt)
          .thenComparing(IndexMembership::symbol)
          .thenComparing(IndexMembership::index)
          .thenComparing(IndexMembership::date);

  private IndexMembers() {}

  static List<IndexMembership> of(Version version) {
    List<IndexMembership> members = new ArrayList<>();
    for (FactRow row : FactRow.all(version)) {
      members.add(
          new IndexMembership(
              row.requiredText("index"),
              row.date("date"),
              row.requiredText("symbol"),
              row.text("isin"),
              row.instant("known_at")));
    }
    members.sort(ORDER);
    return List.copyOf(members);
  }
}
