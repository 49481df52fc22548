package dev.asof.benchmarks.lake;

import dev.asof.api.NyseCalendar;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Makes daily bars: prices that walk, one file for all symbols, in the order of days. The same
 * numbers give the same bytes.
 *
 * @param symbols how many symbols
 * @param sessions how many sessions of the NYSE, from 2005-01-03 on
 * @param seed decides the walk
 */
record BarFile(int symbols, int sessions, long seed) {
  private static final LocalDate START = LocalDate.parse("2005-01-03");
  private static final String HEADER = "date,symbol,open,high,low,close,volume\n";
  private static final int FLUSH_CHARS = 1 << 16;

  /** Writes all bars. */
  void write(Path file) {
    write(file, 1);
  }

  /**
   * Writes a share of the bars with other closes, as a vendor's corrections.
   *
   * @param oneIn of how many bars one is corrected
   */
  void writeCorrections(Path file, int oneIn) {
    write(file, oneIn);
  }

  private void write(Path file, int oneIn) {
    SplittableRandom random = new SplittableRandom(seed);
    SplittableRandom chosen = new SplittableRandom(seed + 1);
    double[] closes = new double[symbols];
    for (int i = 0; i < symbols; i++) {
      closes[i] = 5 + random.nextInt(400);
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      StringBuilder text = new StringBuilder(HEADER);
      for (LocalDate session : dates()) {
        for (int i = 0; i < symbols; i++) {
          double open = closes[i];
          double close = cents(Math.max(1, open * (1 + 0.02 * (random.nextDouble() - 0.5))));
          double high = cents(Math.max(open, close) + 0.05 * random.nextInt(10));
          double low = cents(Math.min(open, close) - 0.05 * random.nextInt(10));
          closes[i] = close;
          long volume = 100L * (1 + random.nextInt(100_000));
          if (oneIn > 1 && chosen.nextInt(oneIn) != 0) {
            continue;
          }
          double written = oneIn > 1 ? cents((high + low) / 2) : close;
          text.append(session).append(",S").append(i).append(',').append(open).append(',');
          text.append(high).append(',').append(Math.max(low, 0.5)).append(',');
          text.append(Math.max(written, 0.5)).append(',').append(volume).append('\n');
          if (text.length() > FLUSH_CHARS) {
            out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
            text.setLength(0);
          }
        }
      }
      out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<LocalDate> dates() {
    List<LocalDate> dates = new ArrayList<>(sessions);
    for (LocalDate day = START; dates.size() < sessions; day = day.plusDays(1)) {
      if (NyseCalendar.isSession(day)) {
        dates.add(day);
      }
    }
    return dates;
  }

  private static double cents(double price) {
    return Math.round(price * 100) / 100.0;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%,d bars", (long) symbols * sessions);
  }
}
