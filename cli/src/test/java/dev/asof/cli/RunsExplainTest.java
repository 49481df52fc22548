package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.asof.catalog.TableDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is behind an order. */
class RunsExplainTest {
  private static final TableDefinition BARS = TableDefinition.DAILY_BARS;
  private static final double EXACTLY = 1e-9;

  private static JsonNode explain(Asof asof, String... args) throws IOException {
    Asof.Outcome outcome = explained(asof, args);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    return Shared.json(outcome.out());
  }

  private static Asof.Outcome explained(Asof asof, String... args) {
    List<String> all = new ArrayList<>(List.of("runs", "explain"));
    all.addAll(List.of(args));
    return asof.run(all.toArray(String[]::new));
  }

  /** Sells 1,000 USD of A short before the open of 2022-08-04, after a close below the last. */
  private static Asof shortSale(Path folder) {
    WrittenLake lake = new WrittenLake(folder);
    lake.publish(
        BARS,
        "T1",
        List.of(
            WrittenLake.bar("2022-08-01", "A", 10, 10),
            WrittenLake.bar("2022-08-02", "A", 10, 12),
            WrittenLake.bar("2022-08-03", "A", 12, 10),
            WrittenLake.bar("2022-08-04", "A", 9, 8),
            WrittenLake.bar("2022-08-05", "A", 8, 7)));
    String definition =
        lake.definition(
            "short",
            """
            strategy: moving-average-cross
            universe: [A]
            data: {asOf: T1}
            parameters: {fast: 1, slow: 2, side: long-short}
            account: {cashUsd: 1000}
            costs: {feeBps: 10, slippageBps: 100, borrowRatePercent: 36}
            """);
    assertThat(lake.asof().run("backtest", definition, "--out", "out").err()).isEmpty();
    return lake.asof();
  }

  @Test
  void aShortSaleIsTracedToItsBarsPriceSizeAndCosts(@TempDir Path folder) throws IOException {
    JsonNode page = explain(shortSale(folder), "out", "--order", "0", "--json");

    assertThat(page.at("/order/session").asText()).isEqualTo("2022-08-04");
    assertThat(page.at("/order/sizeType").asText()).isEqualTo("target weight");
    assertThat(page.at("/order/size").asDouble()).isEqualTo(-1);
    // 09:30 in New York.
    assertThat(page.at("/decision/decidedAt").asText()).isEqualTo("2022-08-04T13:30:00Z");
    assertThat(page.at("/inputs")).hasSize(1);
    JsonNode input = page.at("/inputs/0");
    assertThat(input.get("session").asText()).isEqualTo("2022-08-03");
    assertThat(input.get("field").asText()).isEqualTo("close");
    assertThat(input.get("value").asDouble()).isEqualTo(10);
    assertThat(input.get("as_of").asText()).isEqualTo("T1");
    assertThat(input.get("known_at").asText()).isEqualTo("2022-08-03T20:00:00Z");
    JsonNode data = Shared.json(folder.resolve("out").resolve("result.json")).at("/data/0");
    assertThat(input.get("snapshot").asLong()).isEqualTo(data.get("snapshotId").asLong());
    assertThat(page.at("/earlier/0").toString())
        .isEqualTo(
            "{\"field\":\"close\",\"first_session\":\"2022-08-01\",\"last_session\":\"2022-08-02\","
                + "\"bars\":2}");

    // 1,000 USD at the last close of 10 are 100 shares; 1 % worse than the open of 9; 10 bp of it.
    assertThat(page.at("/fill/priceField").asText()).isEqualTo("open");
    assertThat(page.at("/fill/rawPriceUsd").asDouble()).isEqualTo(9);
    assertThat(page.at("/fill/priceUsd").asDouble()).isEqualTo(8.91, within(EXACTLY));
    assertThat(page.at("/fill/feeUsd").asDouble()).isEqualTo(0.891, within(EXACTLY));
    assertThat(page.at("/size/accountValueUsd").asDouble()).isEqualTo(1000);
    assertThat(page.at("/size/valuationPriceUsd").asDouble()).isEqualTo(10);
    assertThat(page.at("/size/askedShares").asDouble()).isEqualTo(-100);
    assertThat(page.at("/size/filledShares").asDouble()).isEqualTo(-100);
    assertThat(page.at("/size/cut").isMissingNode()).isTrue();

    // A thousandth of 100 shares at 8 and at 7 for a day each, 360 days a year.
    assertThat(page.at("/position/side").asText()).isEqualTo("short");
    assertThat(page.at("/position/closed").isNull()).isTrue();
    assertThat(page.at("/movements/0/kind").asText()).isEqualTo("borrow fee");
    assertThat(page.at("/movements/0/usd").asDouble()).isEqualTo(-0.8, within(EXACTLY));
  }

