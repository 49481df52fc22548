package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * The top of order books. An event is known when it reached the recorder. A side without a price is
 * an empty one.
 */
final class QuoteRows implements RowReader {
  static final String EXCHANGE = "exchange_code";
  static final String INSTRUMENT = "instrument";
  static final String EVENT = "event_id";
  static final String ADAPTER_TIME = "adapter_ts_ns";
  static final String EXCHANGE_TIME = "exchange_ts_ns";

  /** Columns of a side: price, quantity, orders. */
  static final List<String> BID = List.of("bid_price", "bid_quantity", "bid_ordercount");

  static final List<String> ASK = List.of("ask_price", "ask_quantity", "ask_ordercount");

  static final List<String> REQUIRED =
      List.of(
          EXCHANGE,
          INSTRUMENT,
          EVENT,
          ADAPTER_TIME,
          BID.get(0),
          BID.get(1),
          ASK.get(0),
          ASK.get(1));
  static final List<String> OPTIONAL = List.of(EXCHANGE_TIME, BID.get(2), ASK.get(2));

  private static final long NANOS = 1_000_000_000;
  private static final long MICRO_NANOS = 1000;
  // What is before 2000 is a time in another unit.
  private static final long FIRST_NANOS = 946_684_800L * NANOS;

  private final Intake intake;

  QuoteRows(Intake intake) {
    this.intake = intake;
  }

  @Override
  public void read(RawRow row, RowCheck check) {
    String exchange = exchange(row, check);
    String instrument = check.requiredKey(INSTRUMENT);
    OptionalLong event = check.wholeNumber(EVENT);
    long adapterNanos = time(check, ADAPTER_TIME, check.wholeNumber(ADAPTER_TIME)).orElse(0);
    OptionalLong exchangeNanos =
        time(check, EXCHANGE_TIME, check.optionalWholeNumber(EXCHANGE_TIME));
    Double bidPrice = price(check, BID);
    Double bidQuantity = quantity(check, BID, bidPrice);
    Long bidOrders = orders(check, BID);
    Double askPrice = price(check, ASK);
    Double askQuantity = quantity(check, ASK, askPrice);
    Long askOrders = orders(check, ASK);
    if (!check.passed()) {
      return;
    }
    long micros = adapterNanos / MICRO_NANOS;
    Instant adapterTime = Instant.ofEpochSecond(0, micros * MICRO_NANOS);
    Instant knownAt = intake.knownAt(check, ADAPTER_TIME, adapterTime, adapterTime);
    if (check.passed()) {
      intake.add(
          new Quote(
              row.line(),
              exchange,
              instrument,
              event.getAsLong(),
              adapterTime,
              adapterNanos,
              exchangeNanos.isPresent() ? Long.valueOf(exchangeNanos.getAsLong()) : null,
              bidPrice,
              bidQuantity,
              bidOrders,
              askPrice,
              askQuantity,
              askOrders,
              knownAt));
    }
  }

  private String exchange(RawRow row, RowCheck check) {
    if (intake.exchange().isPresent()) {
      String exchange = intake.exchange().get();
      String written = check.key(EXCHANGE);
      if (!written.isEmpty() && !written.equals(exchange)) {
        check.reject(
            EXCHANGE, OneLine.quoted(written) + " is another exchange than --exchange " + exchange);
      }
      return exchange;
    }
    if (row.lacks(EXCHANGE)) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Cannot ingest "
              + intake.fileName()
              + ": it doesn't say at which exchange these quotes were; give --exchange, for example"
              + " --exchange BINANCE");
    }
    return check.requiredKey(EXCHANGE);
  }

  private static OptionalLong time(RowCheck check, String column, OptionalLong nanos) {
    if (nanos.isPresent() && nanos.getAsLong() < FIRST_NANOS) {
      check.reject(
          column,
          check.written(column)
              + " is before 2000; expected nanoseconds since 1970, such as 1723161255088169167");
    }
    return nanos;
  }

  private static Double price(RowCheck check, List<String> side) {
    String column = side.get(0);
    Double price = check.optionalNumber(column);
    if (price != null && price <= 0) {
      check.reject(column, check.written(column) + " is not a price; expected more than 0");
    }
    return price;
  }

  private static Double quantity(RowCheck check, List<String> side, Double price) {
    String column = side.get(1);
    Double quantity = check.optionalNumber(column);
    if (quantity == null && price != null) {
      check.reject(column, "the quantity is missing; a side has a price and a quantity, or none");
    }
    if (quantity != null && quantity < 0) {
      check.reject(column, check.written(column) + " is negative; expected 0 or more units");
    }
    return quantity;
  }

  private static Long orders(RowCheck check, List<String> side) {
    String column = side.get(2);
    OptionalLong orders = check.optionalWholeNumber(column);
    if (orders.isPresent() && orders.getAsLong() < 0) {
      check.reject(column, check.written(column) + " is negative; expected 0 or more orders");
    }
    return orders.isPresent() ? Long.valueOf(orders.getAsLong()) : null;
  }
}
