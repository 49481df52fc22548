package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.asof.api.StrategyFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A strategy that an outsider wrote, compiled against the api alone. */
class PluginsTest {
  private static final String SOURCE =
      """
      package outside;

      import dev.asof.api.*;
      import java.util.*;

      public final class BuyAndHold implements StrategyFactory {
        private static final Parameter<Double> WEIGHT =
            Parameter.decimal("weight", 0.5, 0, 1, "share of equity in the first instrument");

        public String name() { return "buy-and-hold"; }
        public String summary() { return "Buys once and waits"; }
        public List<Parameter<?>> parameters() { return List.of(WEIGHT); }
        public Set<Class<? extends Fact>> facts(Parameters parameters) { return Set.of(); }
        public Strategy create(Parameters parameters) { return new Run(parameters.get(WEIGHT)); }

        private record Run(double weight) implements Strategy {
          public void decide(MarketView view, OrderSheet orders) {
            if (weight == 0.75) {
              throw new IllegalStateException("no idea");
            }
            if (view.bars() > 0 && view.shares(0) == 0) {
              orders.targetWeight(0, weight, FillAt.OPEN);
            }
          }
          public Strategy copy() { return this; }
        }
      }
      """;

  private static final String DEFINITION =
      """
      name: mine
      strategy: buy-and-hold
      universe: [SPY]
      data: {asOf: Q3_2022}
      grid: {weight: [0.5, 1.0]}
      """;

  private final Asof asof = DemoHome.shared().asof();

  private static void jar(Path folder, String service) throws IOException {
    OutsideJar.write(folder, "BuyAndHold", SOURCE, StrategyFactory.class, service);
  }

  @Test
  void aStrategyInAJarIsListedAndRuns(@TempDir Path folder) throws IOException {
    jar(folder, "outside.BuyAndHold");
    String plugins = folder.resolve("plugins").toString();
    assertThat(asof.run("strategies", "--plugins", plugins).out())
        .contains("buy-and-hold: Buys once and waits", "index-rebalance:");

    Path definition = folder.resolve("mine.yaml");
    Files.writeString(definition, DEFINITION);
    Asof.Outcome run = asof.run("backtest", definition.toString(), "--plugins", plugins, "--json");
    assertThat(run.err()).isEmpty();
    JsonNode result = Shared.json(run.out());
    assertThat(result.get("cells")).hasSize(2);
    assertThat(result.get("cells").get(1).get("fills").get(0).get("symbol").asText())
        .isEqualTo("SPY");
  }

  @Test
  void aStrategyThatFailsFailsItsOwnRunAlone(@TempDir Path folder) throws IOException {
    jar(folder, "outside.BuyAndHold");
    String plugins = folder.resolve("plugins").toString();
    Path definition = folder.resolve("mine.yaml");
    Files.writeString(definition, DEFINITION);
    Asof.Outcome some =
        asof.run(
            "backtest",
            definition.toString(),
            "--plugins",
            plugins,
            "--set",
            "grid.weight=[0.5, 0.75]");
    assertThat(some.exitCode()).isZero();
    assertThat(some.err())
        .startsWith("warning: Cannot go on: strategy outside.BuyAndHold$Run failed before the open")
        .contains("2022-08-01", "no idea");
    assertThat(some.out()).contains("1 of 2 runs failed.", "n/a");
    JsonNode cells =
        Shared.json(DemoHome.shared().report("mine").resolve("result.json")).get("cells");
    assertThat(cells.get(0).get("failure").isNull()).isTrue();
    assertThat(cells.get(1).get("failure").asText()).contains("no idea");
    assertThat(cells.get(1).get("metrics").get("sharpe").isNull()).isTrue();

    Asof.Outcome all =
        asof.run(
            "backtest", definition.toString(), "--plugins", plugins, "--set", "grid.weight=[0.75]");
    assertThat(all.exitCode()).isEqualTo(2);
    assertThat(all.err()).startsWith("error[strategy-failed]: Cannot go on: strategy");
  }

  @Test
  void aJarThatCannotBeLoadedAndAFolderThatIsNotThereAreOneLineEach(@TempDir Path folder)
      throws IOException {
    jar(folder, "outside.Missing");
    for (List<String> wrong :
        List.of(
            List.of(folder.resolve("plugins").toString(), "outside.Missing"),
            List.of("nowhere", "there is no such folder"),
            List.of(folder.resolve("outside").toString(), "it holds no jar"))) {
      Asof.Outcome outcome = asof.run("strategies", "--plugins", wrong.get(0));
      assertThat(outcome.exitCode()).isEqualTo(2);
      assertThat(outcome.err()).contains(wrong.get(1));
      assertThat(outcome.err().lines()).hasSize(1);
    }
  }
}
