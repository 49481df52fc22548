package dev.asof.benchmarks.lake;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Makes top-of-book data: prices that walk in steps of a cent, a few instruments with most of the
 * events, in the order of time over some days. The same numbers give the same bytes.
 *
 * @param rows events
 * @param instruments instruments over both exchanges
 * @param days days that the events are spread over, from 2024-01-02 on
 * @param seed decides the walk
 */
record QuoteFile(long rows, int instruments, int days, long seed) {
  private static final String HEADER =
      "exchange_code,instrument,event_id,adapter_ts_ns,exchange_ts_ns,bid_price,bid_quantity,"
          + "bid_ordercount,ask_price,ask_quantity,ask_ordercount\n";
  private static final long START_NANOS = 1_704_205_800L * 1_000_000_000;
  private static final long DAY_NANOS = 86_400L * 1_000_000_000;
  private static final long SESSION_NANOS = 23_400L * 1_000_000_000;
  private static final int FLUSH_CHARS = 1 << 16;
  private static final int CENTS = 100;

  QuoteFile {
    if (rows < 1 || instruments < 1 || days < 1 || instruments > rows) {
      throw new IllegalArgumentException(
          "Invalid quotes: " + rows + " rows, " + instruments + " instruments, " + days + " days");
    }
  }

  /** Writes the file, compressed with gzip where its name ends in {@code .gz}. */
  void write(Path file) {
    try (OutputStream out = open(file)) {
      write(out);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static OutputStream open(Path file) throws IOException {
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
    return file.toString().endsWith(".gz")
        ? new GZIPOutputStream(out, 1 << 16) {
          {
            def.setLevel(Deflater.BEST_SPEED);
          }
        }
        : out;
  }

  private void write(OutputStream out) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    long[] cents = new long[instruments];
    long[] events = new long[instruments];
    for (int i = 0; i < instruments; i++) {
      cents[i] = 2000 + random.nextLong(40_000);
      events[i] = 1_000_000L * random.nextInt(1000);
    }
    long rowsADay = (rows + days - 1) / days;
    long step = Math.max(1, SESSION_NANOS / rowsADay);
    StringBuilder text = new StringBuilder(HEADER);
    for (long row = 0; row < rows; row++) {
      // The product of two uniform numbers: the first instruments get most of the events.
      int i = (int) (instruments * random.nextDouble() * random.nextDouble());
      cents[i] = Math.max(CENTS, cents[i] + random.nextInt(3) - 1);
      events[i] += 1 + random.nextInt(3);
      long nanos =
          START_NANOS + row / rowsADay * DAY_NANOS + row % rowsADay * step + random.nextLong(step);
      text.append(i % 2 == 0 ? "XNAS,S" : "XNYS,S").append(i).append(',');
      text.append(events[i]).append(',').append(nanos).append(',');
      text.append(nanos - 50_000 - random.nextInt(100_000)).append(',');
      side(text, cents[i], random).append(',');
      side(text, cents[i] + 1 + random.nextInt(3), random).append('\n');
      if (text.length() > FLUSH_CHARS) {
        out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        text.setLength(0);
      }
    }
    out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private static StringBuilder side(StringBuilder text, long cents, SplittableRandom random) {
    text.append(cents / CENTS).append('.');
    text.append(cents % CENTS / 10).append(cents % 10).append(',');
    return text.append(CENTS * (1 + random.nextInt(50))).append(',').append(1 + random.nextInt(20));
  }
}
