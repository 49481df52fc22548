package dev.asof.cli;

import static dev.asof.catalog.TableDefinition.CORPORATE_ACTIONS;
import static dev.asof.catalog.TableDefinition.DAILY_BARS;
import static dev.asof.catalog.TableDefinition.INDEX_CHANGES;
import static dev.asof.catalog.TableDefinition.INDEX_MEMBERS;
import static dev.asof.catalog.TableDefinition.INSTRUMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.asof.api.NewYorkTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a definition's runs see, by the point in time that its tables are read at. */
class PointInTimeBacktestTest {
  private static final Instant RESTATED = Instant.parse("2022-08-05T11:00:00Z");

  @TempDir private Path folder;
  private WrittenLake lake;
  private Asof asof;

  @BeforeEach
  void home() {
    lake = new WrittenLake(folder);
    asof = lake.asof();
  }

  private JsonNode run(String definition, String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of("backtest", definition, "--out", "out"));
    args.addAll(List.of(more));
    Asof.Outcome outcome = asof.run(args.toArray(String[]::new));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    return Shared.json(folder.resolve("out").resolve("result.json"));
  }

  private static List<String> fills(JsonNode result) {
    List<String> fills = new ArrayList<>();
    for (JsonNode fill : result.at("/cells/0/fills")) {
      fills.add(
          fill.get("session").asText()
              + " "
              + fill.get("side").asText()
              + " "
              + fill.get("shares").asDouble()
              + " "
              + fill.get("symbol").asText()
              + " at "
              + fill.get("priceUsd").asDouble());
    }
    return fills;
  }

  private static List<String> read(JsonNode result) {
    List<String> read = new ArrayList<>();
    for (JsonNode ref : result.get("data")) {
      assertThat(ref.get("checksum").asText()).hasSize(64);
      read.add(ref.get("table").asText() + " as of " + ref.get("asOf").asText());
    }
    return read;
  }

  /**
   * Closes 10, then 9 (restated to 11), 11 and 12: with 9 the close crosses its average of two
   * upwards on the third session, and 100 % is bought at the fourth's open; with 11 nothing
   * crosses.
   */
  private String restatedClose() {
    List<Object[]> before = closes(9, NewYorkTime.close(LocalDate.parse("2022-08-02")));
    List<Object[]> after = closes(11, RESTATED);
    lake.publish(DAILY_BARS, "T1", NewYorkTime.close(LocalDate.parse("2022-08-04")), before);
    lake.publish(DAILY_BARS, "T2", RESTATED, after);
    return lake.definition(
        "cross",
        """
        strategy: moving-average-cross
        universe: [A]
        data: {asOf: T1}
        parameters: {fast: 1, slow: 2}
        account: {cashUsd: 1200}
        """);
  }

  private static List<Object[]> closes(double second, Instant secondKnownAt) {
    Object[] restated = WrittenLake.bar("2022-08-02", "A", 10, second);
    restated[7] = secondKnownAt;
    return List.of(
        WrittenLake.bar("2022-08-01", "A", 10, 10),
        restated,
        WrittenLake.bar("2022-08-03", "A", 10, 11),
        WrittenLake.bar("2022-08-04", "A", 12, 12));
  }

  @Test
  void aPinnedTagDecidesOnWhatItHolds() throws IOException {
    String definition = restatedClose();

    assertThat(fills(run(definition))).containsExactly("2022-08-04 BUY 100.0 A at 12.0");
    // Not the restated 11, and not 9 either, which the tag doesn't hold: nothing was there.
    JsonNode restated = run(definition, "--as-of", "T2");
    assertThat(fills(restated)).isEmpty();
    assertThat(restated.get("findings").toString())
        .contains(
            "1 of 4 bars from 2022-08-01 to 2022-08-04 count as known only after 2022-08-04,"
                + " because they were restated or came with a later --known-at: strategies see none"
                + " of them. Read --as-of timeline, which shows each bar as it was known then.");
    assertThat(run(definition, "--as-of", "timeline").get("findings").toString())
        .doesNotContain("count as known only after");
  }

  @Test
  void aRunSaysHowManyAnnouncementsAreAssumed() throws IOException {
    String definition = restatedClose();
    Object[] said = WrittenLake.change("A", "added", "2022-08-01", "2022-08-03");
    Object[] assumed = WrittenLake.change("A", "removed", "2022-08-03", "2022-08-03");
    assumed[8] = "effective-open";
    Object[] ofAnother = WrittenLake.change("B", "removed", "2022-08-03", "2022-08-03");
    ofAnother[8] = "effective-open";
    lake.publish(INDEX_CHANGES, "T1", List.of(said, assumed, ofAnother));
    String reads =
        lake.definition(
            "reads",
            """
            strategy: moving-average-cross
            universe: [A]
            data: {asOf: T1, indexChanges: true}
            parameters: {fast: 1, slow: 2}
            account: {cashUsd: 1200}
            """);

    assertThat(run(reads).get("findings").toString())
        .contains("1 of 2 index changes of the universe in this period have no announcement");
    assertThat(run(definition).get("findings").toString()).doesNotContain("index changes");
  }

  @Test
  void aTimelineDecidesOnTheVersionThatWasKnownThen() throws IOException {
    String definition = restatedClose();

    JsonNode result = run(definition, "--as-of", "timeline");

    assertThat(fills(result)).containsExactly("2022-08-04 BUY 100.0 A at 12.0");
    assertThat(read(result)).containsExactly("daily_bars as of T1", "daily_bars as of T2");
    assertThat(result.at("/settings/Read as of").asText()).isEqualTo("timeline");
    // Fills and valuation have the last values.
    assertThat(result.at("/bars/close/A/1").asDouble()).isEqualTo(11);
  }

  @Test
  void aMomentIsTheLatestTagKnownThen() throws IOException {
    String definition = restatedClose();

    assertThat(fills(run(definition, "--as-of", "moment:2022-08-05T10:59:59Z")))
        .containsExactly("2022-08-04 BUY 100.0 A at 12.0");
    assertThat(fills(run(definition, "--as-of", "moment:2022-08-05T11:00:00Z"))).isEmpty();
    Asof.Outcome early = asof.run("backtest", definition, "--as-of", "moment:2022-08-01T00:00:00Z");
    assertThat(early.exitCode()).isEqualTo(2);
    assertThat(early.err()).startsWith("error[tag-missing]: Cannot read daily_bars as of moment:");
  }

  @Test
  void aReleaseIsNamedInTheResult() throws IOException {
    String definition = restatedClose();
    assertThat(asof.run("lake", "release", "R1", "--as-of", "T1").exitCode()).isZero();

    JsonNode result = run(definition, "--as-of", "R1");

    assertThat(fills(result)).containsExactly("2022-08-04 BUY 100.0 A at 12.0");
    assertThat(read(result)).containsExactly("daily_bars as of release:R1");
  }

  private void members() {
    List<Object[]> bars = new ArrayList<>();
    double[][] closes = {{10, 10, 10}, {9, 9, 9}, {11, 11, 11}, {12, 12, 12}, {12, 12, 12}};
    for (int day = 0; day < closes.length; day++) {
      bars.add(WrittenLake.bar("2022-08-0" + (day + 1), "A", 10, closes[day][0]));
      bars.add(WrittenLake.bar("2022-08-0" + (day + 1), "B", 10, closes[day][1]));
      bars.add(WrittenLake.bar("2022-08-0" + (day + 1), "C", 10, closes[day][2]));
    }
    lake.publish(DAILY_BARS, "T1", bars);
    LocalDate july = LocalDate.parse("2022-07-29");
    lake.publish(
        INDEX_MEMBERS,
        "T1",
        List.of(
            new Object[] {"S&P 500", july, "A", "", NewYorkTime.close(july)},
            new Object[] {"S&P 500", july, "B", "", NewYorkTime.close(july)}));
    // B leaves and C joins on the fourth session.
    lake.publish(
        INDEX_CHANGES,
        "T1",
        List.of(
            WrittenLake.change("B", "removed", "2022-08-01", "2022-08-04"),
            WrittenLake.change("C", "added", "2022-08-01", "2022-08-04")));
  }

  private static final String MEMBERS =
      """
      strategy: moving-average-cross
      universe: {index: S&P 500}
      data: {asOf: T1, indexMembers: true, indexChanges: true}
      parameters: {fast: 1, slow: 2, index: S&P 500}
      account: {cashUsd: 1200}
      """;

  @Test
  void aUniverseByIndexHoldsWhatLeftAndTradesMembersOfTheMoment() throws IOException {
    members();

    JsonNode result = run(lake.definition("members", MEMBERS));

    assertThat(result.at("/bars/symbols").toString()).isEqualTo("[\"A\",\"B\",\"C\"]");
    // All three cross after the third session; on the fourth A and C are members.
    assertThat(fills(result))
        .containsExactly(
            "2022-08-04 BUY 54.54545454545455 A at 10.0",
            "2022-08-04 BUY 54.54545454545455 C at 10.0");
  }

  @Test
  void aUniverseByIndexNeedsAStrategyThatLooksAtMembership() {
    members();
    String blind = lake.definition("blind", MEMBERS.replace(", index: S&P 500}", "}"));

    Asof.Outcome outcome = asof.run("backtest", blind);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .startsWith(
            "error[definition-invalid]: Invalid definition blind: the universe is whatever ever"
                + " belonged to S&P 500, and strategy moving-average-cross with these parameters does"
                + " not look who belongs to it at each moment");
  }

  @Test
  void everyKeyThatAStrategyNeedsIsNamed() {
    members();
    String definition =
        lake.definition(
            "lacking",
            """
            strategy: moving-average-cross
            universe: [A]
            data: {asOf: T1}
            parameters: {index: S&P 500}
            """);

    Asof.Outcome outcome = asof.run("backtest", definition);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo(
            "error[definition-invalid]: Invalid definition lacking: strategy moving-average-cross"
                + " with these parameters needs data.indexChanges: true and data.indexMembers:"
                + " true\n");
  }

  @Test
  void anIndexWithoutListsIsNamedWithThoseThatHaveSome() {
    members();
    String unknown =
        lake.definition("unknown", MEMBERS.replace("{index: S&P 500}", "{index: DJIA}"));

    Asof.Outcome outcome = asof.run("backtest", unknown);

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.err())
        .startsWith(
            "error[data-missing]: Cannot tell the members of 'DJIA': index_members has no list of"
                + " it; its indexes are S&P 500");
  }

  @Test
  void anIndexAsUniverseNeedsItsTable() {
    String definition =
        lake.definition(
            "lacking",
            """
            strategy: moving-average-cross
            universe: {index: S&P 500}
            data: {asOf: T1}
            """);
    Asof.Outcome outcome = asof.run("backtest", definition);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .contains(
            "line 3, key universe.index: the members of an index need data.indexMembers: true");
  }

  private static Object[] listing(
      String instrument, String symbol, String from, String to, String endKnown) {
    LocalDate first = LocalDate.parse(from);
    Instant known = NewYorkTime.open(first);
    return new Object[] {
      instrument,
      symbol,
      "",
      "",
      "",
      first,
      to == null ? null : LocalDate.parse(to),
      known,
      endKnown == null ? known : NewYorkTime.announcement(LocalDate.parse(endKnown))
    };
  }

  @Test
  void anInstrumentKeepsItsHistoryThroughAChangeOfTicker() throws IOException {
    // FB is renamed META on the third session; META was another company's ticker before.
    lake.publish(
        DAILY_BARS,
        "T1",
        List.of(
            WrittenLake.bar("2022-08-01", "FB", 10, 10),
            WrittenLake.bar("2022-08-02", "FB", 10, 9),
            WrittenLake.bar("2022-08-01", "META", 90, 90),
            WrittenLake.bar("2022-08-02", "META", 90, 90),
            WrittenLake.bar("2022-08-03", "META", 10, 11),
            WrittenLake.bar("2022-08-04", "META", 12, 12)));
    lake.publish(
        INSTRUMENTS,
        "T1",
        List.of(
            listing("Meta Platforms", "FB", "2022-01-03", "2022-08-03", "2022-07-29"),
            listing("Meta Platforms", "META", "2022-08-03", null, null),
            listing("Metaverse fund", "META", "2022-01-03", "2022-08-03", "2022-07-29")));

    JsonNode result =
        run(
            lake.definition(
                "renamed",
                """
                strategy: moving-average-cross
                universe: [Meta Platforms]
                data: {asOf: T1, instruments: true}
                parameters: {fast: 1, slow: 2}
                account: {cashUsd: 1200}
                """));

    assertThat(result.at("/bars/close/Meta Platforms").toString())
        .isEqualTo("[10.0,9.0,11.0,12.0]");
    assertThat(fills(result)).containsExactly("2022-08-04 BUY 100.0 Meta Platforms at 12.0");
    Asof.Outcome outcome =
        asof.run(
            "backtest", folder.resolve("renamed.yaml").toString(), "--set", "universe=[Nobody]");
    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.err())
        .startsWith(
            "error[data-missing]: Cannot find an instrument 'Nobody': instruments has 2 others, for");
  }

  @Test
  void aSplitOfTheLakeChangesWhatIsHeld() throws IOException {
    lake.publish(
        DAILY_BARS,
        "T1",
        List.of(
            WrittenLake.bar("2022-08-01", "A", 10, 10),
            WrittenLake.bar("2022-08-02", "A", 10, 9),
            WrittenLake.bar("2022-08-03", "A", 10, 11),
            WrittenLake.bar("2022-08-04", "A", 12, 12),
            WrittenLake.bar("2022-08-05", "A", 6, 6)));
    LocalDate exDate = LocalDate.parse("2022-08-05");
    LocalDate announced = LocalDate.parse("2022-08-01");
    lake.publish(
        CORPORATE_ACTIONS,
        "T1",
        List.<Object[]>of(
            new Object[] {
              "A",
              "split",
              exDate,
              2.0,
              1.0,
              null,
              null,
              announced,
              "exchange",
              NewYorkTime.announcement(announced)
            }));

    JsonNode result =
        run(
            lake.definition(
                "split",
                """
                strategy: moving-average-cross
                universe: [A]
                data: {asOf: T1, corporateActions: true}
                parameters: {fast: 1, slow: 2, side: long-short}
                account: {cashUsd: 1200}
                """));

    assertThat(result.at("/cells/0/shares/A").toString()).isEqualTo("[0.0,0.0,0.0,100.0,200.0]");
    assertThat(result.at("/cells/0/equityUsd/4").asDouble()).isEqualTo(1200);
    assertThat(read(result)).containsExactly("daily_bars as of T1", "corporate_actions as of T1");
  }
}
