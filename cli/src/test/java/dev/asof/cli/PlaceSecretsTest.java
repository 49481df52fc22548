package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Places that fail, with secrets that nothing may repeat. */
class PlaceSecretsTest {
  private static final String CANARY = "canary-7f3a";
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "LAKE_KEY_ID", S3Bucket.KEY_ID,
          "LAKE_SECRET", CANARY + "-secret",
          "LAKE_PASSWORD", CANARY + "-password",
          "LAKE_TOKEN", CANARY + "-token",
          "LAKE_CREDENTIAL", "client:" + CANARY + "-credential",
          "LAKE_GOOD_SECRET", S3Bucket.SECRET);

  @TempDir private static Path folder;
  private static S3Bucket bucket;
  private static Asof asof;
  private static List<Path> reportsBefore;

  @BeforeAll
  static void start() throws IOException {
    bucket = new S3Bucket();
    asof = new Asof(folder, ENVIRONMENT);
    reportsBefore = defectReports();
    Files.writeString(
        folder.resolve("bars.csv"),
        "date,symbol,open,high,low,close,volume\n2022-07-01,A,1,2,1,1,10\n");
    place("good", sqlite(), s3(bucket.endpoint().toString(), "lake", "LAKE_GOOD_SECRET"));
    assertThat(asof.run("lake", "ingest", "daily-bars", "bars.csv", "--conf", "good.yaml").err())
        .isEmpty();
  }

  @AfterAll
  static void stop() {
    bucket.close();
  }

  private static void place(String name, String catalog, String storage) throws IOException {
    Files.writeString(
        folder.resolve(name + ".yaml"), "catalog: " + catalog + "\nstorage: " + storage + "\n");
  }

  private static String sqlite() {
    return "{type: jdbc, uri: 'jdbc:sqlite:" + folder.resolve("lake.db") + "'}";
  }

  private static String s3(String endpoint, String bucketName, String secret) {
    return "{type: s3, warehouse: 's3://"
        + bucketName
        + "/wh', region: us-east-1, endpoint: '"
        + endpoint
        + "', pathStyle: true, accessKeyId: '${LAKE_KEY_ID}', secretAccessKey: '${"
        + secret
        + "}'}";
  }

  /** An address of this machine where nobody listens. */
  private static String nobody() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }

  private static List<Path> defectReports() throws IOException {
    List<Path> reports = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      files
          .filter(file -> file.getFileName().toString().startsWith("asof-error-"))
          .forEach(reports::add);
    }
    return reports;
  }

  private void assertFails(String code, int exitCode, String message, String... args)
      throws IOException {
    Asof.Outcome outcome = asof.run(args);

    assertThat(outcome.err()).startsWith("error[" + code + "]: Cannot ").contains(message);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err() + outcome.out()).doesNotContain(CANARY);
    assertThat(outcome.exitCode()).isEqualTo(exitCode);
    List<Path> reports = defectReports();
    reports.removeAll(reportsBefore);
    assertThat(reports).isEmpty();
  }

  @Test
  void aCatalogThatIsDownIsNamed() throws IOException {
    String address = nobody();
    String local = "{type: local, warehouse: wh}";
    place("down", "{type: rest, uri: 'http://" + address + "', token: '${LAKE_TOKEN}'}", local);
    place("hive-down", "{type: hive, uri: 'thrift://" + address + "'}", local);

    assertFails(
        "catalog-unavailable",
        4,
        "the catalog at http://" + address + " doesn't answer (connection refused)",
        "lake",
        "tags",
        "--format",
        "json",
        "--conf",
        "down.yaml");
    assertFails(
        "catalog-unavailable",
        4,
        "the catalog at thrift://" + address + " doesn't answer (connection refused)",
        "lake",
        "ingest",
        "daily-bars",
        "bars.csv",
        "--conf",
        "hive-down.yaml");
  }

  @Test
  void aStoreThatIsDownIsNamed() throws IOException {
    String address = nobody();
    place("down", sqlite(), s3("http://" + address, "lake", "LAKE_SECRET"));

    assertFails(
        "storage-unavailable",
        4,
        "the storage at http://" + address + " doesn't answer (connection refused)",
        "lake",
        "tables",
        "--conf",
        "down.yaml");
  }

  @Test
  void credentialsThatAreRefusedAreNotRepeated() throws IOException {
    place("wrong", sqlite(), s3(bucket.endpoint().toString(), "lake", "LAKE_SECRET"));
    String refused = "s3://lake/wh at " + bucket.endpoint() + " refused the credentials";

    for (String[] args :
        List.of(
            new String[] {"lake", "check"},
            new String[] {"lake", "tags", "--format", "json"},
            new String[] {"lake", "release", "R1"},
            new String[] {"lake", "sql", "SELECT * FROM daily_bars"},
            new String[] {"lake", "ingest", "daily-bars", "bars.csv"})) {
      List<String> line = new ArrayList<>(List.of(args));
      line.addAll(List.of("--conf", "wrong.yaml"));
      assertFails("access-denied", 2, refused, line.toArray(String[]::new));
    }
  }

  /** Spark knows the secrets of a place as its own configuration. */
  @Test
  void sparkPrintsNoSecret() throws IOException {
    for (String statement :
        List.of("SET", "SET -v", "SELECT nope FROM daily_bars", "SELECT * FROM nope", "SELEC")) {
      Asof.Outcome outcome =
          asof.run("lake", "sql", statement, "--format", "json", "--conf", "good.yaml");
      assertThat(outcome.err()).startsWith("error[sql-invalid]: ");
      assertThat(outcome.err() + outcome.out()).doesNotContain(CANARY);
    }
    Asof.Outcome read =
        asof.run("lake", "sql", "SELECT symbol FROM daily_bars", "--conf", "good.yaml");
    assertThat(read.err()).isEmpty();
    assertThat(read.out()).contains("A").doesNotContain(CANARY);
  }

  @Test
  void aBucketThatIsNotThereIsNamed() throws IOException {
    place(
        "bucket",
        "{type: jdbc, uri: 'jdbc:sqlite:" + folder.resolve("other.db") + "'}",
        s3(bucket.endpoint().toString(), "nowhere", "LAKE_GOOD_SECRET"));

    assertFails(
        "bucket-missing",
        2,
        "there is no bucket for s3://nowhere/wh at " + bucket.endpoint(),
        "lake",
        "check",
        "--conf",
        "bucket.yaml");
  }

  @Test
  void aDatabaseWithoutADriverIsNamedWithoutItsPassword() throws IOException {
    place(
        "driver",
        "{type: jdbc, uri: 'jdbc:nowhere://127.0.0.1/lake?user=me&password=${LAKE_PASSWORD}'}",
        "{type: local, warehouse: wh}");

    assertFails(
        "catalog-unavailable",
        4,
        "no JDBC driver for jdbc:nowhere://127.0.0.1/lake is on the class path",
        "lake",
        "tags",
        "--conf",
        "driver.yaml");
  }

  @Test
  void aClientThatIsNotThereIsNamed() throws IOException {
    place(
        "hive",
        "{type: hive, uri: 'thrift://127.0.0.1:" + bucket.endpoint().getPort() + "'}",
        "{type: local, warehouse: wh}");

    assertFails(
        "catalog-unavailable",
        4,
        "is not on the class path (org.apache.",
        "lake",
        "tags",
        "--conf",
        "hive.yaml");
  }

  @Test
  void aServerThatIsNoCatalogIsNamed() throws IOException {
    place(
        "other",
        "{type: rest, uri: '" + bucket.endpoint() + "', credential: '${LAKE_CREDENTIAL}'}",
        "{type: local, warehouse: wh}");

    assertFails(
        "catalog-unavailable", 4, "" + bucket.endpoint(), "lake", "tags", "--conf", "other.yaml");
  }

  /** Logs go to the process's own standard error, which commands in this process don't see. */
  @Test
  void nothingThatAProcessPrintsHoldsASecret() throws Exception {
    place("wrong", sqlite(), s3(bucket.endpoint().toString(), "lake", "LAKE_SECRET"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("asof.jvmModules").strip().split("\\s+")));
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Dasof.root=" + Path.of("..").toAbsolutePath().normalize(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "lake",
            "ingest",
            "daily-bars",
            "bars.csv",
            "--conf",
            "wrong.yaml"));
    Path printed = folder.resolve("printed.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile());
    builder.environment().putAll(new TreeMap<>(ENVIRONMENT));
    Process process = builder.start();

    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(printed, StandardCharsets.UTF_8))
        .contains("error[access-denied]: ")
        .doesNotContain(CANARY);
    assertThat(process.exitValue()).isEqualTo(2);
  }
}
