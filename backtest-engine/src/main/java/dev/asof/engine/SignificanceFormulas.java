package dev.asof.engine;

import dev.asof.api.Trials;
import java.util.Map;
import java.util.Optional;

/** Whether a Sharpe ratio can be chance. */
final class SignificanceFormulas {
  private static final double EULER_MASCHERONI = 0.5772156649015329;

  private SignificanceFormulas() {}

  static void addTo(Map<Metric, Formula> table) {
    table.put(
        Metric.PROBABILISTIC_SHARPE,
        m -> {
          Sample sample = m.sample();
          double kurtosis = sample.kurtosis(0) + 3;
          return probability(
              RiskFormulas.sharpe(m), 0, sample.skewness(0), kurtosis, sample.sessions());
        });
    table.put(
        Metric.DEFLATED_SHARPE,
        m -> {
          Sample sample = m.sample();
          double kurtosis = sample.kurtosis(0) + 3;
          return probability(
              RiskFormulas.sharpe(m),
              expectedMaximum(m),
              sample.skewness(0),
              kurtosis,
              sample.sessions());
        });
  }

  /**
   * Probability that the true Sharpe ratio is above a threshold, by Bailey and López de Prado
   * (2012): all of a session, not annualised.
   *
   * @param kurtosis 3 for a normal distribution
   */
  static double probability(
      double sharpe, double threshold, double skewness, double kurtosis, int sessions) {
    double variance = 1 - skewness * sharpe + (kurtosis - 1) / 4 * sharpe * sharpe;
    double score = (sharpe - threshold) * Math.sqrt(sessions - 1.0) / Math.sqrt(variance);
    return Double.isNaN(score) ? Double.NaN : RiskFormulas.NORMAL.cumulativeProbability(score);
  }

  static double expectedMaximum(Measurement m) {
    Optional<Trials> counted = m.record().trials();
    if (counted.isPresent()) {
      return expectedMaximum(counted.get().count(), counted.get().sharpeDeviation());
    }
    Sample trials = Sample.of(m.record().trialSharpesUnsafe(), MetricConvention.Missing.LEFT_OUT);
    return expectedMaximum(trials.size(), m.deviation(trials));
  }

  /**
   * What the best of some trials shows on average when none has an edge, by Bailey and López de
   * Prado (2014); NaN under two trials.
   *
   * @param deviation of the trials' Sharpe ratios
   */
  static double expectedMaximum(int trials, double deviation) {
    if (trials < 2) {
      return Double.NaN;
    }
    double best = RiskFormulas.NORMAL.inverseCumulativeProbability(1 - 1.0 / trials);
    double second = RiskFormulas.NORMAL.inverseCumulativeProbability(1 - 1 / (trials * Math.E));
    return deviation * ((1 - EULER_MASCHERONI) * best + EULER_MASCHERONI * second);
  }
}
