package dev.asof.cli;

import dev.asof.api.OrderTerms;
import dev.asof.engine.BacktestSpec;
import dev.asof.engine.Commission;
import dev.asof.engine.Financing;
import dev.asof.engine.Slippage;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Costs and the terms of orders as a reader of a report sees them; what is at rest is left out. */
final class SpecText {
  private static final double BASIS_POINTS = 1e4;

  private SpecText() {}

  /** Adds label and value of each. */
  static void describe(BacktestSpec spec, Map<String, String> settings) {
    settings.put("Fees", fees(spec));
    settings.put("Slippage", slippage(spec));
    if (spec.costs().maxVolumeFraction() < Double.POSITIVE_INFINITY) {
      settings.put(
          "Largest fill", Amounts.number(spec.costs().maxVolumeFraction() * 100) + " % of volume");
    }
    if (spec.maxLeverage() < Double.POSITIVE_INFINITY) {
      settings.put("Leverage limit", Amounts.number(spec.maxLeverage()) + " times equity");
    }
    settings.put(
        "Maintenance margin",
        spec.margin().isRequired()
            ? Amounts.number(spec.margin().longFraction() * 100)
                + " % of long and "
                + Amounts.number(spec.margin().shortFraction() * 100)
                + " % of short positions; below it they are closed at the next open"
            : "none");
    if (!spec.financing().equals(Financing.NONE)) {
      settings.put(
          "Interest",
          Amounts.number(spec.financing().creditRate() * 100)
              + " % a year on cash, "
              + Amounts.number(spec.financing().debitRate() * 100)
              + " % on debit balances, a year of "
              + spec.financing().daysInYear()
              + " days"
              + (spec.financing().borrowsCash() ? "; purchases may borrow" : ""));
    }
    OrderTerms terms = spec.terms();
    OrderTerms usual = OrderTerms.DEFAULT;
    if (terms.direction() != usual.direction()) {
      settings.put(
          "Direction", terms.direction().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
    if (terms.minShares() != usual.minShares()) {
      settings.put("Smallest fill", Amounts.number(terms.minShares()) + " shares");
    }
    if (terms.maxShares() != usual.maxShares()) {
      settings.put("Largest order", Amounts.number(terms.maxShares()) + " shares");
    }
    if (terms.lotShares() != usual.lotShares()) {
      settings.put("Lot", Amounts.number(terms.lotShares()) + " shares");
    }
    if (terms.lockProceeds()) {
      settings.put("Short proceeds", "locked");
    }
    settings.put("Partial fills", terms.partialFills() ? "allowed" : "refused");
  }

  /** What a broker takes for each fill. */
  static String fees(BacktestSpec spec) {
    List<String> fees =
        spec.costs().commissions().stream().map(SpecText::text).filter(x -> !x.isEmpty()).toList();
    return fees.isEmpty() ? "none" : String.join(", ", fees);
  }

  private static String text(Commission commission) {
    if (commission instanceof Commission.Percent percent) {
      return percent.fraction() == 0
          ? ""
          : Amounts.basisPoints(percent.fraction() * BASIS_POINTS) + " of traded value";
    }
    if (commission instanceof Commission.Fixed fixed) {
      return fixed.usd() == 0 ? "" : Amounts.usd(fixed.usd()) + " per order";
    }
    if (commission instanceof Commission.PerShare perShare) {
      return perShare.usd() == 0 ? "" : Amounts.number(perShare.usd()) + " USD per share";
    }
    Commission.MinimumPerOrder least = (Commission.MinimumPerOrder) commission;
    return least.usd() == 0 ? "" : "at least " + Amounts.usd(least.usd()) + " per order";
  }

  /** By how much fills are worse than the bars' prices. */
  static String slippage(BacktestSpec spec) {
    Slippage slippage = spec.costs().slippage();
    if (slippage instanceof Slippage.HalfSpread half) {
      return "half a spread of " + Amounts.number(half.spreadUsd()) + " USD";
    }
    double fraction = ((Slippage.Fraction) slippage).fraction();
    return fraction == 0 ? "none" : Amounts.basisPoints(fraction * BASIS_POINTS) + " of the price";
  }
}
