package dev.asof.engine;

import java.util.Map;

/** Where vectorbt's definitions are not ours under its options. */
final class VectorbtFormulas {
  private VectorbtFormulas() {}

  static void addTo(Map<Metric, Formula> table) {
    table.put(Metric.ANNUALISED_RETURN, VectorbtFormulas::annualised);
    table.put(
        Metric.COMMON_SENSE_RATIO,
        m -> m.value(Metric.TAIL_RATIO) * (1 + m.value(Metric.ANNUALISED_RETURN)));
    table.put(Metric.ALPHA, VectorbtFormulas::compoundedAlpha);
    table.put(Metric.INFORMATION_RATIO, BenchmarkFormulas::informationRatio);
    table.put(Metric.DEFLATED_SHARPE, VectorbtFormulas::deflatedSharpe);
  }

  /** Also where equity was below zero, if the power is defined. */
  static double annualised(Measurement m) {
    return m.sample().sessions() == 0 ? Double.NaN : ReturnFormulas.perYear(m, m.sample().growth());
  }

  static double compoundedAlpha(Measurement m) {
    return StrictMath.pow(BenchmarkFormulas.alpha(m) + 1, m.convention().yearDays()) - 1;
  }

  private static double deflatedSharpe(Measurement m) {
    for (double trial : m.record().trialSharpesUnsafe()) {
      if (Double.isNaN(trial)) {
        return Double.NaN;
      }
    }
    Sample zeroed = m.sampleOf(m.record().returnsUnsafe(), MetricConvention.Missing.ZERO);
    return SignificanceFormulas.probability(
        RiskFormulas.sharpe(m),
        SignificanceFormulas.expectedMaximum(m),
        zeroed.skewness(0),
        zeroed.kurtosis(0),
        zeroed.size());
  }
}
