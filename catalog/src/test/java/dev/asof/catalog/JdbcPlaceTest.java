package dev.asof.catalog;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

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
}
