package dev.asof.engine;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where QuantStats' definitions are not ours under its options. A missing return is 0 where it
 * prepares returns whatever it is told, and left out, as pandas does, where it can be told not to.
 */
final class QuantStatsFormulas {
  /** Sums below this are 0 to pandas when it computes moments. */
  private static final double PANDAS_ZERO = 1e-14;

  private QuantStatsFormulas() {}

  static void addTo(Map<Metric, Formula> table) {
    addReturnsTo(table);
    addRiskTo(table);
    addRatiosTo(table);
    addSessionsTo(table);
    addBenchmarkTo(table);
  }

  private static void addBenchmarkTo(Map<Metric, Formula> table) {
    table.put(Metric.INFORMATION_RATIO, QuantStatsFormulas::informationRatio);
    table.put(Metric.R_SQUARED, QuantStatsFormulas::rSquared);
    table.put(
        Metric.TREYNOR,
        m -> {
          double beta = prepared(m, Metric.BETA);
          return beta == 0 ? 0 : m.value(Metric.TOTAL_RETURN) / beta;
        });
    table.put(Metric.BETA, m -> zeroIfUndefined(beta(m)));
    table.put(Metric.ALPHA, QuantStatsFormulas::alpha);
  }

  private static void addReturnsTo(Map<Metric, Formula> table) {
    table.put(
        Metric.ANNUALISED_RETURN,
        m -> isEmpty(m) ? Double.NaN : ReturnFormulas.perYear(m, Math.abs(m.sample().growth())));
    table.put(Metric.MEAN_RETURN, m -> leftOut(m).mean());
    table.put(Metric.BEST_SESSION, m -> leftOut(m).highest());
    table.put(Metric.WORST_SESSION, m -> leftOut(m).lowest());
  }

  private static void addRiskTo(Map<Metric, Formula> table) {
    table.put(Metric.VOLATILITY, m -> m.annualised(m.deviation(leftOut(m))));
    table.put(Metric.VALUE_AT_RISK, m -> RiskFormulas.normalValueAtRisk(m, leftOut(m)));
    table.put(Metric.EXPECTED_SHORTFALL, m -> expectedShortfall(m, leftOut(m), m.sample()));
    table.put(Metric.MAX_DRAWDOWN, m -> isEmpty(m) ? Double.NaN : m.drawdowns().lowest());
    table.put(
        Metric.ULCER_INDEX,
        m ->
            isEmpty(m)
                ? Double.NaN
                : Math.sqrt(m.drawdowns().squares() / (m.record().returnsUnsafe().length - 1)));
    table.put(Metric.LONGEST_DRAWDOWN_DAYS, QuantStatsFormulas::longestDrawdownDays);
    table.put(Metric.SKEWNESS, m -> skewness(leftOut(m)));
    table.put(Metric.KURTOSIS, m -> kurtosis(leftOut(m)));
    table.put(Metric.OUTLIER_WIN_RATIO, m -> RiskFormulas.outlierWinRatio(m, leftOut(m)));
    table.put(Metric.OUTLIER_LOSS_RATIO, m -> RiskFormulas.outlierLossRatio(m, leftOut(m)));
    table.put(Metric.RISK_OF_RUIN, QuantStatsFormulas::riskOfRuin);
    table.put(
        Metric.TIME_IN_MARKET,
        m -> {
          double moves = leftOut(m).above(0).size() + leftOut(m).below(0).size();
          return Math.ceil(moves / m.sample().size() * 100) / 100;
        });
  }

