package dev.asof.reports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.asof.api.Accounting;
import dev.asof.api.AppliedAction;
import dev.asof.api.AuditVerdict;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.CashMovement;
import dev.asof.api.CorporateAction;
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
import java.util.OptionalInt;
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
            "findings",
            "lookahead",
            "sources",
            "data",
            "lineage",
            "audit",
            "definition",
            "metricDefinitions",
            "cells",
            "bars",
            "benchmark",
            "trials");
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
            "events",
            "accounts",
            "positions",
            "actions",
            "movements");
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
    int[] ranges = new int[2];
    ranges[0] = root.at("/data/2/sourceRanges/0").intValue();
    ranges[1] = root.at("/data/2/sourceRanges/1").intValue();
    assertThat(ranges[1]).isEqualTo(2);
    assertThat(root.at("/sources/" + (ranges[0] + 1) + "/name").textValue())
        .isEqualTo("sp500-fund_holdings_2022-09-30.json");
    assertThat(root.at("/lookahead/0/knownAt").textValue()).isEqualTo("2022-11-28T20:50:55Z");
    assertThat(root.at("/cells/0/events/0/milestones/1/date").textValue()).isEqualTo("2022-09-19");
    Bars bars = experiment.bars();
    assertThat(root.at("/bars/close/CSGP/7").doubleValue())
        .isEqualTo(bars.close(7, bars.indexOf("CSGP")));
  }

  @Test
  void holdsWhatCodeMadeItAndWhatTheAuditFound() throws IOException {
    Experiment experiment = SampleExperiments.singleWithLookahead();
    assertThat(read(experiment).get("audit").isNull()).isTrue();

    JsonNode root =
        read(
            experiment.withAudit(
                new AuditVerdict(
                    1,
                    21,
                    2,
                    List.of("close"),
                    420,
                    "not applied: the history starts with the period",
                    List.of(
                        new AuditVerdict.Finding(
                            AuditVerdict.Kind.SAME_DAY,
                            "",
                            LocalDate.of(2022, 9, 6),
                            "buys CSGP"))),
                7));

    assertThat(root.at("/lineage/definitionSha256").textValue()).isEqualTo("d".repeat(64));
    assertThat(root.at("/lineage/strategyJar").textValue()).isEqualTo("asof-strategies-0.1.0.jar");
    assertThat(root.at("/lineage/strategySha256").textValue()).isEqualTo("e".repeat(64));
    assertThat(root.at("/lineage/engines/Iceberg").textValue()).isEqualTo("1.11.0");
    assertThat(root.at("/data/0/checksum").textValue()).isEqualTo("5".repeat(64));
    assertThat(root.at("/data/0/release").isNull()).isTrue();
    assertThat(root.at("/lineage/seed").longValue()).isEqualTo(7);
    assertThat(root.at("/audit/passed").booleanValue()).isFalse();
    assertThat(root.at("/audit/cuts").longValue()).isEqualTo(21);
    assertThat(root.at("/audit/findings/0/kind").textValue()).isEqualTo("SAME_DAY");
  }

  @Test
  void holdsTheBooks() throws IOException {
    LocalDate day = FlatExperiment.SESSIONS.get(1);
    BacktestResult flat = FlatExperiment.result(new double[] {1000, 1000});
    BacktestResult result =
        new BacktestResult(
            flat.symbols(),
            flat.sessions(),
            1000,
            flat.cashUsd(),
            flat.equityUsd(),
            flat.shares(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            new Accounting(
                List.of(),
                List.of(),
                List.of(new CashMovement(day, "", "SPY", CashMovement.Kind.BORROW_FEE, -0.25)),
                List.of(
                    new AppliedAction(
                        day,
                        "",
                        new CorporateAction.Split("SPY", day, 4),
                        -10,
                        -40,
                        0,
                        OptionalInt.empty()),
                    new AppliedAction(
                        day,
                        "",
                        new CorporateAction.Delisting("SPY", day, Double.NaN),
                        -40,
                        0,
                        -400,
                        OptionalInt.of(3)))));

    JsonNode cell =
        read(SampleExperiments.of(SampleExperiments.entryByHolding().bars(), result))
            .at("/cells/0");

    assertThat(cell.at("/movements/0").toString())
        .isEqualTo(
            "{\"session\":\"2022-08-02\",\"account\":\"\",\"symbol\":\"SPY\","
                + "\"kind\":\"BORROW_FEE\",\"usd\":-0.25}");
    assertThat(cell.at("/actions/0/type").textValue()).isEqualTo("Split");
    assertThat(cell.at("/actions/0/newShares").doubleValue()).isEqualTo(4);
    assertThat(cell.at("/actions/0/sharesAfter").doubleValue()).isEqualTo(-40);
    assertThat(cell.at("/actions/0/order").isNull()).isTrue();
    assertThat(cell.at("/actions/1/usdPerShare").isNull()).isTrue();
    assertThat(cell.at("/actions/1/order").intValue()).isEqualTo(3);
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
