package dev.asof.engine;

import java.util.Arrays;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;

/** Against a benchmark. */
final class BenchmarkFormulas {
  private BenchmarkFormulas() {}

  static void addTo(Map<Metric, Formula> table) {
    table.put(Metric.BENCHMARK_RETURN, m -> benchmark(m).value(Metric.TOTAL_RETURN));
    table.put(
        Metric.EXCESS_RETURN, m -> m.value(Metric.TOTAL_RETURN) - m.value(Metric.BENCHMARK_RETURN));
    table.put(Metric.ALPHA, m -> alpha(m) * m.convention().yearDays());
    table.put(Metric.BETA, m -> m.pairs().beta());
    table.put(Metric.CORRELATION, m -> m.pairs().correlation());
    table.put(Metric.R_SQUARED, m -> m.value(Metric.CORRELATION) * m.value(Metric.CORRELATION));
    table.put(Metric.TRACKING_ERROR, m -> m.annualised(m.deviation(m.pairs().active())));
    table.put(Metric.INFORMATION_RATIO, m -> m.annualised(informationRatio(m)));
    table.put(
        Metric.TREYNOR,
        m ->
            m.ratio(
                m.value(Metric.ANNUALISED_RETURN) - m.convention().riskFreeOfYear(),
                m.value(Metric.BETA)));
    addCapturesTo(table);
    addBattingTo(table);
  }

  private static void addCapturesTo(Map<Metric, Formula> table) {
    table.put(Metric.CAPTURE, m -> capture(m, benchmark -> true));
    table.put(Metric.UP_CAPTURE, m -> capture(m, benchmark -> benchmark > 0));
    table.put(Metric.DOWN_CAPTURE, m -> capture(m, benchmark -> benchmark < 0));
    table.put(
        Metric.UP_DOWN_CAPTURE,
        m -> m.ratio(m.value(Metric.UP_CAPTURE), m.value(Metric.DOWN_CAPTURE)));
  }

  private static void addBattingTo(Map<Metric, Formula> table) {
    table.put(Metric.BATTING_AVERAGE, m -> beaten(m.pairs(), benchmark -> true));
    table.put(Metric.UP_BATTING_AVERAGE, m -> beaten(m.pairs(), benchmark -> benchmark >= 0));
    table.put(Metric.DOWN_BATTING_AVERAGE, m -> beaten(m.pairs(), benchmark -> benchmark < 0));
  }

  /** What a session returns that the benchmark does not explain. */
  static double alpha(Measurement m) {
    double riskFree = m.convention().riskFree();
    return m.pairs().size() < 2
        ? Double.NaN
        : m.pairs().returns().mean()
            - riskFree
            - m.value(Metric.BETA) * (m.pairs().benchmark().mean() - riskFree);
  }

  /** The information ratio of a session. */
  static double informationRatio(Measurement m) {
    Sample active = m.pairs().active();
    return m.record().returnsUnsafe().length < 2
        ? Double.NaN
        : m.ratio(active.mean(), m.deviation(active));
  }

  private static Measurement benchmark(Measurement m) {
    return new Measurement(series(m, m.record().benchmarkUnsafe()), m.convention());
  }

  /** Other returns over the same sessions. */
  private static TrackRecord series(Measurement m, double[] returns) {
    TrackRecord series = TrackRecord.of(returns);
    return m.record().offers(Metric.Input.SESSIONS) ? series.on(m.record().sessions()) : series;
  }

  private static double capture(Measurement m, DoublePredicate when) {
    double[] returns = m.record().returnsUnsafe();
    double[] benchmark = m.record().benchmarkUnsafe();
    int[] bars = IntStream.range(0, returns.length).filter(n -> when.test(benchmark[n])).toArray();
    return bars.length == 0
        ? Double.NaN
        : m.ratio(annualised(m, returns, bars), annualised(m, benchmark, bars));
  }

  private static double annualised(Measurement m, double[] returns, int[] bars) {
    TrackRecord part = TrackRecord.of(Arrays.stream(bars).mapToDouble(n -> returns[n]).toArray());
    MetricConvention byCount =
        m.convention().withAnnualisation(MetricConvention.Annualisation.BY_COUNT);
    return new Measurement(part, byCount).value(Metric.ANNUALISED_RETURN);
  }

  private static double beaten(Pairs pairs, DoublePredicate when) {
    double[] returns = pairs.returns().valuesUnsafe();
    double[] benchmark = pairs.benchmark().valuesUnsafe();
    return IntStream.range(0, returns.length)
        .filter(n -> when.test(benchmark[n]))
        .mapToDouble(n -> returns[n] > benchmark[n] ? 1 : 0)
        .average()
        .orElse(Double.NaN);
  }
}
