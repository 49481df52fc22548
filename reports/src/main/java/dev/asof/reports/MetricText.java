package dev.asof.reports;

import dev.asof.engine.Metric;
import dev.asof.reports.Table.Cell;

/** A metric's value as its unit is written. */
final class MetricText {
  private MetricText() {}

  static Cell cell(Metric metric, double value) {
    return switch (metric) {
      case TOTAL_RETURN, ANNUALISED_RETURN -> Cell.signed(NumberText.signedPercent(value), value);
      case MAX_DRAWDOWN -> Cell.signed(NumberText.percent(value), value);
      case SHARPE, SORTINO, CALMAR -> Cell.signed(NumberText.signed(value, 2), value);
      default -> Cell.of(plain(metric, value));
    };
  }

  private static String plain(Metric metric, double value) {
    if (metric == Metric.BETA) {
      // Treynor ratios divide by it: at two decimals a market-neutral run's reads 0.00.
      return NumberText.fixed(value, 4);
    }
    return switch (metric.unit()) {
      case FRACTION -> NumberText.percent(value);
      case RATIO -> NumberText.fixed(value, 2);
      case SESSIONS, DAYS, COUNT -> NumberText.fixed(value, 0);
      case USD -> NumberText.fixed(value, 2);
    };
  }
}
