package dev.asof.catalog;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Files in a home that killed processes were about to give their names. */
final class HomeLeftovers {
  private static final String UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  /** Catalogs that were being made, and marks and probes of the warehouse. */
  private static final Pattern IN_HOME =
      Pattern.compile("catalog\\.db\\." + UUID + "(?:-journal)?");

  private static final Pattern IN_WAREHOUSE =
      Pattern.compile("(?:" + HomeIdentity.FILE + "\\.|asof-check-)" + UUID);

  /** Reports, jobs and their applications that were being written. */
  private static final Pattern BELOW =
      Pattern.compile(".*\\.\\d+\\.part|\\.(?:job|application)-.*\\.tmp");

  private static final Set<String> FOLDERS = Set.of("reports", "jobs");

  private HomeLeftovers() {}

  /** Those that were written before a moment, each to be deleted. */
  static List<Chore> in(PlaceCatalog.Embedded kind, Failures failures, Instant before) {
    String action = "look for files of killed processes in " + kind.home();
    List<Path> found = new ArrayList<>();
    try {
      add(kind.home(), IN_HOME, before, found);
      add(kind.warehouse(), IN_WAREHOUSE, before, found);
      for (String folder : FOLDERS) {
        addBelow(kind.home().resolve(folder), before, found);
      }
      List<Chore> chores = new ArrayList<>();
      for (Path file : found.stream().sorted().toList()) {
        chores.add(
            new Chore(
                "delete " + kind.home().relativize(file) + ", which a killed process left",
                Files.size(file),
                Set.of(),
                () -> delete(file, failures)));
      }
      return chores;
    } catch (IOException e) {
      throw failures.ofDisk(action, e, e);
    }
  }

  private static void delete(Path file, Failures failures) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failures.ofDisk("delete " + file, e, e);
    }
  }

  private static void add(Path folder, Pattern names, Instant before, List<Path> found)
      throws IOException {
    for (Path file : WarehouseTables.list(folder)) {
      if (names.matcher(file.getFileName().toString()).matches()
          && Files.isRegularFile(file)
          && !Files.getLastModifiedTime(file).toInstant().isAfter(before)) {
        found.add(file);
      }
    }
  }

  private static void addBelow(Path folder, Instant before, List<Path> found) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (BELOW.matcher(file.getFileName().toString()).matches()
                && !attributes.lastModifiedTime().toInstant().isAfter(before)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
