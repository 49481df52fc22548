package dev.asof.engine;

import dev.asof.api.CorporateAction;
import dev.asof.api.Fact;
import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import dev.asof.api.IndexMembership;
import dev.asof.api.Listing;
import dev.asof.api.RevealedFact;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Facts that could have come instead: about another instrument, on another date, of the opposite
 * kind, and never earlier than the true ones, so that who reads only what is known sees neither.
 */
final class OtherFacts {
  private final List<String> names;
  private final SplittableRandom random;

  OtherFacts(List<String> names, long seed) {
    this.names = names;
    this.random = new SplittableRandom(seed);
  }

  RevealedFact insteadOf(RevealedFact revealed) {
    int days = 1 + random.nextInt(20);
    Fact other = fact(revealed.fact(), days);
    return new RevealedFact(
        other, later(revealed.visibleFrom(), days), Optional.empty(), revealed.table());
  }

  CorporateAction insteadOf(CorporateAction action) {
    return (CorporateAction) fact(action, 1 + random.nextInt(20));
  }

  private static Instant later(Instant moment, int days) {
    return moment.plus(Duration.ofDays(days));
  }

  private String symbolInsteadOf(String symbol) {
    if (names.size() < 2) {
      return symbol + ".OTHER";
    }
    String other = names.get(random.nextInt(names.size()));
    return other.equals(symbol) ? names.get((names.indexOf(other) + 1) % names.size()) : other;
  }

  private Fact fact(Fact fact, int days) {
    Instant knownAt = later(fact.knownAt(), days);
    String symbol = symbolInsteadOf(fact.symbol());
    if (fact instanceof IndexChange change) {
      return new IndexChange(
          change.index(),
          symbol,
          "",
          change.action() == IndexChange.Action.ADDED
              ? IndexChange.Action.REMOVED
              : IndexChange.Action.ADDED,
          change.kind(),
          change.announced().plusDays(days),
          change.effective().plusDays(days),
          change.source(),
          change.announcementAssumed(),
          knownAt);
    }
    if (fact instanceof HoldingChange change) {
      return new HoldingChange(
          change.fund(),
          symbol,
          "",
          change.action() == HoldingChange.Action.ENTERED
              ? HoldingChange.Action.LEFT
              : HoldingChange.Action.ENTERED,
          change.period().plusDays(days),
          change.side(),
          knownAt);
    }
    if (fact instanceof IndexMembership member) {
      return new IndexMembership(member.index(), member.date().plusDays(days), symbol, "", knownAt);
    }
    if (fact instanceof Listing listing) {
      return new Listing(
          listing.instrument(),
          symbol,
          "",
          "",
          listing.name(),
          listing.validFrom().plusDays(days),
          listing.validTo().isPresent()
              ? Optional.empty()
              : Optional.of(listing.validFrom().plusDays(2L * days)),
          knownAt);
    }
    return action((CorporateAction) fact, symbol, knownAt, days);
  }

  /** About another instrument where it says so; a rename stays one. */
  private static CorporateAction action(
      CorporateAction action, String symbol, Instant knownAt, int days) {
    LocalDate exDate = action.exDate().plusDays(days);
    if (action instanceof CorporateAction.Split split) {
      return new CorporateAction.Split(
          symbol, exDate, split.oldShares(), 3 * split.newShares(), knownAt);
    }
    if (action instanceof CorporateAction.CashDividend dividend) {
      return new CorporateAction.CashDividend(
          symbol, exDate, 3 * dividend.usdPerShare() + 0.01, knownAt);
    }
    if (action instanceof CorporateAction.SymbolChange change) {
      return new CorporateAction.SymbolChange(symbol, exDate, change.symbol() + ".OTHER", knownAt);
    }
    if (action instanceof CorporateAction.Delisting delisting) {
      return new CorporateAction.Delisting(
          symbol, exDate, 2 * delisting.usdPerShare() + 1, knownAt);
    }
    if (action instanceof CorporateAction.StockDividend dividend) {
      return new CorporateAction.StockDividend(
          symbol, exDate, 3 * dividend.newShares(), dividend.oldShares(), knownAt);
    }
    if (action instanceof CorporateAction.Rights rights) {
      return new CorporateAction.Rights(symbol, exDate, 3 * rights.usdPerShare() + 0.01, knownAt);
    }
    if (action instanceof CorporateAction.SpinOff spinOff) {
      return new CorporateAction.SpinOff(
          symbol,
          exDate,
          spinOff.symbol() + ".OTHER",
          3 * spinOff.newShares(),
          spinOff.oldShares(),
          3 * spinOff.usdPerShare() + 0.01,
          knownAt);
    }
    if (action instanceof CorporateAction.StockMerger merger) {
      return new CorporateAction.StockMerger(
          symbol,
          exDate,
          merger.symbol() + ".OTHER",
          merger.oldShares(),
          3 * merger.newShares(),
          2 * merger.usdPerShare() + 1,
          knownAt);
    }
    CorporateAction.CashMerger merger = (CorporateAction.CashMerger) action;
    return new CorporateAction.CashMerger(symbol, exDate, 2 * merger.usdPerShare() + 1, knownAt);
  }
}
