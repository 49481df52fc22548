package dev.asof.catalog;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.BulkDeletionFailureException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.io.SupportsBulkOperations;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * Iceberg's files on this machine's disk, by plain absolute paths. Iceberg's own way to local files
 * loads Hadoop's file systems and configuration, which a short command would pay for with a third
 * of its time; it also leaves checksum files beside each file. Spark loads this class by name.
 *
 * <p>A file is forced to disk before its writer is closed, so that the catalog never names a file
 * that a power cut could empty. Its checksums are recorded in {@link FolderChecksums}, and whatever
 * is read of it is checked against them, whoever reads: the engine, Iceberg or Spark.
 */
public final class LocalFileIO implements SupportsPrefixOperations, SupportsBulkOperations {
  private static final long serialVersionUID = 1L;
  private static final String FILE_SCHEME = "file:";
  private static final int BUFFER_BYTES = 1 << 16;

  /** The option by which a home keeps its files from other users. */
  static final String PRIVATE = "asof.private-files";

  private boolean isPrivate;

  /** For Iceberg, which loads it by name. */
  public LocalFileIO() {}

  @Override
  public void initialize(Map<String, String> properties) {
    isPrivate = Boolean.parseBoolean(properties.get(PRIVATE));
  }

  @Override
  public InputFile newInputFile(String location) {
    return new LocalInputFile(location);
  }

  @Override
  public OutputFile newOutputFile(String location) {
    return new LocalOutputFile(location, isPrivate);
  }

