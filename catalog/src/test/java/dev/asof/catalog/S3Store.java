package dev.asof.catalog;

import dev.asof.servers.S3Server;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.iceberg.CatalogProperties;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A store with a bucket of its own for a test class: a server process, or what {@code
 * ASOF_TEST_S3_ENDPOINT} points at, with AWS's usual variables.
 */
final class S3Store implements AutoCloseable {
  private static final String VARIABLE = "ASOF_TEST_S3_ENDPOINT";

  private final URI endpoint;
  private final String accessKeyId;
  private final String secretAccessKey;
  private final String region;
  private final Runnable stopping;
  private final String bucket = "asof-" + UUID.randomUUID();

  private S3Store(
      URI endpoint, String accessKeyId, String secretAccessKey, String region, Runnable stopping) {
    this.endpoint = endpoint;
    this.accessKeyId = accessKeyId;
    this.secretAccessKey = secretAccessKey;
    this.region = region;
    this.stopping = stopping;
    try (S3Client client = client()) {
      client.createBucket(request -> request.bucket(bucket));
    }
  }

  static S3Store open() {
    Map<String, String> environment = System.getenv();
    String given = environment.get(VARIABLE);
    if (given != null && !given.isBlank()) {
      return of(
          URI.create(given),
          environment.get("AWS_ACCESS_KEY_ID"),
          environment.get("AWS_SECRET_ACCESS_KEY"),
          environment.getOrDefault("AWS_REGION", "us-east-1"),
          () -> {});
    }
    S3Server server = S3Server.start("asof-test", "secret-of-the-test");
    return of(server.endpoint(), "asof-test", "secret-of-the-test", "us-east-1", server::close);
  }

  /** A store that runs already. */
  static S3Store of(
      URI endpoint, String accessKeyId, String secretAccessKey, String region, Runnable stopping) {
    return new S3Store(endpoint, accessKeyId, secretAccessKey, region, stopping);
  }

  S3Client client() {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .forcePathStyle(true)
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(accessKeyId, secretAccessKey)))
        .build();
  }

  String bucket() {
    return bucket;
  }

  URI endpoint() {
    return endpoint;
  }

  /** The warehouse in its bucket. */
  PlaceStorage.S3 storage() {
    return storage(bucket, secretAccessKey);
  }

  PlaceStorage.S3 storage(String otherBucket, String otherSecret) {
    return new PlaceStorage.S3(
        "s3://" + otherBucket + "/lake",
        region,
        Optional.of(endpoint),
        PlaceStorage.S3.Addressing.PATH,
        Map.of(),
        new PlaceStorage.Encryption.None(),
        PlaceStorage.S3.DEFAULT_RETRIES,
        Optional.of(
            new PlaceStorage.Keys(
                new Secret(accessKeyId), new Secret(otherSecret), Optional.empty())));
  }

  /** What a server needs whose catalog writes here, by Iceberg's keys. */
  Map<String, String> catalogProperties() {
    Map<String, String> options = new TreeMap<>(storage().options());
    options.put(CatalogProperties.FILE_IO_IMPL, "org.apache.iceberg.aws.s3.S3FileIO");
    return options;
  }

  @Override
  public void close() {
    stopping.run();
  }
}
