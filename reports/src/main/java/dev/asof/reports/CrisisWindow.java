package dev.asof.reports;

import java.time.LocalDate;
import java.util.List;

/**
 * A time of trouble in the US stock market.
 *
 * @param name what it is called
 * @param from the last session before it: a closing high of the S&P 500, or the eve of the event
 * @param to its last session: a closing low of the S&P 500
 */
record CrisisWindow(String name, LocalDate from, LocalDate to) {
  /**
   * In the order in which they began. The idea is pyfolio's (Quantopian 2015, interesting periods);
   * the dates are ours.
   */
  static final List<CrisisWindow> ALL =
      List.of(
          of("Dot-com bust", "2000-03-24", "2002-10-09"),
          of("11 September", "2001-09-10", "2001-09-21"),
          of("Quant crisis", "2007-08-06", "2007-08-09"),
          of("Global financial crisis", "2007-10-09", "2009-03-09"),
          of("Lehman Brothers", "2008-09-12", "2008-11-20"),
          of("Flash crash", "2010-05-05", "2010-05-07"),
          of("US downgrade and euro crisis", "2011-07-22", "2011-10-03"),
          of("Taper tantrum", "2013-05-21", "2013-06-24"),
          of("Yuan devaluation", "2015-08-10", "2015-08-25"),
          of("Oil and China, early 2016", "2015-12-29", "2016-02-11"),
          of("Brexit vote", "2016-06-23", "2016-06-27"),
          of("Volatility funds", "2018-01-26", "2018-02-08"),
          of("Fourth quarter of 2018", "2018-09-20", "2018-12-24"),
          of("Covid-19", "2020-02-19", "2020-03-23"),
          of("Short squeezes", "2021-01-22", "2021-01-29"),
          of("Inflation of 2022", "2022-01-03", "2022-10-12"),
          of("Regional banks", "2023-03-08", "2023-03-13"),
          of("Yen carry trade", "2024-07-31", "2024-08-05"),
          of("Tariffs of April 2025", "2025-04-02", "2025-04-08"));

  private static CrisisWindow of(String name, String from, String to) {
    return new CrisisWindow(name, LocalDate.parse(from), LocalDate.parse(to));
  }

  /** Whether sessions from one date to another hold all of it. */
  boolean isWithin(LocalDate first, LocalDate last) {
    return !first.isAfter(from) && !last.isBefore(to);
  }
}
