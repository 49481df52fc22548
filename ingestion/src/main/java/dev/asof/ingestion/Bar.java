package dev.asof.ingestion;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

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
  public List<Object> key() {
    return List.of(symbol, session);
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
