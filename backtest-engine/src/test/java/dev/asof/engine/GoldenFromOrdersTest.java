package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.Fill;
import dev.asof.api.FillAt;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderRecord;
import dev.asof.api.OrderStatus;
import dev.asof.api.PositionSide;
import dev.asof.api.Strategy;
import dev.asof.api.Trade;
import dev.asof.api.TradeSide;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of an independent program (vectorbt 0.24.5), replayed order by order. */
class GoldenFromOrdersTest {
  private static final double CURVE = 1e-12;
  private static final double METRIC = 1e-10;
  private static final double BPS = 1e4;

  private static final Map<String, OrderReason> REASONS =
      Map.of(
          "", OrderReason.NONE,
          "PriceNaN", OrderReason.PRICE_MISSING,
          "ValPriceNaN", OrderReason.VALUATION_PRICE_MISSING,
          "SizeZero", OrderReason.SIZE_ZERO,
          "ValueZeroNeg", OrderReason.VALUE_ZERO_OR_NEGATIVE,
          "NoCashLong", OrderReason.NO_CASH,
          "PartialFill", OrderReason.PARTIAL_FILL,
          "CantCoverFees", OrderReason.CANNOT_COVER_FEES,
          "MinSizeNotReached", OrderReason.MIN_SIZE_NOT_REACHED);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "38_shared_auto_big_partial",
        "46_three_groups_auto_nan",
        "56_value_zero_neg_shared"
      })
  void targetWeightsMatchEveryAttemptFillCurveTradeAndMetric(String name) throws IOException {
    GoldenFile golden = GoldenFile.ofResource("from_orders/" + name + ".json");
    double[] groups = GoldenFile.vector(golden.config().path("groups"));
    for (int group = 0; group <= groups[groups.length - 1]; group++) {
      int wanted = group;
      List<Integer> columns =
          IntStream.range(0, groups.length).filter(i -> groups[i] == wanted).boxed().toList();
      BacktestResult result = run(golden, columns, sizes(golden, columns));
      assertAttempts(result, golden, columns);
      assertFills(result, golden, columns);
      assertCurves(result, golden, group);
      assertTrades(result, golden, columns);
      assertMetrics(result, golden, group);
    }
  }

  /**
   * A long-only run without negative targets needs no short sale, so ours is the same but for one
   * reason: a sale from an empty position is rejected there for its direction, here it asks for
   * nothing.
   */
  @Test
  void longOnlyTargetWeightsMatchEveryFillAndCurve() throws IOException {
    GoldenFile golden = GoldenFile.ofResource("from_orders/34_shared_auto_tplong.json");
    List<Integer> columns = IntStream.range(0, 8).boxed().toList();
    BacktestResult result = run(golden, columns, sizes(golden, columns));
    assertFills(result, golden, columns);
    assertCurves(result, golden, 0);
    assertTrades(result, golden, columns);
    assertMetrics(result, golden, 0);
  }

  /** A negative target of a long-only run closes the position: here that is a target of 0. */
  @Test
  void targetSharesMatchEveryFillOfSeparateAccounts() throws IOException {
    GoldenFile golden = GoldenFile.ofResource("from_orders/14_targetamount_longonly.json");
    double[][] sizes = golden.input("size");
    for (int column = 0; column < sizes[0].length; column++) {
      int i = column;
      Strategy strategy =
          new Script(
              (view, orders) -> {
                double size = sizes[view.bars()][i];
                if (!Double.isNaN(size)) {
                  orders.targetShares(0, Math.max(size, 0), FillAt.OPEN);
                }
              });
      BacktestResult result = run(golden, List.of(column), strategy);
      assertFills(result, golden, List.of(column));
      assertCurves(result, golden, column);
      assertTrades(result, golden, List.of(column));
    }
  }

  private static Strategy sizes(GoldenFile golden, List<Integer> columns) {
    double[][] sizes = golden.input("size");
    return new Script(
        (view, orders) -> {
          for (int i = 0; i < columns.size(); i++) {
            double size = sizes[view.bars()][columns.get(i)];
            if (!Double.isNaN(size)) {
              orders.targetWeight(i, size, FillAt.OPEN);
            }
          }
        });
  }

  private static BacktestResult run(GoldenFile golden, List<Integer> columns, Strategy strategy) {
    JsonNode config = golden.config();
    Costs costs =
        new Costs(
            config.path("fees").doubleValue() * BPS,
            config.path("fixed_fees").doubleValue(),
            config.path("slippage").doubleValue() * BPS);
    assertThat(costs.feeFraction()).isEqualTo(config.path("fees").doubleValue());
    assertThat(costs.slippageFraction()).isEqualTo(config.path("slippage").doubleValue());
    BacktestSpec spec =
        BacktestSpec.builder()
            .initialCashUsd(config.path("init_cash").doubleValue())
            .costs(costs)
            .partialFills(config.path("allow_partial").booleanValue())
            .minShares(config.path("min_size").doubleValue())
            .missingPrice(MissingPrice.IGNORE)
            .build();
    Bars bars =
        Panel.of(select(golden.input("price"), columns), select(golden.input("close"), columns));
    return Simulator.run(spec, bars, List.of(), strategy);
  }

  private static double[][] select(double[][] rows, List<Integer> columns) {
    double[][] selected = new double[rows.length][];
    for (int bar = 0; bar < rows.length; bar++) {
      double[] row = rows[bar];
      selected[bar] = columns.stream().mapToDouble(column -> row[column]).toArray();
    }
    return selected;
  }

  private static List<JsonNode> ofColumns(JsonNode records, List<Integer> columns) {
    List<JsonNode> selected = new ArrayList<>();
    for (JsonNode record : records) {
      if (columns.contains(record.path("asset").intValue())) {
        selected.add(record);
      }
    }
    return selected;
  }

  private static String symbol(JsonNode record, List<Integer> columns) {
    return String.valueOf((char) ('A' + columns.indexOf(record.path("asset").intValue())));
  }

  private static void assertAttempts(
      BacktestResult result, GoldenFile golden, List<Integer> columns) {
    List<JsonNode> attempts = ofColumns(golden.outputs().path("order_attempts"), columns);
    assertThat(result.orders()).hasSameSizeAs(attempts);
    for (OrderRecord order : result.orders()) {
      JsonNode attempt = attempts.get(order.id());
      assertThat(order.session()).isEqualTo(Panel.FIRST.plusDays(attempt.path("bar").intValue()));
      assertThat(order.symbol()).isEqualTo(symbol(attempt, columns));
      assertThat(order.size()).isEqualTo(attempt.path("req_size").doubleValue());
      assertThat(order.reason()).isEqualTo(REASONS.get(attempt.path("reason").textValue()));
      assertThat(order.status())
          .isEqualTo(
              switch (attempt.path("status").textValue()) {
                case "Filled" -> OrderStatus.FILLED;
                case "Ignored" -> OrderStatus.IGNORED;
                default -> OrderStatus.REJECTED;
              });
    }
  }

  private static void assertFills(BacktestResult result, GoldenFile golden, List<Integer> columns) {
    List<JsonNode> expected = ofColumns(golden.outputs().path("orders"), columns);
    assertThat(result.fills()).hasSameSizeAs(expected).isNotEmpty();
    for (int n = 0; n < expected.size(); n++) {
      Fill fill = result.fills().get(n);
      JsonNode order = expected.get(n);
      assertThat(fill.session()).isEqualTo(Panel.FIRST.plusDays(order.path("bar").intValue()));
      assertThat(fill.symbol()).isEqualTo(symbol(order, columns));
      assertThat(fill.side())
          .isEqualTo(order.path("side").textValue().equals("Buy") ? TradeSide.BUY : TradeSide.SELL);
      assertThat(fill.shares()).isEqualTo(order.path("size").doubleValue());
      assertThat(fill.priceUsd()).isEqualTo(order.path("price").doubleValue());
      assertThat(fill.feeUsd()).isEqualTo(order.path("fees").doubleValue());
    }
  }

  private static void assertCurves(BacktestResult result, GoldenFile golden, int group) {
    assertCurve(result.cashUsd(), golden.outputs().path("cash"), group);
    assertCurve(result.equityUsd(), golden.outputs().path("equity"), group);
  }

  private static void assertCurve(double[] actual, JsonNode rows, int group) {
    assertThat(actual).hasSize(rows.size());
    for (int bar = 0; bar < actual.length; bar++) {
      JsonNode row = rows.get(bar);
      assertClose(actual[bar], GoldenFile.number(row.isArray() ? row.get(group) : row), CURVE);
    }
  }

  private static void assertTrades(
      BacktestResult result, GoldenFile golden, List<Integer> columns) {
    List<JsonNode> expected = ofColumns(golden.outputs().path("exit_trades"), columns);
    assertThat(result.trades()).hasSameSizeAs(expected);
    for (int n = 0; n < expected.size(); n++) {
      Trade trade = result.trades().get(n);
      JsonNode record = expected.get(n);
      assertThat(trade.symbol()).isEqualTo(symbol(record, columns));
      assertThat(trade.side())
          .isEqualTo(
              record.path("direction").textValue().equals("Long")
                  ? PositionSide.LONG
                  : PositionSide.SHORT);
      assertThat(trade.open()).isEqualTo(record.path("status").textValue().equals("Open"));
      assertThat(trade.entrySession())
          .isEqualTo(Panel.FIRST.plusDays(record.path("entry_bar").intValue()));
      assertThat(trade.exitSession())
          .isEqualTo(Panel.FIRST.plusDays(record.path("exit_bar").intValue()));
      assertClose(trade.shares(), record.path("size").doubleValue(), CURVE);
      assertClose(trade.entryPriceUsd(), record.path("entry_price").doubleValue(), CURVE);
      assertClose(trade.entryFeeUsd(), record.path("entry_fees").doubleValue(), CURVE);
      assertClose(trade.exitFeeUsd(), record.path("exit_fees").doubleValue(), CURVE);
      if (!record.path("exit_price").isNull()) {
        assertClose(trade.exitPriceUsd(), record.path("exit_price").doubleValue(), CURVE);
        assertClose(trade.pnlUsd(), record.path("pnl").doubleValue(), CURVE);
        assertClose(trade.returnFraction(), record.path("ret").doubleValue(), CURVE);
      }
    }
  }

  private static void assertMetrics(BacktestResult result, GoldenFile golden, int group) {
    for (int yearDays : new int[] {365, 252}) {
      JsonNode expected = golden.outputs().path("metrics_by_year_freq").path(yearDays + " days");
      Map<Metric, Double> actual = Metrics.of(result, yearDays);
      if (Arrays.stream(result.equityUsd()).anyMatch(equity -> equity < 0)) {
        // Nothing is defined across ruin by our convention; the program's own goes on.
        assertThat(actual.get(Metric.VOLATILITY)).isNaN();
        actual = Metrics.of(TrackRecord.of(result), MetricConvention.vectorbt(yearDays));
      }
      assertMetric(actual.get(Metric.ANNUALISED_RETURN), expected, "annualized", group);
      assertMetric(actual.get(Metric.VOLATILITY), expected, "annualized_volatility", group);
      assertMetric(actual.get(Metric.SHARPE), expected, "sharpe_ratio", group);
      assertMetric(actual.get(Metric.SORTINO), expected, "sortino_ratio", group);
      assertMetric(actual.get(Metric.CALMAR), expected, "calmar_ratio", group);
      boolean compounds = !expected.path("annualized").get(group).isNull();
      if (compounds) {
        assertMetric(actual.get(Metric.MAX_DRAWDOWN), expected, "max_drawdown", group);
      }
    }
  }

  private static void assertMetric(double actual, JsonNode expected, String name, int group) {
    assertClose(actual, GoldenFile.number(expected.path(name).get(group)), METRIC);
  }

  private static void assertClose(double actual, double expected, double relative) {
    if (Double.isNaN(expected)) {
      assertThat(actual).isNaN();
    } else {
      assertThat(actual).isCloseTo(expected, Offset.offset(relative * Math.abs(expected)));
    }
  }
}
