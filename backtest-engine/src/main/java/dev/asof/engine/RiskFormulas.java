package dev.asof.engine;

import java.util.Arrays;
import java.util.Map;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/** What could be lost, return for risk, and the shape of the returns. */
final class RiskFormulas {
  static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  private static final double FAR_TAIL = 0.01;
  private static final double TAIL_RATIO_TAIL = 0.05;

  private RiskFormulas() {}

  static void addTo(Map<Metric, Formula> table) {
    addRiskTo(table);
    addRatiosTo(table);
    addSmartRatiosTo(table);
    addDistributionTo(table);
  }

  private static void addRiskTo(Map<Metric, Formula> table) {
    table.put(
        Metric.VOLATILITY,
        m -> m.sample().sessions() < 2 ? Double.NaN : m.annualised(m.deviation(m.sample())));
    table.put(Metric.DOWNSIDE_RISK, m -> m.annualised(m.surplus().downside()));
    table.put(Metric.VALUE_AT_RISK, m -> m.sample().quantile(m.convention().tail()));
    table.put(Metric.EXPECTED_SHORTFALL, m -> expectedShortfall(m.sample(), m.convention().tail()));
    table.put(Metric.NORMAL_VALUE_AT_RISK, m -> normalValueAtRisk(m, m.sample()));
    table.put(Metric.TWO_SIGMA_VALUE_AT_RISK, m -> m.sample().mean() - 2 * m.deviation(m.sample()));
    table.put(
        Metric.TIME_IN_MARKET,
        m ->
            (double) (m.sample().above(0).size() + m.sample().below(0).size())
                / m.sample().sessions());
    table.put(
        Metric.RISK_OF_RUIN,
        m -> {
          double winRate = m.value(Metric.WIN_RATE);
          return StrictMath.pow((1 - winRate) / (1 + winRate), m.sample().sessions());
        });
  }

  private static void addRatiosTo(Map<Metric, Formula> table) {
    table.put(Metric.SHARPE, m -> m.annualised(sharpe(m)));
    table.put(
        Metric.SORTINO,
        m ->
            m.sample().sessions() < 2
                ? Double.NaN
                : m.annualised(m.ratio(m.surplus().mean(), m.surplus().downside())));
    table.put(
        Metric.CALMAR,
        m -> {
          double loss = m.unrounded(-m.value(Metric.MAX_DRAWDOWN));
          return loss > 0 ? m.value(Metric.ANNUALISED_RETURN) / loss : Double.NaN;
        });
    table.put(Metric.RISK_RETURN_RATIO, m -> m.ratio(m.sample().mean(), m.deviation(m.sample())));
    table.put(Metric.OMEGA, m -> m.ratio(m.surplus().gain(), m.surplus().loss()));
    table.put(Metric.GAIN_TO_PAIN, m -> gainToPain(m, m.sample()));
    table.put(
        Metric.EXPOSURE_ADJUSTED_RETURN,
        m -> m.ratio(m.value(Metric.ANNUALISED_RETURN), m.value(Metric.TIME_IN_MARKET)));
    table.put(
        Metric.TAIL_RATIO,
        m ->
            m.ratio(
                Math.abs(m.sample().quantile(1 - TAIL_RATIO_TAIL)),
                Math.abs(m.sample().quantile(TAIL_RATIO_TAIL))));
    table.put(
        Metric.COMMON_SENSE_RATIO, m -> m.value(Metric.PROFIT_FACTOR) * m.value(Metric.TAIL_RATIO));
    table.put(
        Metric.KELLY,
        m -> {
          double winRate = m.value(Metric.WIN_RATE);
          return winRate - m.ratio(1 - winRate, m.value(Metric.PAYOFF_RATIO));
        });
    table.put(Metric.STABILITY, m -> stability(m.sample()));
  }

  private static void addSmartRatiosTo(Map<Metric, Formula> table) {
    table.put(
        Metric.SMART_SHARPE, m -> m.value(Metric.SHARPE) / autocorrelationPenalty(m.excess()));
    table.put(
        Metric.SMART_SORTINO, m -> m.value(Metric.SORTINO) / autocorrelationPenalty(m.surplus()));
    table.put(Metric.ADJUSTED_SORTINO, m -> m.value(Metric.SORTINO) / Math.sqrt(2));
    table.put(Metric.SMART_ADJUSTED_SORTINO, m -> m.value(Metric.SMART_SORTINO) / Math.sqrt(2));
  }

  private static void addDistributionTo(Map<Metric, Formula> table) {
    table.put(Metric.SKEWNESS, m -> m.sample().skewness(m.convention().ddof()));
    table.put(Metric.KURTOSIS, m -> m.sample().kurtosis(m.convention().ddof()));
    table.put(
        Metric.JARQUE_BERA,
        m -> {
          double skewness = m.sample().skewness(0);
          double kurtosis = m.sample().kurtosis(0);
          return m.sample().size() / 6.0 * (skewness * skewness + kurtosis * kurtosis / 4);
        });
    table.put(Metric.OUTLIER_WIN_RATIO, m -> outlierWinRatio(m, m.sample()));
    table.put(Metric.OUTLIER_LOSS_RATIO, m -> outlierLossRatio(m, m.sample()));
  }

  static double outlierWinRatio(Measurement m, Sample sample) {
    return m.ratio(sample.quantile(1 - FAR_TAIL), notNegative(sample).mean());
  }

  static double outlierLossRatio(Measurement m, Sample sample) {
    return m.ratio(sample.quantile(FAR_TAIL), sample.below(0).mean());
  }

  /** The Sharpe ratio of a session. */
  static double sharpe(Measurement m) {
    return m.sample().sessions() < 2
        ? Double.NaN
        : m.ratio(m.excess().mean(), m.deviation(m.excess()));
  }

  static double normalValueAtRisk(Measurement m, Sample sample) {
    double deviation = m.deviation(sample);
    return deviation > 0
        ? sample.mean() + NORMAL.inverseCumulativeProbability(m.convention().tail()) * deviation
        : Double.NaN;
  }

  static double expectedShortfall(Sample sample, double tail) {
    return sample.size() == 0
        ? Double.NaN
        : sample.lowestMean((int) ((sample.sessions() - 1) * tail) + 1);
  }

  static double gainToPain(Measurement m, Sample periods) {
    return m.ratio(periods.sum(), periods.loss());
  }

  static Sample notNegative(Sample sample) {
    return Sample.of(
        Arrays.stream(sample.valuesUnsafe()).filter(value -> value >= 0).toArray(),
        MetricConvention.Missing.LEFT_OUT);
  }

  static double stability(Sample sample) {
    SimpleRegression line = new SimpleRegression();
    double logarithm = 0;
    double[] values = sample.valuesUnsafe();
    for (int n = 0; n < values.length; n++) {
      logarithm += StrictMath.log1p(values[n]);
      line.addData(n, logarithm);
    }
    return line.getRSquare();
  }

  /** Root of the variance of a sum over n times that of one, when each follows the one before. */
  static double autocorrelationPenalty(Sample sample) {
    double[] values = sample.valuesUnsafe();
    int n = values.length;
    if (n < 3) {
      return n < 2 ? 1 : Double.NaN;
    }
    double correlation =
        Math.abs(
            new PearsonsCorrelation()
                .correlation(Arrays.copyOf(values, n - 1), Arrays.copyOfRange(values, 1, n)));
    double sum = 0;
    double power = 1;
    for (int k = 1; k < n; k++) {
      power *= correlation;
      sum += (double) (n - k) / n * power;
    }
    return Math.sqrt(1 + 2 * sum);
  }
}
