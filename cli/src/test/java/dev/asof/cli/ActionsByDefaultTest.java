package dev.asof.cli;

import static dev.asof.catalog.TableDefinition.CORPORATE_ACTIONS;
import static dev.asof.catalog.TableDefinition.DAILY_BARS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.asof.api.NewYorkTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Corporate actions that a definition does not speak of; numbers worked by hand. */
class ActionsByDefaultTest {
  private static final LocalDate EX = LocalDate.parse("2022-08-05");

  private static final String DEFINITION =
      """
      strategy: moving-average-cross
      universe: [A]
      data: {asOf: T}
      parameters: {fast: 1, slow: 2}
      account: {cashUsd: 1200}
      benchmark: MKT
      """;

  @TempDir private Path folder;
  private WrittenLake lake;
  private Asof asof;

  /**
   * A crosses its average of two upwards on the third session: 25 shares are bought at 48 of the
   * fourth's open. They are 100 of 12 after the split, worth 1,300 USD at the last close. MKT goes
   * from 400 to 102 over the same split: 2 % up.
   */
  @BeforeEach
  void home() {
    lake = new WrittenLake(folder);
    asof = lake.asof();
    lake.publish(DAILY_BARS, "T", bars());
  }

  private static List<Object[]> bars() {
    double[] closes = {40, 36, 44, 48, 12, 13};
    double[] market = {400, 400, 404, 404, 101, 102};
    List<Object[]> bars = new ArrayList<>();
    for (int n = 0; n < closes.length; n++) {
      String day = "2022-08-0" + (n < 5 ? n + 1 : n + 3);
      bars.add(WrittenLake.bar(day, "A", closes[n], closes[n]));
      bars.add(WrittenLake.bar(day, "MKT", market[n], market[n]));
    }
    return bars;
  }

  private static Object[] split(String symbol) {
    return new Object[] {
      symbol, "split", EX, 4.0, 1.0, null, "", null, "", NewYorkTime.announcement(EX.minusDays(9))
    };
  }

  private void splits(String tag) {
    lake.publish(CORPORATE_ACTIONS, tag, List.of(split("A"), split("MKT"), split("OTHER")));
  }

  private Asof.Outcome backtest(String definition, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("backtest", lake.definition("actions", definition), "--out", "out"));
    args.addAll(List.of(more));
    Asof.Outcome outcome = asof.run(args.toArray(String[]::new));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    return outcome;
  }

  private JsonNode result() throws IOException {
    return Shared.json(folder.resolve("out").resolve("result.json"));
  }

  private double lastEquity() throws IOException {
    JsonNode equity = result().at("/cells/0/equityUsd");
    return equity.get(equity.size() - 1).asDouble();
  }

  @Test
  void areReadWhereTheLakeHasThemAndTheBenchmarksToo() throws IOException {
    splits("T");
    backtest(DEFINITION);
    assertThat(lastEquity()).isEqualTo(1_300);
    assertThat(result().at("/findings").toString()).doesNotContain("ACTIONS_UNREAD");
    assertThat(result().at("/data").toString()).contains("corporate_actions");
    assertThat(result().at("/splits").size()).isEqualTo(1);
    assertThat(result().at("/benchmark/closeUsd").toString())
        .isEqualTo("[100.0,100.0,101.0,101.0,101.0,102.0]");
    assertThat(asof.run("runs", "verify", "out").exitCode()).isZero();
  }

  @Test
  void areLeftOutOnlyWhereTheDefinitionSaysSoAndItIsTold() throws IOException {
    splits("T");
    Asof.Outcome outcome =
        backtest(DEFINITION.replace("{asOf: T}", "{asOf: T, corporateActions: false}"));
    assertThat(lastEquity()).isEqualTo(25 * 13);
    JsonNode finding = result().at("/findings/0");
    assertThat(finding.get("kind").asText()).isEqualTo("ACTIONS_UNREAD");
    assertThat(finding.get("text").asText())
        .startsWith(
            "The definition leaves corporate actions out (data.corporateActions: false): 2 splits,"
                + " 0 dividends and 0 other actions of the universe within the sessions are not"
                + " part of the runs, so that a split counts as a gain or loss: ");
    assertThat(outcome.out()).contains("leaves corporate actions out");
    assertThat(result().at("/data").toString()).doesNotContain("corporate_actions");
  }

  @Test
  void ofAnotherTagAreNotReadAndItIsTold() throws IOException {
    splits("OTHER");
    backtest(DEFINITION);
    assertThat(lastEquity()).isEqualTo(25 * 13);
    assertThat(result().at("/findings/0/text").asText())
        .startsWith("The lake has corporate actions, but none as of T, so that splits,");
  }

  @Test
  void ofOtherSymbolsAreNoPartOfTheRun() throws IOException {
    lake.publish(CORPORATE_ACTIONS, "T", List.<Object[]>of(split("OTHER")));
    backtest(DEFINITION);
    assertThat(result().at("/findings").size()).isZero();
    assertThat(result().at("/data").toString()).doesNotContain("corporate_actions");
    assertThat(result().has("splits")).isFalse();
  }

  @Test
  void thatCameAfterTheRunAreNoPartOfItsVerification() throws IOException {
    backtest(DEFINITION);
    splits("T");
    Asof.Outcome verified = asof.run("runs", "verify", "out");
    assertThat(verified.exitCode()).as(verified.err()).isZero();
  }

  /** Points by table that leave corporate actions away have the point of the daily bars. */
  @Test
  void haveThePointOfTheBarsWhereOnlyThatIsNamed() throws IOException {
    splits("T");
    backtest(DEFINITION.replace("{asOf: T}", "{asOf: {daily_bars: T}}"));
    assertThat(lastEquity()).isEqualTo(1_300);
  }

  @Test
  void aLastPriceNeedsAnAgeInSessions() {
    Asof.Outcome outcome =
        asof.run(
            "backtest",
            lake.definition("last", DEFINITION + "missingPrice: {lastPrice: 0}\n"),
            "--out",
            "out");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("lastPrice")
        .contains("how many sessions ago the last close may be, 1 to 250");
    backtest(DEFINITION + "missingPrice: {lastPrice: 5}\n");
  }
}
