package dev.asof.engine;

import java.util.List;

/**
 * What is measured on a track record, with its unit, its convention and where it comes from. The
 * convention is that of {@link MetricConvention#ofYear}; another {@link MetricConvention} says what
 * it changes. The file is long because it is a glossary: one entry a metric.
 */
public enum Metric {
  /** Growth of the account over the whole run. */
  TOTAL_RETURN(
      "Total return",
      Unit.FRACTION,
      Group.RETURN,
      Input.RETURNS,
      "Equity at the last close over the initial cash, less 1.",
      "Bacon (2008), Practical Portfolio Performance Measurement and Attribution, ch. 2, simple"
          + " return"),
  /** Growth of the account per year. */
  ANNUALISED_RETURN(
      "Annualised return",
      Unit.FRACTION,
      Group.RETURN,
      Input.RETURNS,
      "Total growth to the power of year days over sessions, less 1; not defined once equity was"
          + " below zero.",
      "Bacon (2008), ch. 2, geometric annualised return"),
  /** Spread of the daily returns. */
  VOLATILITY(
      "Volatility",
      Unit.FRACTION,
      Group.RISK,
      Input.RETURNS,
      "Standard deviation of the daily returns (divisor n - 1) times the root of the year days.",
      "Bacon (2008), ch. 4, annualised standard deviation"),
  /** Return per unit of risk. */
  SHARPE(
      "Sharpe ratio",
      Unit.RATIO,
      Group.RATIO,
      Input.RETURNS,
      "Mean daily return over its standard deviation (divisor n - 1) times the root of the year"
          + " days, with a risk-free rate of 0; not defined without variation.",
      "Sharpe (1994), The Sharpe Ratio, eq. 6"),
  /** Return per unit of downside risk. */
  SORTINO(
      "Sortino ratio",
      Unit.RATIO,
      Group.RATIO,
      Input.RETURNS,
      "Mean daily return over the root mean square of the returns below 0 (taken over all n"
          + " returns) times the root of the year days; not defined without a loss.",
      "Sortino and Price (1994), Performance Measurement in a Downside Risk Framework"),
  /** Return per unit of worst loss. */
  CALMAR(
      "Calmar ratio",
      Unit.RATIO,
      Group.RATIO,
      Input.RETURNS,
      "Annualised return over the size of the maximum drawdown; not defined without a drawdown.",
      "Young (1991), Calmar Ratio: A Smoother Tool, over the whole run"),
  /** Worst loss from a peak. */
  MAX_DRAWDOWN(
      "Maximum drawdown",
      Unit.FRACTION,
      Group.DRAWDOWN,
      Input.RETURNS,
      "Lowest equity at a close over the highest before it, less 1; the initial cash counts as a"
          + " peak.",
      "Magdon-Ismail and Atiya (2004), Maximum Drawdown, as a fraction of the peak"),
  /** Longest time under water. */
  MAX_DRAWDOWN_DURATION(
      "Longest drawdown",
      Unit.SESSIONS,
      Group.DRAWDOWN,
      Input.RETURNS,
      "Most sessions in a row that close below an earlier peak; the initial cash counts as a peak.",
      "Bacon (2008), ch. 4, drawdown duration"),
  /** How often a trade gains. */
  HIT_RATE(
      "Hit rate",
      Unit.FRACTION,
      Group.TRADE,
      Input.TRADES,
      "Share of the closed trades with a profit above 0 after fees; not defined without one.",
      "López de Prado (2018), Advances in Financial Machine Learning, ch. 14, hit ratio"),
  /** How much is traded. */
  TURNOVER(
      "Turnover",
      Unit.RATIO,
      Group.TRADE,
      Input.TRADES,
      "Traded value, purchases and sales, over the mean equity at the closes; over the whole"
          + " run, not annualised.",
      "López de Prado (2018), Advances in Financial Machine Learning, ch. 14, turnover, there"
          + " per year"),
  /** What a session returns on average. */
  MEAN_RETURN(
      "Mean return",
      Unit.FRACTION,
      Group.RETURN,
      Input.RETURNS,
      "Arithmetic mean of the daily returns.",
      "Bacon (2008), Practical Portfolio Performance Measurement and Attribution, arithmetic"
          + " average"),
  /** The equal return a session that compounds to the total. */
  GEOMETRIC_MEAN_RETURN(
      "Expected daily return",
      Unit.FRACTION,
      Group.RETURN,
      Input.RETURNS,
      "Total growth to the power of 1 over sessions, less 1; not defined once equity was below"
          + " zero.",
      "Aroussi (2019), QuantStats, expected_return"),
  /** The equal return a calendar month that compounds to the total. */
  EXPECTED_MONTHLY_RETURN(
      "Expected monthly return",
      Unit.FRACTION,
      Group.RETURN,
      Input.SESSIONS,
      "Growth over the calendar months to the power of 1 over their number, less 1; a month that"
          + " is cut short counts as one.",
      "Aroussi (2019), QuantStats, expected_return by month"),
  /** The equal return a calendar year that compounds to the total. */
  EXPECTED_YEARLY_RETURN(
      "Expected yearly return",
      Unit.FRACTION,
      Group.RETURN,
      Input.SESSIONS,
      "Growth over the calendar years to the power of 1 over their number, less 1; a year that"
          + " is cut short counts as one.",
      "Aroussi (2019), QuantStats, expected_return by year"),
  /** The best session. */
  BEST_SESSION(
      "Best day",
      Unit.FRACTION,
      Group.RETURN,
      Input.RETURNS,
      "Highest daily return.",
      "Aroussi (2019), QuantStats, best"),
  /** The worst session. */
  WORST_SESSION(
      "Worst day",
      Unit.FRACTION,
      Group.RETURN,
      Input.RETURNS,
      "Lowest daily return.",
      "Aroussi (2019), QuantStats, worst"),
  /** The best calendar month. */
  BEST_MONTH(
      "Best month",
      Unit.FRACTION,
      Group.RETURN,
      Input.SESSIONS,
      "Highest compounded return of a calendar month, cut short or not.",
      "Aroussi (2019), QuantStats, best by month"),
  /** The worst calendar month. */
  WORST_MONTH(
      "Worst month",
      Unit.FRACTION,
      Group.RETURN,
      Input.SESSIONS,
      "Lowest compounded return of a calendar month, cut short or not.",
      "Aroussi (2019), QuantStats, worst by month"),
  /** The best calendar year. */
  BEST_YEAR(
      "Best year",
      Unit.FRACTION,
      Group.RETURN,
      Input.SESSIONS,
      "Highest compounded return of a calendar year, cut short or not.",
      "Aroussi (2019), QuantStats, best by year"),
  /** The worst calendar year. */
  WORST_YEAR(
      "Worst year",
      Unit.FRACTION,
      Group.RETURN,
      Input.SESSIONS,
      "Lowest compounded return of a calendar year, cut short or not.",
      "Aroussi (2019), QuantStats, worst by year"),
  /** What a gaining month returns on average. */
  AVERAGE_UP_MONTH(
      "Average up month",
      Unit.FRACTION,
      Group.RETURN,
      Input.SESSIONS,
      "Mean compounded return of the calendar months above 0; not defined without one.",
      "Aroussi (2019), QuantStats, avg_win by month"),
  /** What a losing month returns on average. */
  AVERAGE_DOWN_MONTH(
      "Average down month",
      Unit.FRACTION,
      Group.RETURN,
      Input.SESSIONS,
      "Mean compounded return of the calendar months below 0; not defined without one.",
      "Aroussi (2019), QuantStats, avg_loss by month"),
  /** Return of the last calendar month. */
  MONTH_TO_DATE_RETURN(
      "Month to date",
      Unit.FRACTION,
      Group.RETURN,
      Input.SESSIONS,
      "Compounded return of the sessions in the month of the last session.",
      "Aroussi (2019), QuantStats, sheet, MTD"),
  /** Return of the last three months. */
  THREE_MONTH_RETURN(
      "3 months",
      Unit.FRACTION,
      Group.RETURN,
      Input.SESSIONS,
      "Compounded return of the sessions after the day three months before the last one; not"
          + " defined when the sessions begin more than a week after that day.",
      "Aroussi (2019), QuantStats, sheet, 3M, there with that day"),
  /** Return of the last six months. */
  SIX_MONTH_RETURN(
      "6 months",
      Unit.FRACTION,
      Group.RETURN,
      Input.SESSIONS,
      "Compounded return of the sessions after the day six months before the last one; not"
          + " defined when the sessions begin more than a week after that day.",
      "Aroussi (2019), QuantStats, sheet, 6M, there with that day"),
  /** Return of the last calendar year. */
  YEAR_TO_DATE_RETURN(
      "Year to date",
      Unit.FRACTION,
      Group.RETURN,
      Input.SESSIONS,
      "Compounded return of the sessions in the year of the last session.",
      "Aroussi (2019), QuantStats, sheet, YTD"),
  /** Return of the last year. */
  ONE_YEAR_RETURN(
      "1 year",
      Unit.FRACTION,
      Group.RETURN,
      Input.SESSIONS,
      "Compounded return of the sessions after the day one year before the last one; not defined"
          + " when the sessions begin more than a week after that day.",
      "Aroussi (2019), QuantStats, sheet, 1Y, there with that day"),
  /** Return per year of the last three years. */
  THREE_YEAR_RETURN(
      "3 years, annualised",
      Unit.FRACTION,
      Group.RETURN,
      Input.SESSIONS,
      "Annualised return of the sessions after the day three years before the last one; not"
          + " defined when the sessions begin more than a week after that day.",
      "Aroussi (2019), QuantStats, sheet, 3Y, there over 35 months"),
  /** Return per year of the last five years. */
  FIVE_YEAR_RETURN(
      "5 years, annualised",
      Unit.FRACTION,
      Group.RETURN,
      Input.SESSIONS,
      "Annualised return of the sessions after the day five years before the last one; not"
          + " defined when the sessions begin more than a week after that day.",
      "Aroussi (2019), QuantStats, sheet, 5Y, there over 59 months"),
  /** Return per year of the last ten years. */
  TEN_YEAR_RETURN(
      "10 years, annualised",
      Unit.FRACTION,
      Group.RETURN,
      Input.SESSIONS,
      "Annualised return of the sessions after the day ten years before the last one; not"
          + " defined when the sessions begin more than a week after that day.",
      "Aroussi (2019), QuantStats, sheet, 10Y, there with that day"),
  /** Spread of the daily returns below what is required. */
  DOWNSIDE_RISK(
      "Downside risk",
      Unit.FRACTION,
      Group.RISK,
      Input.RETURNS,
      "Root mean square of the returns below the required one (taken over all n returns) times"
          + " the root of the year days.",
      "Sortino and Price (1994), Performance Measurement in a Downside Risk Framework"),
  /** A daily return that is undercut one day in twenty. */
  VALUE_AT_RISK(
      "Value at risk",
      Unit.FRACTION,
      Group.RISK,
      Input.RETURNS,
      "Quantile of the daily returns at the tail probability, 5 % unless set, interpolated"
          + " linearly between order statistics.",
      "Jorion (2007), Value at Risk, historical simulation"),
  /** What a day in the tail returns on average. */
  EXPECTED_SHORTFALL(
      "Expected shortfall",
      Unit.FRACTION,
      Group.RISK,
      Input.RETURNS,
      "Mean of the lowest daily returns, as many as the tail probability times n - 1, rounded"
          + " down, and one more.",
      "Acerbi and Tasche (2002), On the Coherence of Expected Shortfall, as counted by empyrical"),
  /** Value at risk if returns were normal. */
  NORMAL_VALUE_AT_RISK(
      "Value at risk, normal",
      Unit.FRACTION,
      Group.RISK,
      Input.RETURNS,
      "Mean daily return and the normal quantile at the tail probability times the standard"
          + " deviation; not defined without variation.",
      "Jorion (2007), Value at Risk, delta-normal method"),
  /** A bad day as two standard deviations. */
  TWO_SIGMA_VALUE_AT_RISK(
      "Daily value at risk, two sigma",
      Unit.FRACTION,
      Group.RISK,
      Input.RETURNS,
      "Mean daily return less two standard deviations.",
      "Quantopian (2015), pyfolio, value_at_risk"),
  /** How often anything was at stake. */
  TIME_IN_MARKET(
      "Time in market",
      Unit.FRACTION,
      Group.RISK,
      Input.RETURNS,
      "Share of the sessions with a return other than 0.",
      "Aroussi (2019), QuantStats, exposure, there rounded up to a percent"),
  /** How likely a gambler with this win rate loses all. */
  RISK_OF_RUIN(
      "Risk of ruin",
      Unit.FRACTION,
      Group.RISK,
      Input.RETURNS,
      "One less the win rate over one and the win rate, to the power of the number of sessions.",
      "Aroussi (2019), QuantStats, risk_of_ruin"),
  /** Sharpe ratio with a penalty for returns that follow each other. */
  SMART_SHARPE(
      "Smart Sharpe ratio",
      Unit.RATIO,
      Group.RATIO,
      Input.RETURNS,
      "Sharpe ratio over the root of 1 and twice the sum of (n - k) / n times the k-th power of"
          + " the size of the first autocorrelation, k from 1 to n - 1.",
      "Lo (2002), The Statistics of Sharpe Ratios, as in QuantStats"),
  /** Sortino ratio with the same penalty. */
  SMART_SORTINO(
      "Smart Sortino ratio",
      Unit.RATIO,
      Group.RATIO,
      Input.RETURNS,
      "Sortino ratio over the penalty of the smart Sharpe ratio.",
      "Aroussi (2019), QuantStats, smart_sortino"),
  /** Sortino ratio on the scale of the Sharpe ratio. */
  ADJUSTED_SORTINO(
      "Adjusted Sortino ratio",
      Unit.RATIO,
      Group.RATIO,
      Input.RETURNS,
      "Sortino ratio over the root of 2.",
      "Schwager (2020), Unknown Market Wizards, appendix 2"),
  /** Adjusted Sortino ratio with the penalty for returns that follow each other. */
  SMART_ADJUSTED_SORTINO(
      "Smart adjusted Sortino ratio",
      Unit.RATIO,
      Group.RATIO,
      Input.RETURNS,
      "Smart Sortino ratio over the root of 2.",
      "Aroussi (2019), QuantStats, adjusted_sortino"),
  /** Sharpe ratio of a day. */
  RISK_RETURN_RATIO(
      "Risk-return ratio",
      Unit.RATIO,
      Group.RATIO,
      Input.RETURNS,
      "Mean daily return over its standard deviation, not annualised; not defined without"
          + " variation.",
      "Aroussi (2019), QuantStats, risk_return_ratio"),
  /** What is gained above what is required for what is lost below it. */
  OMEGA(
      "Omega ratio",
      Unit.RATIO,
      Group.RATIO,
      Input.RETURNS,
      "Sum of the daily returns above the required one over the sum of those below it, both as"
          + " distances; not defined without a loss.",
      "Keating and Shadwick (2002), A Universal Performance Measure"),
  /** What is gained for what is lost on the way. */
  GAIN_TO_PAIN(
      "Gain to pain",
      Unit.RATIO,
      Group.RATIO,
      Input.RETURNS,
      "Sum of the daily returns over the size of the sum of those below 0; not defined without a"
          + " loss.",
      "Schwager (2020), Unknown Market Wizards, appendix 2, there by month"),
  /** What is gained for what is lost on the way, by month. */
  MONTHLY_GAIN_TO_PAIN(
      "Gain to pain, monthly",
      Unit.RATIO,
      Group.RATIO,
      Input.SESSIONS,
      "Sum of the compounded returns of the calendar months over the size of the sum of those"
          + " below 0; not defined without a losing month.",
      "Schwager (2020), Unknown Market Wizards, appendix 2"),
  /** Annualised return as if always invested. */
  EXPOSURE_ADJUSTED_RETURN(
      "Return for time in market",
      Unit.FRACTION,
      Group.RATIO,
      Input.RETURNS,
      "Annualised return over the time in market.",
      "Aroussi (2019), QuantStats, rar"),
  /** Return per unit of depth and length of drawdowns. */
  MARTIN(
      "Ulcer performance index",
      Unit.RATIO,
      Group.RATIO,
      Input.RETURNS,
      "Annualised return less the risk-free one over the ulcer index; not defined without a"
          + " drawdown.",
      "Martin and McCann (1989), The Investor's Guide to Fidelity Funds"),
  /** Return per unit of drawdowns and of their tail. */
  SERENITY(
      "Serenity index",
      Unit.RATIO,
      Group.RATIO,
      Input.RETURNS,
      "Annualised return less the risk-free one over the ulcer index and over the pitfall, the"
          + " size of the expected shortfall of the drawdowns over the volatility.",
      "Aroussi (2019), QuantStats, serenity_index, there from summed returns"),
  /** How often the gain would make up for the worst loss. */
  RECOVERY_FACTOR(
      "Recovery factor",
      Unit.RATIO,
      Group.RATIO,
      Input.RETURNS,
      "Total return over the size of the maximum drawdown; not defined without a drawdown.",
      "Aroussi (2019), QuantStats, recovery_factor, there from summed returns"),
  /** How far the good days reach for the bad ones. */
  TAIL_RATIO(
      "Tail ratio",
      Unit.RATIO,
      Group.RATIO,
      Input.RETURNS,
      "Size of the 95 % quantile of the daily returns over that of the 5 % quantile.",
      "Quantopian (2016), empyrical, tail_ratio"),
  /** Profit factor and tail ratio in one. */
  COMMON_SENSE_RATIO(
      "Common sense ratio",
      Unit.RATIO,
      Group.RATIO,
      Input.RETURNS,
      "Profit factor times tail ratio.",
      "Aroussi (2019), QuantStats, common_sense_ratio"),
  /** The stake that lets capital grow fastest. */
  KELLY(
      "Kelly fraction",
      Unit.FRACTION,
      Group.RATIO,
      Input.RETURNS,
      "Win rate less the loss rate over the payoff ratio; not defined without a win and a loss.",
      "Kelly (1956), A New Interpretation of Information Rate, for two outcomes"),
  /** How straight the growth is. */
  STABILITY(
      "Stability",
      Unit.RATIO,
      Group.RATIO,
      Input.RETURNS,
      "Coefficient of determination of a line through the cumulated logarithmic returns; not"
          + " defined without variation or after a total loss.",
      "Quantopian (2016), empyrical, stability_of_timeseries"),
  /** How likely the true Sharpe ratio is above 0. */
  PROBABILISTIC_SHARPE(
      "Probabilistic Sharpe ratio",
      Unit.FRACTION,
      Group.SIGNIFICANCE,
      Input.RETURNS,
      "Normal probability of the daily Sharpe ratio times the root of n - 1 over the root of 1"
          + " less skewness times it, and a quarter of the kurtosis less 1 times its square,"
          + " with moments of the population.",
      "Bailey and López de Prado (2012), The Sharpe Ratio Efficient Frontier"),
  /** How likely the true Sharpe ratio beats what the best of as many useless trials shows. */
  DEFLATED_SHARPE(
      "Deflated Sharpe ratio",
      Unit.FRACTION,
      Group.SIGNIFICANCE,
      Input.TRIALS,
      "Probabilistic Sharpe ratio against the expected maximum of the trials' Sharpe ratios,"
          + " from their number and variance (divisor n - 1), instead of 0.",
      "Bailey and López de Prado (2014), The Deflated Sharpe Ratio"),
  /** How deep a drawdown is on average. */
  AVERAGE_DRAWDOWN(
      "Average drawdown",
      Unit.FRACTION,
      Group.DRAWDOWN,
      Input.RETURNS,
      "Mean of the lowest points of all drawdowns; not defined without one.",
      "Bacon (2008), Practical Portfolio Performance Measurement and Attribution, average"
          + " drawdown"),
  /** How long a drawdown is on average. */
  AVERAGE_DRAWDOWN_DURATION(
      "Average drawdown duration",
      Unit.SESSIONS,
      Group.DRAWDOWN,
      Input.RETURNS,
      "Mean number of sessions under water of all drawdowns; not defined without one.",
      "Aroussi (2019), QuantStats, sheet, Avg. Drawdown Days, there in days"),
  /** Longest time under water by the calendar. */
  LONGEST_DRAWDOWN_DAYS(
      "Longest drawdown in days",
      Unit.DAYS,
      Group.DRAWDOWN,
      Input.SESSIONS,
      "Most days from the first to the last session of a drawdown, both counted; 0 without one.",
      "Aroussi (2019), QuantStats, sheet, Longest DD Days"),
  /** How often equity fell below a peak. */
  DRAWDOWN_COUNT(
      "Drawdowns",
      Unit.COUNT,
      Group.DRAWDOWN,
      Input.RETURNS,
      "Number of drawdowns, with the one that is not recovered.",
      "Polakow (2021), vectorbt, drawdown records"),
  /** How often equity came back to its peak. */
  RECOVERED_DRAWDOWN_COUNT(
      "Recovered drawdowns",
      Unit.COUNT,
      Group.DRAWDOWN,
      Input.RETURNS,
      "Number of drawdowns that ended at or above the peak.",
      "Polakow (2021), vectorbt, drawdown records"),
  /** Depth and length of drawdowns in one. */
  ULCER_INDEX(
      "Ulcer index",
      Unit.FRACTION,
      Group.DRAWDOWN,
      Input.RETURNS,
      "Root mean square of the distance from the highest equity so far over all sessions.",
      "Martin and McCann (1989), The Investor's Guide to Fidelity Funds"),
  /** Whether the long tail is that of gains. */
  SKEWNESS(
      "Skewness",
      Unit.RATIO,
      Group.DISTRIBUTION,
      Input.RETURNS,
      "Third moment of the daily returns over the cube of their spread, corrected for bias; not"
          + " defined under three returns or without variation.",
      "Joanes and Gill (1998), Comparing Measures of Sample Skewness and Kurtosis, G1"),
  /** How fat the tails are; 0 for a normal distribution. */
  KURTOSIS(
      "Kurtosis",
      Unit.RATIO,
      Group.DISTRIBUTION,
      Input.RETURNS,
      "Fourth moment of the daily returns over the fourth power of their spread, less 3,"
          + " corrected for bias; not defined under four returns or without variation.",
      "Joanes and Gill (1998), Comparing Measures of Sample Skewness and Kurtosis, G2"),
  /** How far from normal the returns are. */
  JARQUE_BERA(
      "Jarque-Bera statistic",
      Unit.RATIO,
      Group.DISTRIBUTION,
      Input.RETURNS,
      "A sixth of n times the square of the skewness and a quarter of that of the kurtosis, both"
          + " of the population.",
      "Jarque and Bera (1987), A Test for Normality of Observations and Regression Residuals"),
  /** How far the best day in a hundred is from a usual gain. */
  OUTLIER_WIN_RATIO(
      "Outlier win ratio",
      Unit.RATIO,
      Group.DISTRIBUTION,
      Input.RETURNS,
      "99 % quantile of the daily returns over the mean of those not below 0.",
      "Aroussi (2019), QuantStats, outlier_win_ratio"),
  /** How far the worst day in a hundred is from a usual loss. */
  OUTLIER_LOSS_RATIO(
      "Outlier loss ratio",
      Unit.RATIO,
      Group.DISTRIBUTION,
      Input.RETURNS,
      "1 % quantile of the daily returns over the mean of those below 0.",
      "Aroussi (2019), QuantStats, outlier_loss_ratio"),
  /** How often a session gains. */
  WIN_RATE(
      "Winning days",
      Unit.FRACTION,
      Group.SESSION,
      Input.RETURNS,
      "Share of the returns above 0 among those other than 0; not defined without one.",
      "Aroussi (2019), QuantStats, win_rate"),
  /** How often a calendar month gains. */
  WINNING_MONTHS(
      "Winning months",
      Unit.FRACTION,
      Group.SESSION,
      Input.SESSIONS,
      "Share of the calendar months with a return above 0 among those with one other than 0.",
      "Aroussi (2019), QuantStats, win_rate by month"),
  /** How often a calendar quarter gains. */
  WINNING_QUARTERS(
      "Winning quarters",
      Unit.FRACTION,
      Group.SESSION,
      Input.SESSIONS,
      "Share of the calendar quarters with a return above 0 among those with one other than 0.",
      "Aroussi (2019), QuantStats, win_rate by quarter"),
  /** How often a calendar year gains. */
  WINNING_YEARS(
      "Winning years",
      Unit.FRACTION,
      Group.SESSION,
      Input.SESSIONS,
      "Share of the calendar years with a return above 0 among those with one other than 0.",
      "Aroussi (2019), QuantStats, win_rate by year"),
  /** What a session with something at stake returns on average. */
  AVERAGE_RETURN(
      "Average return",
      Unit.FRACTION,
      Group.SESSION,
      Input.RETURNS,
      "Mean of the daily returns other than 0; not defined without one.",
      "Aroussi (2019), QuantStats, avg_return"),
  /** What a gaining session returns on average. */
  AVERAGE_WIN(
      "Average win",
      Unit.FRACTION,
      Group.SESSION,
      Input.RETURNS,
      "Mean of the daily returns above 0; not defined without one.",
      "Aroussi (2019), QuantStats, avg_win"),
  /** What a losing session returns on average. */
  AVERAGE_LOSS(
      "Average loss",
      Unit.FRACTION,
      Group.SESSION,
      Input.RETURNS,
      "Mean of the daily returns below 0; not defined without one.",
      "Aroussi (2019), QuantStats, avg_loss"),
  /** How large a gain is for a loss. */
  PAYOFF_RATIO(
      "Payoff ratio",
      Unit.RATIO,
      Group.SESSION,
      Input.RETURNS,
      "Average win over the size of the average loss; not defined without both.",
      "Aroussi (2019), QuantStats, payoff_ratio"),
  /** Payoff ratio weighed with the number of losses for gains. */
  PROFIT_RATIO(
      "Profit ratio",
      Unit.RATIO,
      Group.SESSION,
      Input.RETURNS,
      "Mean of the returns not below 0 over their number, over the size of the same for those"
          + " below 0; not defined without both.",
      "Aroussi (2019), QuantStats, profit_ratio"),
  /** What is gained for what is lost. */
  PROFIT_FACTOR(
      "Profit factor",
      Unit.RATIO,
      Group.SESSION,
      Input.RETURNS,
      "Sum of the daily returns above 0 over the size of the sum of those below 0; not defined"
          + " without a loss.",
      "Bernardo and Ledoit (2000), Gain, Loss, and Asset Pricing, with a threshold of 0"),
  /** Profit factor, win rate and payoff ratio in one. */
  CPC_INDEX(
      "CPC index",
      Unit.RATIO,
      Group.SESSION,
      Input.RETURNS,
      "Profit factor times win rate times payoff ratio.",
      "Aroussi (2019), QuantStats, cpc_index"),
  /** How long gains lasted. */
  CONSECUTIVE_WINS(
      "Longest winning streak",
      Unit.SESSIONS,
      Group.SESSION,
      Input.RETURNS,
      "Most returns above 0 in a row.",
      "Aroussi (2019), QuantStats, consecutive_wins"),
  /** How long losses lasted. */
  CONSECUTIVE_LOSSES(
      "Longest losing streak",
      Unit.SESSIONS,
      Group.SESSION,
      Input.RETURNS,
      "Most returns below 0 in a row.",
      "Aroussi (2019), QuantStats, consecutive_losses"),
  /** How much of the account is traded in a session. */
  DAILY_TURNOVER(
      "Daily turnover",
      Unit.FRACTION,
      Group.TRADE,
      Input.TRADES,
      "Traded value, purchases and sales, over the equity at the close, averaged over all"
          + " sessions; not defined once equity was not above zero.",
      "Quantopian (2015), pyfolio, get_turnover by portfolio value"),
  /** How many round trips there were. */
  TRADE_COUNT(
      "Closed trades",
      Unit.COUNT,
      Group.TRADE,
      Input.TRADES,
      "Number of the closed trades.",
      "Quantopian (2015), pyfolio, round trips"),
  /** What gaining trades made for what losing trades lost. */
  TRADE_PROFIT_FACTOR(
      "Profit factor of trades",
      Unit.RATIO,
      Group.TRADE,
      Input.TRADES,
      "Sum of the profits of the closed trades over the size of the sum of the losses, both"
          + " after fees; not defined without a losing trade.",
      "Quantopian (2015), pyfolio, round trips, Profit factor"),
  /** How large a gaining trade is for a losing one. */
  TRADE_PAYOFF_RATIO(
      "Payoff ratio of trades",
      Unit.RATIO,
      Group.TRADE,
      Input.TRADES,
      "Mean profit of the gaining closed trades over the size of the mean loss of the losing"
          + " ones, after fees; not defined without both.",
      "Quantopian (2015), pyfolio, round trips, Ratio Avg. Win:Avg. Loss"),
  /** What a trade makes on average. */
  EXPECTANCY(
      "Expectancy",
      Unit.USD,
      Group.TRADE,
      Input.TRADES,
      "Mean profit of the closed trades after fees; not defined without one.",
      "Quantopian (2015), pyfolio, round trips, Avg. trade net profit"),
  /** The best round trip. */
  BEST_TRADE(
      "Best trade",
      Unit.FRACTION,
      Group.TRADE,
      Input.TRADES,
      "Highest profit of a closed trade after fees over its value at entry; not defined without"
          + " one.",
      "Quantopian (2015), pyfolio, round trips, Largest winning trade"),
  /** The worst round trip. */
  WORST_TRADE(
      "Worst trade",
      Unit.FRACTION,
      Group.TRADE,
      Input.TRADES,
      "Lowest profit of a closed trade after fees over its value at entry; not defined without"
          + " one.",
      "Quantopian (2015), pyfolio, round trips, Largest losing trade"),
  /** What a gaining trade returns on average. */
  AVERAGE_WINNING_TRADE(
      "Average winning trade",
      Unit.FRACTION,
      Group.TRADE,
      Input.TRADES,
      "Mean profit over value at entry of the closed trades with a profit above 0; not defined"
          + " without one.",
      "Quantopian (2015), pyfolio, round trips, Avg returns winning"),
  /** What a losing trade returns on average. */
  AVERAGE_LOSING_TRADE(
      "Average losing trade",
      Unit.FRACTION,
      Group.TRADE,
      Input.TRADES,
      "Mean profit over value at entry of the closed trades with a profit below 0; not defined"
          + " without one.",
      "Quantopian (2015), pyfolio, round trips, Avg returns losing"),
  /** How long a trade is held. */
  AVERAGE_TRADE_DURATION(
      "Average trade duration",
      Unit.SESSIONS,
      Group.TRADE,
      Input.TRADES,
      "Mean number of sessions from entry to exit of the closed trades; not defined without one.",
      "Quantopian (2015), pyfolio, round trips, Avg duration, there in days"),
  /** What trading cost in fees. */
  FEES_PAID(
      "Fees paid",
      Unit.USD,
      Group.TRADE,
      Input.TRADES,
      "Sum of the fees of all fills.",
      "Polakow (2021), vectorbt, stats, Total Fees Paid"),
  /** Growth of the benchmark over the whole run. */
  BENCHMARK_RETURN(
      "Benchmark return",
      Unit.FRACTION,
      Group.BENCHMARK,
      Input.BENCHMARK,
      "Compounded return of the benchmark.",
      "Bacon (2008), Practical Portfolio Performance Measurement and Attribution, benchmark"
          + " return"),
  /** What was gained beyond the benchmark. */
  EXCESS_RETURN(
      "Return over the benchmark",
      Unit.FRACTION,
      Group.BENCHMARK,
      Input.BENCHMARK,
      "Total return less that of the benchmark.",
      "Bacon (2008), Practical Portfolio Performance Measurement and Attribution, arithmetic"
          + " excess return"),
  /** Return that the benchmark does not explain. */
  ALPHA(
      "Alpha",
      Unit.FRACTION,
      Group.BENCHMARK,
      Input.BENCHMARK,
      "Mean daily return above the risk-free one, less beta times that of the benchmark, times"
          + " the year days.",
      "Jensen (1968), The Performance of Mutual Funds in the Period 1945-1964"),
  /** How strongly the benchmark carries over. */
  BETA(
      "Beta",
      Unit.RATIO,
      Group.BENCHMARK,
      Input.BENCHMARK,
      "Covariance of the daily returns with those of the benchmark over the variance of the"
          + " benchmark; not defined when it does not vary.",
      "Sharpe (1964), Capital Asset Prices: A Theory of Market Equilibrium"),
  /** How closely the benchmark is followed. */
  CORRELATION(
      "Correlation",
      Unit.RATIO,
      Group.BENCHMARK,
      Input.BENCHMARK,
      "Covariance of the daily returns with those of the benchmark over the product of both"
          + " spreads; not defined when either does not vary.",
      "Bacon (2008), Practical Portfolio Performance Measurement and Attribution, correlation"),
  /** How much of the variance the benchmark explains. */
  R_SQUARED(
      "R squared",
      Unit.FRACTION,
      Group.BENCHMARK,
      Input.BENCHMARK,
      "Square of the correlation.",
      "Bacon (2008), Practical Portfolio Performance Measurement and Attribution, R squared"),
  /** Spread of the daily returns around the benchmark. */
  TRACKING_ERROR(
      "Tracking error",
      Unit.FRACTION,
      Group.BENCHMARK,
      Input.BENCHMARK,
      "Standard deviation of the daily returns less those of the benchmark (divisor n - 1) times"
          + " the root of the year days.",
      "Grinold and Kahn (2000), Active Portfolio Management, active risk"),
  /** Return over the benchmark per unit of risk against it. */
  INFORMATION_RATIO(
      "Information ratio",
      Unit.RATIO,
      Group.BENCHMARK,
      Input.BENCHMARK,
      "Mean daily return less that of the benchmark, over the standard deviation of the"
          + " difference (divisor n - 1), times the root of the year days; not defined without"
          + " variation.",
      "Goodwin (1998), The Information Ratio"),
  /** Return per unit of benchmark risk. */
  TREYNOR(
      "Treynor ratio",
      Unit.FRACTION,
      Group.BENCHMARK,
      Input.BENCHMARK,
      "Annualised return less the risk-free one over beta.",
      "Treynor (1965), How to Rate Management of Investment Funds"),
  /** How much of the benchmark's return was earned. */
  CAPTURE(
      "Capture ratio",
      Unit.RATIO,
      Group.BENCHMARK,
      Input.BENCHMARK,
      "Annualised return over that of the benchmark.",
      "Quantopian (2016), empyrical, capture"),
  /** How much of the benchmark's rises was earned. */
  UP_CAPTURE(
      "Up capture",
      Unit.RATIO,
      Group.BENCHMARK,
      Input.BENCHMARK,
      "Annualised return over that of the benchmark, both over the sessions in which the"
          + " benchmark rose.",
      "Bacon (2008), Practical Portfolio Performance Measurement and Attribution, up capture,"
          + " as in empyrical"),
  /** How much of the benchmark's falls was suffered. */
  DOWN_CAPTURE(
      "Down capture",
      Unit.RATIO,
      Group.BENCHMARK,
      Input.BENCHMARK,
      "Annualised return over that of the benchmark, both over the sessions in which the"
          + " benchmark fell.",
      "Bacon (2008), Practical Portfolio Performance Measurement and Attribution, down capture,"
          + " as in empyrical"),
  /** Up capture for down capture. */
  UP_DOWN_CAPTURE(
      "Up-down capture",
      Unit.RATIO,
      Group.BENCHMARK,
      Input.BENCHMARK,
      "Up capture over down capture.",
      "Quantopian (2016), empyrical, up_down_capture"),
  /** How often the benchmark was beaten. */
  BATTING_AVERAGE(
      "Batting average",
      Unit.FRACTION,
      Group.BENCHMARK,
      Input.BENCHMARK,
      "Share of the sessions with a return above that of the benchmark.",
      "Quantopian (2016), empyrical, batting_average"),
  /** How often a rising benchmark was beaten. */
  UP_BATTING_AVERAGE(
      "Batting average, up",
      Unit.FRACTION,
      Group.BENCHMARK,
      Input.BENCHMARK,
      "Share of the sessions with a return above that of the benchmark, among those in which the"
          + " benchmark did not fall.",
      "Quantopian (2016), empyrical, batting_average, up market"),
  /** How often a falling benchmark was beaten. */
  DOWN_BATTING_AVERAGE(
      "Batting average, down",
      Unit.FRACTION,
      Group.BENCHMARK,
      Input.BENCHMARK,
      "Share of the sessions with a return above that of the benchmark, among those in which the"
          + " benchmark fell.",
      "Quantopian (2016), empyrical, batting_average, down market");

