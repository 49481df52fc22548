package dev.asof.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;

/**
 * All that a table's metadata need on this machine's disk: lists of manifests, manifests, and the
 * files of every snapshot.
 *
 * @param tags how many it has
 * @param snapshots how many it has
 * @param files how many data and delete files its snapshots have
 * @param missing what is not there, or not as long as it should be; empty when all is
 */
record TableFiles(int tags, int snapshots, int files, Optional<String> missing) {
  /**
   * Looks for what table metadata need; a file that can't be read or lies elsewhere counts as
   * missing.
   *
   * @param warehouse where all of it has to lie
   */
  static TableFiles of(LocalFileIO io, Path warehouse, Path metadataFile) {
    Map<String, Long> manifests = new HashMap<>();
    Map<String, Long> files = new HashMap<>();
    int tags = 0;
    int snapshots = 0;
    String looking = metadataFile.toString();
    try {
      TableMetadata metadata = TableMetadataParser.read(io, looking);
      tags = (int) metadata.refs().values().stream().filter(SnapshotRef::isTag).count();
      snapshots = metadata.snapshots().size();
      for (Snapshot snapshot : metadata.snapshots()) {
        looking = snapshot.manifestListLocation();
        if (!isBelow(warehouse, looking)) {
          return new TableFiles(tags, snapshots, files.size(), Optional.of(looking));
        }
        for (ManifestFile manifest : snapshot.allManifests(io)) {
          looking = manifest.path();
          if (manifests.put(looking, manifest.length()) == null) {
            read(io, manifest, metadata, files);
          }
        }
      }
    } catch (RuntimeException unreadable) {
      return new TableFiles(tags, snapshots, files.size(), Optional.of(looking));
    }
    Optional<String> missing =
        firstMissing(warehouse, manifests).or(() -> firstMissing(warehouse, files));
    return new TableFiles(tags, snapshots, files.size(), missing);
  }

  private static void read(
      LocalFileIO io, ManifestFile manifest, TableMetadata metadata, Map<String, Long> files) {
    try (ManifestReader<? extends ContentFile<?>> reader =
        manifest.content() == ManifestContent.DATA
            ? ManifestFiles.read(manifest, io, metadata.specsById())
            : ManifestFiles.readDeleteManifest(manifest, io, metadata.specsById())) {
      for (ContentFile<?> file : reader) {
        files.put(file.location(), file.fileSizeInBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isBelow(Path warehouse, String location) {
    return Path.of(LocalFileIO.withoutScheme(location)).startsWith(warehouse);
  }

  private static Optional<String> firstMissing(Path warehouse, Map<String, Long> lengths) {
    return lengths.entrySet().stream()
        .filter(
            entry ->
                !isBelow(warehouse, entry.getKey()) || length(entry.getKey()) != entry.getValue())
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst();
  }

  private static long length(String location) {
    try {
      return Files.size(Path.of(LocalFileIO.withoutScheme(location)));
    } catch (IOException absent) {
      return -1;
    }
  }
}
