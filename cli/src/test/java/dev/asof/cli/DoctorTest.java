package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor on the runtime that AsOf is built on, and on an older one that gives wrong rows. */
class DoctorTest {
  /** Spark 4.0.2 and Iceberg 1.10.1, as EMR's emr-spark-8.0.0 has them; the build fetches them. */
  private static final Path OLDER = Path.of("target", "older-runtime");

  private static List<String> checks(JsonNode report, String verdict) {
    return StreamSupport.stream(report.get("checks").spliterator(), false)
        .filter(check -> check.get("verdict").asText().equals(verdict))
        .map(check -> check.get("check").asText())
        .toList();
  }

  private static JsonNode check(JsonNode report, String name) {
    return StreamSupport.stream(report.get("checks").spliterator(), false)
        .filter(check -> check.get("check").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theRuntimeThatAsOfIsBuiltOnIsFit(@TempDir Path folder) throws IOException {
    Asof.Outcome outcome = new Asof(folder).run("doctor", "--json");

    JsonNode report = new ObjectMapper().readTree(outcome.out());
    assertThat(checks(report, "FAILS")).as(outcome.out()).isEmpty();
    assertThat(checks(report, "not run")).isEmpty();
    assertThat(checks(report, "note"))
        .containsExactly(
            "numeric tag names",
            "moved tags",
            "tags ageing out",
            "the same filter by default",
            "changelog across expired snapshots");
    assertThat(checks(report, "ok")).hasSize(15);
    assertThat(report.get("fit").asBoolean()).isTrue();
    assertThat(report.get("versions").get("spark").asText()).isEqualTo("4.1.1");
    assertThat(report.get("versions").get("iceberg").asText()).isEqualTo("1.11.0");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    assertThat(folder).isEmptyDirectory();
  }

  @Tag("slow")
  @Test
  void aRuntimeThatGivesWrongRowsFailsAloud(@TempDir Path folder) throws Exception {
    Path out = folder.resolve("out.json");
    Path err = folder.resolve("err.txt");
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    ProcessBuilder command =
        new ProcessBuilder(commandOnOlderRuntime(temporary))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    command.environment().put("SPARK_LOCAL_IP", "127.0.0.1");

    Process process = command.start();
    try {
      assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    String complaint = Files.readString(err);
    assertThat(complaint)
        .contains("error[runtime-unfit]: Cannot trust this runtime (Java ")
        .contains("Spark 4.0.2, Iceberg 1.10.1, ")
        .contains("two tags in one query, a tag after caching")
        .contains("use Spark 4.1.1 with Iceberg 1.11.0 (EMR release emr-spark-8.1.0), or newer");
    assertThat(process.exitValue()).isEqualTo(4);
    JsonNode report = new ObjectMapper().readTree(Files.readString(out));
    assertThat(report.get("fit").asBoolean()).isFalse();
    assertThat(checks(report, "FAILS")).contains("two tags in one query", "a tag after caching");
    assertThat(check(report, "two tags in one query").get("got").asText()).startsWith("UNION a1; ");
    assertThat(check(report, "a tag after caching").get("got").asText()).isEqualTo("B a1; now a1");
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("asof-"))).isEmpty();
    }
  }

  private static List<String> commandOnOlderRuntime(Path temporary) throws IOException {
    List<String> classPath = new ArrayList<>();
    try (Stream<Path> jars = Files.list(OLDER)) {
      jars.sorted().map(jar -> jar.toAbsolutePath().toString()).forEach(classPath::add);
    }
    // Surefire starts from a jar with a manifest alone, and says here what is in it.
    String own =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Arrays.stream(own.split(File.pathSeparator))
        .filter(entry -> !Path.of(entry).getFileName().toString().matches("(spark|iceberg)-.*"))
        .forEach(classPath::add);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : System.getProperty("asof.jvmModules").strip().split("\\s+")) {
      command.add(option);
    }
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Xmx1g",
            "-Djava.awt.headless=true",
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            String.join(File.pathSeparator, classPath),
            "dev.asof.cli.Main",
            "doctor",
            "--json"));
    return command;
  }
}
