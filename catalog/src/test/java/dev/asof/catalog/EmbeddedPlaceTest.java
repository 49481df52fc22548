package dev.asof.catalog;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The suite in one SQLite file and a folder. */
final class EmbeddedPlaceTest extends PlaceSuite {
  @TempDir private Path folder;

  @Override
  Place place(String namespace) {
    Place embedded = Place.embedded(folder.resolve(namespace));
    return new Place(embedded.catalog(), embedded.storage(), namespace);
  }
}
