package dev.asof.servers;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Iceberg's own REST catalog server over a database in its memory. */
public final class RestCatalogServer implements AutoCloseable {
  private final ServerProcess process;
  private final URI uri;

  private RestCatalogServer(ServerProcess process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /**
   * Starts one.
   *
   * @param properties what its catalog is made with, by Iceberg's keys, such as {@code warehouse}
   * @param environment variables beside those of this process, such as AWS's keys
   */
  public static RestCatalogServer start(
      Map<String, String> properties, Map<String, String> environment) {
    int port = ServerProcess.freePort();
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("CATALOG_REST_PORT", Integer.toString(port));
    variables.put("CATALOG_URI", "jdbc:h2:mem:rest;DB_CLOSE_DELAY=-1");
    variables.put("CATALOG_JDBC_SCHEMA__VERSION", "V1");
    properties.forEach(
        (key, value) ->
            variables.put(
                "CATALOG_" + key.replace("-", "__").replace(".", "_").toUpperCase(Locale.ROOT),
                value));
    return new RestCatalogServer(
        ServerProcess.start(
            "rest",
            List.of("hadoop-client-", "iceberg-aws-bundle-"),
            port,
            variables,
            List.of("org.apache.iceberg.rest.RESTCatalogServer")),
        URI.create("http://127.0.0.1:" + port));
  }

  /** Where it listens. */
  public URI uri() {
    return uri;
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
