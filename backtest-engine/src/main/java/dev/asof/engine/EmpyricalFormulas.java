package dev.asof.engine;

import java.util.Map;

/** Where empyrical's definitions are not ours under its options. */
final class EmpyricalFormulas {
  private EmpyricalFormulas() {}

  static void addTo(Map<Metric, Formula> table) {
    table.put(Metric.ANNUALISED_RETURN, VectorbtFormulas::annualised);
    table.put(
        Metric.CALMAR,
        m -> {
          double loss = -m.value(Metric.MAX_DRAWDOWN);
          double calmar = m.value(Metric.ANNUALISED_RETURN) / loss;
          return loss > 0 && !Double.isInfinite(calmar) ? calmar : Double.NaN;
        });
    table.put(Metric.OMEGA, EmpyricalFormulas::omega);
    table.put(
        Metric.VALUE_AT_RISK,
        m ->
            m.sample().size() < m.sample().sessions()
                ? Double.NaN
                : m.sample().quantile(m.convention().tail()));
    table.put(Metric.STABILITY, EmpyricalFormulas::stability);
    table.put(Metric.ALPHA, VectorbtFormulas::compoundedAlpha);
    table.put(Metric.INFORMATION_RATIO, EmpyricalFormulas::informationRatio);
  }

  /** Not defined under two sessions or without a loss. */
  static double omega(Measurement m) {
    double losses = m.surplus().loss();
    return m.sample().sessions() < 2 || !(losses > 0) ? Double.NaN : m.surplus().gain() / losses;
  }

  /** 0 for a line that does not rise. */
  private static double stability(Measurement m) {
    if (m.sample().sessions() < 2 || !(m.sample().lowest() > -1)) {
      return Double.NaN;
    }
    double stability = RiskFormulas.stability(m.sample());
    return Double.isNaN(stability) ? 0 : stability;
  }

  /** A spread that is not defined counts as none. */
  private static double informationRatio(Measurement m) {
    Sample active = m.pairs().active();
    double risk = m.deviation(active);
    return m.record().returnsUnsafe().length < 2
        ? Double.NaN
        : m.ratio(active.mean(), Double.isNaN(risk) ? 0 : risk);
  }
}
