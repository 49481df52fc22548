package dev.asof.engine;

import java.util.Map;

/** Gaining and losing sessions. */
final class SessionFormulas {
  private SessionFormulas() {}

  static void addTo(Map<Metric, Formula> table) {
    table.put(Metric.WIN_RATE, m -> winRate(m.sample()));
    table.put(
        Metric.AVERAGE_RETURN,
        m -> {
          Sample gains = m.sample().above(0);
          Sample losses = m.sample().below(0);
          return (gains.sum() + losses.sum()) / (gains.size() + losses.size());
        });
    table.put(Metric.AVERAGE_WIN, m -> m.sample().above(0).mean());
    table.put(Metric.AVERAGE_LOSS, m -> m.sample().below(0).mean());
    table.put(
        Metric.PAYOFF_RATIO, m -> m.value(Metric.AVERAGE_WIN) / -m.value(Metric.AVERAGE_LOSS));
    table.put(Metric.PROFIT_RATIO, m -> profitRatio(m.sample()));
    table.put(Metric.PROFIT_FACTOR, m -> m.ratio(m.sample().gain(), m.sample().loss()));
    table.put(
        Metric.CPC_INDEX,
        m ->
            m.value(Metric.PROFIT_FACTOR)
                * m.value(Metric.WIN_RATE)
                * m.value(Metric.PAYOFF_RATIO));
    table.put(Metric.CONSECUTIVE_WINS, m -> m.sample().longestRun(1));
    table.put(Metric.CONSECUTIVE_LOSSES, m -> m.sample().longestRun(-1));
  }

  static double profitRatio(Sample sample) {
    Sample gains = RiskFormulas.notNegative(sample);
    Sample losses = sample.below(0);
    return gains.mean() / gains.size() / (-losses.mean() / losses.size());
  }

  static double winRate(Sample periods) {
    double gains = periods.above(0).size();
    return gains / (gains + periods.below(0).size());
  }
}