  /** What a result is judged by first, in the order of a report. */
  public static final List<Metric> HEADLINE =
      List.of(
          TOTAL_RETURN,
          ANNUALISED_RETURN,
          VOLATILITY,
          SHARPE,
          SORTINO,
          CALMAR,
          MAX_DRAWDOWN,
          MAX_DRAWDOWN_DURATION,
          HIT_RATE,
          TURNOVER);

  /** What a value means. */
  public enum Unit {
    /** A share of the whole: 0.05 is 5 %. */
    FRACTION,
    /** A bare number. */
    RATIO,
    /** A number of sessions. */
    SESSIONS,
    /** A number of calendar days. */
    DAYS,
    /** How many there are. */
    COUNT,
    /** An amount of US dollars. */
    USD
  }

  /** What a metric is about; a sheet shows one block a group, in this order. */
  public enum Group {
    /** What was gained, in all and by period. */
    RETURN("Return"),
    /** What could be lost in a day. */
    RISK("Risk"),
    /** Return for risk. */
    RATIO("Return for risk"),
    /** Losses from a peak. */
    DRAWDOWN("Drawdown"),
    /** The shape of the daily returns. */
    DISTRIBUTION("Distribution"),
    /** Gaining and losing periods. */
    SESSION("Winning and losing periods"),
    /** Against a benchmark. */
    BENCHMARK("Against the benchmark"),
    /** Whether it can be chance. */
    SIGNIFICANCE("Significance"),
    /** Fills and round trips. */
    TRADE("Trades");

    private final String label;

    Group(String label) {
      this.label = label;
    }

    /** Its name for a reader. */
    public String label() {
      return label;
    }
  }

  /** What a {@link TrackRecord} must hold beside its returns for a metric to be measured. */
  public enum Input {
    /** Nothing. */
    RETURNS,
    /** The dates of its sessions. */
    SESSIONS,
    /** The returns of a benchmark. */
    BENCHMARK,
    /** The Sharpe ratios of all that was tried. */
    TRIALS,
    /** Fills, trades and equity of a backtest. */
    TRADES
  }

  private final String label;
  private final Unit unit;
  private final Group group;
  private final Input input;
  private final String convention;
  private final String source;

  Metric(String label, Unit unit, Group group, Input input, String convention, String source) {
    this.label = label;
    this.unit = unit;
    this.group = group;
    this.input = input;
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

  /** What it is about. */
  public Group group() {
    return group;
  }

  /** What it needs beside the returns. */
  public Input input() {
    return input;
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
