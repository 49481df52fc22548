package dev.asof.ingestion;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
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
  public List<Object> key() {
    return List.of(symbol, kind, exDate);
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
