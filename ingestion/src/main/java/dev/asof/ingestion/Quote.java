package dev.asof.ingestion;

import java.time.Instant;
import java.time.LocalDate;

/**
 * The top of an order book after an event. Times are ns since 1970, prices in the quote currency,
 * quantities in units of the instrument; null where a side is empty or the source says nothing.
 */
record Quote(
    long line,
    String exchange,
    String instrument,
    long eventId,
    Instant adapterTime,
    long adapterNanos,
    Long exchangeNanos,
    Double bidPrice,
    Double bidQuantity,
    Long bidOrders,
    Double askPrice,
    Double askQuantity,
    Long askOrders,
    Instant knownAt)
    implements DataRow {

  private static final long DAY_NANOS = 86_400L * 1_000_000_000;

  @Override
  public String keyName() {
    return exchange + KEY_SEPARATOR + instrument + KEY_SEPARATOR + adapterNanos / DAY_NANOS;
  }

  @Override
  public long keyNumber() {
    return eventId;
  }

  @Override
  public String keyText() {
    return "exchange "
        + exchange
        + ", instrument "
        + instrument
        + ", event "
        + eventId
        + " on "
        + LocalDate.ofEpochDay(adapterNanos / DAY_NANOS);
  }

  @Override
  public Object[] cells() {
    return new Object[] {
      exchange,
      instrument,
      eventId,
      adapterTime,
      adapterNanos,
      exchangeNanos,
      bidPrice,
      bidQuantity,
      bidOrders,
      askPrice,
      askQuantity,
      askOrders,
      knownAt
    };
  }
}
