package dev.asof.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Folders of a file system that hold no file any more: those of staging tables, and those of
 * partitions whose files are gone. An object store has none.
 */
final class EmptyFolders {
  private static final String DATA = "data";

  private EmptyFolders() {}

  /**
   * Finds them.
   *
   * @param warehouse the folder that holds the tables' folders
   * @param before those that nobody changed since this moment
   * @return each after the folders inside it
   */
  static List<Path> below(Path warehouse, Instant before) {
    List<Path> empty = new ArrayList<>();
    Set<Path> holding = new HashSet<>();
    try {
      Files.walkFileTree(
          warehouse,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              holding.add(file.getParent());
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException cause)
                throws IOException {
              if (cause instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
              }
              throw cause;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException cause)
                throws IOException {
              boolean goes =
                  !holding.contains(folder)
                      && isOurs(warehouse.relativize(folder))
                      && !Files.getLastModifiedTime(folder).toInstant().isAfter(before);
              if (goes) {
                empty.add(folder);
              } else {
                holding.add(folder.getParent());
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (NoSuchFileException none) {
      return empty;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return empty;
  }

  /** A staging table's folder or one inside, or one inside a table's folder for data. */
  private static boolean isOurs(Path folder) {
    for (int i = 0; i < folder.getNameCount(); i++) {
      String name = folder.getName(i).toString();
      if (name.startsWith(RowSpool.PREFIX) || name.equals(DATA) && i < folder.getNameCount() - 1) {
        return true;
      }
    }
    return false;
  }

  /** Deletes folders, but for those into which somebody wrote meanwhile. */
  static void delete(List<Path> folders) {
    for (Path folder : folders) {
      try {
        Files.deleteIfExists(folder);
      } catch (DirectoryNotEmptyException inUseAgain) {
        // It is no leftover any more.
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }
}
