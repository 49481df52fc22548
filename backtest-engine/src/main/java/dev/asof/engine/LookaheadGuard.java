package dev.asof.engine;

import dev.asof.api.AsOfException;
import dev.asof.api.CorporateAction;
import dev.asof.api.ErrorCode;
import dev.asof.api.Fact;
import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import dev.asof.api.IndexMembership;
import dev.asof.api.Listing;
import dev.asof.api.LookaheadInput;
import dev.asof.api.RevealedFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds the facts that a run would use before the world could know them. */
public final class LookaheadGuard {
  private static final int SHOWN = 3;

  private LookaheadGuard() {}

  /**
   * Lists the facts that strategies see too early, in the order given.
   *
   * @param facts all facts of the run
   * @param allow whether the run's definition accepts looking ahead
   * @return the inputs that look ahead; empty for an honest run
   * @throws AsOfException with {@link ErrorCode#LOOKAHEAD} when there are any and they are not
   *     allowed; the message counts them and shows the first few
   */
  public static List<LookaheadInput> check(List<RevealedFact> facts, boolean allow) {
    List<LookaheadInput> inputs = new ArrayList<>();
    for (RevealedFact revealed : facts) {
      if (revealed.looksAhead()) {
        Fact fact = revealed.fact();
        inputs.add(
            new LookaheadInput(
                revealed.table(), describe(fact), revealed.visibleFrom(), fact.knownAt()));
      }
    }
    if (!inputs.isEmpty() && !allow) {
      throw refused(inputs, facts.size());
    }
    return List.copyOf(inputs);
  }

  private static AsOfException refused(List<LookaheadInput> inputs, int facts) {
    String shown =
        inputs.stream()
            .limit(SHOWN)
            .map(
                input ->
                    input.table()
                        + ": "
                        + input.description()
                        + " (used from "
                        + input.usedFrom()
                        + ", known at "
                        + input.knownAt()
                        + ")")
            .collect(Collectors.joining("; "));
    return new AsOfException(
        ErrorCode.LOOKAHEAD,
        "Cannot run without look-ahead: "
            + inputs.size()
            + " of "
            + facts
            + " facts would be used before they were known: "
            + shown
            + (inputs.size() > SHOWN ? "; ..." : "")
            + "; use them from when they were known, or say allowLookahead: true");
  }

  private static String describe(Fact fact) {
    if (fact instanceof IndexChange change) {
      return change.index()
          + " "
          + lower(change.action())
          + " "
          + name(change)
          + ", announced "
          + change.announced()
          + ", effective "
          + change.effective();
    }
    if (fact instanceof CorporateAction action) {
      return name(action)
          + " "
          + action.getClass().getSimpleName().toLowerCase(Locale.ROOT)
          + ", ex-date "
          + action.exDate();
    }
    if (fact instanceof IndexMembership member) {
      return name(member) + " in the list of " + member.index() + " of " + member.date();
    }
    if (fact instanceof Listing listing) {
      return name(listing) + " names " + listing.instrument() + " from " + listing.validFrom();
    }
    HoldingChange change = (HoldingChange) fact;
    return name(change)
        + (change.side() == HoldingChange.Side.SHORT ? " short " : " ")
        + lower(change.action())
        + " "
        + change.fund()
        + ", period "
        + change.period();
  }

  private static String name(Fact fact) {
    return fact.symbol().isEmpty() ? fact.isin() : fact.symbol();
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
