package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.asof.catalog.TableDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Commands in processes of their own, ended by signals. */
class InterruptionTest {
  private static final String BARS = "date,symbol,open,high,low,close,volume\n";
  private static final String ENDLESS =
      "SELECT count(*) FROM (SELECT explode(sequence(1, 100000)) a) x"
          + " CROSS JOIN (SELECT explode(sequence(1, 100000)) b) y"
          + " CROSS JOIN (SELECT explode(sequence(1, 100000)) c) z WHERE a + b + c < 0";

  @TempDir private Path folder;

  private static void signal(String name, AsofProcess process) throws IOException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.handle().pid())).start();
  }

  private boolean isStaged() {
    Path data = folder.resolve(".asof/warehouse/market/daily_bars/data");
    if (!Files.exists(data)) {
      return false;
    }
    try (Stream<Path> below = Files.walk(data)) {
      return below.anyMatch(path -> path.toString().endsWith(".parquet"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a task of Spark's runs, as the system names its thread. */
  private static boolean isAtWork(ProcessHandle process) {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      return threads.anyMatch(
          thread -> {
            try {
              return Files.readString(thread.resolve("comm")).startsWith("Executor task");
            } catch (IOException ended) {
              return false;
            }
          });
    } catch (IOException otherSystem) {
      return false;
    }
  }

  @Test
  void anIngestThatIsTerminatedTakesBackItsStageAndSaysSoInOneLine()
      throws IOException, InterruptedException {
    Files.writeString(folder.resolve("bars.csv"), BARS + "2022-09-06,A,1,1,1,1,5\n");
    Files.writeString(
        folder.resolve("audits.yaml"),
        "daily_bars: {rules: {slow: {severity: error, sql: \"SELECT '' AS key, '' AS value, '' AS"
            + " limit FROM ("
            + ENDLESS
            + ")\"}}}\n");
    try (AsofProcess ingest =
        AsofProcess.start(
            folder,
            Map.of(),
            "lake",
            "ingest",
            "daily-bars",
            "bars.csv",
            "--audits",
            "audits.yaml")) {
      ingest.await(this::isStaged);
      Thread.sleep(1000);
      signal("TERM", ingest);

      assertThat(ingest.exitCode()).isEqualTo(143);
      assertThat(ingest.err()).isEqualTo("Interrupted by SIGTERM: nothing is half written.\n");
      assertThat(ingest.out()).isEmpty();
    }

    Asof asof = new Asof(folder);
    assertThat(asof.run("lake", "sql", "SELECT name FROM market.daily_bars.refs").out())
        .doesNotContain("stage_");
    assertThat(asof.run("lake", "ingest", "daily-bars", "bars.csv").out()).contains("1 inserted");
  }

  @Test
  void aFolderWhoseReadingIsInterruptedIsNotApplied() throws IOException, InterruptedException {
    assumeFalse(AsofProcess.ignoresInterrupts(), "SIGINT is ignored here and by what is started");
    Path bars = Files.createDirectory(folder.resolve("bars"));
    Files.writeString(folder.resolve("audits.yaml"), "daily_bars: {quarantine: {rows: 0}}\n");
    for (int i = 0; i < 4_000; i++) {
      Files.writeString(bars.resolve("S" + i + ".csv"), BARS + "2022-09-06,S" + i + ",1,1,1,1,5\n");
    }
    try (AsofProcess ingest =
        AsofProcess.start(
            folder, Map.of(), "lake", "ingest", "daily-bars", "bars", "--audits", "audits.yaml")) {
      ingest.await(() -> Files.exists(folder.resolve(".asof/catalog.db")));
      signal("INT", ingest);

      assertThat(ingest.exitCode()).isEqualTo(130);
      assertThat(ingest.err()).isEqualTo("Interrupted by SIGINT: nothing is half written.\n");
    }
    assertThat(new Asof(folder).run("lake", "tables", "--format", "csv").out())
        .contains("daily_bars,0,");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aQueryThatIsInterruptedEndsInOneLine() throws IOException, InterruptedException {
    assumeFalse(AsofProcess.ignoresInterrupts(), "SIGINT is ignored here and by what is started");
    new WrittenLake(folder)
        .publish(
            TableDefinition.DAILY_BARS,
            "T",
            Instant.parse("2022-08-04T20:00:00Z"),
            List.<Object[]>of(WrittenLake.bar("2022-08-01", "A", 10, 10)));
    try (AsofProcess sql = AsofProcess.start(folder, Map.of(), "lake", "sql", ENDLESS)) {
      sql.await(() -> isAtWork(sql.handle()));
      signal("INT", sql);

      assertThat(sql.exitCode()).isEqualTo(130);
      assertThat(sql.err()).isEqualTo("Interrupted by SIGINT: nothing is half written.\n");
    }
  }
}
