package dev.asof.catalog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/**
 * The checksums of a folder's files, in one file beside them, a line each. Parquet's pages carry
 * checksums, but their headers, a file's footer, Avro and JSON have none, and a disk that gives
 * other bytes than it took must not change a result anywhere.
 *
 * <p>Lines are only appended, each by one write, so that processes need no lock; of several lines
 * for one name the last holds. Names are relative, so that a copied folder keeps its checksums. A
 * file without a line was written by somebody else, or before there were checksums.
 */
final class FolderChecksums {
  /** The name of the file with the checksums; Iceberg and Spark overlook names with a dot. */
  static final String NAME = ".asof-checksums";

  private static final int FIELDS = 4;

  /** In place of a length: nothing is known of the file any more. */
  private static final String FORGOTTEN = "-";

  private static final Map<Path, FolderChecksums> FOLDERS = new ConcurrentHashMap<>();

  private final Path file;
  private final Map<String, BlockSums> sums = new HashMap<>();
  private Object fileKey;
  private long read;
  private int damagedLines;

  private FolderChecksums(Path folder) {
    this.file = folder.resolve(NAME);
  }

  private static FolderChecksums of(Path folder) {
    return FOLDERS.computeIfAbsent(folder.toAbsolutePath(), FolderChecksums::new);
  }

  /** Finds what was recorded of a file; empty when nothing was. */
  static Optional<BlockSums> find(Path file) throws IOException {
    return of(file.getParent()).lookUp(file.getFileName().toString());
  }

  /** Finds it again, because somebody may have written the file anew meanwhile. */
  private static Optional<BlockSums> findLatest(Path file) throws IOException {
    FolderChecksums folder = of(file.getParent());
    synchronized (folder) {
      folder.refresh();
      return Optional.ofNullable(folder.sums.get(file.getFileName().toString()));
    }
  }

  /** Counts the lines of a folder that cannot be read any more. */
  static int damagedLines(Path folder) throws IOException {
    FolderChecksums checksums = of(folder);
    synchronized (checksums) {
      checksums.refresh();
      return checksums.damagedLines;
    }
  }

  private synchronized Optional<BlockSums> lookUp(String name) throws IOException {
    BlockSums found = sums.get(name);
    if (found == null) {
      refresh();
      found = sums.get(name);
    }
    return Optional.ofNullable(found);
  }

  /**
   * Records the checksums of a file that was written.
   *
   * @param attributes of the file that holds them, when it is the folder's first
   */
  static void record(Path file, BlockSums sums, FileAttribute<?>... attributes) throws IOException {
    of(file.getParent()).append(line(file.getFileName().toString(), sums), attributes);
  }

  /**
   * Refuses a file that is to be replaced by one made from it, when it isn't what was written.
   *
   * @throws DamagedFile when it isn't
   */
  static void requireWhole(Path file) throws IOException {
    Optional<BlockSums> sums = find(file);
    if (sums.isPresent()) {
      try (BlockVerifiedStream in = open(file.toString(), file, sums.get())) {
        in.readAllBytes();
      }
    }
  }

  /**
   * Opens a file that is held against its checksums.
   *
   * @param location how messages call it
   * @throws DamagedFile when it has another length
   */
  static BlockVerifiedStream open(String location, Path file, BlockSums sums) throws IOException {
    return BlockVerifiedStream.open(location, new Written(file, FileChannel.open(file)), sums);
  }

  private record Written(Path file, FileChannel channel) implements BlockSource {
    @Override
    public long length() throws IOException {
      return channel.size();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return channel.read(target, position);
    }

    @Override
    public Optional<BlockSums> findLatest() throws IOException {
      return FolderChecksums.findLatest(file);
    }

