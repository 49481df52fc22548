package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SharpeSignificanceTest {
  private static final MetricConvention CONVENTION = MetricConvention.ofYear(252);

  @Test
  void theExampleOfTheDeflatedSharpeRatioComesOut() {
    // Bailey and López de Prado (2014), numerical example: an annualised Sharpe ratio of 2.5 over
    // 1,250 days at 250 a year, the best of 100 trials with variance 1/2, skewness -3, kurtosis 10.
    double threshold = SignificanceFormulas.expectedMaximum(100, Math.sqrt(0.5 / 250));
    assertThat(threshold).isCloseTo(0.1132, Offset.offset(5e-5));
    double sharpe = 2.5 / Math.sqrt(250);
    assertThat(SignificanceFormulas.probability(sharpe, threshold, -3, 10, 1250))
        .isCloseTo(0.9004, Offset.offset(5e-5));
  }

  @Test
  void aSharpeRatioOfZeroIsAboveZeroWithProbabilityOneHalf() {
    TrackRecord record = TrackRecord.of(new double[] {0.01, -0.01, 0.02, -0.02});
    assertThat(Metrics.value(Metric.PROBABILISTIC_SHARPE, record, CONVENTION)).isEqualTo(0.5);
  }

  @Test
  void moreTrialsDeflateMore() {
    TrackRecord record = TrackRecord.of(new double[] {0.01, 0.02, -0.01, 0.03, 0.01, -0.02});
    double alone = Metrics.value(Metric.PROBABILISTIC_SHARPE, record, CONVENTION);
    double ofTwo = deflated(record, 0.2, 0.4);
    double ofFour = deflated(record, 0.2, 0.4, 0.2, 0.4);
    assertThat(ofFour).isLessThan(ofTwo).isPositive();
    assertThat(ofTwo).isLessThan(alone);
    assertThat(deflated(record, 0.4)).isNaN();
  }

  private static double deflated(TrackRecord record, double... trials) {
    return Metrics.value(Metric.DEFLATED_SHARPE, record.amongTrials(trials), CONVENTION);
  }

  @Test
  void withoutVariationNothingIsSignificant() {
    TrackRecord record = TrackRecord.of(new double[] {0.01, 0.01, 0.01});
    assertThat(Metrics.value(Metric.PROBABILISTIC_SHARPE, record, CONVENTION)).isNaN();
  }
}
