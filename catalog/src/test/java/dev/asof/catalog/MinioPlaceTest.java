package dev.asof.catalog;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.containers.MinIOContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

/** The suite on MinIO in a container. Without Docker it is skipped, and says so. */
@Testcontainers(disabledWithoutDocker = true)
final class MinioPlaceTest extends PlaceSuite {
  @Container
  private static final MinIOContainer MINIO =
      new MinIOContainer("minio/minio:RELEASE.2025-09-07T16-13-09Z");

  private S3Store store;

  @BeforeAll
  void start() {
    store =
        S3Store.of(
            URI.create(MINIO.getS3URL()),
            MINIO.getUserName(),
            MINIO.getPassword(),
            "us-east-1",
            () -> {});
  }

  @Override
  Place place(String namespace) {
    return new Place(
        new PlaceCatalog.Jdbc(
            "jdbc:h2:mem:" + namespace + ";DB_CLOSE_DELAY=-1;DATABASE_TO_LOWER=TRUE",
            Optional.empty(),
            Optional.empty()),
        store.storage(),
        namespace);
  }
}
