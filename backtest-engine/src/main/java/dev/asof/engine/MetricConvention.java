package dev.asof.engine;

/**
 * How metrics are computed. {@link #ofYear} is ours and the one that {@link Metric} describes; the
 * named ones reproduce what a library prints for the same returns, with its edge cases. What a
 * library does not define is measured by our formula under its options.
 *
 * @param definitions whose formulas
 * @param yearDays sessions in a year, which a daily figure is scaled by; above 0
 * @param annualisation what a growth per year is counted in
 * @param riskFree risk-free return of a session, as a fraction; a yearly rate r is {@code (1 +
 *     r)^(1 / yearDays) - 1}
 * @param requiredReturn return of a session below which it counts as a loss, as a fraction
 * @param ddof what is taken off n in the divisor of a variance: 1 for a sample, 0 for a population;
 *     with 0, skewness and kurtosis are not corrected for bias
 * @param peak what the first peak of a drawdown can be
 * @param missing what a missing return does
 * @param noRisk what a ratio is when its divisor is 0
 * @param tail probability of the tail that value at risk and expected shortfall look at; above 0,
 *     at most 0.5
 */
public record MetricConvention(
    Definitions definitions,
    double yearDays,
    Annualisation annualisation,
    double riskFree,
    double requiredReturn,
    int ddof,
    Peak peak,
    Missing missing,
    NoRisk noRisk,
    double tail) {

  /** Whose formulas. */
  public enum Definitions {
    /** Ours. */
    ASOF,
    /** Those of vectorbt 0.24 to 1.1. */
    VECTORBT,
    /** Those of empyrical-reloaded 0.5, which pyfolio prints. */
    EMPYRICAL,
    /** Those of QuantStats 0.0.81 on returns as they are, and of pandas 1.5 below it. */
    QUANTSTATS
  }

  /** What a growth per year is counted in. */
  public enum Annualisation {
    /** Sessions: the year has {@link MetricConvention#yearDays} of them. */
    BY_COUNT,
    /** Calendar days from the first session to the last: the year has 365.25 of them. */
    BY_CALENDAR
  }

  /** What the first peak of a drawdown can be. */
  public enum Peak {
    /** The value before the first session: a loss in the first session is a drawdown. */
    STARTING_VALUE,
    /** The value at the first close: a loss in the first session is none. */
    FIRST_CLOSE
  }

  /** What a missing return does. */
  public enum Missing {
    /** Whatever is measured on the returns is not defined. */
    UNDEFINED,
    /** It is left out, and its session does not count. */
    LEFT_OUT,
    /** It is left out, and its session counts where sessions are counted, as for a year. */
    COUNTED,
    /** It is a return of 0. */
    ZERO
  }

  /** What a ratio is when its divisor is 0. */
  public enum NoRisk {
    /** Not defined: NaN. */
    UNDEFINED,
    /** Positive infinity, whatever the dividend is. */
    INFINITE,
    /** What a division gives: an infinity with the dividend's sign, NaN for 0 over 0. */
    DIVIDED
  }

  private static final double TAIL = 0.05;

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public MetricConvention {
    if (!(yearDays > 0) || Double.isInfinite(yearDays)) {
      throw invalid("a year of " + yearDays + " days is not above 0");
    }
    if (!Double.isFinite(riskFree)) {
      throw invalid("risk-free return " + riskFree + " is not a number");
    }
    if (!Double.isFinite(requiredReturn)) {
      throw invalid("required return " + requiredReturn + " is not a number");
    }
    if (ddof != 0 && ddof != 1) {
      throw invalid("ddof " + ddof + " is neither 0 nor 1");
    }
    if (!(tail > 0 && tail <= 0.5)) {
      throw invalid("tail " + tail + " is not above 0 and at most 0.5");
    }
  }

  private static IllegalArgumentException invalid(String what) {
    return new IllegalArgumentException("Invalid metric convention: " + what);
  }

  /**
   * Ours: sample variance, risk-free and required return 0, the starting value is a peak, a missing
   * return and a division by no risk leave a metric undefined, a tail of 5 %. A spread that
   * rounding alone can have made is no risk. Where equity went below zero, or came back from zero,
   * every return, ratio and annualised figure of the record is undefined; counts and amounts of
   * round trips stay. An account at zero that stays there has lost 100 %. A benchmark is compared
   * over the sessions at which both have a close: where it has none, the record's returns are
   * compounded into the next common one.
   */
  public static MetricConvention ofYear(double yearDays) {
    return new MetricConvention(
        Definitions.ASOF,
        yearDays,
        Annualisation.BY_COUNT,
        0,
        0,
        1,
        Peak.STARTING_VALUE,
        Missing.UNDEFINED,
        NoRisk.UNDEFINED,
        TAIL);
  }

  /**
   * vectorbt's, whose year has 365 days unless told otherwise: the starting value is no peak, no
   * risk is infinite, the information ratio is that of a day, alpha is compounded, and the deflated
   * Sharpe ratio takes the kurtosis less 3 for the kurtosis.
   */
  public static MetricConvention vectorbt(double yearDays) {
    return new MetricConvention(
        Definitions.VECTORBT,
        yearDays,
        Annualisation.BY_COUNT,
        0,
        0,
        1,
        Peak.FIRST_CLOSE,
        Missing.COUNTED,
        NoRisk.INFINITE,
        TAIL);
  }

  /**
   * empyrical's, whose year has 252 days unless told otherwise: no risk is what a division gives,
   * the information ratio is that of a day and alpha is compounded.
   */
  public static MetricConvention empyrical(double yearDays) {
    return new MetricConvention(
        Definitions.EMPYRICAL,
        yearDays,
        Annualisation.BY_COUNT,
        0,
        0,
        1,
        Peak.STARTING_VALUE,
        Missing.COUNTED,
        NoRisk.DIVIDED,
        TAIL);
  }

  /**
   * QuantStats', whose year has 252 days unless told otherwise: a missing return is 0 for most
   * ratios and left out of the others, value at risk is that of a normal distribution, the ulcer
   * index divides by n - 1, and the probabilistic Sharpe ratio takes the kurtosis less 3 for the
   * kurtosis. Where a series does not vary, a covariance is 0 here and rounding there.
   */
  public static MetricConvention quantStats(double yearDays) {
    return new MetricConvention(
        Definitions.QUANTSTATS,
        yearDays,
        Annualisation.BY_COUNT,
        0,
        0,
        1,
        Peak.STARTING_VALUE,
        Missing.ZERO,
        NoRisk.UNDEFINED,
        TAIL);
  }

  /** The same with growth counted in another way. */
  public MetricConvention withAnnualisation(Annualisation other) {
    return new MetricConvention(
        definitions, yearDays, other, riskFree, requiredReturn, ddof, peak, missing, noRisk, tail);
  }

  /** The same with a risk-free return of a session. */
  public MetricConvention withRiskFree(double other) {
    return new MetricConvention(
        definitions,
        yearDays,
        annualisation,
        other,
        requiredReturn,
        ddof,
        peak,
        missing,
        noRisk,
        tail);
  }

  /** The same with a required return of a session. */
  public MetricConvention withRequiredReturn(double other) {
    return new MetricConvention(
        definitions, yearDays, annualisation, riskFree, other, ddof, peak, missing, noRisk, tail);
  }

  /** The same with another divisor of variances. */
  public MetricConvention withDdof(int other) {
    return new MetricConvention(
        definitions,
        yearDays,
        annualisation,
        riskFree,
        requiredReturn,
        other,
        peak,
        missing,
        noRisk,
        tail);
  }

  /** The same with another rule for missing returns. */
  public MetricConvention withMissing(Missing other) {
    return new MetricConvention(
        definitions,
        yearDays,
        annualisation,
        riskFree,
        requiredReturn,
        ddof,
        peak,
        other,
        noRisk,
        tail);
  }

  /** The same with another tail probability. */
  public MetricConvention withTail(double other) {
    return new MetricConvention(
        definitions,
        yearDays,
        annualisation,
        riskFree,
        requiredReturn,
        ddof,
        peak,
        missing,
        noRisk,
        other);
  }

  /** The risk-free return of a year, as a fraction. */
  double riskFreeOfYear() {
    return StrictMath.pow(1 + riskFree, yearDays) - 1;
  }
}
