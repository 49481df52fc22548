package dev.asof.ingestion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Folders of temporary files for Spark. Each is locked by the process that made it for as long as
 * that lives, so that a later process knows which ones killed processes left, also where processes
 * don't see each other's ids, as in containers.
 */
final class ScratchFolders {
  private static final String PREFIX = "asof-spark-";
  private static final String UNLOCKED = "asof-unlocked-";
  private static final String LOCK = ".in-use";
  private static final Map<Path, FileChannel> OWN = new ConcurrentHashMap<>();

  private ScratchFolders() {}

  /** Makes a folder below another, and deletes there what killed processes left. */
  static Path make(Path above) throws IOException {
    deleteAbandoned(above);
    // Others look at it under its own name alone, which it gets when it is locked.
    Path unlocked = Files.createTempDirectory(above, UNLOCKED);
    FileChannel channel =
        FileChannel.open(
            unlocked.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    channel.lock();
    Path folder =
        above.resolve(PREFIX + unlocked.getFileName().toString().substring(UNLOCKED.length()));
    OWN.put(folder, channel);
    Files.move(unlocked, folder, StandardCopyOption.ATOMIC_MOVE);
    return folder;
  }

  /** Deletes a folder with all that is in it, as far as that can be done. */
  static void delete(Path folder) {
    try (Stream<Path> below = Files.walk(folder)) {
      List<Path> deepestFirst = below.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException leftToTheSystem) {
      // The folder lies among temporary files; what can't be deleted now is not ours to insist on.
      folder.toFile().deleteOnExit();
    } finally {
      close(OWN.remove(folder));
    }
  }

  private static void close(FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException gone) {
      // The lock ends with the process.
    }
  }

  private static void deleteAbandoned(Path above) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(above, PREFIX + "*")) {
      for (Path folder : folders) {
        // To close a second channel on a locked file would give up this process's lock on it.
        if (!OWN.containsKey(folder) && isAbandoned(folder)) {
          delete(folder);
        }
      }
    } catch (IOException unreadable) {
      // Others' files are in the way of nothing.
    }
  }

  /** Tells if nobody holds the lock. A folder without one is just being made, or is not ours. */
  private static boolean isAbandoned(Path folder) {
    try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (IOException | OverlappingFileLockException notOurs) {
      return false;
    }
  }
}
