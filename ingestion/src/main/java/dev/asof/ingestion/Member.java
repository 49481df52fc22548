package dev.asof.ingestion;

import java.time.Instant;
import java.time.LocalDate;

/** A member of an index on a day. */
record Member(long line, String index, LocalDate date, String symbol, String isin, Instant knownAt)
    implements DataRow {

  @Override
  public String keyName() {
    return index + KEY_SEPARATOR + symbol;
  }

  @Override
  public long keyNumber() {
    return date.toEpochDay();
  }

  @Override
  public String keyText() {
    return "index " + index + ", date " + date + ", symbol " + symbol;
  }

  @Override
  public Object[] cells() {
    return new Object[] {index, date, symbol, isin, knownAt};
  }
}
