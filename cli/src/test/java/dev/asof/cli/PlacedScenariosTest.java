package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.SweepRow;
import dev.asof.catalog.Lake;
import dev.asof.catalog.SweepFile;
import dev.asof.jobs.sweep.OpenedSweep;
import dev.asof.jobs.sweep.ScenarioRunner;
import dev.asof.jobs.sweep.ScenarioSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What travels to an executor, and what the executor makes of it. */
class PlacedScenariosTest {
  private static final String SWEEP =
      """
      name: travelling
      strategy: moving-average-cross
      universe: [AAA]
      data: {asOf: T1}
      sweep: {product: {parameters.fast: [3, 60]}}
      """;

  @TempDir private static Path folder;

  @BeforeAll
  static void write() {
    new SweepLake(folder);
  }

  private static ScenarioRunner arrived(
      PlaceOption.Written place, List<String> settings, Map<String, String> fingerprints)
      throws IOException, ClassNotFoundException {
    return opened(place, settings, fingerprints).runner();
  }

  private static OpenedSweep opened(
      PlaceOption.Written place, List<String> settings, Map<String, String> fingerprints)
      throws IOException, ClassNotFoundException {
    PlacedScenarios sent =
        new PlacedScenarios("id", "s.yaml", SWEEP, settings, place, false, fingerprints);
    ScenarioSource source = (ScenarioSource) sent(sent);
    assertThat(source.key()).isEqualTo("id");
    return source.open(folder);
  }

  /** As it arrives in another process. */
  private static Object sent(Object sent) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sent);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  @Test
  void aFileThatAnExecutorWroteCountsOnceTheDriverCommitsIt() throws Exception {
    OpenedSweep executor = opened(embedded(), List.of(), Map.of());
    List<SweepRow> rows = List.of(executor.runner().run(0), executor.runner().run(1));
    SweepFile file = (SweepFile) sent(executor.files().apply(rows));
    executor.close().run();

    try (Lake lake = Lake.open(folder.resolve(".asof"))) {
      assertThat(lake.sweeps().stored("id")).isEmpty();
      lake.sweeps().commit("id", List.of(file));
      lake.sweeps().commit("id", List.of(file));
      List<SweepRow> read = new ArrayList<>();
      lake.sweeps().read("id", 2, read::add);
      assertThat(read).isEqualTo(rows);
    }
  }

  private static PlaceOption.Written embedded() {
    return new PlaceOption.Written(folder.resolve(".asof"), folder, "", "", Map.of());
  }

  private static String key(SweepDefinition sweep) {
    return SweepInputs.key(
        new SweepVariants(sweep, StrategyPlugins.load()).of(sweep.grid().at(0)).definition());
  }

  @Test
  void anExecutorRunsTheSameScenarios() throws Exception {
    Path conf = folder.resolve("place.yaml");
    Files.writeString(
        conf, "catalog: {type: embedded, home: '${LAKE_HOME}'}\n", StandardCharsets.UTF_8);
    PlaceOption.Written place =
        new PlaceOption.Written(
            folder.resolve("elsewhere"),
            folder,
            "place.yaml",
            Files.readString(conf),
            PlaceReader.variables(
                Files.readString(conf), Map.of("LAKE_HOME", ".asof", "OTHER", "secret")));
    assertThat(place.variables()).isEqualTo(Map.of("LAKE_HOME", ".asof"));
    assertThat(place.toString()).isEqualTo("place.yaml");

    SweepRow row = arrived(place, List.of(), Map.of()).run(0);
    assertThat(row.succeeded()).isTrue();
    assertThat(row).isEqualTo(arrived(embedded(), List.of(), Map.of()).run(0));
    assertThat(arrived(embedded(), List.of("data.asOf=T2"), Map.of()).run(0).digest())
        .isNotEqualTo(row.digest());
    assertThat(arrived(embedded(), List.of(), Map.of()).run(1).failure())
        .isEqualTo("Invalid value '60' of parameter fast: expected less than slow, 50");
  }

  @Test
  void anExecutorThatWouldReadOtherRowsRefusesEveryScenario() throws Exception {
    SweepDefinition sweep = SweepReader.read("s.yaml", SWEEP, List.of());
    SweepInputs read = new SweepInputs(() -> Lake.open(folder.resolve(".asof")), Map.of());
    String fingerprint =
        read.fingerprint(
            new SweepVariants(sweep, StrategyPlugins.load()).of(sweep.grid().at(0)).definition());
    assertThat(arrived(embedded(), List.of(), Map.of(key(sweep), fingerprint)).run(0).succeeded())
        .isTrue();
    ScenarioRunner other = arrived(embedded(), List.of(), Map.of(key(sweep), "daily_bars 1 abc"));
    assertThatThrownBy(() -> other.run(0))
        .hasMessageStartingWith(
            "Cannot run scenarios here: the lake gives other rows than where the sweep was started")
        .hasMessageContaining("instead of daily_bars 1 abc");
  }

  @Test
  void whatKeepsEveryScenarioFromRunningIsNoRow() throws Exception {
    PlaceOption.Written nowhere =
        new PlaceOption.Written(folder.resolve("nowhere"), folder, "", "", Map.of());
    ScenarioRunner runner = arrived(nowhere, List.of(), Map.of());
    assertThatThrownBy(() -> runner.run(0)).hasMessageContaining("nothing is there yet");
  }
}
