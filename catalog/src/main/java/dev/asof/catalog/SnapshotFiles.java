package dev.asof.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * All data and delete files of snapshots, with everything that their metadata say. Each manifest is
 * read once, however many snapshots share it.
 */
final class SnapshotFiles {
  private static final List<String> SIZES =
      List.of(
          DataFile.FILE_PATH.name(),
          DataFile.FILE_FORMAT.name(),
          DataFile.FILE_SIZE.name(),
          DataFile.RECORD_COUNT.name(),
          DataFile.PARTITION_NAME);

  private final Table table;
  private final Map<String, List<DataFile>> dataManifests = new HashMap<>();
  private final Map<String, List<DeleteFile>> deleteManifests = new HashMap<>();
  private final Map<String, Map<String, Long>> sizes = new HashMap<>();

  SnapshotFiles(Table table) {
    this.table = table;
  }

  static List<ManifestFile> dataManifests(Table table, Snapshot snapshot) {
    return DamagedFile.naming(
        snapshot.manifestListLocation(), () -> snapshot.dataManifests(table.io()));
  }

  static List<ManifestFile> deleteManifests(Table table, Snapshot snapshot) {
    return DamagedFile.naming(
        snapshot.manifestListLocation(), () -> snapshot.deleteManifests(table.io()));
  }

  static List<ManifestFile> allManifests(Table table, Snapshot snapshot) {
    return DamagedFile.naming(
        snapshot.manifestListLocation(), () -> snapshot.allManifests(table.io()));
  }

  /** The data files of a snapshot by location, in the order of the manifests. */
  Map<String, DataFile> data(Snapshot snapshot) {
    Map<String, DataFile> files = new LinkedHashMap<>();
    for (ManifestFile manifest : dataManifests(table, snapshot)) {
      dataManifests
          .computeIfAbsent(
              manifest.path(),
              path ->
                  DamagedFile.naming(
                      path, () -> copied(ManifestFiles.read(manifest, table.io(), table.specs()))))
          .forEach(file -> files.put(file.location(), file));
    }
    return files;
  }

  /** The delete files of a snapshot by {@link DeleteFiles#key}, in the order of the manifests. */
  Map<String, DeleteFile> deletes(Snapshot snapshot) {
    Map<String, DeleteFile> files = new LinkedHashMap<>();
    for (ManifestFile manifest : deleteManifests(table, snapshot)) {
      deleteManifests
          .computeIfAbsent(
              manifest.path(),
              path ->
                  DamagedFile.naming(
                      path,
                      () ->
                          copied(
                              ManifestFiles.readDeleteManifest(
                                  manifest, table.io(), table.specs()))))
          .forEach(file -> files.put(DeleteFiles.key(file), file));
    }
    return files;
  }

  /** Bytes of all files of a snapshot, its manifests included, by location. */
  Map<String, Long> bytes(Snapshot snapshot) {
    Map<String, Long> bytes = new HashMap<>();
    for (ManifestFile manifest : allManifests(table, snapshot)) {
      bytes.put(manifest.path(), manifest.length());
      bytes.putAll(sizes.computeIfAbsent(manifest.path(), path -> sizes(manifest)));
    }
    return bytes;
  }

  /** Bytes of the live files that a manifest names, by location. */
  Map<String, Long> sizes(ManifestFile manifest) {
    return DamagedFile.naming(
        manifest.path(),
        () -> {
          Map<String, Long> files = new HashMap<>();
          if (manifest.content() == ManifestContent.DATA) {
            add(files, ManifestFiles.read(manifest, table.io(), table.specs()));
          } else {
            add(files, ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs()));
          }
          return files;
        });
  }

  /** Statistics are most of a manifest; sizes are asked for of many snapshots at once. */
  private static <F extends ContentFile<F>> void add(
      Map<String, Long> sizes, ManifestReader<F> manifest) {
    try (manifest) {
      manifest.select(SIZES).forEach(file -> sizes.put(file.location(), file.fileSizeInBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <F extends ContentFile<F>> List<F> copied(ManifestReader<F> manifest) {
    List<F> live = new ArrayList<>();
    try (manifest) {
      manifest.forEach(live::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return live;
  }
}
