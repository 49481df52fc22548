package dev.asof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.servers.FaultyProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands over a store that fails; {@code .ci/soak-store} runs all of them at length. */
@Timeout(240)
class FaultyStoreCommandsTest {
  private static final String HEADER = "date,symbol,open,high,low,close,volume\n";

  @TempDir private static Path folder;
  private static S3Bucket bucket;
  private static FaultyProxy proxy;

  @BeforeAll
  static void start() {
    bucket = new S3Bucket();
    proxy = FaultyProxy.before(bucket.endpoint());
  }

  @AfterEach
  void heal() {
    proxy.heal();
  }

  @AfterAll
  static void stop() {
    proxy.close();
    bucket.close();
  }

  private static Asof place(String name, String timeout) throws IOException {
    Path working = Files.createDirectories(folder.resolve(name));
    Files.writeString(
        working.resolve("place.yaml"),
        """
        catalog: {type: jdbc, uri: "jdbc:sqlite:%s"}
        storage:
          type: s3
          warehouse: s3://lake/%s
          region: us-east-1
          endpoint: %s
          pathStyle: true
          timeout: %s
          accessKeyId: ${LAKE_KEY_ID}
          secretAccessKey: ${LAKE_SECRET_KEY}
        """
            .formatted(working.resolve("catalog.db"), name, proxy.endpoint(), timeout));
    return new Asof(
        working,
        Map.of(
            "ASOF_CONF",
            "place.yaml",
            "LAKE_KEY_ID",
            S3Bucket.KEY_ID,
            "LAKE_SECRET_KEY",
            S3Bucket.SECRET));
  }

  /** One in ten requests fails in one of six ways; the seed decides in which. */
  @Tag("slow")
  @Test
  void everyCommandEndsWellOverAStoreThatFailsNowAndThen() throws IOException {
    Asof asof = place("faulty", "60s");
    Files.writeString(
        asof.workingDirectory().resolve("a.csv"), HEADER + "2022-09-02,KDP,31,32,30,31,1\n");
    Files.writeString(
        asof.workingDirectory().resolve("b.csv"), HEADER + "2022-09-06,KDP,31,32,30,32,1\n");
    proxy.spoil(0.1, 3);

    for (List<String> command :
        List.of(
            List.of("lake", "ingest", "daily-bars", "a.csv", "--tag", "A"),
            List.of("lake", "ingest", "daily-bars", "b.csv", "--tag", "B"),
            List.of("lake", "release", "R", "--as-of", "B"),
            List.of("lake", "rollback", "daily_bars", "--to", "A", "--reason", "test"),
            List.of("lake", "maintain", "--older-than", "0m", "--keep-snapshots", "0m"),
            List.of("lake", "tags"))) {
      Asof.Outcome outcome = asof.run(command.toArray(String[]::new));
      assertThat(outcome.exitCode()).as("%s: %s", command, outcome.err()).isZero();
    }
    assertThat(proxy.spoilt()).isGreaterThan(20);
    assertThat(
            asof.run("lake", "sql", "SELECT sum(close) AS c FROM daily_bars", "--format", "csv")
                .out())
        .isEqualTo("c\n31.0\n");
  }

  /** Five seconds of silence, one line, and an end within the key's nine. */
  @Test
  void aStoreThatIsMuteIsSaidAfterFiveSecondsAndGivenUp() throws IOException {
    Asof asof = place("mute", "9s");
    Files.writeString(
        asof.workingDirectory().resolve("a.csv"), HEADER + "2022-09-02,KDP,31,32,30,31,1\n");
    assertThat(asof.run("lake", "ingest", "daily-bars", "a.csv", "--tag", "A").exitCode()).isZero();
    proxy.spoilAll(FaultyProxy.Fault.MUTE);

    long start = System.nanoTime();
    Asof.Outcome outcome = asof.run("lake", "tags");

    assertThat(outcome.exitCode()).isEqualTo(4);
    assertThat(outcome.err().lines()).hasSize(2);
    assertThat(outcome.err())
        .containsPattern(
            "^Waiting for GetObject s3://lake/mute/.*metadata.json: no answer for 5 s; it is given"
                + " up after 9 s \\(key storage.timeout\\)\n"
                + "error\\[storage-unavailable]: Cannot .* gave no answer in time")
        .contains("(GetObject s3://lake/mute/");
    assertThat(System.nanoTime() - start).isLessThan(12_000_000_000L);
  }
}
