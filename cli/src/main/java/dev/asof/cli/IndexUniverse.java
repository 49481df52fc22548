package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.IndexChange;
import dev.asof.api.IndexMembership;
import dev.asof.api.RevealedFact;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Whatever belonged to an index at some time of a period: the list that was in force at its start,
 * the lists and additions up to its end. What was removed or delisted since stays in it; a strategy
 * sees who belongs to the index at each moment through its view.
 */
final class IndexUniverse {
  private IndexUniverse() {}

  /**
   * Names of columns, in alphabetical order.
   *
   * @throws AsOfException DATA_MISSING when there is no list up to the period's end, or when nobody
   *     had the ticker of a member
   */
  static List<String> of(
      Definition definition,
      String index,
      List<RevealedFact> facts,
      Optional<Instruments> instruments) {
    LocalDate start = definition.spec().start().orElse(LocalDate.MIN);
    LocalDate end = definition.spec().end().orElse(LocalDate.MAX);
    LocalDate first = firstList(index, facts, start, end);
    TreeSet<String> names = new TreeSet<>();
    for (RevealedFact revealed : facts) {
      if (revealed.fact() instanceof IndexMembership member
          && member.index().equals(index)
          && !member.date().isBefore(first)
          && !member.date().isAfter(end)) {
        names.add(name(member.symbol(), member.date(), instruments));
      } else if (revealed.fact() instanceof IndexChange change
          && change.index().equals(index)
          && change.action() == IndexChange.Action.ADDED
          && change.effective().isAfter(first)
          && !change.effective().isAfter(end)) {
        names.add(name(change.symbol().strip(), change.effective(), instruments));
      }
    }
    return List.copyOf(names);
  }

  /** The date of the list in force at the start, or of the first one after it. */
  private static LocalDate firstList(
      String index, List<RevealedFact> facts, LocalDate start, LocalDate end) {
    TreeSet<LocalDate> dates = new TreeSet<>();
    for (RevealedFact revealed : facts) {
      if (revealed.fact() instanceof IndexMembership member
          && member.index().equals(index)
          && !member.date().isAfter(end)) {
        dates.add(member.date());
      }
    }
    if (dates.isEmpty()) {
      TreeSet<String> known = InputReader.indexes(facts);
      throw new AsOfException(
          ErrorCode.DATA_MISSING,
          "Cannot tell the members of '"
              + index
              + "'"
              + (end.equals(LocalDate.MAX) ? "" : " up to " + end)
              + ": index_members has no list of it; "
              + (known.isEmpty()
                  ? "it has none at all"
                  : "its indexes are " + String.join(", ", known)));
    }
    LocalDate inForce = dates.floor(start);
    return inForce == null ? dates.first() : inForce;
  }

  private static String name(String ticker, LocalDate day, Optional<Instruments> instruments) {
    if (instruments.isEmpty()) {
      return ticker;
    }
    return instruments
        .get()
        .ownerOf(ticker, day)
        .orElseThrow(
            () ->
                new AsOfException(
                    ErrorCode.DATA_MISSING,
                    "Cannot tell which instrument "
                        + ticker
                        + " was on "
                        + day
                        + ": instruments has no listing of it then"));
  }
}
