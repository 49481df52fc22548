package dev.asof.catalog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folders of tables that lie in the warehouse of a home, whatever its catalog says. */
final class WarehouseTables {
  static final String METADATA = "metadata";
  static final String METADATA_SUFFIX = ".metadata.json";
  private static final String DATA = "data";
  private static final String SNAPSHOT_ID = "\"snapshot-id\"";

  private WarehouseTables() {}

  /**
   * The folder of a table.
   *
   * @param namespace its namespace
   * @param name its name
   * @param path where it lies
   */
  record Folder(String namespace, String name, Path path) {
    /** Where its metadata lie. */
    Path metadata() {
      return path.resolve(METADATA);
    }

    /** The metadata files, newest first by the version in their names, then by name. */
    List<Path> metadataFiles() throws IOException {
      return list(metadata()).stream()
          .filter(file -> file.getFileName().toString().endsWith(METADATA_SUFFIX))
          .sorted(
              Comparator.comparingInt(WarehouseTables::version)
                  .reversed()
                  .thenComparing(Comparator.naturalOrder()))
          .toList();
    }

    /**
     * Tells if a table was written here. The first metadata of a table that is being made do not
     * count: they lie here before the catalog names them.
     */
    boolean wasWritten() throws IOException {
      if (!list(path.resolve(DATA)).isEmpty()) {
        return true;
      }
      for (Path file : metadataFiles()) {
        if (version(file) > 0
            || Files.readString(file, StandardCharsets.UTF_8).contains(SNAPSHOT_ID)) {
          return true;
        }
      }
      return false;
    }
  }

  /** All of them, in the order of their names. */
  static List<Folder> in(Path warehouse) throws IOException {
    List<Folder> folders = new ArrayList<>();
    for (Path namespace : list(warehouse)) {
      for (Path table : list(namespace)) {
        if (Files.isDirectory(table)) {
          folders.add(
              new Folder(
                  namespace.getFileName().toString(), table.getFileName().toString(), table));
        }
      }
    }
    return folders;
  }

  /** Those that were written to, without what ingests make for themselves. */
  static List<Folder> writtenIn(Path warehouse) throws IOException {
    List<Folder> written = new ArrayList<>();
    for (Folder folder : in(warehouse)) {
      if (!isStaging(folder.name()) && folder.wasWritten()) {
        written.add(folder);
      }
    }
    return written;
  }

  /** Tells if an ingest made a table of this name for itself. */
  static boolean isStaging(String name) {
    return name.startsWith(RowSpool.PREFIX);
  }

  /** The version in the name of a metadata file, as in {@code 00012-UUID}; -1 without one. */
  static int version(Path metadataFile) {
    String name = metadataFile.getFileName().toString();
    int end = name.indexOf('-');
    try {
      return end < 0 ? -1 : Integer.parseInt(name.substring(0, end));
    } catch (NumberFormatException otherName) {
      return -1;
    }
  }

  /** What is in a folder, in the order of names; nothing where there is no folder. */
  static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    }
  }
}
