package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.asof.catalog.TableDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a lake of which a file was damaged. */
class DamageCommandsTest {
  private static final TableDefinition BARS = TableDefinition.DAILY_BARS;

  @TempDir private Path folder;
  private Asof asof;
  private Path first;

  @BeforeEach
  void publish() throws IOException {
    WrittenLake lake = new WrittenLake(folder);
    asof = lake.asof();
    lake.publish(
        BARS,
        "T1",
        Instant.parse("2022-08-02T20:00:00Z"),
        List.of(
            WrittenLake.bar("2022-08-01", "A", 10, 10), WrittenLake.bar("2022-08-02", "A", 10, 9)));
    first = files(".parquet").get(0);
    lake.publish(
        BARS,
        "T2",
        Instant.parse("2022-08-03T20:00:00Z"),
        List.<Object[]>of(WrittenLake.bar("2022-08-03", "A", 9, 11)));
  }

  private List<Path> files(String suffix) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(path -> path.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[at] ^= 4;
    Files.write(file, content);
  }

  @Test
  void aWholeLakeIsSaidToBeWhole() {
    Asof.Outcome outcome = asof.run("lake", "check", "--deep");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .matches("Read \\d+ files, \\d+ bytes: all hold what was written .*\\n");
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void aDamagedDataFileIsNamedWithTheTagsThatNeedItAndWhatRepairsIt() throws IOException {
    flip(first, 20);

    Asof.Outcome outcome = asof.run("lake", "check", "--deep");

    assertThat(outcome.out().lines()).hasSize(1);
    assertThat(outcome.out())
        .startsWith("damaged: " + first + ": its bytes 0 to ")
        .contains("needed by tag T1; restore it from a backup");
    assertThat(outcome.err())
        .startsWith("error[data-damaged]: Cannot vouch for ")
        .contains(first.toString());
    assertThat(outcome.exitCode()).isEqualTo(3);
    JsonNode rows = Shared.json(asof.run("lake", "check", "--deep", "--json").out());
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).get("file").asText()).isEqualTo(first.toString());
    assertThat(rows.get(0).get("needed_by").asText()).isEqualTo("tag T1");
  }

  /** The pages are in order, and nothing else is known of the file: only the release knows it. */
  @Test
  void aBacktestAsOfAReleaseRefusesAWholeFileWithAnotherPrice() throws IOException {
    String definition =
        new WrittenLake(folder)
            .definition(
                "cross",
                """
                strategy: moving-average-cross
                universe: [A]
                data: {asOf: R1}
                parameters: {fast: 1, slow: 2}
                account: {cashUsd: 1200}
                """);
    assertThat(asof.run("lake", "release", "R1", "--as-of", "T1").exitCode()).isZero();
    assertThat(asof.run("backtest", definition, "--out", "before").exitCode()).isZero();
    Path other = Files.createDirectory(folder.resolve("other"));
    new WrittenLake(other)
        .publish(
            BARS,
            "T1",
            Instant.parse("2022-08-02T20:00:00Z"),
            List.of(
                WrittenLake.bar("2022-08-01", "A", 10, 10),
                WrittenLake.bar("2022-08-02", "A", 10, 7)));
    try (Stream<Path> paths = Files.walk(other)) {
      Path changed = paths.filter(path -> path.toString().endsWith(".parquet")).findFirst().get();
      Files.copy(changed, first, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.delete(first.resolveSibling(".asof-checksums"));

    Asof.Outcome outcome = asof.run("backtest", definition, "--out", "after");

    assertThat(outcome.err())
        .startsWith(
            "error[storage-unavailable]: Cannot read daily_bars: file " + first + " is damaged (")
        .contains(" when release R1 was recorded")
        .contains(
            "; restore it, or the warehouse folder beside catalog.db; asof lake check --deep");
    assertThat(outcome.exitCode()).isEqualTo(4);
    assertThat(folder.resolve("after")).doesNotExist();
    assertThat(asof.run("lake", "check", "--deep").out())
        .startsWith("damaged: " + first + ": ")
        .contains(" when release R1 was recorded: ", "; needed by tag R1, tag T1; restore it");
  }

  @Test
  void damagedManifestsMetadataAndDatabasesAreNamedToo() throws IOException {
    Path list =
        files(".avro").stream()
            .filter(file -> file.getFileName().toString().startsWith("snap-"))
            .findFirst()
            .orElseThrow();
    flip(list, 700);
    assertThat(asof.run("lake", "check", "--deep").out()).contains("damaged: " + list + ": ");
    flip(list, 700);

    Path gone = files(".parquet").stream().filter(file -> !file.equals(first)).findFirst().get();
    Path aside = Files.move(gone, folder.resolve("aside"));
    assertThat(asof.run("lake", "check", "--deep").out())
        .startsWith("damaged: " + gone + ": it is missing")
        .contains("needed by branch main, tag T2");
    Files.move(aside, gone);

    Path database = files("catalog.db").get(0);
    byte[] content = Files.readAllBytes(database);
    String text = new String(content, StandardCharsets.ISO_8859_1);
    String changed = text.replace("daily_bars/metadata/", "daily_bars/netadata/");
    assertThat(changed).isNotEqualTo(text);
    Files.write(database, changed.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(asof.run("lake", "check", "--deep").exitCode()).isEqualTo(3);
    Files.write(database, content);
    assertThat(asof.run("lake", "check", "--deep").exitCode()).isZero();
  }

  @Test
  void everyCommandEndsWithTheNameOfDamagedMetadataAtOnce() throws IOException {
    Path newest =
        files(".metadata.json").stream()
            .filter(file -> file.toString().contains("daily_bars"))
            .reduce((left, right) -> right)
            .orElseThrow();
    flip(newest, 900);

    for (List<String> command :
        List.of(
            List.of("lake", "tables"),
            List.of("lake", "tags", "daily_bars"),
            List.of("lake", "history", "daily_bars"),
            List.of("lake", "diff", "daily_bars", "T1", "T2"),
            List.of("lake", "release", "R1"),
            List.of("lake", "rollback", "daily_bars", "--to", "T1", "--reason", "try"),
            List.of("lake", "maintain", "--only", "stages,tags,snapshots,manifests"))) {
      long start = System.nanoTime();
      Asof.Outcome outcome = asof.run(command.toArray(String[]::new));
      assertThat(outcome.exitCode()).as(command.toString()).isEqualTo(4);
      assertThat(outcome.err())
          .startsWith("error[storage-unavailable]: Cannot ")
          .contains("file " + newest + " is damaged (");
      assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
    }
  }
}
