package dev.asof.catalog;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Makes homes, and the files and folders in them, so that other users of the machine can't read
 * them. A group gets what the process's umask leaves it, because teams share homes by group.
 */
public final class HomeFolder {
  private static final FileAttribute<?>[] HOME = attributes("rwx------");
  private static final FileAttribute<?>[] FOLDER = attributes("rwxrwx---");
  private static final FileAttribute<?>[] FILE = attributes("rw-rw----");

  private HomeFolder() {}

  private static FileAttribute<?>[] attributes(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Makes a home that its owner alone can enter; one that is there stays as it is. */
  public static void make(Path home) throws IOException {
    if (Files.isDirectory(home)) {
      return;
    }
    Files.createDirectories(home.toAbsolutePath().getParent());
    try {
      Files.createDirectory(home, HOME);
    } catch (FileAlreadyExistsException made) {
      if (!Files.isDirectory(home)) {
        throw made;
      }
    }
  }

  /** Makes a folder below a home, with those above it. */
  public static void makeBelow(Path home, Path folder) throws IOException {
    make(home);
    Files.createDirectories(folder, FOLDER);
  }

  /** The attributes of a new file in a home. */
  public static FileAttribute<?>[] ofFiles() {
    return FILE.clone();
  }

  /** The attributes of a new folder in a home. */
  static FileAttribute<?>[] ofFolders() {
    return FOLDER.clone();
  }
}
