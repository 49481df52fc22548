package dev.asof.ingestion;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A fund's position: {@code balance} in shares, {@code valUsd} in USD where the vendor says it,
 * {@code pctVal} in percent, {@code side} as the table spells it.
 */
record Holding(
    long line,
    String fund,
    String symbol,
    String isin,
    String cusip,
    String name,
    LocalDate date,
    Optional<Instant> acceptanceTime,
    double balance,
    Optional<Double> valUsd,
    double pctVal,
    Instant knownAt,
    Optional<String> side)
    implements DataRow {

  @Override
  public String keyName() {
    return fund + KEY_SEPARATOR + isin + side.map(word -> KEY_SEPARATOR + word).orElse("");
  }

  @Override
  public String keyText() {
    return "fund " + fund + ", isin " + isin + side.map(word -> ", side " + word).orElse("");
  }

  @Override
  public Object[] cells() {
    return new Object[] {
      fund,
      symbol,
      isin,
      cusip,
      name,
      date,
      acceptanceTime.orElse(null),
      balance,
      valUsd.orElse(null),
      pctVal,
      knownAt,
      side.orElse(null)
    };
  }
}
