package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.asof.servers.RestCatalogServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the demo on {@code conf/rest-s3.yaml}, with servers that the test starts. */
class PlaceCommandsTest {
  @TempDir private static Path folder;
  private static S3Bucket bucket;
  private static RestCatalogServer catalog;
  private static Asof asof;
  private static Asof.Outcome demo;

  @BeforeAll
  static void start() throws IOException {
    bucket = new S3Bucket();
    catalog = RestCatalogServer.start(bucket.catalogProperties(), Map.of());
    String conf = Files.readString(Asof.checkout().resolve("conf").resolve("rest-s3.yaml"));
    Files.writeString(
        folder.resolve("place.yaml"),
        conf.replace("http://127.0.0.1:8181", catalog.uri().toString())
            .replace("http://127.0.0.1:9000", bucket.endpoint().toString()));
    asof =
        new Asof(
            folder,
            Map.of(
                "ASOF_CONF",
                "place.yaml",
                "LAKE_KEY_ID",
                S3Bucket.KEY_ID,
                "LAKE_SECRET_KEY",
                S3Bucket.SECRET));
    assertThat(asof.run("lake", "check", "--format", "csv").out())
        .contains("catalog," + catalog.uri() + ",answers: no namespace market yet")
        .contains(
            "storage,s3://lake/warehouse at "
                + bucket.endpoint()
                + ",\"an object was written, read");
    demo = asof.run("demo");
  }

  @AfterAll
  static void stop() {
    catalog.close();
    bucket.close();
  }

  @Test
  void theDemoHasTheSameResultsAsInTheEmbeddedLake() throws IOException {
    assertThat(demo.err()).isEmpty();
    assertThat(demo.out())
        .contains("1. Vendor files become tagged snapshots in " + catalog.uri())
        .contains("Report: .asof/reports/index-rebalance/");
    assertThat(folder.resolve(".asof").resolve("catalog.db")).doesNotExist();
    assertThat(digests(asof.report("index-rebalance")))
        .isNotEmpty()
        .isEqualTo(digests(DemoHome.shared().report("index-rebalance")));
  }

  private static List<String> digests(Path report) throws IOException {
    JsonNode result = Shared.json(Files.readString(report.resolve("result.json")));
    return result.findValuesAsText("digest");
  }

  @Test
  void tagsReleasesAndSqlWorkAsInTheEmbeddedLake() {
    String statement = "SELECT count(*) AS n FROM daily_bars VERSION AS OF 'Q1_2022'";
    String[] sql = {"lake", "sql", statement, "--format", "csv"};

    assertThat(asof.run("lake", "release", "R1", "--as-of", "Q3_2022").err()).isEmpty();
    assertThat(asof.run("lake", "releases").out()).contains("R1");
    assertThat(asof.run(sql)).isEqualTo(DemoHome.shared().asof().run(sql));
    assertThat(asof.run("lake", "diff", "fund_holdings", "Q1_2022", "Q3_2022"))
        .isEqualTo(
            DemoHome.shared().asof().run("lake", "diff", "fund_holdings", "Q1_2022", "Q3_2022"));
    assertThat(asof.run("lake", "check", "--format", "csv").out())
        .contains("answers: namespace market, 3 tables with data");
  }

  @Test
  void filesBelowAPrefixAreIngestedInTheOrderOfNames() {
    String header = "date,symbol,open,high,low,close,volume\n";
    bucket.put("inbox/b.csv", header + "2022-09-06,KDP,31,32,30,31,1\n");
    bucket.put("inbox/a.csv", header + "2022-09-02,KDP,31,32,30,31,1\n");
    bucket.put("inbox/_SUCCESS", "");

    assertThat(asof.run("lake", "ingest", "daily-bars", "s3://lake/inbox/", "--json").out())
        .contains("\"a.csv\"", "\"1 inserted\"", "\"b.csv\"")
        .doesNotContain("_SUCCESS");
    assertThat(asof.run("lake", "ingest", "daily-bars", "s3://lake/inbox/b.csv", "--json").out())
        .contains("already there");
    assertThat(asof.run("lake", "ingest", "daily-bars", "s3://lake/inbox/c.csv").err())
        .isEqualTo(
            "error[file-missing]: Cannot read s3://lake/inbox/c.csv: there is no such object\n");
  }

  @Test
  void aStoredResultIsVerifiedAgainstThePlace() {
    Asof.Outcome verified = asof.run("runs", "verify", ".asof/reports/index-rebalance");

    assertThat(verified.err()).isEmpty();
    assertThat(verified.out()).endsWith("Reproduced: 15 of 15 runs\n");
  }

  /** A short command must not pay for clients of servers that it doesn't use. */
  @Test
  void theEmbeddedLakeLoadsNothingOfAws(@TempDir Path empty) throws Exception {
    Path home = DemoHome.shared().asof().workingDirectory().resolve(".asof");
    Path loaded = empty.resolve("loaded.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + loaded,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "lake",
                "tags",
                "--home",
                home.toString())
            .redirectErrorStream(true)
            .redirectOutput(empty.resolve("printed.txt").toFile())
            .start();

    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(empty.resolve("printed.txt")).content().contains("Q1_2022");
    try (var lines = Files.lines(loaded)) {
      assertThat(lines.filter(line -> line.contains("dev.asof.catalog.Lake"))).isNotEmpty();
    }
    try (var lines = Files.lines(loaded)) {
      assertThat(
              lines.filter(
                  line ->
                      line.contains("software.amazon.") || line.contains("org.apache.iceberg.aws")))
          .isEmpty();
    }
  }
}
