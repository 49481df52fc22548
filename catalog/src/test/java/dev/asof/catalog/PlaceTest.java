package dev.asof.catalog;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlaceTest {
  private static final String MULTI_REGION =
      "arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap";
  private static final String OTHER_REGION =
      "arn:aws:s3:us-east-2:111122223333:accesspoint/lake-jobs";

  private static PlaceStorage.S3 s3(
      Map<String, String> accessPoints, PlaceStorage.Encryption encryption) {
    return new PlaceStorage.S3(
        "s3://lake/warehouse/",
        "eu-west-1",
        Optional.empty(),
        PlaceStorage.S3.Addressing.VIRTUAL_HOST,
        accessPoints,
        encryption,
        PlaceStorage.S3.DEFAULT_RETRIES,
        Optional.empty());
  }

  private static Place glue(PlaceStorage.S3 storage) {
    return new Place(
        new PlaceCatalog.Glue("eu-west-1", Optional.of("111122223333"), Optional.empty()),
        storage,
        "market");
  }

  @Test
  void glueOnS3IsWhatIcebergCallsIt() {
    Place place = glue(s3(Map.of(), new PlaceStorage.Encryption.Kms(Optional.of("alias/lake"))));

    assertThat(place.options())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                entry("asof.timeout-ms", "60000"),
                entry("catalog-impl", "org.apache.iceberg.aws.glue.GlueCatalog"),
                entry("client.factory", "dev.asof.catalog.AwsClients"),
                entry("client.region", "eu-west-1"),
                entry("glue.id", "111122223333"),
                entry("http-client.apache.connection-acquisition-timeout-ms", "20000"),
                entry("http-client.apache.connection-timeout-ms", "20000"),
                entry("http-client.apache.socket-timeout-ms", "20000"),
                entry("io-impl", "dev.asof.catalog.ObjectFileIO"),
                entry("s3.retry.num-retries", "32"),
                entry("s3.sse.key", "alias/lake"),
                entry("s3.sse.type", "kms"),
                entry("table-default.write.object-storage.enabled", "true"),
                entry("warehouse", "s3://lake/warehouse")));
    assertThat(place.name()).isEqualTo("Glue in eu-west-1");
  }

  /** The client refuses an access point without a region when it is told to look there. */
  @Test
  void anAccessPointOfSeveralRegionsIsAskedWithoutLookingForItsRegion() {
    PlaceStorage.Encryption none = new PlaceStorage.Encryption.None();

    assertThat(s3(Map.of("lake", MULTI_REGION), none).options())
        .containsEntry("s3.access-points.lake", MULTI_REGION)
        .containsEntry("s3.use-arn-region-enabled", "false");
    assertThat(s3(Map.of("lake", OTHER_REGION), none).options())
        .containsEntry("s3.use-arn-region-enabled", "true");
    assertThat(s3(Map.of("lake", OTHER_REGION, "vendors", MULTI_REGION), none).options())
        .containsEntry("s3.use-arn-region-enabled", "false");
    assertThat(s3(Map.of(), none).options()).doesNotContainKey("s3.use-arn-region-enabled");
  }

  @Test
  void partsThatDoNotGoTogetherAreRefused() {
    PlaceStorage.S3 storage = s3(Map.of(), new PlaceStorage.Encryption.S3Managed());

    assertThatThrownBy(
            () ->
                new Place(
                    new PlaceCatalog.Glue("us-east-1", Optional.empty(), Optional.empty()),
                    storage,
                    "market"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid region us-east-1: Iceberg uses one region for Glue and S3, and the storage's is"
                + " eu-west-1");
    assertThatThrownBy(
            () -> new Place(PlaceCatalog.Embedded.of(Path.of("/lake")), storage, "market"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid storage: the embedded catalog keeps its files in its own folder,"
                + " /lake/warehouse");
  }

  @Test
  void whatIsSecretStandsInNoText() {
    Place jdbc =
        new Place(
            new PlaceCatalog.Jdbc(
                "jdbc:postgresql://me:canary-1@host:5432/lake?ssl=true&password=canary-2",
                Optional.of("me"),
                Optional.of(new Secret("canary-3"))),
            new PlaceStorage.Local("/lake"),
            "market");
    Place rest =
        new Place(
            new PlaceCatalog.Rest(
                URI.create("https://host/api?key=canary-4"),
                Optional.empty(),
                Optional.of(new Secret("client:canary-5")),
                Optional.of(new Secret("canary-6")),
                Optional.empty(),
                Optional.empty()),
            new PlaceStorage.Local("/lake"),
            "market");

    assertThat(jdbc.name()).isEqualTo("jdbc:postgresql://host:5432/lake");
    assertThat(rest.name()).isEqualTo("https://host/api");
    assertThat(rest.toString()).doesNotContain("canary-5").doesNotContain("canary-6");
    assertThat(Secret.hide("refused: client:canary-5, canary-6, canary-3 and canary-1"))
        .isEqualTo("refused: ***, ***, *** and ***");
  }
}
