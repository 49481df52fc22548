package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The named conventions against what the libraries computed: vectorbt 0.24.5, empyrical-reloaded,
 * QuantStats 0.0.81, pandas 1.5.3 and scipy 1.10.1. Names and numbers are in the golden files.
 */
class LibraryConventionsTest {
  private static final double RELATIVE = 1e-10;
  private static final double ROUNDING = 1e-14;

  private static final Map<String, Metric> VECTORBT =
      names(
          """
          total TOTAL_RETURN
          annualized ANNUALISED_RETURN
          annualized_volatility VOLATILITY
          sharpe_ratio SHARPE
          sortino_ratio SORTINO
          calmar_ratio CALMAR
          omega_ratio OMEGA
          downside_risk DOWNSIDE_RISK
          max_drawdown MAX_DRAWDOWN
          value_at_risk VALUE_AT_RISK
          cond_value_at_risk EXPECTED_SHORTFALL
          tail_ratio TAIL_RATIO
          common_sense_ratio COMMON_SENSE_RATIO
          information_ratio INFORMATION_RATIO
          beta BETA
          alpha ALPHA
          capture CAPTURE
          up_capture UP_CAPTURE
          down_capture DOWN_CAPTURE
          drawdown_count DRAWDOWN_COUNT
          recovered_drawdown_count RECOVERED_DRAWDOWN_COUNT
          """);
  private static final Map<String, Metric> EMPYRICAL =
      names(
          """
          total TOTAL_RETURN
          annual_return ANNUALISED_RETURN
          annual_volatility VOLATILITY
          sharpe SHARPE
          sortino SORTINO
          calmar CALMAR
          omega OMEGA
          downside_risk DOWNSIDE_RISK
          max_drawdown MAX_DRAWDOWN
          value_at_risk VALUE_AT_RISK
          conditional_value_at_risk EXPECTED_SHORTFALL
          tail_ratio TAIL_RATIO
          excess_sharpe INFORMATION_RATIO
          beta BETA
          alpha ALPHA
          capture CAPTURE
          up_capture UP_CAPTURE
          down_capture DOWN_CAPTURE
          up_down_capture UP_DOWN_CAPTURE
          stability STABILITY
          """);
  private static final Map<String, Metric> QUANTSTATS =
      names(
          """
          comp TOTAL_RETURN
          cagr ANNUALISED_RETURN
          volatility VOLATILITY
          sharpe SHARPE
          smart_sharpe SMART_SHARPE
          sortino SORTINO
          adjusted_sortino ADJUSTED_SORTINO
          probabilistic_sharpe PROBABILISTIC_SHARPE
          calmar CALMAR
          omega OMEGA
          max_drawdown MAX_DRAWDOWN
          value_at_risk VALUE_AT_RISK
          conditional_value_at_risk EXPECTED_SHORTFALL
          tail_ratio TAIL_RATIO
          skew SKEWNESS
          kurtosis KURTOSIS
          information_ratio INFORMATION_RATIO
          ulcer_index ULCER_INDEX
          gain_to_pain GAIN_TO_PAIN
          win_rate WIN_RATE
          avg_win AVERAGE_WIN
          avg_loss AVERAGE_LOSS
          payoff_ratio PAYOFF_RATIO
          profit_factor PROFIT_FACTOR
          kelly KELLY
          recovery_factor RECOVERY_FACTOR
          consecutive_wins CONSECUTIVE_WINS
          consecutive_losses CONSECUTIVE_LOSSES
          greeks_beta BETA
          greeks_alpha ALPHA
          max_drawdown_days_calendar LONGEST_DRAWDOWN_DAYS
          """);

