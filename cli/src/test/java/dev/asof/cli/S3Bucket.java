package dev.asof.cli;

import dev.asof.servers.S3Server;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A bucket named {@code lake} on a server of its own. */
final class S3Bucket implements AutoCloseable {
  static final String KEY_ID = "key-of-the-test";
  static final String SECRET = "canary-7f3a-of-the-store";

  private final S3Server server = S3Server.start(KEY_ID, SECRET);

  S3Bucket() {
    try (S3Client client = client()) {
      client.createBucket(request -> request.bucket("lake"));
    }
  }

  private S3Client client() {
    return S3Client.builder()
        .endpointOverride(server.endpoint())
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY_ID, SECRET)))
        .build();
  }

  void put(String key, String text) {
    put(key, text.getBytes(StandardCharsets.UTF_8));
  }

  void put(String key, byte[] content) {
    try (S3Client client = client()) {
      client.putObject(request -> request.bucket("lake").key(key), RequestBody.fromBytes(content));
    }
  }

  URI endpoint() {
    return server.endpoint();
  }

  /** What a catalog's server needs to write here, by Iceberg's keys. */
  Map<String, String> catalogProperties() {
    return Map.of(
        "warehouse", "s3://lake/warehouse",
        "io-impl", "org.apache.iceberg.aws.s3.S3FileIO",
        "client.region", "us-east-1",
        "s3.endpoint", endpoint().toString(),
        "s3.path-style-access", "true",
        "s3.access-key-id", KEY_ID,
        "s3.secret-access-key", SECRET);
  }

  @Override
  public void close() {
    server.close();
  }
}
