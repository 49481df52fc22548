package dev.asof.engine;

import dev.asof.api.BacktestResult;
import java.util.EnumMap;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * One track record under one convention: what formulas read. Under our convention nothing is
 * defined that divides by equity where that went below zero, or came back from it. A formula asks
 * for other metrics here, so that a library's definition of one carries over to those built on it.
 */
final class Measurement {
  private final TrackRecord record;
  private final MetricConvention convention;
  private final Sample sample;
  private final boolean ours;
  private final boolean ruined;
  private final Map<Metric, Double> values = new EnumMap<>(Metric.class);
  private Drawdowns drawdowns;
  private Pairs pairs;

  Measurement(TrackRecord record, MetricConvention convention) {
    this.record = record;
    this.convention = convention;
    this.ours = convention.definitions() == MetricConvention.Definitions.ASOF;
    this.sample = sampleOf(record.returnsUnsafe(), convention.missing());
    this.ruined = ours && sample.ruins();
  }

  /** NaN where it is not defined, and where the record does not hold what it needs. */
  double value(Metric metric) {
    Double known = values.get(metric);
    if (known == null) {
      known = compute(metric);
      values.put(metric, known);
    }
    return known;
  }

  private double compute(Metric metric) {
    if (!record.offers(metric.input())) {
      return Double.NaN;
    }
    if (metric.input() == Metric.Input.BENCHMARK && record.common().isPresent()) {
      return new Measurement(record.common().get(), convention).value(metric);
    }
    if (isBarred(metric.input()) || ruined && dividesByEquity(metric)) {
      return Double.NaN;
    }
    return Formulas.of(metric, convention.definitions()).of(this);
  }

  private static boolean dividesByEquity(Metric metric) {
    return metric.input() != Metric.Input.TRADES
        || metric == Metric.TURNOVER
        || metric == Metric.DAILY_TURNOVER;
  }

  private boolean isBarred(Metric.Input input) {
    return convention.missing() == MetricConvention.Missing.UNDEFINED
        && input != Metric.Input.TRADES
        && (sample.size() < record.returnsUnsafe().length
            || input == Metric.Input.BENCHMARK
                && Sample.of(record.benchmarkUnsafe(), convention.missing()).size()
                    < record.benchmarkUnsafe().length);
  }

  /** Other values as a sample that sums as the convention's library does. */
  Sample sampleOf(double[] values, MetricConvention.Missing missing) {
    Sample corrected = Sample.of(values, missing);
    return ours ? corrected : corrected.plain();
  }

  TrackRecord record() {
    return record;
  }

  MetricConvention convention() {
    return convention;
  }

  Sample sample() {
    return sample;
  }

  /** The returns less the risk-free one. */
  Sample excess() {
    return sample.minus(convention.riskFree());
  }

  /** The returns less the required one. */
  Sample surplus() {
    return sample.minus(convention.requiredReturn());
  }

  double deviation(Sample of) {
    return of.deviation(convention.ddof());
  }

  /** A size of losses, or 0 where rounding alone can have made it; libraries take it as it is. */
  double unrounded(double loss) {
    return ours ? Sample.unrounded(loss, 0) : loss;
  }

  double annualised(double ofDay) {
    return ofDay * Math.sqrt(convention.yearDays());
  }

  double ratio(double reward, double risk) {
    if (risk != 0) {
      return reward / risk;
    }
    return switch (convention.noRisk()) {
      case UNDEFINED -> Double.NaN;
      case INFINITE -> Double.POSITIVE_INFINITY;
      case DIVIDED -> reward / risk;
    };
  }

  Drawdowns drawdowns() {
    if (drawdowns == null) {
      drawdowns = Drawdowns.of(record.startValue(), record.curve(), convention.peak());
    }
    return drawdowns;
  }

  Pairs pairs() {
    if (pairs == null) {
      pairs = Pairs.of(this);
    }
    return pairs;
  }

  BacktestResult result() {
    return record.result().orElseThrow(NoSuchElementException::new);
  }
}
