package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.asof.catalog.TableDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What restatements change. The strategy buys at the open after a close above the one before, with
 * an equal part of 1,000 USD for each instrument; all figures are worked by hand.
 */
class ImpactCommandTest {
  private static final TableDefinition BARS = TableDefinition.DAILY_BARS;
  private static final String CROSS =
      """
      strategy: moving-average-cross
      universe: [%s]
      data: {asOf: T1}
      parameters: {fast: 1, slow: 2, side: long-only}
      account: {cashUsd: 1000}
      """;

  @TempDir private Path folder;
  private WrittenLake lake;
  private String from = "T1";

  /** A rises on the third session: 100 shares are bought at 10 on the fourth and end at 12. */
  private static List<Object[]> bars(double thirdClose, double lastClose) {
    return new ArrayList<>(
        List.of(
            WrittenLake.bar("2022-08-01", "A", 10, 10),
            WrittenLake.bar("2022-08-02", "A", 10, 8),
            WrittenLake.bar("2022-08-03", "A", 8, thirdClose),
            WrittenLake.bar("2022-08-04", "A", 10, 11),
            WrittenLake.bar("2022-08-05", "A", 11, lastClose)));
  }

  @BeforeEach
  void publishTheFirstVersion() {
    lake = new WrittenLake(folder);
    lake.publish(BARS, "T1", bars(10, 12));
  }

  private Asof.Outcome run(String definition, String... more) {
    List<String> args =
        new ArrayList<>(List.of("impact", definition, "--from", from, "--to", "T2"));
    args.addAll(List.of(more));
    Asof.Outcome outcome = lake.asof().run(args.toArray(String[]::new));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    return outcome;
  }

  private JsonNode impact(String universe, String... more) throws IOException {
    String[] args = new String[more.length + 1];
    System.arraycopy(more, 0, args, 0, more.length);
    args[more.length] = "--json";
    return Shared.json(run(lake.definition("cross", CROSS.formatted(universe)), args).out());
  }

  private static List<String> shares(JsonNode impact) {
    List<String> shares = new ArrayList<>();
    impact
        .get("shares")
        .forEach(row -> shares.add(row.get("input").asText() + " " + row.get("return_change")));
    return shares;
  }

  private static List<String> orders(JsonNode impact) {
    List<String> orders = new ArrayList<>();
    for (JsonNode row : impact.get("orders")) {
      orders.add(
          row.get("session").asText()
              + " "
              + row.get("symbol").asText()
              + " "
              + row.get("side").asText()
              + ", "
              + row.get("change").asText());
    }
    return orders;
  }

  @Test
  void aRestatedCloseThatDelaysATradeIsBlamedForTheWholeDifference() throws IOException {
    lake.publish(BARS, "T2", bars(7, 12));
    JsonNode impact = impact("A");

    assertThat(impact.at("/changes/0/what").asText())
        .isEqualTo("high 10 -> 8; low 8 -> 7; close 10 -> 7");
    // 1,200 USD; bought at 11 on the fifth session instead, 1,000 / 11 x 12.
    assertThat(impact.at("/runs/0/return_from").asText()).isEqualTo("20.0");
    assertThat(impact.at("/runs/0/return_to").asText()).isEqualTo("9.090909");
    assertThat(orders(impact))
        .containsExactly("2022-08-04 A buy, only in from", "2022-08-05 A buy, only in to");
    assertThat(shares(impact))
        .containsExactly(
            "daily_bars A 2022-08-03 changed -10.909091", "remainder 0.0", "total -10.909091");
  }

  @Test
  void whatTwoInputsDoTogetherIsTheRemainder() throws IOException {
    lake.publish(BARS, "T2", bars(7, 13));
    // 1,000 / 11 x 13 is 1,181.82; alone they give 1,090.91 and 1,300 USD.
    assertThat(shares(impact("A")))
        .containsExactly(
            "daily_bars A 2022-08-03 changed -10.909091",
            "daily_bars A 2022-08-05 changed 10.0",
            "remainder -0.909091",
            "total -1.818182");
    assertThat(shares(impact("A", "--most", "1")))
        .containsExactly("daily_bars A, 2 inputs -1.818182", "remainder 0.0", "total -1.818182");
  }

  @Test
  void aDuplicateThatWasRemovedChangesTheRatioAndNoOrder() throws IOException {
    List<Object[]> repeated = bars(10, 12);
    repeated.remove(2);
    repeated.add(2, WrittenLake.bar("2022-08-03", "A", 10, 8));
    repeated.set(3, WrittenLake.bar("2022-08-04", "A", 8, 10));
    repeated.set(4, WrittenLake.bar("2022-08-05", "A", 10, 12));
    from = "T1b";
    lake.publish(BARS, from, repeated);
    List<Object[]> cleaned = new ArrayList<>(repeated);
    cleaned.remove(2);
    lake.publish(BARS, "T2", cleaned);

    JsonNode impact = impact("A");
    assertThat(impact.at("/changes/0/change").asText()).isEqualTo("left");
    assertThat(impact.get("orders")).isEmpty();
    // Returns of 0, 0, 0, 0 and 0.2 against 0, 0, 0 and 0.2: mean over deviation is 1 / sqrt(n).
    assertThat(impact.at("/runs/0/sharpe_from").asDouble())
        .isEqualTo(Math.round(Math.sqrt(252 / 5.0) * 1e6) / 1e6);
    assertThat(impact.at("/runs/0/sharpe_to").asDouble())
        .isEqualTo(Math.round(Math.sqrt(252 / 4.0) * 1e6) / 1e6);
    assertThat(shares(impact))
        .containsExactly("daily_bars A 2022-08-03 left 0.0", "remainder 0.0", "total 0.0");
    assertThat(impact.at("/shares/1/sharpe_change").asDouble()).isZero();
  }

