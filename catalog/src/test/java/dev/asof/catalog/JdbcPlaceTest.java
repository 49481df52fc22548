package dev.asof.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The suite in tables of a database and an object store. */
final class JdbcPlaceTest extends PlaceSuite {
  private S3Store store;

  @BeforeAll
  void start() {
    store = S3Store.open();
  }

  @AfterAll
  void stop() {
    store.close();
  }

  @Override
  Place place(String namespace) {
    return new Place(
        new PlaceCatalog.Jdbc(
            // Iceberg looks for its columns by names in lower case.
            "jdbc:h2:mem:" + namespace + ";DB_CLOSE_DELAY=-1;DATABASE_TO_LOWER=TRUE",
            Optional.empty(),
            Optional.empty()),
        store.storage(),
        namespace);
  }

  /** Each file's path begins with a hash, so that no prefix gets all requests. */
  @Test
  void filesOfNewTablesAreSpreadOverPrefixes() {
    try (Lake lake = Lake.create(chosen())) {
      LakeFixture.publish(
          lake,
          TableDefinition.DAILY_BARS,
          "T",
          Instant.parse("2022-05-27T17:54:03Z"),
          LakeFixture.rows(
              LakeFixture.bar("PENN", "2021-03-31", 42, 100),
              LakeFixture.bar("PENN", "2022-03-31", 43, 100)));

      Table table = lake.stored().load(TableDefinition.DAILY_BARS).orElseThrow();
      String data = Pattern.quote(table.location() + "/data/");
      assertThat(table.properties()).containsEntry("write.object-storage.enabled", "true");
      assertThat(((SupportsPrefixOperations) lake.io()).listPrefix(table.location() + "/data/"))
          .extracting(FileInfo::location)
          .hasSize(2)
          .allMatch(
              location -> location.matches(data + "[01]{4}/[01]{4}/[01]{4}/[01]{8}/.*\\.parquet"));
    }
  }

  @Test
  void aVendorsFolderIsReadFromTheStore() throws IOException {
    String folder = "s3://" + store.bucket() + "/vendor/2022/";
    put("vendor/2022/b.csv", "b");
    put("vendor/2022/a b.csv", "a");
    put("vendor/2022/deep/c.csv", "c");
    put("vendor/2022/_SUCCESS", "");
    put("vendor/2022/", "");
    put("vendor/2023/d.csv", "d");
    try (Lake lake = Lake.create(chosen())) {
      ObjectFolder objects = ObjectFolder.of(lake, folder);

      assertThat(objects.files())
          .extracting(ObjectFolder.ObjectFile::location)
          .containsExactly(folder + "a b.csv", folder + "b.csv", folder + "deep/c.csv");
      assertThat(objects.files().get(2).name()).isEqualTo("c.csv");
      assertThat(objects.files().get(0).bytes()).isEqualTo(1);
      try (InputStream in = objects.open(objects.files().get(0))) {
        assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("a");
      }
      assertThat(ObjectFolder.of(lake, folder + "b.csv").files())
          .extracting(ObjectFolder.ObjectFile::name)
          .containsExactly("b.csv");
      assertMissing(ObjectFolder.of(lake, folder + "b.cs"), "there is no such object");
      assertMissing(
          ObjectFolder.of(lake, "s3://" + store.bucket() + "/vendor/2024/"),
          "no object lies below it");
      assertThatThrownBy(() -> ObjectFolder.of(lake, "s3://" + store.bucket()))
          .isInstanceOf(AsOfException.class)
          .hasMessageEndingWith("expected s3://BUCKET/KEY, or s3://BUCKET/PREFIX/");
    }
  }

  private static void assertMissing(ObjectFolder objects, String problem) {
    assertThatThrownBy(objects::files)
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_MISSING))
        .hasMessageStartingWith("Cannot read s3://")
        .hasMessageEndingWith(problem);
  }

  private void put(String key, String text) {
    try (S3Client client = store.client()) {
      client.putObject(
          request -> request.bucket(store.bucket()).key(key),
          RequestBody.fromString(text, StandardCharsets.UTF_8));
    }
  }
}
