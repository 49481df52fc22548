package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder with jars of the user's own. */
final class PluginJars {
  private PluginJars() {}

  /**
   * Finds classes on the class path and in a folder's jars. The jars stay open: a plugin's classes
   * are loaded when it first needs them.
   *
   * @param folder the folder with the jars; without one, the class path alone
   * @param displayName the folder as the user knows it
   * @throws AsOfException with {@link ErrorCode#FILE_MISSING} when it holds no jar
   */
  static ClassLoader loader(Optional<Path> folder, String displayName) {
    ClassLoader parent = PluginJars.class.getClassLoader();
    return folder
        .<ClassLoader>map(below -> new URLClassLoader("plugins", jars(below, displayName), parent))
        .orElse(parent);
  }

  private static URL[] jars(Path folder, String displayName) {
    return list(folder, displayName).stream().map(PluginJars::url).toArray(URL[]::new);
  }

  /**
   * The jars of a folder in the order of their names.
   *
   * @throws AsOfException with {@link ErrorCode#FILE_MISSING} when it holds none
   */
  static List<Path> list(Path folder, String displayName) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
      if (jars.isEmpty()) {
        throw new AsOfException(
            ErrorCode.FILE_MISSING, "Cannot find plugins in " + displayName + ": it holds no jar");
      }
      return jars;
    } catch (IOException unreadable) {
      throw new AsOfException(
          ErrorCode.FILE_MISSING,
          "Cannot find plugins in " + displayName + ": there is no such folder that can be read",
          unreadable);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException("Cannot name the file " + jar, impossible);
    }
  }
}
