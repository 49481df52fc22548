package dev.asof.ingestion;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What an instrument is called from a day until another. {@code startKnownAt} is when that could be
 * known but for its end, {@code knownAt} when all of it could.
 */
record Identifiers(
    long line,
    String instrument,
    String symbol,
    String isin,
    String cusip,
    String name,
    LocalDate validFrom,
    Optional<LocalDate> validTo,
    Instant startKnownAt,
    Instant knownAt)
    implements DataRow {

  @Override
  public String keyName() {
    return instrument;
  }

  @Override
  public long keyNumber() {
    return validFrom.toEpochDay();
  }

  @Override
  public String keyText() {
    return "instrument " + instrument + ", validFrom " + validFrom;
  }

  @Override
  public Object[] cells() {
    return new Object[] {
      instrument, symbol, isin, cusip, name, validFrom, validTo.orElse(null), startKnownAt, knownAt
    };
  }

  /** Whether both are valid on a day. */
  boolean overlaps(Identifiers other) {
    return startsBeforeEndOf(other) && other.startsBeforeEndOf(this);
  }

  private boolean startsBeforeEndOf(Identifiers other) {
    return other.validTo.isEmpty() || validFrom.isBefore(other.validTo.get());
  }
}
