package dev.asof.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.Benchmark;
import dev.asof.api.CorporateAction;
import dev.asof.api.DataRef;
import dev.asof.api.Experiment;
import dev.asof.api.PointInTime;
import dev.asof.api.SourceFile;
import dev.asof.api.SplitAdjustment;
import dev.asof.api.Trials;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class StoredExperimentTest {
  static Stream<Experiment> everyKind() {
    Experiment grid = SampleExperiments.entryByHolding();
    double[] closes = new double[grid.bars().sessions()];
    closes[0] = Double.NaN;
    closes[1] = -0.0;
    return Stream.of(
        SampleExperiments.singleWithLookahead(),
        grid,
        SampleExperiments.holdings(),
        SampleExperiments.threeAxes(),
        grid.withAudit(SampleExperiments.verdict(List.of()), 7),
        grid.withBenchmark(Benchmark.of("SPX", grid.bars().sessionDates(), closes))
            .withTrials(new Trials(1, Double.NaN)),
        grid.withSplits(
            SplitAdjustment.of(
                List.of(new CorporateAction.Split("SPY", LocalDate.parse("2022-09-07"), 4)))),
        HostileExperiment.make(),
        FlatExperiment.withRejectedOrders(40),
        FlatExperiment.matrix(3));
  }

  private static StoredExperiment read(String json) throws IOException {
    return StoredExperiment.read("r.json", new StringReader(json));
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void whatIsReadBackMakesTheSamePageAndTheSameDocument(Experiment experiment) throws IOException {
    String json = ResultJson.json(experiment);

    StoredExperiment stored = read(json);

    assertThat(ResultJson.json(stored.experiment())).isEqualTo(json);
    assertThat(ExperimentReport.html(stored.experiment()))
        .isEqualTo(ExperimentReport.html(experiment));
    assertThat(stored.firstChanged()).isEmpty();
  }

  @Test
  void aFigureChangedByHandIsSeen() throws IOException {
    String json = ResultJson.json(SampleExperiments.holdings());
    int equity = json.indexOf("\"equityUsd\" : [ 100000.0");
    assertThat(equity).isPositive();

    String changed =
        json.substring(0, equity) + json.substring(equity).replaceFirst("100000\\.0", "100000.01");

    assertThat(read(changed).firstChanged()).isPresent();
  }

  @Test
  void everyVersionsSourcesAreFoundAgainThoughEachStandsOnce() throws IOException {
    List<SourceFile> files = new ArrayList<>();
    List<DataRef> versions = new ArrayList<>();
    for (int n = 0; n < 300; n++) {
      files.add(new SourceFile("day-" + n + ".csv", String.format("%064x", n), n));
      versions.add(
          new DataRef(
              "daily_bars",
              new PointInTime.Tag("T" + n),
              n,
              0,
              Instant.EPOCH,
              n,
              List.copyOf(files),
              ""));
    }
    List<SourceFile> mended = new ArrayList<>(files);
    mended.remove(17);
    versions.add(
        new DataRef("daily_bars", new PointInTime.Tag("T"), 300, 0, Instant.EPOCH, 1, mended, ""));
    Experiment experiment = SampleExperiments.withData(SampleExperiments.holdings(), versions);
    String json = ResultJson.json(experiment);

    assertThat(read(json).experiment().data()).isEqualTo(versions);
    assertThat(json.split("\"day-17.csv\"", -1)).hasSize(2);
    assertThat(ExperimentReport.html(experiment).split("day-17\\.csv", -1)).hasSize(2);
  }

  @Test
  void aDocumentOfFormat1NamesTheSourcesOfEachVersion() throws IOException {
    Experiment experiment = SampleExperiments.holdings();
    List<SourceFile> sources = experiment.data().get(0).sources();
    assertThat(sources).isNotEmpty();
    String old =
        sources.stream()
            .map(
                file ->
                    String.format(
                        "{\"name\": \"%s\", \"sha256\": \"%s\", \"rows\": %d}",
                        file.name(), file.sha256(), file.rows()))
            .collect(Collectors.joining(", ", "\"sources\": [", "]"));
    String json =
        ResultJson.json(experiment)
            .replaceFirst("\"formatVersion\" : 2", "\"formatVersion\" : 1")
            .replaceFirst("\"sourceRanges\" : \\[[^\\]]*\\]", Matcher.quoteReplacement(old));

    assertThat(read(json).experiment().data()).isEqualTo(experiment.data());
  }

  @Test
  void aDocumentDiffersFromNoOtherWritingOfTheSame() throws IOException {
    Experiment experiment = SampleExperiments.holdings();
    String json = ResultJson.json(experiment);

    assertThat(read(json).differences(experiment).count()).isZero();
    ResultDifferences differences =
        read(json.replaceFirst("(\"priceUsd\" : )[0-9.]+", "$11.5")).differences(experiment);
    assertThat(differences.count()).isEqualTo(1);
    assertThat(differences.first().get(0).path()).startsWith("cells[0].orders[0].context.priceUsd");
    assertThat(differences.first().get(0).stored()).isEqualTo("1.5");
  }

  @Test
  void whatIsMissingOrOfAnotherKindIsNamedWithItsPlace() {
    String json = ResultJson.json(SampleExperiments.holdings());

    assertThatThrownBy(() -> read(json.replaceFirst("\"yearDays\" : \\d+", "\"yearDays\" : true")))
        .hasMessageMatching(
            "Invalid result r\\.json, line \\d+, column \\d+: key yearDays: expected a whole"
                + " number");
    assertThatThrownBy(() -> read(json.replaceFirst("\"BUY\"", "\"BOUGHT\"")))
        .hasMessageContaining("key cells.0.fills.")
        .hasMessageContaining("BOUGHT");
    assertThatThrownBy(() -> read(json.substring(0, json.length() / 2)))
        .hasMessageStartingWith("Invalid result r.json, line ");
    assertThatThrownBy(
            () -> read(json.replaceFirst("\"cashUsd\" : \\[ [0-9.]+,", "\"cashUsd\" : [")))
        .hasMessageContaining("cashUsd: expected ")
        .hasMessageContaining(" numbers, one a session, instead of ");
  }
}