  private static void addRatiosTo(Map<Metric, Formula> table) {
    table.put(Metric.SHARPE, m -> m.annualised(m.excess().mean() / m.deviation(m.excess())));
    table.put(
        Metric.SORTINO, m -> m.annualised(m.ratio(m.surplus().mean(), m.surplus().downside())));
    table.put(
        Metric.CALMAR,
        m -> m.value(Metric.ANNUALISED_RETURN) / Math.abs(m.value(Metric.MAX_DRAWDOWN)));
    table.put(Metric.OMEGA, EmpyricalFormulas::omega);
    table.put(
        Metric.RECOVERY_FACTOR,
        m -> m.ratio(Math.abs(m.sample().sum()), Math.abs(m.value(Metric.MAX_DRAWDOWN))));
    table.put(
        Metric.TAIL_RATIO,
        m -> m.ratio(Math.abs(leftOut(m).quantile(0.95)), Math.abs(leftOut(m).quantile(0.05))));
    table.put(Metric.PROBABILISTIC_SHARPE, QuantStatsFormulas::probabilisticSharpe);
    table.put(
        Metric.MARTIN,
        m ->
            m.ratio(
                m.value(Metric.TOTAL_RETURN) - m.convention().riskFreeOfYear(),
                m.value(Metric.ULCER_INDEX)));
    table.put(Metric.RISK_RETURN_RATIO, m -> m.ratio(leftOut(m).mean(), m.deviation(leftOut(m))));
    table.put(
        Metric.MONTHLY_GAIN_TO_PAIN,
        m -> RiskFormulas.gainToPain(m, CalendarFormulas.monthlySums(m)));
    table.put(Metric.SERENITY, QuantStatsFormulas::serenity);
    table.put(
        Metric.COMMON_SENSE_RATIO,
        m -> prepared(m, Metric.PROFIT_FACTOR) * prepared(m, Metric.TAIL_RATIO));
  }

  private static void addSessionsTo(Map<Metric, Formula> table) {
    table.put(
        Metric.WIN_RATE,
        m -> {
          // A missing return is not equal to 0, so it counts among the returns that are not.
          int missing = m.sample().size() - leftOut(m).size();
          double gains = m.sample().above(0).size();
          double moves = gains + m.sample().below(0).size() + missing;
          return moves == 0 ? 0 : gains / moves;
        });
    for (Metric metric :
        List.of(Metric.WINNING_MONTHS, Metric.WINNING_QUARTERS, Metric.WINNING_YEARS)) {
      Formula ours = table.get(metric);
      table.put(metric, m -> zeroIfUndefined(ours.of(m)));
    }
    table.put(
        Metric.KELLY,
        m -> {
          double winRate = prepared(m, Metric.WIN_RATE);
          double payoff = m.value(Metric.PAYOFF_RATIO);
          return payoff == 0 ? Double.NaN : (payoff * winRate - (1 - winRate)) / payoff;
        });
    table.put(
        Metric.CPC_INDEX,
        m ->
            prepared(m, Metric.PROFIT_FACTOR)
                * prepared(m, Metric.WIN_RATE)
                * m.value(Metric.PAYOFF_RATIO));
    table.put(Metric.PROFIT_RATIO, m -> profitRatio(leftOut(m)));
    table.put(
        Metric.PROFIT_FACTOR,
        m -> {
          double gains = m.sample().gain();
          double losses = m.sample().loss();
          return losses == 0 && gains == 0 ? 0 : gains / losses;
        });
  }

  /** A metric of the returns with 0 for what is missing, which it prepares once more inside. */
  private static double prepared(Measurement m, Metric metric) {
    return new Measurement(m.record().zeroed(), m.convention()).value(metric);
  }

  private static double riskOfRuin(Measurement m) {
    double winRate = prepared(m, Metric.WIN_RATE);
    return StrictMath.pow((1 - winRate) / (1 + winRate), m.sample().size());
  }

  private static double serenity(Measurement m) {
    Sample depth = m.sampleOf(m.drawdowns().depthUnsafe(), MetricConvention.Missing.LEFT_OUT);
    double pitfall = m.ratio(-expectedShortfall(m, depth, depth), m.deviation(leftOut(m)));
    return m.ratio(leftOut(m).sum(), m.value(Metric.ULCER_INDEX) * pitfall);
  }

  /** Where nothing but missing returns is given, it refuses to compute what is built on a price. */
  private static boolean isEmpty(Measurement m) {
    return leftOut(m).size() == 0;
  }

  private static Sample leftOut(Measurement m) {
    return m.sampleOf(m.record().returnsUnsafe(), MetricConvention.Missing.LEFT_OUT);
  }

