package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Lake;
import dev.asof.catalog.ObjectFolder;
import dev.asof.ingestion.FileSource;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** The files that a user named, those of folders one by one. */
final class VendorFiles {
  private VendorFiles() {}

  /**
   * Each file, in the order of the arguments; those of a folder and of the folders inside it in the
   * order of their paths. Hidden files and folders and those that begin with {@code _} are what
   * other programs leave beside data: they are left out.
   *
   * @throws AsOfException with {@link ErrorCode#FILE_MISSING} for a folder without files
   */
  static List<FileSource> of(List<String> arguments, Lake lake, Surroundings surroundings) {
    List<FileSource> files = new ArrayList<>();
    for (String argument : arguments) {
      if (ObjectFolder.isLocation(argument)) {
        ObjectFolder folder = ObjectFolder.of(lake, argument);
        folder.files().forEach(object -> files.add(FileSource.object(folder, object)));
        continue;
      }
      Path path = surroundings.resolve(path(argument));
      if (Files.isDirectory(path)) {
        addFolder(files, path, surroundings);
      } else {
        files.add(FileSource.local(path));
      }
    }
    return files;
  }

  private static Path path(String argument) {
    try {
      return Path.of(argument);
    } catch (InvalidPathException none) {
      throw new AsOfException(
          ErrorCode.FILE_MISSING, "Cannot ingest a file whose name can't be one", none);
    }
  }

  private static void addFolder(List<FileSource> files, Path folder, Surroundings surroundings) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path inside, BasicFileAttributes attributes) {
              return inside.equals(folder) || isData(inside)
                  ? FileVisitResult.CONTINUE
                  : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (isData(file) && Files.isRegularFile(file)) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException unreadable) {
      throw new AsOfException(
          ErrorCode.FILE_MISSING,
          "Cannot ingest " + surroundings.display(folder) + ": the folder can't be read",
          unreadable);
    }
    if (found.isEmpty()) {
      throw new AsOfException(
          ErrorCode.FILE_MISSING,
          "Cannot ingest " + surroundings.display(folder) + ": the folder holds no file");
    }
    found.stream().sorted().forEach(file -> files.add(FileSource.below(folder, file)));
  }

  private static boolean isData(Path path) {
    String name = path.getFileName().toString();
    return !name.startsWith(".") && !name.startsWith("_");
  }
}
