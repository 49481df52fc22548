package dev.asof.engine;

import dev.asof.api.Benchmark;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Returns of a record and of a benchmark over the sessions at which both have a close. A return is
 * from the common session before to this one: where the benchmark has no close in between, the
 * record's returns are compounded. The first one starts from the last close before the record where
 * the benchmark has one, otherwise from the benchmark's first close in it.
 *
 * @param returns of the record, as fractions
 * @param benchmark of the benchmark, one for each of the record
 * @param sessions at which they end, ascending
 * @param priced sessions of the record at which the benchmark has a close
 * @param isWhole whether there is a return of one session for each of the record's
 */
public record CommonReturns(
    double[] returns,
    double[] benchmark,
    List<LocalDate> sessions,
    List<LocalDate> priced,
    boolean isWhole) {

  /**
   * Returns a benchmark's returns of single sessions; NaN where it lacks a close at the session's
   * end or beginning.
   *
   * @param sessions ascending
   */
  public static double[] ofSessions(List<LocalDate> sessions, Benchmark benchmark) {
    double[] known = benchmark.returns(sessions);
    boolean[] hasClose = benchmark.hasClose(sessions);
    boolean before = !sessions.isEmpty() && benchmark.hasCloseBefore(sessions.get(0));
    for (int bar = 0; bar < known.length; bar++) {
      if (!before || !hasClose[bar]) {
        known[bar] = Double.NaN;
      }
      before = hasClose[bar];
    }
    return known;
  }

  /**
   * Pairs the returns.
   *
   * @param returns one per session
   * @param sessions ascending
   */
  public static CommonReturns of(double[] returns, List<LocalDate> sessions, Benchmark benchmark) {
    double[] others = benchmark.returns(sessions);
    boolean[] hasClose = benchmark.hasClose(sessions);
    double[] own = new double[returns.length];
    double[] against = new double[returns.length];
    List<LocalDate> ends = new ArrayList<>();
    List<LocalDate> priced = new ArrayList<>();
    boolean started = !sessions.isEmpty() && benchmark.hasCloseBefore(sessions.get(0));
    double growth = 1;
    int spanned = 0;
    for (int bar = 0; bar < returns.length; bar++) {
      growth *= 1 + returns[bar];
      spanned++;
      if (!hasClose[bar]) {
        continue;
      }
      priced.add(sessions.get(bar));
      if (started) {
        own[ends.size()] = spanned == 1 ? returns[bar] : growth - 1;
        against[ends.size()] = others[bar];
        ends.add(sessions.get(bar));
      }
      started = true;
      growth = 1;
      spanned = 0;
    }
    return new CommonReturns(
        Arrays.copyOf(own, ends.size()),
        Arrays.copyOf(against, ends.size()),
        List.copyOf(ends),
        List.copyOf(priced),
        ends.size() == returns.length);
  }
}
