package dev.asof.ingestion;

import java.time.Instant;
import java.time.LocalDate;

/** A daily bar; prices in USD, raw, volume in shares. */
record Bar(
    long line,
    String symbol,
    LocalDate session,
    double open,
    double high,
    double low,
    double close,
    double volume,
    Instant knownAt)
    implements DataRow {

  @Override
  public String keyName() {
    return symbol;
  }

  @Override
  public long keyNumber() {
    return session.toEpochDay();
  }

  @Override
  public String keyText() {
    return "symbol " + symbol + ", date " + session;
  }

  @Override
  public Object[] cells() {
    return new Object[] {symbol, session, open, high, low, close, volume, knownAt};
  }
}