    @Override
    public String taken() {
      return "when it was written";
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /**
   * Drops what was recorded of a file that is about to be replaced, so that a process that dies in
   * between leaves one without checksums rather than with those of another.
   */
  static void forget(Path file) throws IOException {
    if (find(file).isPresent()) {
      String name = file.getFileName().toString();
      FolderChecksums folder = of(file.getParent());
      folder.detach();
      folder.append(line(FORGOTTEN + " - " + name));
      folder.refreshed();
    }
  }

  /** Makes the file one's own: a home that was copied by hard links shares it with its original. */
  private synchronized void detach() throws IOException {
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("unix")
        && (int) Files.getAttribute(file, "unix:nlink") > 1) {
      Path aside = file.resolveSibling(NAME + "." + UUID.randomUUID());
      Files.copy(file, aside, StandardCopyOption.COPY_ATTRIBUTES);
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Records the checksums of a file as it lies there. */
  static void recordAnew(Path file) throws IOException {
    BlockSums.Builder sums = new BlockSums.Builder();
    byte[] content = Files.readAllBytes(file);
    sums.add(content, 0, content.length);
    record(file, sums.build());
    of(file.getParent()).refreshed();
  }

  private synchronized void refreshed() throws IOException {
    refresh();
  }

  private void append(byte[] line, FileAttribute<?>... attributes) throws IOException {
    // Whoever prunes the file puts another one in its place, which may lack this line.
    Object before;
    do {
      try (FileChannel channel =
          FileChannel.open(
              file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), attributes)) {
        before = key(file);
        ByteBuffer bytes = ByteBuffer.wrap(line);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
    } while (Files.notExists(file) || !Objects.equals(before, key(file)));
  }

  /** A file that takes another one's place may get its number too. */
  private static Object key(Path file) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.fileKey() + " " + attributes.creationTime();
    } catch (NoSuchFileException prunedMeanwhile) {
      return null;
    }
  }

  /** A line begins with a break as well, in case a write before it was cut short. */
  private static byte[] line(String name, BlockSums sums) {
    return line(sums.length() + " " + sums.text() + " " + name);
  }

  private static byte[] line(String content) {
    return ("\n" + crc(content) + " " + content + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String crc(String content) {
    CRC32C crc = new CRC32C();
    crc.update(content.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", crc.getValue());
  }

  /** Reads what was appended since it was read last. */
  private void refresh() throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      Object now = key(file);
      if (!Objects.equals(now, fileKey) || channel.size() < read) {
        sums.clear();
        damagedLines = 0;
        read = 0;
        fileKey = now;
      }
      byte[] bytes = read(channel, read);
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] != '\n') {
        end--;
      }
      for (String line : new String(bytes, 0, end, StandardCharsets.UTF_8).split("\n")) {
        if (!line.isEmpty()) {
          take(line);
        }
      }
      read += end;
    } catch (NoSuchFileException none) {
      sums.clear();
      read = 0;
    }
  }

  private static byte[] read(FileChannel channel, long from) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size() - from));
    while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
      continue;
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private void take(String line) {
    String[] fields = line.split(" ", FIELDS);
    try {
      if (fields.length == FIELDS
          && fields[0].equals(crc(line.substring(fields[0].length() + 1)))) {
        if (fields[1].equals(FORGOTTEN)) {
          sums.remove(fields[3]);
          return;
        }
        sums.put(fields[3], BlockSums.parse(Long.parseLong(fields[1]), fields[2]));
        return;
      }
    } catch (IllegalArgumentException unreadable) {
      // Counted below: a damaged line says nothing about the file that it was of.
    }
    damagedLines++;
  }

  /** Leaves nothing behind in a folder whose last file was deleted. */
  static void deleteWithLastFile(Path folder) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
      for (Path file : left) {
        if (!file.endsWith(NAME)) {
          return;
        }
      }
    } catch (NoSuchFileException gone) {
      return;
    }
    Files.deleteIfExists(folder.resolve(NAME));
  }

  /**
   * Drops the lines of files that are gone, when those are the greater part. What others append
   * meanwhile stays.
   */
  static void prune(Path folder) throws IOException {
    FolderChecksums checksums = of(folder);
    synchronized (checksums) {
      checksums.prune();
    }
  }

  private void prune() throws IOException {
    refresh();
    Map<String, BlockSums> kept = new HashMap<>(sums);
    kept.keySet().removeIf(name -> !Files.exists(file.resolveSibling(name)));
    if (2 * kept.size() >= sums.size()) {
      return;
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    kept.forEach((name, of) -> lines.writeBytes(line(name, of)));
    Path aside = file.resolveSibling(NAME + "." + UUID.randomUUID());
    try (FileChannel old = FileChannel.open(file)) {
      Files.copy(file, aside, StandardCopyOption.COPY_ATTRIBUTES);
      Files.write(aside, lines.toByteArray());
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      byte[] appendedMeanwhile = read(old, read);
      if (appendedMeanwhile.length > 0) {
        append(appendedMeanwhile);
      }
    } finally {
      Files.deleteIfExists(aside);
      sums.keySet().retainAll(kept.keySet());
      fileKey = null;
    }
  }
}
