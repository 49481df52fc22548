package dev.asof.ingestion;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

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
    Optional<String> announcementAssumed,
    Instant knownAt)
    implements DataRow {

  @Override
  public String keyName() {
    return index + KEY_SEPARATOR + symbol + KEY_SEPARATOR + action;
  }

  @Override
  public long keyNumber() {
    return effective.toEpochDay();
  }

  @Override
  public String keyText() {
    return "index " + index + ", symbol " + symbol + ", " + action + ", effective " + effective;
  }

  @Override
  public Object[] cells() {
    return new Object[] {
      index,
      symbol,
      isin,
      action,
      kind,
      announced,
      effective,
      source,
      announcementAssumed.orElse(null),
      knownAt
    };
  }
}
