package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published index-rebalancing run, by the commands that a user types. */
class PublishedExperimentTest {
  private static final Percentage ONE_BILLIONTH = Percentage.withPercentage(1e-7);

  /** Session, side, symbol, shares and price as the article prints them. */
  private static final List<String> PUBLISHED =
      List.of(
          "2022-09-06 SELL PENN 31948.881789 31.66",
          "2022-09-06 SELL PVH 18321.729571 55.15",
          "2022-09-06 BUY INVH 27419.797094 38.20",
          "2022-09-06 BUY CSGP 14106.361969 75.00",
          "2022-11-01 SELL CSGP 14106.361969 83.70",
          "2022-11-01 SELL INVH 27419.797094 31.94",
          "2022-11-01 BUY PVH 18321.729571 52.95",
          "2022-11-01 BUY PENN 31948.881789 34.09");

  /** Over every order, fill, cash and equity of the run on the sample data. */
  private static final String DIGEST =
      "6296dbe97a4ae2191a4b59753fcf74a613fe7b98a5a179881df59d23a2e6417d";

  private static JsonNode run(Asof asof) throws IOException {
    Asof.Outcome outcome = asof.run("backtest", DemoHome.definition("published-2022.yaml"));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    Path result = asof.workingDirectory().resolve(outcome.report()).resolveSibling("result.json");
    return Shared.json(result);
  }

  private static JsonNode cell(JsonNode result) {
    assertThat(result.get("cells")).hasSize(1);
    return result.get("cells").get(0);
  }

  private static List<String> fills(JsonNode cell) {
    List<String> fills = new ArrayList<>();
    for (JsonNode fill : cell.get("fills")) {
      fills.add(
          String.format(
              java.util.Locale.ROOT,
              "%s %s %s %.6f %.2f",
              fill.get("session").asText(),
              fill.get("side").asText(),
              fill.get("symbol").asText(),
              fill.get("shares").asDouble(),
              fill.get("priceUsd").asDouble()));
    }
    return fills;
  }

  private static double last(JsonNode values) {
    return values.get(values.size() - 1).asDouble();
  }

  @Test
  void onTheSampleDataTheOrdersAndTheFinalCashAreThePublishedOnes() throws IOException {
    JsonNode result = run(DemoHome.shared().asof());
    assertThat(fills(cell(result))).containsExactlyElementsOf(PUBLISHED);
    assertThat(last(cell(result).get("cashUsd"))).isEqualTo(13749.44163633301);
    assertThat(cell(result).get("digest").asText()).isEqualTo(DIGEST);
    assertThat(result.get("lookahead")).isNotEmpty();
  }

  @Test
  void onRealPricesCashEquityAndSharpeAreThoseOfTheIndependentRun(@TempDir Path folder)
      throws IOException {
    Path prices = Shared.file("data/prices_2022.csv");
    JsonNode golden = Shared.json(Shared.file("golden/published/published_2022_real.json"));
    Asof asof = new Asof(folder);
    ingest(asof, "fund-holdings", "sp500-fund_holdings_2022-03-31.json", "Q1_2022");
    ingest(asof, "fund-holdings", "sp500-fund_holdings_2022-09-30.json", "Q3_2022");
    ingest(asof, "index-changes", "index_changes_2022-09-02.csv", "Q3_2022");
    Asof.Outcome bars =
        asof.run("lake", "ingest", "daily-bars", prices.toString(), "--tag", "Q3_2022");
    assertThat(bars.err()).isEmpty();

    JsonNode result = run(asof);
    JsonNode cell = cell(result);
    assertThat(fills(cell)).containsExactlyElementsOf(PUBLISHED);
    JsonNode expected = golden.get("outputs");
    for (int bar = 0; bar < golden.get("dates").size(); bar++) {
      assertThat(cell.get("sessions").get(bar).asText())
          .isEqualTo(golden.get("dates").get(bar).asText());
      assertThat(cell.get("cashUsd").get(bar).asDouble())
          .isCloseTo(expected.get("cash").get(bar).asDouble(), ONE_BILLIONTH);
      assertThat(cell.get("equityUsd").get(bar).asDouble())
          .isCloseTo(expected.get("equity").get(bar).asDouble(), ONE_BILLIONTH);
    }
    assertThat(cell.get("metrics").get("sharpe").asDouble())
        .isEqualTo(1.2776263063544948, within(1e-10));

    Asof.Outcome tradingDays =
        asof.run(
            "backtest",
            DemoHome.definition("published-2022.yaml"),
            "--set",
            "metrics.yearDays=252",
            "--out",
            "trading-days");
    assertThat(tradingDays.exitCode()).isZero();
    assertThat(
            cell(Shared.json(folder.resolve("trading-days").resolve("result.json")))
                .get("metrics")
                .get("sharpe")
                .asDouble())
        .isEqualTo(1.0615921134897617, within(1e-10));
  }

  private static void ingest(Asof asof, String dataset, String sample, String tag) {
    List<String> args = new ArrayList<>(List.of("lake", "ingest", dataset));
    args.add(Asof.sample(sample).toString());
    args.addAll(List.of("--tag", tag));
    if (dataset.equals("fund-holdings")) {
      args.addAll(List.of("--fund", "SP500-FUND"));
    }
    Asof.Outcome outcome = asof.run(args.toArray(String[]::new));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
  }
}
