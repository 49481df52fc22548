package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.asof.api.SweepRow;
import dev.asof.catalog.Lake;
import dev.asof.catalog.SweepRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepCommandTest {
  private static final String BASE =
      """
      strategy: moving-average-cross
      universe: [AAA, BBB]
      data: {asOf: T1}
      parameters: {side: long-short}
      costs: {feeBps: 1, borrowRatePercent: 0.5}
      """;

  @TempDir private static Path folder;
  private static SweepLake lake;

  @BeforeAll
  static void write() {
    lake = new SweepLake(folder);
  }

  private static JsonNode json(String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of("sweep"));
    command.addAll(List.of(args));
    command.add("--json");
    Asof.Outcome outcome = lake.asof().run(command.toArray(String[]::new));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    return Shared.json(outcome.out());
  }

  private static List<SweepRow> rows(JsonNode sweep) {
    List<SweepRow> rows = new ArrayList<>();
    try (Lake opened = Lake.open(folder.resolve(".asof"))) {
      opened.sweeps().read(sweep.get("id").asText(), sweep.get("scenarios").asInt(), rows::add);
    }
    return rows;
  }

  @Test
  void eachScenarioIsWhatABacktestOfItsDefinitionIs() throws IOException {
    String file =
        lake.definition(
            "each",
            BASE
                + """
                sweep:
                  product:
                    data.asOf: [T1, T2]
                    parameters.fast: {from: 3, to: 9, step: 3}
                  zip:
                    period.start: [2022-03-01, 2022-06-01]
                    period.end: [2022-08-31, 2022-12-30]
                  sample:
                    method: random
                    count: 2
                    seed: 5
                    over: {costs.borrowRatePercent: {from: 0.1, to: 9}}
                """);
    JsonNode sweep = json(file);
    List<SweepRow> rows = rows(sweep);
    assertThat(rows).hasSize(24).allMatch(SweepRow::succeeded);
    assertThat(rows.stream().map(SweepRow::digest).distinct()).hasSizeGreaterThan(20);
    for (int index : List.of(0, 5, 13, 23)) {
      Asof.Outcome printed = lake.asof().run("sweep", file, "--scenario", Integer.toString(index));
      assertThat(printed.out()).startsWith("name: each-" + index + "\n").doesNotContain("'");
      Files.writeString(folder.resolve("one.yaml"), printed.out());
      Asof.Outcome backtest = lake.asof().run("backtest", "one.yaml", "--json");
      JsonNode cell = Shared.json(backtest.out()).get("cells").get(0);
      assertThat(cell.get("digest").asText()).isEqualTo(rows.get(index).digest());
    }
  }

  @Test
  void anyNumberOfThreadsGivesTheSameDigestAndTheSecondTimeNothingRuns() throws IOException {
    String sweep =
        """
        sweep:
          product:
            universe: [[AAA, BBB], [BBB]]
            parameters.fast: {from: 2, to: 11, step: 1}
            parameters.slow: [20, 30, 40]
        """;
    JsonNode one =
        json(lake.definition("threads", BASE + "title: one\n" + sweep), "--threads", "1");
    JsonNode two =
        json(lake.definition("threads", BASE + "title: two\n" + sweep), "--threads", "2");
    JsonNode eight =
        json(lake.definition("threads", BASE + "title: eight\n" + sweep), "--threads", "8");
    assertThat(one.get("ran").asInt()).isEqualTo(60);
    assertThat(two.get("ran").asInt()).isEqualTo(60);
    assertThat(two.get("digest")).isEqualTo(one.get("digest")).isEqualTo(eight.get("digest"));
    assertThat(two.get("id")).isNotEqualTo(one.get("id"));

    JsonNode again =
        json(lake.definition("threads", BASE + "title: two\n" + sweep), "--threads", "1");
    assertThat(again.get("ran").asInt()).isZero();
    assertThat(again.get("storedBefore").asInt()).isEqualTo(60);
    assertThat(again.get("digest")).isEqualTo(two.get("digest"));
  }

  @Test
  void aScenarioThatFailsIsARowWithItsReason() throws IOException {
    String file =
        lake.definition(
            "failing",
            BASE
                + """
                sweep:
                  product:
                    universe: [[AAA, BBB], [AAA, ZZZ]]
                    parameters.fast: [5, 20]
                    parameters.slow: [10, 30]
                """);
    Asof.Outcome printed = lake.asof().run("sweep", file);
    assertThat(printed.err()).isEmpty();
    assertThat(printed.out())
        .contains("8 scenarios: 8 ran in ", "5 failed", "Most failures (4): Cannot read")
        .contains("Report: .asof/reports/failing/");
    List<SweepRow> rows = rows(json(file));
    assertThat(rows.get(0).succeeded()).isTrue();
    assertThat(rows.get(2).failure())
        .isEqualTo("Invalid value '20' of parameter fast: expected less than slow, 10");
    assertThat(rows.get(2).totalReturn()).isNaN();
    assertThat(rows.subList(4, 8)).allMatch(row -> row.failure().contains("ZZZ"));

    Document page = page("failing");
    assertThat(page.select("p.verdict").text()).startsWith("8 scenarios, of which 5 failed.");
    assertThat(page.text()).contains("Why 5 scenarios failed");
  }

  private static Document page(String name) throws IOException {
    return Jsoup.parse(lake.asof().report(name).resolve("report.html").toFile());
  }

  @Test
  void whenEveryScenarioFailsTheReasonIsTheError() {
    String file = lake.definition("none", BASE + "sweep: {product: {parameters.fast: [60, 70]}}\n");
    Asof.Outcome outcome = lake.asof().run("sweep", file);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo(
            "error[sweep-failed]: Cannot show a result: all 2 scenarios failed, most of them so:"
                + " Invalid value '60' of parameter fast: expected less than slow, 50\n");
    String missing = lake.definition("missing", BASE + "sweep: {product: {data.asOf: [T8, T9]}}\n");
    assertThat(lake.asof().run("sweep", missing).err())
        .startsWith("error[tag-missing]: ")
        .contains("T8");
  }

  @Test
  void thePageShowsTheBestWithMediansOverAllAndTheReportOfTheBest() throws IOException {
    String file =
        lake.definition(
            "paged",
            BASE
                + """
                sweep:
                  product:
                    parameters.fast: {from: 2, to: 26, step: 1}
                    parameters.slow: {from: 27, to: 56, step: 1}
                """);
    JsonNode sweep = json(file);
    assertThat(sweep.get("scenarios").asInt()).isEqualTo(750);
    Document page = page("paged");
    assertThat(page.select("section:has(#best) caption").text())
        .isEqualTo(
            "The best 500 of 750 scenarios; the table sweep_rows of the lake has all of them");
    assertThat(page.select("section:has(#best) tbody tr")).hasSize(500);
    assertThat(page.select("section:has(#best) tbody tr").get(0).select("td").get(0).text())
        .isEqualTo(sweep.get("best").get(0).get("scenario").asText());
    assertThat(page.select("table.heat caption").text())
        .isEqualTo("Median Sharpe ratio by parameters.fast and parameters.slow");
    assertThat(page.select("table.heat tbody tr")).hasSize(13);

    List<Double> first = new ArrayList<>();
    List<SweepRow> rows = rows(sweep);
    for (int fast = 0; fast < 2; fast++) {
      for (int slow = 0; slow < 2; slow++) {
        first.add(rows.get(fast * 30 + slow).heldSharpe());
      }
    }
    first.sort(null);
    String median = page.select("table.heat tbody td").get(0).text().replace('\u2212', '-');
    assertThat(Double.parseDouble(median))
        .isCloseTo((first.get(1) + first.get(2)) / 2, offset(0.0051));

    Path best = lake.asof().report("paged").resolve("best");
    assertThat(Shared.json(best.resolve("result.json")).findValue("digest"))
        .isEqualTo(sweep.get("best").get(0).get("digest"));
    assertThat(page.select("nav a[href=best/report.html]")).hasSize(1);
    assertThat(best.resolve("report.html")).isRegularFile();
  }

  @Test
  void aSweepCountsAmongTheTrialsOfItsStrategy(@TempDir Path own) throws IOException {
    SweepLake fresh = new SweepLake(own);
    String file =
        fresh.definition("tried", BASE + "sweep: {product: {parameters.fast: [3, 4, 5, 60]}}\n");
    assertThat(fresh.asof().run("sweep", file).exitCode()).isZero();
    try (Lake opened = Lake.open(own.resolve(".asof"))) {
      SweepRecord sweep = opened.sweeps().sweeps().get(0);
      assertThat(sweep.tried()).hasSize(1);
      assertThat(sweep.tried().get(0).strategy()).isEqualTo("moving-average-cross");
      assertThat(sweep.tried().get(0).trials()).isEqualTo(3);
      var trials = opened.runs().trials("moving-average-cross", Map.of("other", 0.1));
      assertThat(trials.count()).isEqualTo(4);

      List<SweepRow> rows = new ArrayList<>();
      opened.sweeps().read(sweep.id(), 4, rows::add);
      double[] sharpes = {
        rows.get(0).dailySharpe(), rows.get(1).dailySharpe(), rows.get(2).dailySharpe(), 0.1
      };
      double mean = Arrays.stream(sharpes).average().orElseThrow();
      double squares = 0;
      for (double sharpe : sharpes) {
        squares += (sharpe - mean) * (sharpe - mean);
      }
      assertThat(trials.sharpeDeviation()).isCloseTo(Math.sqrt(squares / 3), offset(1e-12));
      assertThat(opened.runs().trials("index-rebalance", Map.of()).count()).isEqualTo(1);
    }
  }

  private static String refusal(String sweep) {
    String file = lake.definition("bad", BASE + sweep);
    Asof.Outcome outcome = lake.asof().run("sweep", file);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err().lines()).hasSize(1);
    return outcome.err();
  }

  /** The definition begins with its name and the five lines of the base. */
  @Test
  void mistakesNameFileLineAndKey() {
    assertThat(refusal("")).contains("Invalid definition bad.yaml: key sweep is missing");
    assertThat(refusal("grid: {fast: [1]}\nsweep: {product: {parameters.fast: [3]}}\n"))
        .contains("bad.yaml, line 7, key grid: what a sweep varies stands under sweep.product");
    assertThat(refusal("sweep: {products: {parameters.fast: [3]}}\n"))
        .contains(
            "bad.yaml, line 7, key sweep.products: unknown key; expected one of product, zip,"
                + " sample");
    assertThat(refusal("sweep:\n  product:\n    parameters.fats: [3]\n"))
        .contains("bad.yaml, line 9, key sweep.product.parameters.fats: strategy")
        .contains("has no such parameter; it has fast, slow");
    assertThat(refusal("sweep:\n  product:\n    parameters.fast: [3, x]\n"))
        .startsWith("error[parameter-invalid]: ")
        .contains("line 9, key sweep.product.parameters.fast: Invalid value 'x'");
    assertThat(refusal("sweep:\n  product:\n    costs.feeBps: [3, -1]\n"))
        .contains("bad.yaml, line 9, key costs.feeBps: '-1' is not valid");
    assertThat(refusal("sweep:\n  product:\n    costs.feesBps: [3]\n"))
        .contains("key costs.feesBps: unknown key; expected one of feeBps");
    assertThat(refusal("sweep:\n  product:\n    parameters.fast: {from: 9, to: 3, step: 1}\n"))
        .contains("line 9, key sweep.product.parameters.fast: from 9 does not lead to 3");
    assertThat(refusal("sweep:\n  product:\n    parameters.fast: {from: 1, to: 3}\n"))
        .contains("line 9, key sweep.product.parameters.fast: a range needs step or count here");
    assertThat(refusal("sweep:\n  product:\n    parameters.fast: {from: 1, to: 3, stop: 1}\n"))
        .contains("line 9, key sweep.product.parameters.fast.stop: unknown key");
    assertThat(refusal("sweep:\n  product:\n    parameters.fast: [3, 3]\n"))
        .contains("line 9, key sweep.product.parameters.fast: '3' stands twice");
    assertThat(refusal("sweep:\n  product:\n    name: [a, b]\n"))
        .contains("line 9, key sweep.product.name: this key can't vary");
    assertThat(
            refusal(
                "sweep:\n  zip:\n    parameters.fast: [3, 4]\n    parameters.slow: [30, 40, 50]\n"))
        .contains("line 8, key sweep.zip: parameters.fast has 2 values and parameters.slow 3");
    assertThat(
            refusal(
                "sweep:\n  sample: {method: sobol, count: 2, seed: 1, over: {costs.feeBps: [1]}}\n"))
        .contains("line 8, key sweep.sample.method: 'sobol' is not valid");
    assertThat(
            refusal(
                "sweep:\n  sample: {method: random, count: 0, seed: 1, over: {costs.feeBps: [1]}}\n"))
        .contains("line 8, key sweep.sample.count: '0' is not valid");
    assertThat(
            refusal(
                "sweep:\n  sample:\n    method: random\n    count: 9\n    seed: 1\n"
                    + "    over: {parameters.fast: {from: 2, to: 9}}\n"))
        .contains("line 12, key sweep.sample.over.parameters.fast: Invalid value '4.3453'");
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    String file = lake.definition("fine", BASE + "sweep: {product: {parameters.fast: [3, 4]}}\n");
    assertThat(lake.asof().run("sweep", file, "--scenario", "2").err())
        .isEqualTo("error[usage]: Invalid option --scenario 2: expected 0 to 1\n");
    assertThat(lake.asof().run("sweep", file, "--spark-conf", "a=b").err())
        .isEqualTo("error[usage]: Invalid option --spark-conf a=b: it needs --spark\n");
    assertThat(lake.asof().run("sweep", file, "--spark", "session").err())
        .startsWith("error[usage]: Invalid option --spark session: no Spark session was given");
    assertThat(lake.asof().run("sweep", file, "--spark", "nowhere").err())
        .startsWith("error[runtime-unfit]: Cannot start Spark on nowhere: ")
        .contains("Could not parse Master URL");
  }
}
