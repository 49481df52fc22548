package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps whose processes are killed, with a strategy of somebody else's. */
@Tag("slow")
class SweepProcessesTest {
  @TempDir private static Path folder;
  private static SweepLake lake;
  private static JsonNode undisturbed;

  @BeforeAll
  static void write() throws IOException {
    lake = new SweepLake(folder);
    lake.writePatientStrategy();
    undisturbed = run(lake.patientSweep("undisturbed", 300, 0, -1, folder.resolve("none")));
    assertThat(undisturbed.get("ran").asInt()).isEqualTo(300);
    assertThat(undisturbed.get("failed").asInt()).isZero();
  }

  private static JsonNode run(String file) throws IOException {
    Asof.Outcome outcome =
        lake.asof().run("sweep", file, "--plugins", "plugins", "--threads", "2", "--json");
    assertThat(outcome.err()).isEmpty();
    return Shared.json(outcome.out());
  }

  /** Versions of the table that were written: once there is another one, the one before holds. */
  private static long versions() {
    Path data = folder.resolve(".asof").resolve("warehouse");
    try (Stream<Path> files = Files.walk(data)) {
      return files
          .map(Path::toString)
          .filter(file -> file.contains("sweep_rows") && file.endsWith(".metadata.json"))
          .count();
    } catch (IOException | UncheckedIOException changing) {
      return 0;
    }
  }

  @Test
  void aKilledSweepGoesOnFromWhatIsStored() throws Exception {
    String file = lake.patientSweep("killed", 300, 35, -1, folder.resolve("none"));
    long before = versions();
    String[] command = {"sweep", file, "--plugins", "plugins", "--threads", "2"};
    try (AsofProcess process = AsofProcess.start(folder, Map.of(), command)) {
      process.await(() -> versions() >= before + 2);
      process.kill();
    }
    JsonNode resumed = run(file);
    assertThat(resumed.get("storedBefore").asInt()).isBetween(1, 299);
    assertThat(resumed.get("ran").asInt()).isEqualTo(300 - resumed.get("storedBefore").asInt());
    assertThat(resumed.get("digest")).isEqualTo(undisturbed.get("digest"));
  }

  @Test
  void aKilledExecutorOfSparkChangesNothing(@TempDir Path spark) throws Exception {
    Files.createDirectory(spark.resolve("jars"));
    Path mark = folder.resolve("mark");
    String file = lake.patientSweep("spark", 300, 10, 150, mark);
    Map<String, String> environment =
        Map.of(
            "SPARK_HOME", spark.toString(),
            "SPARK_SCALA_VERSION", "2.13",
            "SPARK_LOCAL_IP", "127.0.0.1");
    String[] command = {
      "sweep", file, "--plugins", "plugins", "--spark", "local-cluster[2,1,1024]", "--json"
    };
    try (AsofProcess process = AsofProcess.start(folder, environment, command)) {
      process.await(() -> mark.toFile().length() > 0);
      long executor = Long.parseLong(Files.readString(mark));
      assertThat(executor).isNotEqualTo(process.handle().pid());
      assertThat(ProcessHandle.of(executor).orElseThrow().destroyForcibly()).isTrue();
      assertThat(process.exitCode()).describedAs(process.err()).isZero();
      JsonNode sweep = Shared.json(process.out());
      assertThat(sweep.get("ran").asInt()).isEqualTo(300);
      assertThat(sweep.get("failed").asInt()).isZero();
      assertThat(sweep.get("spark").get("tasksLost").asInt()).isPositive();
      assertThat(sweep.get("spark").get("bytesShuffled").asLong()).isZero();
      assertThat(sweep.get("digest")).isEqualTo(undisturbed.get("digest"));
    }
  }
}
