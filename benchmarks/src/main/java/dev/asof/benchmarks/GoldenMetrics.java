package dev.asof.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.asof.engine.Metric;
import dev.asof.engine.MetricConvention;
import dev.asof.engine.Metrics;
import dev.asof.engine.TrackRecord;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds our metrics against those that other libraries computed, each under its convention. A
 * golden file has {@code values}, blocks named after a library and its year ({@code vectorbt_365}),
 * each with that library's names; or {@code deflated_sharpe} over a matrix of returns.
 */
public final class GoldenMetrics {
  private static final double RELATIVE = 1e-10;

  /** What sums of numbers near 1 leave where they cancel. */
  private static final double ROUNDING = 1e-14;

  private static final Pattern BLOCK =
      Pattern.compile("(vectorbt|empyrical|quantstats)_(\\d+)|pandas|scipy");
  private static final Pattern RATE = Pattern.compile("(.+)_(rf|required)_(.+)_per_bar");
  private static final Pattern TAIL = Pattern.compile("(.+)_(\\d+(?:\\.\\d+)?)pct");
  private static final Pattern DDOF = Pattern.compile("(.+)_ddof([01])");
  private static final Pattern YEAR_FREQ = Pattern.compile("year_freq (\\d+) days");
  private static final int VECTORBT_YEAR = 365;

  /** A library's name for a metric, and how it is asked for. */
  private interface Check extends ToDoubleBiFunction<TrackRecord, MetricConvention> {}

  private static final Map<String, Map<String, Check>> NAMES =
      Map.of(
          "vectorbt", vectorbt(),
          "empyrical", empyrical(),
          "quantstats", quantStats(),
          "pandas", pandas(),
          "scipy", scipy());

  private GoldenMetrics() {}

  /**
   * One line for each value of a file that we do not reproduce: what, expected, got. What the file
   * holds and we don't know is a disagreement too.
   */
  public static List<String> disagreements(JsonNode file) {
    List<String> lines = new ArrayList<>();
    try {
      if (file.has("values")) {
        series(file, lines);
      } else if (file.has("deflated_sharpe")) {
        deflatedSharpe(file, lines);
      } else {
        lines.add("the file has neither values nor deflated_sharpe");
      }
    } catch (IllegalArgumentException | DateTimeException malformed) {
      lines.add("the file can't be read: " + malformed.getMessage());
    }
    return lines;
  }

  /**
   * What vectorbt would print, as in the blocks of simulated runs.
   *
   * @param name its name for the metric
   * @throws IllegalArgumentException if no such name is known
   */
  static double vectorbt(String name, double[] returns, double yearDays) {
    Check check = NAMES.get("vectorbt").get(name);
    if (check == null) {
      throw new IllegalArgumentException("Invalid metric of vectorbt: " + name);
    }
    return check.applyAsDouble(TrackRecord.of(returns), MetricConvention.vectorbt(yearDays));
  }

  private static void series(JsonNode file, List<String> lines) {
    TrackRecord record = record(file);
    properties(file, "values")
        .forEach(
            block -> {
              Matcher name = BLOCK.matcher(block.getKey());
              if (!name.matches()) {
                lines.add("values." + block.getKey() + ": no such library is known");
                return;
              }
              String library = name.group(1) == null ? block.getKey() : name.group(1);
              double year = name.group(2) == null ? 1 : Integer.parseInt(name.group(2));
              block(record, library, convention(library, year), block, lines);
            });
  }

  private static TrackRecord record(JsonNode file) {
    double[] returns = vector(file.path("returns"));
    TrackRecord record = TrackRecord.of(returns);
    if (file.path("index").asText().equals("business days") && file.has("first_date")) {
      LocalDate first = LocalDate.parse(file.path("first_date").asText());
      record =
          record.on(
              first
                  .datesUntil(first.plusDays(2L * returns.length + 4))
                  .filter(day -> day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0)
                  .limit(returns.length)
                  .toList());
    }
    JsonNode benchmark = file.path("benchmark_returns");
    return benchmark.isArray() ? record.against(vector(benchmark)) : record;
  }

