package dev.asof.ingestion;

import java.time.Instant;
import java.time.LocalDate;

/**
 * What borrowing shares costs on a day: {@code rate} in percent a year, {@code available} in
 * shares, null when unknown.
 */
record BorrowRate(
    long line,
    String symbol,
    LocalDate date,
    double rate,
    Double available,
    String source,
    Instant knownAt)
    implements DataRow {

  @Override
  public String keyName() {
    return symbol;
  }

  @Override
  public long keyNumber() {
    return date.toEpochDay();
  }

  @Override
  public String keyText() {
    return "symbol " + symbol + ", date " + date;
  }

  @Override
  public Object[] cells() {
    return new Object[] {symbol, date, rate, available, source, knownAt};
  }
}
