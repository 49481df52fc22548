package dev.asof.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import dev.asof.servers.FaultyProxy;
import dev.asof.servers.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.RangeReadable;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What a store that fails now and then, always, or says nothing, does to a lake. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class FaultyStoreTest {
  private static final String KEY_ID = "asof-test";
  private static final String SECRET = "secret-of-the-test";

  private S3Server server;
  private FaultyProxy proxy;
  private S3Store store;

  @BeforeAll
  void start() {
    server = S3Server.start(KEY_ID, SECRET);
    proxy = FaultyProxy.before(server.endpoint());
    store = S3Store.of(proxy.endpoint(), KEY_ID, SECRET, "us-east-1", server::close);
  }

  @AfterEach
  void heal() {
    proxy.heal();
  }

  @AfterAll
  void stop() {
    proxy.close();
    store.close();
  }

  private Place place(String namespace, Duration timeout) {
    return new Place(
        new PlaceCatalog.Jdbc(
            "jdbc:h2:mem:" + namespace + ";DB_CLOSE_DELAY=-1;DATABASE_TO_LOWER=TRUE",
            Optional.empty(),
            Optional.empty()),
        store.storage(),
        namespace,
        timeout);
  }

  private static Duration timeOf(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** One in three requests fails; every byte arrives, by stream, by range and at the end. */
  @Test
  void aBodyThatBreaksOffIsReadOn() throws IOException {
    byte[] content = new byte[300_000];
    new Random(5).nextBytes(content);
    String location = "s3://" + store.bucket() + "/lake/object";
    try (FileIO io = place("bodies", Duration.ofSeconds(60)).io()) {
      try (PositionOutputStream out = io.newOutputFile(location).create()) {
        out.write(content);
      }
      proxy.spoil(0.3, 11);
      for (int round = 0; round < 4; round++) {
        try (InputStream in = io.newInputFile(location).newStream()) {
          assertThat(in.readAllBytes()).isEqualTo(content);
        }
        try (SeekableInputStream in = io.newInputFile(location, content.length).newStream()) {
          in.seek(200_000);
          assertThat(in.readNBytes(1_000)).isEqualTo(Arrays.copyOfRange(content, 200_000, 201_000));
          assertThat(in.getPos()).isEqualTo(201_000);
          byte[] range = new byte[50_000];
          ((RangeReadable) in).readFully(100_000, range);
          assertThat(range).isEqualTo(Arrays.copyOfRange(content, 100_000, 150_000));
        }
      }
      assertThat(proxy.tally()).contains("truncated_body");
    }
  }

  /** Its XML cannot be read on from where it broke, so that the store is asked again. */
  @Test
  void aListingThatBreaksOffIsAskedForAgain() {
    Place place = place("listings", Duration.ofSeconds(60));
    publish(place);
    try (FileIO io = place.io()) {
      String folder = "s3://" + store.bucket() + "/lake/listings";
      List<String> whole = listing(io, folder);
      proxy.spoilNext("GET /" + store.bucket() + "?", FaultyProxy.Fault.TRUNCATED_BODY);
      long before = proxy.spoilt();

      assertThat(listing(io, folder)).isEqualTo(whole).isNotEmpty();
      assertThat(proxy.spoilt()).isEqualTo(before + 1);
    }
  }

  private static List<String> listing(FileIO io, String folder) {
    List<String> files = new ArrayList<>();
    ((SupportsPrefixOperations) io).listPrefix(folder).forEach(file -> files.add(file.location()));
    return files;
  }

  /**
   * Its pages are in order, and a store records no checksums of its own that a lake could ask for.
   */
  @Test
  void anotherObjectInThePlaceOfOneOfAReleaseIsNamed() throws IOException {
    Place place = place("released", Duration.ofSeconds(60));
    publish(place);
    PointInTime.Release release = new PointInTime.Release("R1");
    try (Lake lake = Lake.open(place);
        Lake other = Lake.create(place("other", Duration.ofSeconds(60)))) {
      lake.recordRelease(release, Optional.empty(), Instant.parse("2026-01-02T12:00:00Z"));
      assertThat(lake.bars(release).read().open(0, 0)).isEqualTo(42);
      publish(other, 43);
      String file = file(lake);
      try (InputStream in = place.io().newInputFile(file(other)).newStream();
          PositionOutputStream out = place.io().newOutputFile(file).createOrOverwrite()) {
        in.transferTo(out);
      }

      assertThatThrownBy(() -> lake.bars(release).read())
          .isInstanceOfSatisfying(
              AsOfException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE))
          .hasMessageContaining("file " + file + " is damaged (")
          .hasMessageContaining("when release R1 was recorded");
    }
  }

  private static String file(Lake lake) {
    return VersionRows.plan(
            lake.stored().head(TableDefinition.DAILY_BARS).orElseThrow(), Expressions.alwaysTrue())
        .get(0)
        .file()
        .location();
  }

  /** POST completes an upload of parts, here of 5 MiB; its first one, which begins it, is past. */
  @Test
  void anUploadWhoseLastAnswerWasLostIsThere() throws IOException {
    Map<String, String> options = new TreeMap<>(place("u", Duration.ofSeconds(60)).options());
    options.put("s3.multipart.part-size-bytes", "5242880");
    byte[] content = new byte[9_000_000];
    new Random(6).nextBytes(content);
    String location = "s3://" + store.bucket() + "/lake/upload";
    try (ObjectFileIO io = new ObjectFileIO()) {
      io.initialize(options);
      PositionOutputStream out = io.newOutputFile(location).create();
      out.write(content);
      proxy.spoilNext("POST", FaultyProxy.Fault.LOST_ANSWER);
      out.close();
      assertThat(proxy.tally()).contains("lost_answer");
      try (InputStream in = io.newInputFile(location).newStream()) {
        assertThat(in.readAllBytes()).isEqualTo(content);
      }
    }
  }

  /** Whoever verifies a reference must not take silence of the store for a change of the data. */
  @Test
  void aStoreThatFailsIsNoDifference() {
    Place place = place("verified", Duration.ofSeconds(3));
    publish(place);
    try (Lake lake = Lake.open(place)) {
      var ref = lake.resolve(TableDefinition.DAILY_BARS, new PointInTime.Tag("T"));
      assertThat(lake.verify(ref)).isEmpty();
      proxy.spoilAll(FaultyProxy.Fault.SLOW_DOWN);
      assertThatThrownBy(() -> lake.verify(ref))
          .isInstanceOfSatisfying(
              AsOfException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE));
    }
  }

  /** The object's name is in the message, and no reader takes the failure for anything else. */
  @Test
  void aStoreThatIsAlwaysBusyIsGivenUpWithTheObjectsName() {
    Place place = place("busy", Duration.ofSeconds(3));
    publish(place);
    proxy.spoilAll(FaultyProxy.Fault.SLOW_DOWN);

    Duration time =
        timeOf(
            () ->
                assertThatThrownBy(() -> tags(place))
                    .isInstanceOfSatisfying(
                        AsOfException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE))
                    .hasMessageContaining("Please reduce your request rate")
                    .hasMessageContaining("(GetObject s3://" + store.bucket() + "/lake/")
                    .hasMessageContaining(".metadata.json"));
    assertThat(time).isLessThan(Duration.ofSeconds(6));
  }

  @Test
  void aStoreThatNeverAnswersIsGivenUpAndMeanwhileNamed() throws InterruptedException {
    Place place = place("mute", Duration.ofSeconds(3));
    publish(place);
    proxy.spoilAll(FaultyProxy.Fault.MUTE);
    Thread asking =
        new Thread(
            () ->
                assertThatThrownBy(() -> tags(place))
                    .isInstanceOf(AsOfException.class)
                    .hasMessageContaining("gave no answer in time (key storage.timeout)"));
    Duration time =
        timeOf(
            () -> {
              asking.start();
              try {
                Thread.sleep(500);
                assertThat(ServerWaits.longest())
                    .hasValueSatisfying(
                        wait -> {
                          assertThat(wait.what()).startsWith("GetObject s3://");
                          assertThat(wait.limit()).isEqualTo(Duration.ofSeconds(3));
                        });
                asking.join();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(time).isLessThan(Duration.ofSeconds(6));
    assertThat(ServerWaits.longest()).isEmpty();
  }

  @Test
  void aCatalogThatIsBusyOrMuteIsGivenUp() {
    Place rest =
        new Place(
            new PlaceCatalog.Rest(
                proxy.endpoint(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Secret("token")),
                Optional.empty(),
                Optional.empty()),
            store.storage(),
            "market",
            Duration.ofSeconds(3));
    proxy.spoilAll(FaultyProxy.Fault.SLOW_DOWN);
    assertThat(timeOf(() -> assertUnavailable(rest, "the catalog at")))
        .isLessThan(Duration.ofSeconds(6));
    proxy.spoilAll(FaultyProxy.Fault.MUTE);
    assertThat(timeOf(() -> assertUnavailable(rest, "the catalog at")))
        .isLessThan(Duration.ofSeconds(6));
  }

  /** H2's driver would wait for ever. */
  @Test
  void aDatabaseThatIsMuteIsGivenUp() {
    proxy.spoilAll(FaultyProxy.Fault.MUTE);
    Place jdbc =
        new Place(
            new PlaceCatalog.Jdbc(
                "jdbc:h2:tcp://127.0.0.1:" + proxy.endpoint().getPort() + "/mem:lake",
                Optional.empty(),
                Optional.empty()),
            store.storage(),
            "market",
            Duration.ofSeconds(3));
    assertThat(timeOf(() -> assertUnavailable(jdbc, "no answer within 3 s")))
        .isLessThan(Duration.ofSeconds(6));
  }

  private static void assertUnavailable(Place place, String problem) {
    assertThatThrownBy(() -> Lake.open(place))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CATALOG_UNAVAILABLE))
        .hasMessageContaining(problem);
  }

  private static void publish(Place place) {
    try (Lake lake = Lake.create(place)) {
      publish(lake, 42);
    }
  }

  private static void publish(Lake lake, double price) {
    LakeFixture.publish(
        lake,
        TableDefinition.DAILY_BARS,
        "T",
        Instant.parse("2022-05-27T17:54:03Z"),
        LakeFixture.rows(LakeFixture.bar("PENN", "2021-03-31", price, 100)));
  }

  private static void tags(Place place) {
    try (Lake lake = Lake.open(place)) {
      lake.tags(TableDefinition.DAILY_BARS);
    }
  }
}
