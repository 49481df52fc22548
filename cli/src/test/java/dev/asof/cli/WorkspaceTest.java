package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.Experiment;
import dev.asof.api.PointInTime;
import dev.asof.catalog.TableDefinition;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A program's runs are those of the command line. */
class WorkspaceTest {
  private static final Path STUDY = Path.of("conf", "backtests", "index-rebalance.yaml");
  private static final List<String> STEPS = new ArrayList<>();

  private static Workspace workspace;

  @BeforeAll
  static void open() {
    workspace =
        Workspace.of(
            Asof.checkout(),
            DemoHome.shared().asof().workingDirectory(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            InstantSource.fixed(Asof.NOW),
            (what, done, of) -> {
              synchronized (STEPS) {
                STEPS.add(done + " of " + of + " " + what);
              }
            });
  }

  @AfterAll
  static void close() {
    workspace.close();
  }

  private static StudyRequest study(Map<String, List<String>> parameters, String... overrides) {
    List<String> all = new ArrayList<>(List.of("name=from-a-program"));
    all.addAll(List.of(overrides));
    return new StudyRequest(
        new StudyRequest.Source.InFile(Asof.checkout().resolve(STUDY)),
        all,
        parameters,
        Optional.empty(),
        Optional.empty());
  }

  private static Map<String, List<String>> parameters(String entry, String... holdings) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    parameters.put("entry", List.of(entry));
    parameters.put("holding", List.of(holdings));
    return parameters;
  }

  @Test
  void aRunHasTheIdThatTheCommandLineGivesIt() {
    Workspace.Recorded recorded = workspace.backtest(study(parameters("AD+1", "1w")));
    Asof.Outcome command =
        DemoHome.shared()
            .asof()
            .run(
                "backtest",
                Asof.checkout().resolve(STUDY).toString(),
                "--set",
                "name=from-a-program",
                "--set",
                "grid.entry=[AD+1]",
                "--set",
                "grid.holding=[1w]");

    assertThat(command.err()).isEmpty();
    assertThat(command.out()).contains("Run: " + recorded.id() + "\n");
    assertThat(recorded.report()).isRegularFile();
  }

  @Test
  void severalValuesOfAFixedParameterAreVariedInstead() {
    STEPS.clear();
    Workspace.Recorded recorded =
        workspace.backtest(
            study(Map.of("size", List.of("0.5", "1")), "grid={entry: [AD+1], holding: [1d]}"));

    assertThat(recorded.experiment().axes())
        .extracting(Experiment.Axis::parameter)
        .containsExactly("entry", "holding", "size");
    assertThat(recorded.experiment().cells()).hasSize(2);
    assertThat(STEPS).containsExactlyInAnyOrder("1 of 2 runs", "2 of 2 runs");
  }

  @Test
  void aPointInTimeReplacesTheDefinitions() {
    StudyRequest request = study(parameters("AD+1", "1d"));
    StudyRequest missing =
        new StudyRequest(
            request.source(),
            request.overrides(),
            request.parameters(),
            Optional.of(new PointInTime.Tag("Q9")),
            Optional.empty());

    assertThatThrownBy(() -> workspace.backtest(missing))
        .isInstanceOfSatisfying(
            AsOfException.class,
            error -> assertThat(error.code()).isEqualTo(ErrorCode.TAG_MISSING));
  }

  @Test
  void aMistakeNamesTheBundledDefinitionAsTheUserWould() {
    assertThatThrownBy(() -> workspace.backtest(study(parameters("AD+2", "1d"))))
        .hasMessageContaining("Invalid definition conf/backtests/index-rebalance.yaml, line ")
        .hasMessageContaining("key grid.entry: Invalid value 'AD+2'");
    assertThatThrownBy(() -> workspace.backtest(study(Map.of("entry: x", List.of("AD+1")))))
        .hasMessage("Invalid parameter 'entry: x': expected letters, digits and '-'");
    assertThatThrownBy(() -> workspace.backtest(study(parameters("it's: [x]", "1d"))))
        .hasMessageContaining("Invalid value 'it's: [x]' of parameter entry");
  }

  @Test
  void theDifferenceOfTwoTagsIsTheListingsOwn() {
    assertThat(workspace.diff(TableDefinition.FUND_HOLDINGS, DemoFiles.Q1, DemoFiles.Q3).rows())
        .hasSize(9 + 10 + 18);
  }
}
