package dev.asof.catalog;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The suite on Glue, or what plays it. */
@EnabledIfEnvironmentVariable(
    named = "ASOF_TEST_GLUE_ENDPOINT",
    matches = ".+",
    disabledReason = "ASOF_TEST_GLUE_ENDPOINT names no Glue to try")
final class GluePlaceTest extends PlaceSuite {
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
    PlaceStorage.S3 storage = store.storage();
    return new Place(
        new PlaceCatalog.Glue(
            storage.region(),
            Optional.empty(),
            Optional.of(URI.create(System.getenv("ASOF_TEST_GLUE_ENDPOINT")))),
        storage,
        namespace);
  }

  /** Glue updates a table only from the version that was read; moto doesn't look at it. */
  @Override
  @Test
  @DisabledIfEnvironmentVariable(
      named = "ASOF_TEST_GLUE_IS_MOTO",
      matches = "true",
      disabledReason =
          "moto's Glue ignores UpdateTable's VersionId, so that updates are lost in it")
  void nothingIsLostWhenSeveralPublishAtOnce() throws Exception {
    super.nothingIsLostWhenSeveralPublishAtOnce();
  }
}
