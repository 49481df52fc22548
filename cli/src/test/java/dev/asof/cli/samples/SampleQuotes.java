package dev.asof.cli.samples;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Best bids and offers of two instruments in the first hour of a session: a seeded walk of the mid
 * price from the session's open, a spread of one cent to four, and quantities in lots of a hundred.
 */
final class SampleQuotes {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final long NANOS = 1_000_000_000L;
  private static final int EVENTS = 150;
  private static final long HOUR_NANOS = 3600 * NANOS;

  private final String instrument;
  private final int stream;

  private SampleQuotes(String instrument, int stream) {
    this.instrument = instrument;
    this.stream = stream;
  }

  /**
   * The file's text: all instruments, by the moment at which an event reached the recorder.
   *
   * @param pennCents open of PENN
   * @param csgpCents open of CSGP
   */
  static String csv(LocalDate session, long pennCents, long csgpCents) {
    List<Event> events = new ArrayList<>();
    new SampleQuotes("PENN", 1).add(session, pennCents, events);
    new SampleQuotes("CSGP", 2).add(session, csgpCents, events);
    events.sort((one, other) -> Long.compare(one.adapterNanos, other.adapterNanos));
    StringBuilder csv =
        new StringBuilder(
            "exchange_code,instrument,event_id,adapter_ts_ns,exchange_ts_ns,bid_price,bid_quantity,"
                + "bid_ordercount,ask_price,ask_quantity,ask_ordercount\n");
    events.forEach(event -> csv.append(event.line).append('\n'));
    return csv.toString();
  }

  private record Event(long adapterNanos, String line) {}

  private void add(LocalDate session, long openCents, List<Event> events) {
    Random random = new Random(SampleFiles.SEED + 1000 * stream + session.toEpochDay());
    long open = session.atTime(LocalTime.of(9, 30)).atZone(NEW_YORK).toEpochSecond() * NANOS;
    long[] moments =
        random.longs(EVENTS, 0, HOUR_NANOS / 1000).map(micros -> micros * 1000).sorted().toArray();
    long bid = openCents - 1;
    for (int event = 0; event < EVENTS; event++) {
      bid += random.nextInt(5) - 2;
      long ask = bid + 1 + random.nextInt(4);
      long exchangeNanos = open + moments[event];
      long adapterNanos = exchangeNanos + 40_000 + random.nextInt(400_000);
      events.add(
          new Event(
              adapterNanos,
              String.join(
                  ",",
                  "XNAS",
                  instrument,
                  Integer.toString(event + 1),
                  Long.toString(adapterNanos),
                  Long.toString(exchangeNanos),
                  SampleBars.usd(bid),
                  Integer.toString(100 * (1 + random.nextInt(20))),
                  Integer.toString(1 + random.nextInt(9)),
                  SampleBars.usd(ask),
                  Integer.toString(100 * (1 + random.nextInt(20))),
                  Integer.toString(1 + random.nextInt(9)))));
    }
  }
}
