package dev.asof.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A server that speaks S3's protocol and keeps its objects in memory. */
public final class S3Server implements AutoCloseable {
  private final ServerProcess process;
  private final URI endpoint;

  private S3Server(ServerProcess process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /**
   * Starts one that knows one pair of keys.
   *
   * @param accessKeyId which key
   * @param secretAccessKey the key
   */
  public static S3Server start(String accessKeyId, String secretAccessKey) {
    int port = ServerProcess.freePort();
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    try {
      Path properties = Files.createTempFile("asof-s3-", ".properties");
      properties.toFile().deleteOnExit();
      Files.writeString(
          properties,
          String.join(
              "\n",
              "s3proxy.endpoint=" + endpoint,
              "s3proxy.authorization=aws-v2-or-v4",
              "s3proxy.identity=" + accessKeyId,
              "s3proxy.credential=" + secretAccessKey,
              "jclouds.provider=transient-nio2",
              "jclouds.identity=none",
              "jclouds.credential=none"));
      return new S3Server(
          ServerProcess.start(
              "s3",
              List.of(),
              port,
              Map.of(),
              List.of("org.gaul.s3proxy.Main", "--properties", properties.toString())),
          endpoint);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public URI endpoint() {
    return endpoint;
  }

  /** What it printed so far. */
  public String log() {
    return process.log();
  }

  @Override
  public void close() {
    process.close();
  }
}
