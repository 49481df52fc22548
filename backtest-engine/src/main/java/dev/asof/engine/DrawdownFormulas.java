package dev.asof.engine;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Losses from a peak, and return for them. */
final class DrawdownFormulas {
  private DrawdownFormulas() {}

  static void addTo(Map<Metric, Formula> table) {
    table.put(Metric.MAX_DRAWDOWN, m -> m.drawdowns().lowest());
    table.put(Metric.MAX_DRAWDOWN_DURATION, m -> m.drawdowns().longest());
    table.put(
        Metric.AVERAGE_DRAWDOWN,
        m ->
            m.drawdowns().periods().stream()
                .mapToDouble(Drawdowns.Period::lowest)
                .average()
                .orElse(Double.NaN));
    table.put(
        Metric.AVERAGE_DRAWDOWN_DURATION,
        m ->
            m.drawdowns().periods().stream()
                .mapToInt(Drawdowns.Period::sessions)
                .average()
                .orElse(Double.NaN));
    table.put(
        Metric.LONGEST_DRAWDOWN_DAYS,
        m ->
            m.drawdowns().periods().stream()
                .mapToLong(period -> days(period, m.record().sessions()))
                .max()
                .orElse(0));
    table.put(Metric.DRAWDOWN_COUNT, m -> m.drawdowns().periods().size());
    table.put(
        Metric.RECOVERED_DRAWDOWN_COUNT,
        m -> m.drawdowns().periods().stream().filter(Drawdowns.Period::recovered).count());
    table.put(
        Metric.ULCER_INDEX,
        m -> m.unrounded(Math.sqrt(m.drawdowns().squares() / m.record().returnsUnsafe().length)));
    table.put(
        Metric.RECOVERY_FACTOR,
        m -> {
          double loss = m.unrounded(-m.value(Metric.MAX_DRAWDOWN));
          return loss > 0 ? m.value(Metric.TOTAL_RETURN) / loss : Double.NaN;
        });
    table.put(Metric.MARTIN, m -> m.ratio(excessOfYear(m), m.value(Metric.ULCER_INDEX)));
    table.put(
        Metric.SERENITY,
        m -> {
          Sample depth = Sample.of(m.drawdowns().depthUnsafe(), MetricConvention.Missing.LEFT_OUT);
          double tail = -RiskFormulas.expectedShortfall(depth, m.convention().tail());
          double pitfall = m.ratio(tail, m.value(Metric.VOLATILITY));
          return m.ratio(excessOfYear(m), m.value(Metric.ULCER_INDEX) * pitfall);
        });
  }

  /** Both counted. */
  static long days(Drawdowns.Period period, List<LocalDate> sessions) {
    return ChronoUnit.DAYS.between(sessions.get(period.first()), sessions.get(period.last())) + 1;
  }

  private static double excessOfYear(Measurement m) {
    return m.value(Metric.ANNUALISED_RETURN) - m.convention().riskFreeOfYear();
  }
}
