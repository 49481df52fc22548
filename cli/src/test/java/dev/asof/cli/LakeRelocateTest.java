package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of the demo's home is refused by every command until it is relocated. */
class LakeRelocateTest {
  @TempDir private Path temp;

  private Asof copyOfTheDemo() throws IOException {
    Path folder = temp.toRealPath();
    Path home = DemoHome.shared().asof().workingDirectory().resolve(".asof");
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            folder.resolve(".asof").resolve(home.relativize(file).toString()),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return new Asof(folder);
  }

  @Test
  void everyCommandRefusesACopyUntilItIsRelocatedAndKeepsAllOfIt() throws IOException {
    Asof original = DemoHome.shared().asof();
    Asof copy = copyOfTheDemo();

    for (List<String> command :
        List.of(
            List.of("lake", "tags"),
            List.of("lake", "tables"),
            List.of(
                "lake",
                "ingest",
                "index-changes",
                Asof.sample("index_changes_2022-09-02.csv").toString()),
            List.of("lake", "release", "R"),
            List.of("lake", "maintain"),
            List.of("lake", "check"),
            List.of("lake", "sql", "SELECT 1"),
            List.of("lake", "alter", "daily_bars", "--write-mode", "merge-on-read"),
            List.of("lake", "quarantine"),
            List.of("lake", "rollback", "daily_bars", "--to", "Q1_2022", "--reason", "x"),
            List.of("lake", "branch", "ideas", "--table", "daily_bars"),
            List.of("runs", "list"),
            List.of("demo"))) {
      Asof.Outcome refused = copy.run(command.toArray(String[]::new));
      assertThat(refused.err())
          .as("%s", command)
          .startsWith("error[home-moved]: Cannot ")
          .contains("is a copy of the home ")
          .endsWith("run asof lake relocate on it first\n")
          .hasLineCount(1);
      assertThat(refused.exitCode()).isEqualTo(2);
    }

    Asof.Outcome relocated = copy.run("lake", "relocate");

    assertThat(relocated.err()).isEmpty();
    assertThat(relocated.exitCode()).isZero();
    assertThat(relocated.out())
        .contains("daily_bars", "fund_holdings", "runs")
        .containsPattern(
            "Relocated .*\\(it was made in .*\\): \\d+ tables, \\d+ files rewritten\\.");
    for (String listing : List.of("tags", "tables", "releases")) {
      assertThat(copy.run("lake", listing)).isEqualTo(original.run("lake", listing));
    }
    assertThat(copy.run("runs", "list")).isEqualTo(original.run("runs", "list"));
    Asof.Outcome verified = copy.run("runs", "verify", copy.report("index-rebalance").toString());
    assertThat(verified.err()).isEmpty();
    assertThat(verified.exitCode()).isZero();
    assertThat(copy.run("lake", "relocate").out())
        .isEqualTo(
            "Nothing to relocate: "
                + temp.toRealPath().resolve(".asof")
                + " names its files where they are.\n");
  }

  @Test
  void aLostCatalogIsRefusedAndRebuilt() throws IOException {
    Asof copy = copyOfTheDemo();
    Files.delete(temp.resolve(".asof/catalog.db"));

    Asof.Outcome refused = copy.run("lake", "tags");

    assertThat(refused.err())
        .startsWith("error[catalog-lost]: Cannot open the lake in ")
        .contains("catalog.db is missing, but the warehouse holds files of ")
        .endsWith("or run asof lake relocate --rebuild-catalog\n");
    assertThat(refused.exitCode()).isEqualTo(4);
    assertThat(copy.run("lake", "relocate").err()).startsWith("error[catalog-lost]: Cannot ");

    Asof.Outcome rebuilt = copy.run("lake", "relocate", "--rebuild-catalog");

    assertThat(rebuilt.err()).isEmpty();
    assertThat(rebuilt.out()).contains("not in catalog.db", "Rebuilt the catalog of ");
    assertThat(copy.run("lake", "tags")).isEqualTo(DemoHome.shared().asof().run("lake", "tags"));
  }
}
