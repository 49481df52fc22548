package dev.asof.catalog;

import dev.asof.servers.RestCatalogServer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The suite behind a REST catalog's server and an object store. */
final class RestPlaceTest extends PlaceSuite {
  private S3Store store;
  private RestCatalogServer server;

  @BeforeAll
  void start() {
    store = S3Store.open();
    server = RestCatalogServer.start(store.catalogProperties(), Map.of());
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
    store.close();
  }

  @Override
  Place place(String namespace) {
    return new Place(
        new PlaceCatalog.Rest(
            server.uri(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        store.storage(),
        namespace);
  }
}
