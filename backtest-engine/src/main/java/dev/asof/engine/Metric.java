package dev.asof.engine;

/** What is measured on a result, with its unit, its convention and where it comes from. */
public enum Metric {
  /** Growth of the account over the whole run. */
  TOTAL_RETURN(
      "Total return",
      Unit.FRACTION,
      "Equity at the last close over the initial cash, less 1.",
      "Bacon (2008), Practical Portfolio Performance Measurement and Attribution, ch. 2, simple"
          + " return"),
  /** Growth of the account per year. */
  ANNUALISED_RETURN(
      "Annualised return",
      Unit.FRACTION,
      "Total growth to the power of year days over sessions, less 1; not defined once equity was"
          + " below zero.",
      "Bacon (2008), ch. 2, geometric annualised return"),
  /** Spread of the daily returns. */
  VOLATILITY(
      "Volatility",
      Unit.FRACTION,
      "Standard deviation of the daily returns (divisor n - 1) times the root of the year days.",
      "Bacon (2008), ch. 4, annualised standard deviation"),
  /** Return per unit of risk. */
  SHARPE(
      "Sharpe ratio",
      Unit.RATIO,
      "Mean daily return over its standard deviation (divisor n - 1) times the root of the year"
          + " days, with a risk-free rate of 0; not defined without variation.",
      "Sharpe (1994), The Sharpe Ratio, eq. 6"),
  /** Return per unit of downside risk. */
  SORTINO(
      "Sortino ratio",
      Unit.RATIO,
      "Mean daily return over the root mean square of the returns below 0 (taken over all n"
          + " returns) times the root of the year days; not defined without a loss.",
      "Sortino and Price (1994), Performance Measurement in a Downside Risk Framework"),
  /** Return per unit of worst loss. */
  CALMAR(
      "Calmar ratio",
      Unit.RATIO,
      "Annualised return over the size of the maximum drawdown; not defined without a drawdown.",
      "Young (1991), Calmar Ratio: A Smoother Tool, over the whole run"),
  /** Worst loss from a peak. */
  MAX_DRAWDOWN(
      "Maximum drawdown",
      Unit.FRACTION,
      "Lowest equity at a close over the highest before it, less 1; the initial cash counts as a"
          + " peak.",
      "Magdon-Ismail and Atiya (2004), Maximum Drawdown, as a fraction of the peak"),
  /** Longest time under water. */
  MAX_DRAWDOWN_DURATION(
      "Longest drawdown",
      Unit.SESSIONS,
      "Most sessions in a row that close below an earlier peak; the initial cash counts as a peak.",
      "Bacon (2008), ch. 4, drawdown duration"),
  /** How often a trade gains. */
  HIT_RATE(
      "Hit rate",
      Unit.FRACTION,
      "Share of the closed trades with a profit above 0 after fees; not defined without one.",
      "López de Prado (2018), Advances in Financial Machine Learning, ch. 14, hit ratio"),
  /** How much is traded. */
  TURNOVER(
      "Turnover",
      Unit.RATIO,
      "Traded value, purchases and sales, over the mean equity at the closes; over the whole run,"
          + " not annualised.",
      "López de Prado (2018), Advances in Financial Machine Learning, ch. 14, turnover, there per"
          + " year");

  /** What a value means. */
  public enum Unit {
    /** A share of the whole: 0.05 is 5 %. */
    FRACTION,
    /** A bare number. */
    RATIO,
    /** A number of sessions. */
    SESSIONS
  }

  private final String label;
  private final Unit unit;
  private final String convention;
  private final String source;

  Metric(String label, Unit unit, String convention, String source) {
    this.label = label;
    this.unit = unit;
    this.convention = convention;
    this.source = source;
  }

  /** Its name for a reader. */
  public String label() {
    return label;
  }

  /** What its values mean. */
  public Unit unit() {
    return unit;
  }

  /** How it is computed, in one sentence. */
  public String convention() {
    return convention;
  }

  /** Where the formula comes from: author, year, place. */
  public String source() {
    return source;
  }
}