  private static Map<String, Metric> names(String table) {
    Map<String, Metric> names = new LinkedHashMap<>();
    table
        .lines()
        .forEach(line -> names.put(line.split(" ")[0], Metric.valueOf(line.split(" ")[1])));
    return names;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01",
        "02",
        "20_constant_zero",
        "21_all_positive",
        "22_all_negative",
        "23_single_bar",
        "24_two_bars",
        "25_first_bar_nan",
        "26_total_loss",
        "27_inner_nans"
      })
  void everyLibraryIsReproducedUnderItsConvention(String name) throws IOException {
    assertThat(disagreements(GoldenFile.ofResource("metrics/" + name + ".json"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "03", "04", "05", "06", "07", "08", "09"})
  void furtherSeriesAreReproduced(String name) throws IOException {
    Optional<GoldenFile> file = GoldenFile.ofShared("metrics/" + name + ".json");
    assumeTrue(file.isPresent(), "the shared golden files are not here");
    assertThat(disagreements(file.get())).isEmpty();
  }

  @Test
  void theRestOfTheQuantStatsSheetIsReproduced() throws IOException {
    GoldenFile golden = GoldenFile.ofResource("metrics/quantstats_sheet.json");
    List<String> lines = new ArrayList<>();
    golden
        .root()
        .path("sheet")
        .properties()
        .forEach(
            entry ->
                check(
                    entry.getKey(),
                    Metric.valueOf(entry.getKey()),
                    record(golden),
                    MetricConvention.quantStats(252),
                    entry.getValue(),
                    lines));
    assertThat(lines).isEmpty();
  }

  @Test
  void theDeflatedSharpeRatioOfManyColumnsIsReproduced() throws IOException {
    Optional<GoldenFile> file = GoldenFile.ofShared("metrics/multi_deflated_sharpe.json");
    assumeTrue(file.isPresent(), "the shared golden files are not here");
    double[][] rows = GoldenFile.matrix(file.get().root().path("returns"));
    double[] sharpes = GoldenFile.vector(file.get().root().path("sharpe"));
    double[] expected = GoldenFile.vector(file.get().root().path("deflated_sharpe"));
    MetricConvention convention = MetricConvention.vectorbt(252);
    double[] daily = new double[sharpes.length];
    for (int n = 0; n < daily.length; n++) {
      TrackRecord column = column(rows, n);
      assertThat(agree(Metrics.value(Metric.SHARPE, column, convention), sharpes[n])).isTrue();
      daily[n] = sharpes[n] / Math.sqrt(252);
    }
    for (int n = 0; n < daily.length; n++) {
      TrackRecord column = column(rows, n).amongTrials(daily);
      assertThat(agree(Metrics.value(Metric.DEFLATED_SHARPE, column, convention), expected[n]))
          .isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "from_orders/14_targetamount_longonly",
        "from_orders/34_shared_auto_tplong",
        "from_orders/56_value_zero_neg_shared",
        "published/published_2022_synthetic"
      })
  void simulatedReturnsHaveTheMetricsOfTheirFile(String name) throws IOException {
    GoldenFile golden = GoldenFile.ofResource(name + ".json");
    JsonNode returns = golden.outputs().path("returns");
    double[][] rows = new double[returns.size()][];
    for (int bar = 0; bar < rows.length; bar++) {
      JsonNode row = returns.get(bar);
      rows[bar] = row.isArray() ? GoldenFile.vector(row) : new double[] {GoldenFile.number(row)};
    }
    JsonNode blocks = golden.outputs().path("metrics_by_year_freq");
    List<String> lines = new ArrayList<>();
    for (int year : new int[] {365, 252}) {
      blocks
          .path(year + " days")
          .properties()
          .forEach(
              entry -> {
                for (int n = 0; n < entry.getValue().size(); n++) {
                  check(
                      entry.getKey() + "[" + n + "]",
                      VECTORBT.get(entry.getKey()),
                      column(rows, n),
                      MetricConvention.vectorbt(year),
                      entry.getValue().get(n),
                      lines);
                }
              });
    }
    assertThat(lines).isEmpty();
  }

  private static TrackRecord column(double[][] rows, int column) {
    double[] values = new double[rows.length];
    for (int bar = 0; bar < values.length; bar++) {
      values[bar] = rows[bar][column];
    }
    return TrackRecord.of(values);
  }

  private static TrackRecord record(GoldenFile golden) {
    double[] returns = GoldenFile.vector(golden.root().path("returns"));
    LocalDate first = LocalDate.parse(golden.root().path("first_date").textValue());
    return TrackRecord.of(returns)
        .on(
            first
                .datesUntil(first.plusDays(2L * returns.length + 4))
                .filter(day -> day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0)
                .limit(returns.length)
                .toList())
        .against(GoldenFile.vector(golden.root().path("benchmark_returns")));
  }

  private static List<String> disagreements(GoldenFile golden) {
    TrackRecord record = record(golden);
    JsonNode values = golden.root().path("values");
    List<String> lines = new ArrayList<>();
    for (int year : new int[] {365, 252}) {
      JsonNode block = values.path("vectorbt_" + year);
      MetricConvention vectorbt = MetricConvention.vectorbt(year);
      checkAll(VECTORBT, record, vectorbt, block, lines);
      checkVariants(record, vectorbt, block, lines);
    }
    checkAll(
        EMPYRICAL, record, MetricConvention.empyrical(252), values.path("empyrical_252"), lines);
    checkAll(
        QUANTSTATS, record, MetricConvention.quantStats(252), values.path("quantstats_252"), lines);
    checkMoments(record, values, lines);
    return lines;
  }

  private static void checkVariants(
      TrackRecord record, MetricConvention vectorbt, JsonNode block, List<String> lines) {
    MetricConvention riskFree = vectorbt.withRiskFree(0.0001);
    check(block, "sharpe_ratio_rf_0.0001_per_bar", Metric.SHARPE, record, riskFree, lines);
    check(block, "alpha_rf_0.0001_per_bar", Metric.ALPHA, record, riskFree, lines);
    MetricConvention required = vectorbt.withRequiredReturn(0.0001);
    check(block, "sortino_ratio_required_0.0001_per_bar", Metric.SORTINO, record, required, lines);
    MetricConvention population = vectorbt.withDdof(0);
    check(block, "annualized_volatility_ddof0", Metric.VOLATILITY, record, population, lines);
    MetricConvention tail = vectorbt.withTail(0.01);
    check(block, "value_at_risk_1pct", Metric.VALUE_AT_RISK, record, tail, lines);
    check(block, "cond_value_at_risk_1pct", Metric.EXPECTED_SHORTFALL, record, tail, lines);
    if (block.path("drawdown_count").intValue() > 0) {
      Metric duration = Metric.MAX_DRAWDOWN_DURATION;
      check(block, "max_drawdown_duration_bars", duration, record, vectorbt, lines);
      check(block, "drawdowns_max_drawdown", Metric.MAX_DRAWDOWN, record, vectorbt, lines);
    }
  }

  private static void checkMoments(TrackRecord record, JsonNode values, List<String> lines) {
    JsonNode pandas = values.path("pandas");
    MetricConvention day = MetricConvention.quantStats(1);
    check(pandas, "mean", Metric.MEAN_RETURN, record, day, lines);
    check(pandas, "std_ddof1", Metric.VOLATILITY, record, day, lines);
    check(pandas, "std_ddof0", Metric.VOLATILITY, record, day.withDdof(0), lines);
    check(pandas, "skew", Metric.SKEWNESS, record, day, lines);
    check(pandas, "kurt_excess", Metric.KURTOSIS, record, day, lines);
    JsonNode scipy = values.path("scipy");
    MetricConvention population =
        MetricConvention.ofYear(1).withDdof(0).withMissing(MetricConvention.Missing.LEFT_OUT);
    check(scipy, "skew_biased", Metric.SKEWNESS, record, population, lines);
    check(scipy, "kurtosis_excess_biased", Metric.KURTOSIS, record, population, lines);
    check(scipy, "jarque_bera", Metric.JARQUE_BERA, record, population, lines);
  }

  private static void checkAll(
      Map<String, Metric> names,
      TrackRecord record,
      MetricConvention convention,
      JsonNode block,
      List<String> lines) {
    names.forEach((name, metric) -> check(block, name, metric, record, convention, lines));
  }

  private static void check(
      JsonNode block,
      String name,
      Metric metric,
      TrackRecord record,
      MetricConvention convention,
      List<String> lines) {
    check(name, metric, record, convention, block.path(name), lines);
  }

  private static void check(
      String name,
      Metric metric,
      TrackRecord record,
      MetricConvention convention,
      JsonNode expected,
      List<String> lines) {
    double actual = Metrics.value(metric, record, convention);
    if (expected.isMissingNode() || !agree(actual, GoldenFile.number(expected))) {
      lines.add(
          convention.definitions() + " " + name + ": expected " + expected + ", got " + actual);
    }
  }

  private static boolean agree(double actual, double expected) {
    return Double.isFinite(expected)
        ? Math.abs(actual - expected) <= Math.max(RELATIVE * Math.abs(expected), ROUNDING)
        : Double.compare(actual, expected) == 0;
  }
}
