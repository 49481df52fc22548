package dev.asof.strategies;

import dev.asof.api.Fact;

/**
 * How a source names an instrument.
 *
 * @param symbol empty when the source gave none
 * @param isin empty when the source gave none
 */
record Identity(String symbol, String isin) {

  static Identity of(Fact fact) {
    return new Identity(fact.symbol().strip(), fact.isin().strip());
  }

  boolean hasSymbol() {
    return !symbol.isEmpty();
  }

  boolean hasIsin() {
    return !isin.isEmpty();
  }

  /** Compared by ISIN where both have one, since symbols are renamed and reused; else by symbol. */
  boolean isSameInstrumentAs(Identity other) {
    return hasIsin() && other.hasIsin()
        ? isin.equals(other.isin)
        : hasSymbol() && symbol.equals(other.symbol);
  }

  @Override
  public String toString() {
    return (hasSymbol() ? symbol : "blank symbol") + " (" + (hasIsin() ? isin : "no ISIN") + ")";
  }
}
