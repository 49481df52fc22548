package dev.asof.engine;

import java.util.EnumMap;
import java.util.Map;

/** The formula of each metric, for each set of definitions. A library's are ours with its own. */
final class Formulas {
  private static final Map<MetricConvention.Definitions, Map<Metric, Formula>> TABLES =
      new EnumMap<>(MetricConvention.Definitions.class);

  static {
    Map<Metric, Formula> asof = new EnumMap<>(Metric.class);
    ReturnFormulas.addTo(asof);
    CalendarFormulas.addTo(asof);
    RiskFormulas.addTo(asof);
    DrawdownFormulas.addTo(asof);
    SessionFormulas.addTo(asof);
    BenchmarkFormulas.addTo(asof);
    SignificanceFormulas.addTo(asof);
    TradeFormulas.addTo(asof);
    Map<Metric, Formula> vectorbt = new EnumMap<>(asof);
    VectorbtFormulas.addTo(vectorbt);
    Map<Metric, Formula> empyrical = new EnumMap<>(asof);
    EmpyricalFormulas.addTo(empyrical);
    Map<Metric, Formula> quantStats = new EnumMap<>(asof);
    QuantStatsFormulas.addTo(quantStats);
    TABLES.put(MetricConvention.Definitions.ASOF, asof);
    TABLES.put(MetricConvention.Definitions.VECTORBT, vectorbt);
    TABLES.put(MetricConvention.Definitions.EMPYRICAL, empyrical);
    TABLES.put(MetricConvention.Definitions.QUANTSTATS, quantStats);
  }

  private Formulas() {}

  static Formula of(Metric metric, MetricConvention.Definitions definitions) {
    return TABLES.get(definitions).get(metric);
  }
}
