package dev.asof.ingestion;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A corporate action; its kind as the table spells it, {@code usdPerShare} in USD, numbers that its
 * kind doesn't have null.
 */
record Action(
    long line,
    String symbol,
    String kind,
    LocalDate exDate,
    Double newShares,
    Double oldShares,
    Double usdPerShare,
    String newSymbol,
    Optional<LocalDate> announced,
    String source,
    Instant knownAt)
    implements DataRow {

  @Override
  public String keyName() {
    return symbol + KEY_SEPARATOR + kind;
  }

  @Override
  public long keyNumber() {
    return exDate.toEpochDay();
  }

  @Override
  public String keyText() {
    return "symbol " + symbol + ", " + kind + ", exDate " + exDate;
  }

  @Override
  public Object[] cells() {
    return new Object[] {
      symbol,
      kind,
      exDate,
      newShares,
      oldShares,
      usdPerShare,
      newSymbol,
      announced.orElse(null),
      source,
      knownAt
    };
  }
}