  private static MetricConvention convention(String library, double year) {
    return switch (library) {
      case "vectorbt" -> MetricConvention.vectorbt(year);
      case "empyrical" -> MetricConvention.empyrical(year);
      case "quantstats", "pandas" -> MetricConvention.quantStats(year);
      default ->
          MetricConvention.ofYear(year).withDdof(0).withMissing(MetricConvention.Missing.LEFT_OUT);
    };
  }

  private static void block(
      TrackRecord record,
      String library,
      MetricConvention convention,
      Map.Entry<String, JsonNode> block,
      List<String> lines) {
    if (!block.getValue().isObject()) {
      lines.add("values." + block.getKey() + ": expected an object, got " + block.getValue());
      return;
    }
    block
        .getValue()
        .properties()
        .forEach(
            value -> {
              String what = block.getKey() + "." + value.getKey();
              Question question = Question.of(value.getKey(), convention);
              Check check = NAMES.get(library).get(question.name());
              if (check == null) {
                lines.add(what + ": no such metric of " + library + " is known");
              } else {
                double got = check.applyAsDouble(record, question.convention());
                compare(what, value.getValue(), got, lines);
              }
            });
  }

  /** A name in a file without what it says about the convention, and the convention with it. */
  private record Question(String name, MetricConvention convention) {
    static Question of(String key, MetricConvention convention) {
      Matcher rate = RATE.matcher(key);
      if (rate.matches()) {
        double perBar = Double.parseDouble(rate.group(3));
        return new Question(
            rate.group(1),
            rate.group(2).equals("rf")
                ? convention.withRiskFree(perBar)
                : convention.withRequiredReturn(perBar));
      }
      Matcher tail = TAIL.matcher(key);
      if (tail.matches()) {
        double percent = Double.parseDouble(tail.group(2));
        return new Question(tail.group(1), convention.withTail(percent / 100));
      }
      Matcher ddof = DDOF.matcher(key);
      if (ddof.matches()) {
        int divisor = Integer.parseInt(ddof.group(2));
        return new Question(ddof.group(1), convention.withDdof(divisor));
      }
      return new Question(key, convention);
    }
  }

  private static void deflatedSharpe(JsonNode file, List<String> lines) {
    Matcher stated = YEAR_FREQ.matcher(file.path("conventions").toString());
    double year = stated.find() ? Integer.parseInt(stated.group(1)) : VECTORBT_YEAR;
    MetricConvention convention = MetricConvention.vectorbt(year);
    JsonNode rows = file.path("returns");
    int columns = rows.path(0).size();
    for (String name : List.of("sharpe", "deflated_sharpe")) {
      if (columns == 0 || file.path(name).size() != columns) {
        throw new IllegalArgumentException(
            file.path(name).size() + " values of " + name + " for " + columns + " columns");
      }
    }
    double[] sharpes = new double[columns];
    double[] dailySharpes = new double[columns];
    for (int column = 0; column < columns; column++) {
      TrackRecord record = TrackRecord.of(column(rows, column));
      sharpes[column] = Metrics.value(Metric.SHARPE, record, convention);
      dailySharpes[column] = sharpes[column] / Math.sqrt(year);
    }
    for (int column = 0; column < columns; column++) {
      TrackRecord record = TrackRecord.of(column(rows, column)).amongTrials(dailySharpes);
      compare("sharpe[" + column + "]", file.path("sharpe").path(column), sharpes[column], lines);
      compare(
          "deflated_sharpe[" + column + "]",
          file.path("deflated_sharpe").path(column),
          Metrics.value(Metric.DEFLATED_SHARPE, record, convention),
          lines);
    }
  }

  private static Set<Map.Entry<String, JsonNode>> properties(JsonNode parent, String name) {
    JsonNode object = parent.path(name);
    if (!object.isObject()) {
      throw new IllegalArgumentException(name + " is not an object but " + object);
    }
    return object.properties();
  }

