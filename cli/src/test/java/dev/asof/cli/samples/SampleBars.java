package dev.asof.cli.samples;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Synthetic daily bars of one instrument that pass exactly through the published prices. The
 * logarithm of the price walks from open to close to open by seeded normal steps, tied down at each
 * given price as a Brownian bridge; highs, lows and volumes are random around it.
 */
final class SampleBars {
  private static final LocalDate START = LocalDate.parse("2022-08-01");
  private static final LocalDate END = LocalDate.parse("2022-12-30");
  private static final LocalDate SIGNAL = LocalDate.parse("2022-09-02");
  private static final LocalDate ENTRY = LocalDate.parse("2022-09-06");
  private static final LocalDate EXIT = LocalDate.parse("2022-11-01");

  /** Labor Day, Thanksgiving, and Christmas Day as it was observed. */
  private static final Set<LocalDate> HOLIDAYS =
      Set.of(
          LocalDate.parse("2022-09-05"),
          LocalDate.parse("2022-11-24"),
          LocalDate.parse("2022-12-26"));

  private static final List<LocalDate> SESSIONS =
      START
          .datesUntil(END.plusDays(1))
          .filter(day -> day.getDayOfWeek() != DayOfWeek.SATURDAY)
          .filter(day -> day.getDayOfWeek() != DayOfWeek.SUNDAY)
          .filter(day -> !HOLIDAYS.contains(day))
          .toList();

  // A day's variance: 30 % of it between a close and the next open, 70 % within the session.
  private static final double OVERNIGHT = 0.3;
  private static final double INTRADAY = 0.7;

  private static final List<SampleBars> INSTRUMENTS =
      List.of(
          new SampleBars("CSGP", 1, 0.022, 1_500_000)
              .walk(71.40, 78.20)
              .published(70.89, 75.00, 83.70),
          new SampleBars("INVH", 2, 0.017, 4_000_000)
              .walk(38.60, 30.10)
              .published(36.47, 38.20, 31.94),
          new SampleBars("PENN", 3, 0.034, 3_500_000)
              .walk(34.10, 30.60)
              .published(31.30, 31.66, 34.09),
          new SampleBars("PVH", 4, 0.030, 1_200_000)
              .walk(61.50, 69.80)
              .published(54.58, 55.15, 52.95),
          new SampleBars("SPY", 5, 0.013, 80_000_000).walk(410.20, 383.40));

  private final String symbol;
  private final int stream;
  private final double dailyVolatility;
  private final double usualVolume;

  /** Given prices by point of the walk: the open of session n is point 2n, its close 2n + 1. */
  private final TreeMap<Integer, Double> given = new TreeMap<>();

  private SampleBars(String symbol, int stream, double dailyVolatility, double usualVolume) {
    this.symbol = symbol;
    this.stream = stream;
    this.dailyVolatility = dailyVolatility;
    this.usualVolume = usualVolume;
  }

  private SampleBars walk(double firstOpen, double lastClose) {
    given.put(0, firstOpen);
    given.put(closeOf(END), lastClose);
    return this;
  }

  private SampleBars published(double signalClose, double entryOpen, double exitOpen) {
    given.put(closeOf(SIGNAL), signalClose);
    given.put(openOf(ENTRY), entryOpen);
    given.put(openOf(EXIT), exitOpen);
    return this;
  }

  private static int openOf(LocalDate session) {
    return 2 * SESSIONS.indexOf(session);
  }

  private static int closeOf(LocalDate session) {
    return openOf(session) + 1;
  }

  /** The file's text: all instruments, by session, then by symbol. */
  static String csv(LocalDate from, LocalDate to) {
    List<List<String>> rows = INSTRUMENTS.stream().map(SampleBars::rows).toList();
    StringBuilder csv = new StringBuilder("date,symbol,open,high,low,close,volume\n");
    for (int session = 0; session < SESSIONS.size(); session++) {
      LocalDate date = SESSIONS.get(session);
      if (!date.isBefore(from) && !date.isAfter(to)) {
        for (List<String> instrument : rows) {
          csv.append(instrument.get(session)).append('\n');
        }
      }
    }
    return csv.toString();
  }

  private List<String> rows() {
    Random random = new Random(SampleFiles.SEED + 100 * stream);
    double[] path = path(random);
    List<String> rows = new ArrayList<>();
    for (int session = 0; session < SESSIONS.size(); session++) {
      double open = path[2 * session];
      double close = path[2 * session + 1];
      long openCents = Math.round(100 * open);
      long closeCents = Math.round(100 * close);
      double above = 1 + 0.4 * dailyVolatility * Math.abs(random.nextGaussian());
      double below = 1 + 0.4 * dailyVolatility * Math.abs(random.nextGaussian());
      long highCents =
          Math.max(
              Math.max(openCents, closeCents), Math.round(100 * Math.max(open, close) * above));
      long lowCents =
          Math.min(
              Math.min(openCents, closeCents), Math.round(100 * Math.min(open, close) / below));
      long volume = Math.round(usualVolume * StrictMath.exp(0.35 * random.nextGaussian()));
      rows.add(
          String.join(
              ",",
              SESSIONS.get(session).toString(),
              symbol,
              usd(openCents),
              usd(highCents),
              usd(lowCents),
              usd(closeCents),
              Long.toString(volume)));
    }
    return rows;
  }

  /** Prices at all points. */
  private double[] path(Random random) {
    int points = 2 * SESSIONS.size();
    double[] variance = new double[points];
    double[] walk = new double[points];
    for (int point = 1; point < points; point++) {
      double part = point % 2 == 0 ? OVERNIGHT : INTRADAY;
      variance[point] = variance[point - 1] + part;
      walk[point] = walk[point - 1] + dailyVolatility * Math.sqrt(part) * random.nextGaussian();
    }
    double[] path = new double[points];
    Map.Entry<Integer, Double> from = given.firstEntry();
    for (int point = 0; point < points; point++) {
      Map.Entry<Integer, Double> to = given.ceilingEntry(point);
      int left = from.getKey();
      int right = to.getKey();
      if (point == right) {
        path[point] = to.getValue();
        from = to;
      } else {
        double drift = StrictMath.log(to.getValue() / from.getValue()) - (walk[right] - walk[left]);
        double share = (variance[point] - variance[left]) / (variance[right] - variance[left]);
        path[point] = from.getValue() * StrictMath.exp(walk[point] - walk[left] + share * drift);
      }
    }
    return path;
  }

  static String usd(long cents) {
    return BigDecimal.valueOf(cents, 2).toPlainString();
  }
}
