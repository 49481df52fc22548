package dev.asof.reports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.Experiment;
import dev.asof.api.Fill;
import dev.asof.api.FillAt;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderRecord;
import dev.asof.api.OrderStatus;
import dev.asof.api.SizeType;
import dev.asof.api.TradeSide;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ResultJsonTest {
  private static JsonNode read(Experiment experiment) throws IOException {
    return new ObjectMapper().readTree(ResultJson.json(experiment));
  }

  @Test
  void everyDigestCanBeRecomputedFromTheTextAlone() throws IOException {
    Experiment experiment = SampleExperiments.entryByHolding();

    JsonNode cells = read(experiment).get("cells");

    assertThat(cells).hasSize(15);
    for (int i = 0; i < cells.size(); i++) {
      assertThat(resultOf(cells.get(i)).digest())
          .isEqualTo(cells.get(i).get("digest").textValue())
          .isEqualTo(experiment.cells().get(i).result().digest());
    }
  }

  private static BacktestResult resultOf(JsonNode cell) {
    List<LocalDate> sessions = new ArrayList<>();
    cell.get("sessions").forEach(date -> sessions.add(LocalDate.parse(date.textValue())));
    List<String> symbols = new ArrayList<>();
    cell.get("symbols").forEach(symbol -> symbols.add(symbol.textValue()));
    List<OrderRecord> orders = new ArrayList<>();
    for (JsonNode order : cell.get("orders")) {
      orders.add(
          new OrderRecord(
              order.get("id").intValue(),
              LocalDate.parse(order.get("session").textValue()),
              order.get("symbol").textValue(),
              SizeType.valueOf(order.get("sizeType").textValue()),
              order.get("size").doubleValue(),
              FillAt.valueOf(order.get("at").textValue()),
              OrderStatus.valueOf(order.get("status").textValue()),
              OrderReason.valueOf(order.get("reason").textValue())));
    }
    List<Fill> fills = new ArrayList<>();
    for (JsonNode fill : cell.get("fills")) {
      fills.add(
          new Fill(
              fill.get("order").intValue(),
              LocalDate.parse(fill.get("session").textValue()),
              FillAt.valueOf(fill.get("at").textValue()),
              fill.get("symbol").textValue(),
              TradeSide.valueOf(fill.get("side").textValue()),
              fill.get("shares").doubleValue(),
              fill.get("priceUsd").doubleValue(),
              fill.get("feeUsd").doubleValue()));
    }
    return new BacktestResult(
        symbols,
        sessions,
        cell.get("initialCashUsd").doubleValue(),
        doubles(cell.get("cashUsd")),
        doubles(cell.get("equityUsd")),
        new double[sessions.size() * symbols.size()],
        orders,
        fills,
        List.of(),
        List.of(),
        List.of());
  }

  private static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).doubleValue();
    }
    return values;
  }

  @Test
  void fieldsStandInAFixedOrder() throws IOException {
    JsonNode root = read(SampleExperiments.singleWithLookahead());

    assertThat(fields(root))
        .containsExactly(
            "formatVersion",
            "name",
            "title",
            "strategy",
            "version",
            "settings",
            "yearDays",
            "axes",
            "lookahead",
            "data",
            "definition",
            "metricDefinitions",
            "cells",
            "bars");
    assertThat(fields(root.get("cells").get(0)))
        .containsExactly(
            "parameters",
            "digest",
            "failure",
            "metrics",
            "holdingWindow",
            "initialCashUsd",
            "symbols",
            "sessions",
            "cashUsd",
            "equityUsd",
            "shares",
            "orders",
            "fills",
            "trades",
            "notes",
            "events");
    assertThat(fields(root.get("metricDefinitions")))
        .isEqualTo(fields(root.get("cells").get(0).get("metrics")))
        .contains("totalReturn", "maxDrawdownDuration");
  }

  private static List<String> fields(JsonNode node) {
    List<String> names = new ArrayList<>();
    for (Iterator<String> each = node.fieldNames(); each.hasNext(); ) {
      names.add(each.next());
    }
    return names;
  }

  @Test
  void holdsProvenanceLookaheadAndPrices() throws IOException {
    Experiment experiment = SampleExperiments.singleWithLookahead();

    JsonNode root = read(experiment);

    assertThat(root.at("/data/0/snapshotId").longValue()).isEqualTo(4_212_908_346_716_251_998L);
    assertThat(root.at("/data/0/asOf").textValue()).isEqualTo("Q3_2022");
    assertThat(root.at("/data/2/sources/1/name").textValue())
        .isEqualTo("sp500-fund_holdings_2022-09-30.json");
    assertThat(root.at("/lookahead/0/knownAt").textValue()).isEqualTo("2022-11-28T20:50:55Z");
    assertThat(root.at("/cells/0/events/0/milestones/1/date").textValue()).isEqualTo("2022-09-19");
    Bars bars = experiment.bars();
    assertThat(root.at("/bars/close/CSGP/7").doubleValue())
        .isEqualTo(bars.close(7, bars.indexOf("CSGP")));
  }

  @Test
  void notANumberIsNullAndInfinityIsAText() throws IOException {
    double[] closes = {Double.NaN, Double.POSITIVE_INFINITY};
    Bars bars =
        Bars.copyOf(
            List.of("SPY"), FlatExperiment.SESSIONS, closes, closes, closes, closes, closes);
    Experiment experiment =
        SampleExperiments.of(bars, FlatExperiment.result(new double[] {1000, 1000}));

    JsonNode root = read(experiment);

    assertThat(root.at("/bars/close/SPY/0").isNull()).isTrue();
    assertThat(root.at("/bars/close/SPY/1").textValue()).isEqualTo("Infinity");
    assertThat(root.at("/cells/0/metrics/sharpe").isNull()).isTrue();
    assertThat(root.at("/cells/0/holdingWindow/sharpe").isNull()).isTrue();
  }

  @Test
  void doublesHaveTheirShortestForm() {
    // Double.toString of JDK 17 writes the second as 1.9999999999999998E23.
    double[] equity = {0.002, 2.0E23};
    double[] prices = {0.1, 1.0E23};
    Bars bars =
        Bars.copyOf(
            List.of("SPY"), FlatExperiment.SESSIONS, prices, prices, prices, prices, prices);

    String json = ResultJson.json(SampleExperiments.of(bars, FlatExperiment.result(equity)));

    assertThat(json).contains("[ 0.002, 2.0E23 ]").contains("[ 0.1, 1.0E23 ]");
  }

  @Test
  void isTheSameUnderAnotherLocale() {
    String first = ResultJson.json(SampleExperiments.holdings());
    Locale locale = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));

      assertThat(ResultJson.json(SampleExperiments.holdings())).isEqualTo(first);
    } finally {
      Locale.setDefault(locale);
    }
  }
}
