package dev.asof.cli;

import dev.asof.api.CorporateAction;
import dev.asof.api.Fact;
import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import dev.asof.api.IndexMembership;
import dev.asof.api.Listing;
import java.time.LocalDate;
import java.util.Locale;

/**
 * A fact in one line.
 *
 * @param identity what it is about: two versions of one fact agree in it
 * @param date the day that it speaks about
 * @param text all that it says, but when it was known
 */
record FactLine(String identity, LocalDate date, String text) {

  static FactLine of(Fact fact) {
    if (fact instanceof IndexChange change) {
      String identity = change.index() + " " + lower(change.action()) + " " + name(fact);
      return new FactLine(
          identity + ", effective " + change.effective(),
          change.effective(),
          identity + ", announced " + change.announced() + ", effective " + change.effective());
    }
    if (fact instanceof HoldingChange change) {
      String side = change.side() == HoldingChange.Side.SHORT ? " short " : " ";
      String identity = name(fact) + side + lower(change.action()) + " " + change.fund();
      return new FactLine(identity, change.period(), identity + ", period " + change.period());
    }
    if (fact instanceof CorporateAction action) {
      String identity =
          name(fact)
              + " "
              + action.getClass().getSimpleName().toLowerCase(Locale.ROOT)
              + ", ex-date "
              + action.exDate();
      return new FactLine(identity, action.exDate(), identity + terms(action));
    }
    if (fact instanceof IndexMembership member) {
      String identity = name(fact) + " in the list of " + member.index() + " of " + member.date();
      return new FactLine(identity, member.date(), identity);
    }
    Listing listing = (Listing) fact;
    String identity =
        name(fact) + " names " + listing.instrument() + " from " + listing.validFrom();
    return new FactLine(
        identity,
        listing.validFrom(),
        identity + listing.validTo().map(end -> " until " + end).orElse(""));
  }

  private static String terms(CorporateAction action) {
    if (action instanceof CorporateAction.Split split) {
      return ", " + Amounts.exact(split.newShares()) + " for " + Amounts.exact(split.oldShares());
    }
    if (action instanceof CorporateAction.CashDividend dividend) {
      return ", " + Amounts.exact(dividend.usdPerShare()) + " USD per share";
    }
    if (action instanceof CorporateAction.SymbolChange change) {
      return ", to " + change.newSymbol();
    }
    if (action instanceof CorporateAction.Delisting delisting) {
      return ", settled at " + Amounts.exact(delisting.usdPerShare()) + " USD";
    }
    if (action instanceof CorporateAction.StockDividend dividend) {
      return ", "
          + Amounts.exact(dividend.newShares())
          + " on "
          + Amounts.exact(dividend.oldShares());
    }
    if (action instanceof CorporateAction.Rights rights) {
      return ", worth " + Amounts.exact(rights.usdPerShare()) + " USD per share";
    }
    if (action instanceof CorporateAction.SpinOff spinOff) {
      return ", "
          + Amounts.exact(spinOff.newShares())
          + " "
          + spinOff.newSymbol()
          + " on "
          + Amounts.exact(spinOff.oldShares())
          + (Double.isNaN(spinOff.usdPerShare())
              ? ""
              : ", worth " + Amounts.exact(spinOff.usdPerShare()) + " USD per share");
    }
    if (action instanceof CorporateAction.StockMerger merger) {
      return ", "
          + Amounts.exact(merger.newShares())
          + " "
          + merger.newSymbol()
          + " for "
          + Amounts.exact(merger.oldShares())
          + (merger.usdPerShare() == 0
              ? ""
              : " and " + Amounts.exact(merger.usdPerShare()) + " USD per share");
    }
    return ", "
        + Amounts.exact(((CorporateAction.CashMerger) action).usdPerShare())
        + " USD per share";
  }

  private static String name(Fact fact) {
    return fact.symbol().isEmpty() ? fact.isin() : fact.symbol();
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
