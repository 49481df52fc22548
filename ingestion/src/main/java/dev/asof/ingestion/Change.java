package dev.asof.ingestion;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** An announced index change; action and kind as the table spells them. */
record Change(
    long line,
    String index,
    String symbol,
    String isin,
    String action,
    String kind,
    LocalDate announced,
    LocalDate effective,
    String source,
    Instant knownAt)
    implements DataRow {

  @Override
  public List<Object> key() {
    return List.of(index, symbol, action, effective);
  }

  @Override
  public String keyText() {
    return "index " + index + ", symbol " + symbol + ", " + action + ", effective " + effective;
  }

  @Override
  public Object[] cells() {
    return new Object[] {index, symbol, isin, action, kind, announced, effective, source, knownAt};
  }
}