  @Test
  void aGapThatWasFilledLetsATradeHappenEarlier() throws IOException {
    List<Object[]> gap = bars(10, 12);
    gap.add(WrittenLake.bar("2022-08-01", "B", 20, 20));
    gap.add(WrittenLake.bar("2022-08-02", "B", 20, 19));
    gap.add(WrittenLake.bar("2022-08-04", "B", 21, 22));
    gap.add(WrittenLake.bar("2022-08-05", "B", 22, 24));
    from = "T1b";
    lake.publish(BARS, from, gap);
    List<Object[]> filled = new ArrayList<>(gap);
    filled.add(WrittenLake.bar("2022-08-03", "B", 19, 21));
    lake.publish(BARS, "T2", filled);

    JsonNode impact = impact("A, B");
    assertThat(impact.at("/changes/0/change").asText()).isEqualTo("entered");
    // 500 USD of B at 22 and 500 at 21, both worth 24 at the end, beside 50 shares of A at 12.
    assertThat(impact.at("/runs/0/return_from").asText()).isEqualTo("14.545455");
    assertThat(impact.at("/runs/0/return_to").asText()).isEqualTo("17.142857");
    assertThat(shares(impact))
        .containsExactly(
            "daily_bars B 2022-08-03 entered 2.597402", "remainder 0.0", "total 2.597402");
    assertThat(orders(impact))
        .containsExactly("2022-08-04 B buy, only in to", "2022-08-05 B buy, only in from");
  }

  @Test
  void whatTheDefinitionDoesNotReadChangesNothing() throws IOException {
    List<Object[]> more = bars(10, 12);
    more.add(WrittenLake.bar("2022-08-03", "Z", 1, 1));
    more.add(WrittenLake.bar("2022-08-08", "A", 1, 1));
    lake.publish(BARS, "T2", more);
    Asof.Outcome outcome = run(lake.definition("cross", CROSS.formatted("A")));
    assertThat(outcome.out())
        .isEqualTo(
            "cross from T1 to T2, through 2022-08-05; newer sessions left out: 1\n"
                + "Nothing that the definition reads was restated.\n");
    assertThat(impact("A").get("restatements").asInt()).isZero();
  }

  @Test
  void anAnnouncementThatWasRedatedMovesItsOrders() throws IOException {
    List<Object[]> bars = bars(10, 12);
    bars.add(WrittenLake.bar("2022-08-08", "A", 12, 12));
    from = "T1b";
    lake.publish(BARS, from, bars);
    lake.publish(BARS, "T2", bars);
    TableDefinition changes = TableDefinition.INDEX_CHANGES;
    lake.publish(
        changes,
        "T1b",
        List.<Object[]>of(WrittenLake.change("A", "added", "2022-08-01", "2022-08-05")));
    lake.publish(
        changes,
        "T2",
        List.<Object[]>of(WrittenLake.change("A", "added", "2022-08-02", "2022-08-05")));
    String definition =
        lake.definition(
            "rebalance",
            """
            strategy: index-rebalance
            universe: [A]
            data: {asOf: T1b, indexChanges: true}
            parameters: {index: "S&P 500", legs: index-changes}
            grid: {entry: [AD+1], holding: [1d, 2d]}
            """);
    JsonNode impact = Shared.json(run(definition, "--run", "holding=1d", "--json").out());
    assertThat(impact.at("/changes/0/table").asText()).isEqualTo("index_changes");
    assertThat(impact.at("/changes/0/what").asText())
        .contains("announced 2022-08-01", " -> ", "announced 2022-08-02");
    assertThat(impact.get("cell").asInt()).isZero();
    assertThat(impact.get("runs")).hasSize(2);
    assertThat(orders(impact))
        .contains("2022-08-02 A buy, only in from", "2022-08-03 A buy, only in to");
    assertThat(impact.at("/shares/1/return_change").asDouble()).isZero();
  }

  @Test
  void aTableWithoutTheLaterVersionStaysWhereItWas() throws IOException {
    lake.publish(BARS, "T2", bars(7, 12));
    lake.publish(
        TableDefinition.INDEX_CHANGES,
        "T1",
        List.<Object[]>of(WrittenLake.change("A", "added", "2022-08-01", "2022-08-05")));
    String definition =
        lake.definition("cross", CROSS.formatted("A").replace("T1}", "T1, indexChanges: true}"));

    JsonNode impact = Shared.json(run(definition, "--json").out());

    assertThat(impact.get("readAsDefined").asText()).isEqualTo("index_changes as of T1");
    assertThat(impact.get("changes")).hasSize(1);
    Asof.Outcome unknown = lake.asof().run("impact", definition, "--from", "T1", "--to", "Nothing");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).startsWith("error[tag-missing]: ").contains("Nothing");
  }

  @Test
  void theTablesForPeopleNameEverySection() {
    lake.publish(BARS, "T2", bars(7, 12));
    Asof.Outcome outcome = run(lake.definition("cross", CROSS.formatted("A")));
    assertThat(outcome.out())
        .startsWith("cross from T1 to T2, through 2022-08-05\n")
        .contains("Changed inputs\n", "Results: ", "Changed orders\n", "Shares in the difference")
        .contains("-10.909091");
  }

  @Test
  void aRunThatIsNotInTheGridIsRefused() {
    lake.publish(BARS, "T2", bars(7, 12));
    Asof.Outcome outcome =
        lake.asof()
            .run(
                "impact",
                lake.definition("cross", CROSS.formatted("A")),
                "--from",
                "T1",
                "--to",
                "T2",
                "--run",
                "fast=3");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo("error[usage]: Invalid option --run fast=3: no run has it; its values are 1\n");
  }
}