  /** Mean of what is below the value at risk of prepared returns; that value if nothing is. */
  private static double expectedShortfall(Measurement m, Sample of, Sample prepared) {
    double valueAtRisk = RiskFormulas.normalValueAtRisk(m, prepared);
    double mean = of.below(valueAtRisk).mean();
    return Double.isNaN(mean) ? valueAtRisk : mean;
  }

  /** It takes the kurtosis less 3 for the kurtosis. */
  private static double probabilisticSharpe(Measurement m) {
    double sharpe = m.sample().mean() / m.deviation(m.sample());
    return SignificanceFormulas.probability(
        sharpe,
        0,
        m.value(Metric.SKEWNESS),
        m.value(Metric.KURTOSIS),
        m.record().returnsUnsafe().length);
  }

  /** A drawdown from the first session on is seen only when another one follows. */
  private static double longestDrawdownDays(Measurement m) {
    List<Drawdowns.Period> periods = m.drawdowns().periods();
    List<LocalDate> sessions = m.record().sessions();
    boolean unseen = periods.size() == 1 && periods.get(0).first() == 0;
    return unseen
        ? Double.NaN
        : periods.stream()
            .mapToDouble(period -> DrawdownFormulas.days(period, sessions))
            .max()
            .orElse(Double.NaN);
  }

  private static double skewness(Sample sample) {
    double n = sample.size();
    double squares = zeroIfSmall(n * sample.moment(2));
    double cubes = zeroIfSmall(n * sample.moment(3));
    if (n < 3) {
      return Double.NaN;
    }
    return squares == 0
        ? 0
        : n * Math.sqrt(n - 1) / (n - 2) * cubes / (squares * Math.sqrt(squares));
  }

  private static double kurtosis(Sample sample) {
    double n = sample.size();
    double squares = n * sample.moment(2);
    double dividend = zeroIfSmall(n * (n + 1) * (n - 1) * n * sample.moment(4));
    double divisor = zeroIfSmall((n - 2) * (n - 3) * squares * squares);
    if (n < 4) {
      return Double.NaN;
    }
    return divisor == 0 ? 0 : dividend / divisor - 3 * (n - 1) * (n - 1) / ((n - 2) * (n - 3));
  }

  private static double zeroIfSmall(double sum) {
    return Math.abs(sum) < PANDAS_ZERO ? 0 : sum;
  }

  private static double informationRatio(Measurement m) {
    double[] active = m.record().returnsUnsafe().clone();
    double[] benchmark = m.record().benchmarkUnsafe();
    IntStream.range(0, active.length).forEach(bar -> active[bar] -= benchmark[bar]);
    Sample differences = m.sampleOf(active, MetricConvention.Missing.LEFT_OUT);
    double deviation = m.deviation(differences);
    return deviation == 0 ? 0 : differences.mean() / deviation;
  }

  private static double alpha(Measurement m) {
    double mean = m.pairs().returns().mean() - beta(m) * m.pairs().benchmark().mean();
    return zeroIfUndefined(mean * m.convention().yearDays());
  }

  private static double profitRatio(Sample sample) {
    return RiskFormulas.notNegative(sample).size() == 0 ? 0 : SessionFormulas.profitRatio(sample);
  }

  /** 0 where the benchmark does not vary. */
  private static double rSquared(Measurement m) {
    boolean flat = m.sample().size() > 1 && m.sample().lowest() == m.sample().highest();
    if (flat || leftOut(m).size() < m.sample().size()) {
      return Double.NaN;
    }
    return zeroIfUndefined(m.value(Metric.CORRELATION) * m.value(Metric.CORRELATION));
  }

  /** A missing return anywhere leaves the covariance undefined. */
  private static double beta(Measurement m) {
    boolean whole = leftOut(m).size() == m.record().returnsUnsafe().length;
    return whole ? m.pairs().beta() : Double.NaN;
  }

  private static double zeroIfUndefined(double value) {
    return Double.isNaN(value) ? 0 : value;
  }
}