  private static void compare(String what, JsonNode expected, double got, List<String> lines) {
    if (!expected.isNull() && !expected.isNumber() && !expected.isTextual()) {
      lines.add(what + ": expected a number, got " + expected);
    } else if (!agree(number(expected), got)) {
      lines.add(what + ": expected " + number(expected) + ", got " + got);
    }
  }

  private static boolean agree(double expected, double got) {
    if (Double.isNaN(expected) || Double.isInfinite(expected) || !Double.isFinite(got)) {
      return Double.compare(expected, got) == 0;
    }
    double scale = Math.max(Math.abs(expected), Math.abs(got));
    return Math.abs(expected - got) <= Math.max(RELATIVE * scale, ROUNDING);
  }

  private static double[] vector(JsonNode values) {
    if (!values.isArray()) {
      throw new IllegalArgumentException("a series is not an array but " + values);
    }
    double[] vector = new double[values.size()];
    for (int n = 0; n < vector.length; n++) {
      vector[n] = number(values.get(n));
    }
    return vector;
  }

  private static double[] column(JsonNode rows, int column) {
    double[] vector = new double[rows.size()];
    for (int n = 0; n < vector.length; n++) {
      vector[n] = number(rows.get(n).path(column));
    }
    return vector;
  }

  private static double number(JsonNode value) {
    return value.isNumber()
        ? value.doubleValue()
        : value.isTextual() ? Double.parseDouble(value.textValue()) : Double.NaN;
  }

  private static Check of(Metric metric) {
    return (record, convention) -> Metrics.value(metric, record, convention);
  }

  /** A library that has nothing to say when there is no drawdown. */
  private static Check ofDrawdowns(Metric metric) {
    return (record, convention) ->
        Metrics.value(Metric.DRAWDOWN_COUNT, record, convention) > 0
            ? Metrics.value(metric, record, convention)
            : Double.NaN;
  }

  private static Map<String, Check> vectorbt() {
    Map<String, Check> names = new HashMap<>();
    names.put("total", of(Metric.TOTAL_RETURN));
    names.put("annualized", of(Metric.ANNUALISED_RETURN));
    names.put("annualized_volatility", of(Metric.VOLATILITY));
    names.put("sharpe_ratio", of(Metric.SHARPE));
    names.put("sortino_ratio", of(Metric.SORTINO));
    names.put("calmar_ratio", of(Metric.CALMAR));
    names.put("omega_ratio", of(Metric.OMEGA));
    names.put("downside_risk", of(Metric.DOWNSIDE_RISK));
    names.put("max_drawdown", of(Metric.MAX_DRAWDOWN));
    names.put("value_at_risk", of(Metric.VALUE_AT_RISK));
    names.put("cond_value_at_risk", of(Metric.EXPECTED_SHORTFALL));
    names.put("tail_ratio", of(Metric.TAIL_RATIO));
    names.put("common_sense_ratio", of(Metric.COMMON_SENSE_RATIO));
    names.put("information_ratio", of(Metric.INFORMATION_RATIO));
    names.put("beta", of(Metric.BETA));
    names.put("alpha", of(Metric.ALPHA));
    names.put("capture", of(Metric.CAPTURE));
    names.put("up_capture", of(Metric.UP_CAPTURE));
    names.put("down_capture", of(Metric.DOWN_CAPTURE));
    names.put("max_drawdown_duration_bars", ofDrawdowns(Metric.MAX_DRAWDOWN_DURATION));
    names.put("drawdown_count", of(Metric.DRAWDOWN_COUNT));
    names.put("recovered_drawdown_count", of(Metric.RECOVERED_DRAWDOWN_COUNT));
    names.put("drawdowns_max_drawdown", ofDrawdowns(Metric.MAX_DRAWDOWN));
    return Map.copyOf(names);
  }