  @Override
  public void deleteFile(String location) {
    try {
      Path file = path(location);
      Files.delete(file);
      FolderChecksums.deleteWithLastFile(file.getParent());
    } catch (NoSuchFileException absent) {
      throw new NotFoundException(absent, "File does not exist: %s", location);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Every file below a folder, at any depth, in the order of their paths; none where there is no
   * such folder. A location looks as the folder's does, with or without {@code file:}.
   */
  @Override
  public Iterable<FileInfo> listPrefix(String folder) {
    Path top = path(folder);
    String scheme = folder.substring(0, folder.length() - withoutScheme(folder).length());
    List<FileInfo> files = new ArrayList<>();
    walk(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.endsWith(FolderChecksums.NAME)) {
              return FileVisitResult.CONTINUE;
            }
            files.add(
                new FileInfo(
                    scheme + file, attributes.size(), attributes.lastModifiedTime().toMillis()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException cause) throws IOException {
            return skipAbsent(cause);
          }
        });
    files.sort(Comparator.comparing(FileInfo::location));
    return files;
  }

  /** Deletes a folder with all that is in it; nothing happens where there is no such folder. */
  @Override
  public void deletePrefix(String folder) {
    walk(
        path(folder),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException cause) throws IOException {
            return skipAbsent(cause);
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException cause)
              throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void walk(Path top, SimpleFileVisitor<Path> visitor) {
    try {
      Files.walkFileTree(top, visitor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Others delete files while a folder is walked. */
  private static FileVisitResult skipAbsent(IOException cause) throws IOException {
    if (cause instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw cause;
  }

  /** Deletes files; one that is gone already counts as deleted. */
  @Override
  public void deleteFiles(Iterable<String> locations) {
    int failures = 0;
    IOException last = null;
    Set<Path> folders = new HashSet<>();
    for (String location : locations) {
      try {
        Path file = path(location);
        Files.deleteIfExists(file);
        folders.add(file.getParent());
      } catch (IOException e) {
        failures++;
        last = e;
      }
    }
    for (Path folder : folders) {
      try {
        FolderChecksums.deleteWithLastFile(folder);
      } catch (IOException stays) {
        // A file of checksums without files does no harm.
      }
    }
    if (failures > 0) {
      BulkDeletionFailureException failure = new BulkDeletionFailureException(failures);
      failure.initCause(last);
      throw failure;
    }
  }

  /** The path of a location, with or without {@code file:}. */
  static Path path(String location) {
    return Path.of(withoutScheme(location));
  }

  static String withoutScheme(String location) {
    if (!location.startsWith(FILE_SCHEME)) {
      return location;
    }
    String path = location.substring(FILE_SCHEME.length());
    return path.startsWith("//") ? path.substring(2) : path;
  }

  /** Returns a local file without any checks of what it holds; any other file as it is. */
  static InputFile bare(InputFile file) {
    return file instanceof LocalInputFile local ? new UnrecordedFile(local.location()) : file;
  }

  private record LocalInputFile(String location) implements InputFile {
    @Override
    public long getLength() {
      try {
        return Files.size(path(location));
      } catch (NoSuchFileException absent) {
        throw new NotFoundException(absent, "File does not exist: %s", location);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public SeekableInputStream newStream() {
      Path path = path(location);
      try {
        Optional<BlockSums> sums = FolderChecksums.find(path);
        if (sums.isEmpty()) {
          return new VerifiedFile(new UnrecordedFile(location)).newStream();
        }
        return FolderChecksums.open(location, path, sums.get());
      } catch (NoSuchFileException absent) {
        throw new NotFoundException(absent, "File does not exist: %s", location);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean exists() {
      return Files.exists(path(location));
    }
  }

  /** A file as it lies on the disk. */
  private record UnrecordedFile(String location) implements InputFile {
    @Override
    public long getLength() {
      return new LocalInputFile(location).getLength();
    }

    @Override
    public SeekableInputStream newStream() {
      try {
        return new ChannelInputStream(FileChannel.open(path(location)));
      } catch (NoSuchFileException absent) {
        throw new NotFoundException(absent, "File does not exist: %s", location);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean exists() {
      return Files.exists(path(location));
    }
  }

  private record LocalOutputFile(String location, boolean isPrivate) implements OutputFile {
    private static final FileAttribute<?>[] BY_UMASK = {};

    @Override
    public PositionOutputStream create() {
      return open(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
      return open(
          StandardOpenOption.WRITE,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING);
    }

    private PositionOutputStream open(OpenOption... options) {
      Path path = path(location);
      try {
        FileAttribute<?>[] attributes = isPrivate ? HomeFolder.ofFiles() : BY_UMASK;
        Files.createDirectories(path.getParent(), isPrivate ? HomeFolder.ofFolders() : BY_UMASK);
        return new ChannelOutputStream(
            path, attributes, FileChannel.open(path, Set.of(options), attributes));
      } catch (FileAlreadyExistsException taken) {
        throw new AlreadyExistsException(taken, "File already exists: %s", location);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public InputFile toInputFile() {
      return new LocalInputFile(location);
    }
  }

  private static final class ChannelInputStream extends SeekableInputStream {
    private final FileChannel channel;

    ChannelInputStream(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public long getPos() throws IOException {
      return channel.position();
    }

    @Override
    public void seek(long position) throws IOException {
      channel.position(position);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return channel.read(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public long skip(long count) throws IOException {
      long start = channel.position();
      long end = Math.min(channel.size(), start + Math.max(0, count));
      channel.position(end);
      return end - start;
    }

    @Override
    public void skipNBytes(long count) throws IOException {
      if (skip(count) < count) {
        throw new EOFException();
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private static final class ChannelOutputStream extends PositionOutputStream {
    private final FileChannel channel;
    private final OutputStream buffered;
    private final Path path;
    private final FileAttribute<?>[] attributes;
    private final BlockSums.Builder sums = new BlockSums.Builder();
    private long position;

    ChannelOutputStream(Path path, FileAttribute<?>[] attributes, FileChannel channel) {
      this.path = path;
      this.attributes = attributes;
      this.channel = channel;
      this.buffered = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      buffered.write(bytes, offset, length);
      sums.add(bytes, offset, length);
      position += length;
    }

    @Override
    public void flush() throws IOException {
      buffered.flush();
    }

    @Override
    public void close() throws IOException {
      if (channel.isOpen()) {
        try (channel) {
          buffered.flush();
          channel.force(false);
          FolderChecksums.record(path, sums.build(), attributes);
        }
      }
    }
  }
}