  @Test
  void anOrderThatWaitedShowsWhenItWasDecided(@TempDir Path folder) throws IOException {
    WrittenLake lake = new WrittenLake(folder);
    lake.publish(
        BARS,
        "T1",
        List.of(
            WrittenLake.bar("2022-08-01", "A", 10, 10),
            WrittenLake.bar("2022-08-02", "A", 10, 9.5),
            WrittenLake.bar("2022-08-03", "A", 9.5, 9.2),
            WrittenLake.bar("2022-08-04", "A", 8.5, 9)));
    String definition =
        lake.definition("wait", "strategy: waiting-limit\nuniverse: [A]\ndata: {asOf: T1}\n");
    assertThat(lake.asof().run("backtest", definition, "--out", "out").err()).isEmpty();

    JsonNode page = explain(lake.asof(), "out", "--order", "0", "--json");
    assertThat(page.at("/order/session").asText()).isEqualTo("2022-08-04");
    assertThat(page.at("/order/triggerUsd").asDouble()).isEqualTo(9);
    assertThat(page.at("/order/timeInForce").asText()).isEqualTo("good till cancelled");
    assertThat(page.at("/decision/beforeTheOpenOf").asText()).isEqualTo("2022-08-02");
    assertThat(page.at("/decision/sessionsWaited").asInt()).isEqualTo(2);
    assertThat(page.at("/inputs/0/session").asText()).isEqualTo("2022-08-01");
    assertThat(page.at("/fill/rule").asText())
        .isEqualTo("at the open, which was at the limit or better");
    assertThat(page.at("/fill/rawPriceUsd").asDouble()).isEqualTo(8.5);
    assertThat(page.at("/fill/priceField").asText()).isEqualTo("open");
  }

  @Test
  void anOrderThatIsNotThereNamesTheOnesThatAre(@TempDir Path folder) throws IOException {
    Asof asof = shortSale(folder);
    Asof.Outcome outcome = explained(asof, "out", "--order", "1");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo("error[usage]: Invalid option --order 1: run 0 has orders 0 to 0\n");
    assertThat(explained(asof, "out", "--order", "0", "--cell", "1").err())
        .isEqualTo("error[usage]: Invalid option --cell 1: expected 0 to 0\n");

    Path result = folder.resolve("out").resolve("result.json");
    Files.writeString(
        result,
        Files.readString(result).replaceFirst("(\"digest\" : \")[0-9a-f]{8}", "$100000000"));
    Asof.Outcome edited = explained(asof, "out", "--order", "0");
    assertThat(edited.exitCode()).isEqualTo(3);
    assertThat(edited.err())
        .startsWith("error[result-differs]: Cannot use out/result.json: ")
        .contains("asof runs verify");
  }

  /** The announcement of 2022-09-02 after the close is what the first open after it trades on. */
  @Test
  void anAnnouncementIsShownWithWhenItWasKnown() throws IOException {
    Asof asof = DemoHome.shared().asof();
    String folder = DemoHome.shared().report("index-rebalance").toString();
    JsonNode page =
        explain(
            asof, folder, "--order", "0", "--run", "entry=AD+1", "--run", "holding=1d", "--json");
    assertThat(page.get("parameters").asText()).isEqualTo("entry=AD+1, holding=1d");
    assertThat(page.at("/order/session").asText()).isEqualTo("2022-09-06");
    assertThat(page.at("/facts/0/table").asText()).isEqualTo("index_changes");
    assertThat(page.at("/facts/0/known_at").asText()).isEqualTo("2022-09-02T21:15:00Z");
    assertThat(page.at("/facts/0/visible_from").asText()).isEqualTo("2022-09-02T21:15:00Z");
    assertThat(page.at("/facts/0/as_of/0").asText()).isEqualTo("Q3_2022");

    Asof.Outcome people = explained(asof, folder, "--order", "0", "--cell", "0");
    assertThat(people.out())
        .startsWith("index-rebalance, run 0, entry=AD+1, holding=1d\n")
        .contains("Order 0\n", "Decision\n", "Facts that the decision read\n", "Size\n");
    assertThat(explained(asof, folder, "--order", "0").err())
        .isEqualTo(
            "error[usage]: Cannot tell which of 15 runs is meant: expected --cell or --run\n");
  }
}