  private static Map<String, Check> empyrical() {
    Map<String, Check> names = new HashMap<>();
    names.put("total", of(Metric.TOTAL_RETURN));
    names.put("annual_return", of(Metric.ANNUALISED_RETURN));
    names.put("annual_volatility", of(Metric.VOLATILITY));
    names.put("sharpe", of(Metric.SHARPE));
    names.put("sortino", of(Metric.SORTINO));
    names.put("calmar", of(Metric.CALMAR));
    names.put("omega", of(Metric.OMEGA));
    names.put("downside_risk", of(Metric.DOWNSIDE_RISK));
    names.put("max_drawdown", of(Metric.MAX_DRAWDOWN));
    names.put("value_at_risk", of(Metric.VALUE_AT_RISK));
    names.put("conditional_value_at_risk", of(Metric.EXPECTED_SHORTFALL));
    names.put("tail_ratio", of(Metric.TAIL_RATIO));
    names.put("excess_sharpe", of(Metric.INFORMATION_RATIO));
    names.put("beta", of(Metric.BETA));
    names.put("alpha", of(Metric.ALPHA));
    names.put("capture", of(Metric.CAPTURE));
    names.put("up_capture", of(Metric.UP_CAPTURE));
    names.put("down_capture", of(Metric.DOWN_CAPTURE));
    names.put("up_down_capture", of(Metric.UP_DOWN_CAPTURE));
    names.put("stability", of(Metric.STABILITY));
    return Map.copyOf(names);
  }

  private static Map<String, Check> quantStats() {
    Map<String, Check> names = new HashMap<>();
    names.put("comp", of(Metric.TOTAL_RETURN));
    names.put("cagr", of(Metric.ANNUALISED_RETURN));
    names.put("volatility", of(Metric.VOLATILITY));
    names.put("sharpe", of(Metric.SHARPE));
    names.put("smart_sharpe", of(Metric.SMART_SHARPE));
    names.put("sortino", of(Metric.SORTINO));
    names.put("smart_sortino", of(Metric.SMART_SORTINO));
    names.put("adjusted_sortino", of(Metric.ADJUSTED_SORTINO));
    names.put("probabilistic_sharpe", of(Metric.PROBABILISTIC_SHARPE));
    names.put("calmar", of(Metric.CALMAR));
    names.put("omega", of(Metric.OMEGA));
    names.put("max_drawdown", of(Metric.MAX_DRAWDOWN));
    names.put("value_at_risk", of(Metric.VALUE_AT_RISK));
    names.put("conditional_value_at_risk", of(Metric.EXPECTED_SHORTFALL));
    names.put("tail_ratio", of(Metric.TAIL_RATIO));
    names.put("skew", of(Metric.SKEWNESS));
    names.put("kurtosis", of(Metric.KURTOSIS));
    names.put("information_ratio", of(Metric.INFORMATION_RATIO));
    names.put("ulcer_index", of(Metric.ULCER_INDEX));
    names.put("gain_to_pain", of(Metric.GAIN_TO_PAIN));
    names.put("win_rate", of(Metric.WIN_RATE));
    names.put("avg_win", of(Metric.AVERAGE_WIN));
    names.put("avg_loss", of(Metric.AVERAGE_LOSS));
    names.put("payoff_ratio", of(Metric.PAYOFF_RATIO));
    names.put("profit_factor", of(Metric.PROFIT_FACTOR));
    names.put("kelly", of(Metric.KELLY));
    names.put("recovery_factor", of(Metric.RECOVERY_FACTOR));
    names.put("consecutive_wins", of(Metric.CONSECUTIVE_WINS));
    names.put("consecutive_losses", of(Metric.CONSECUTIVE_LOSSES));
    names.put("greeks_beta", of(Metric.BETA));
    names.put("greeks_alpha", of(Metric.ALPHA));
    names.put("max_drawdown_days_calendar", of(Metric.LONGEST_DRAWDOWN_DAYS));
    return Map.copyOf(names);
  }

  private static Map<String, Check> pandas() {
    return Map.of(
        "mean", of(Metric.MEAN_RETURN),
        "std", of(Metric.VOLATILITY),
        "skew", of(Metric.SKEWNESS),
        "kurt_excess", of(Metric.KURTOSIS));
  }

  private static Map<String, Check> scipy() {
    return Map.of(
        "skew_biased", of(Metric.SKEWNESS),
        "kurtosis_excess_biased", of(Metric.KURTOSIS),
        "jarque_bera", of(Metric.JARQUE_BERA));
  }
}
