package dev.asof.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Copies homes as {@code cp -a} does, and looks at what lies in them. */
final class HomeCopies {
  private HomeCopies() {}

  static Path copy(Path home, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(home)) {
      for (Path path : paths.toList()) {
        Files.copy(
            path,
            to.resolve(home.relativize(path).toString()),
            StandardCopyOption.COPY_ATTRIBUTES,
            LinkOption.NOFOLLOW_LINKS);
      }
    }
    return to;
  }

  /** Copies a home so that its files are the same by hard links, as {@code cp -al} does. */
  static Path link(Path home, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(home)) {
      for (Path path : paths.toList()) {
        Path target = to.resolve(home.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectory(target);
        } else {
          Files.createLink(target, path);
        }
      }
    }
    return to;
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Each file with its time and what it holds. */
  static Map<Path, String> state(Path home) throws IOException {
    Map<Path, String> state = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(home)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        FileTime time = Files.getLastModifiedTime(path);
        state.put(path, time + " " + java.util.Arrays.hashCode(Files.readAllBytes(path)));
      }
    }
    return state;
  }
}
