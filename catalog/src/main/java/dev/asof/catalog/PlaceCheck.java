package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * One part of a place that was tried, with what came of it.
 *
 * @param part catalog or storage
 * @param where its address, without credentials
 * @param outcome what it did
 */
public record PlaceCheck(String part, String where, String outcome) {
  /**
   * Tries a place: asks the catalog for the lake, and writes, reads, lists and deletes an object
   * below the warehouse. No lake is made where there is none.
   *
   * @param probe a name that no other object has
   * @throws AsOfException when the place can't be used
   */
  public static List<PlaceCheck> of(Place place, String probe) {
    List<PlaceCheck> checks = new ArrayList<>();
    boolean there = true;
    try (Lake lake = Lake.open(place)) {
      long filled = lake.tables().stream().filter(state -> state.snapshotId().isPresent()).count();
      checks.add(
          new PlaceCheck(
              "catalog",
              place.name(),
              "answers: namespace " + place.namespace() + ", " + filled + " tables with data"));
    } catch (AsOfException failure) {
      if (failure.code() != ErrorCode.LAKE_MISSING) {
        throw failure;
      }
      there = false;
      checks.add(
          new PlaceCheck(
              "catalog", place.name(), "answers: no namespace " + place.namespace() + " yet"));
    }
    // The folder of an embedded lake is made with the lake.
    if (there || !(place.catalog() instanceof PlaceCatalog.Embedded)) {
      tryStorage(place, probe);
      checks.add(
          new PlaceCheck(
              "storage",
              place.storage().name(),
              "an object was written, read, listed and deleted"));
    }
    return checks;
  }

  private static void tryStorage(Place place, String probe) {
    String location = place.storage().warehouse() + "/" + probe;
    Failures failures = new Failures(place);
    failures.guarded(
        "use the storage " + place.storage().name(),
        () -> {
          try (FileIO io = place.io()) {
            byte[] written = probe.getBytes(StandardCharsets.UTF_8);
            try (PositionOutputStream out = io.newOutputFile(location).create()) {
              out.write(written);
            }
            try (InputStream in = io.newInputFile(location).newStream()) {
              if (!Arrays.equals(in.readAllBytes(), written)) {
                throw new IOException(location + " reads back otherwise than it was written");
              }
            }
            boolean listed = false;
            for (var file : ((SupportsPrefixOperations) io).listPrefix(location)) {
              listed |= file.location().equals(location);
            }
            if (!listed) {
              throw new IOException(location + " was written and isn't listed");
            }
            io.deleteFile(location);
            return null;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
