package dev.asof.ingestion;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** A member of an index on a day. */
record Member(long line, String index, LocalDate date, String symbol, String isin, Instant knownAt)
    implements DataRow {

  @Override
  public List<Object> key() {
    return List.of(index, date, symbol);
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
