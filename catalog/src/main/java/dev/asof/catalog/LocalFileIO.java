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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Iceberg's files on this machine's disk, by plain absolute paths. Iceberg's own way to local files
 * loads Hadoop's file systems and configuration, which a short command would pay for with a third
 * of its time; it also leaves checksum files beside each file. Spark loads this class by name.
 *
 * <p>A file is forced to disk before its writer is closed, so that the catalog never names a file
 * that a power cut could empty.
 */
public final class LocalFileIO implements FileIO {
  private static final long serialVersionUID = 1L;
  private static final String FILE_SCHEME = "file:";
  private static final String METADATA_SUFFIX = ".metadata.json";
  private static final int BUFFER_BYTES = 1 << 16;

  /** For Iceberg, which loads it by name. */
  public LocalFileIO() {}

  @Override
  public InputFile newInputFile(String location) {
    return new LocalInputFile(location);
  }

  @Override
  public OutputFile newOutputFile(String location) {
    return new LocalOutputFile(location);
  }

  @Override
  public void deleteFile(String location) {
    try {
      Files.delete(path(location));
    } catch (NoSuchFileException absent) {
      throw new NotFoundException(absent, "File does not exist: %s", location);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path path(String location) {
    if (!location.startsWith(FILE_SCHEME)) {
      return Path.of(location);
    }
    String path = location.substring(FILE_SCHEME.length());
    return Path.of(path.startsWith("//") ? path.substring(2) : path);
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
      try {
        FileChannel channel = FileChannel.open(path(location));
        if (location.endsWith(METADATA_SUFFIX)) {
          checkComplete(channel);
        }
        return new ChannelInputStream(channel);
      } catch (NoSuchFileException absent) {
        throw new NotFoundException(absent, "File does not exist: %s", location);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /**
     * Refuses table metadata that are cut short. Iceberg would try to parse them again for a minute
     * and a half, as if the file could still arrive; it takes this exception as final.
     */
    private void checkComplete(FileChannel channel) throws IOException {
      ByteBuffer last = ByteBuffer.allocate(1);
      if (channel.size() == 0 || channel.read(last, channel.size() - 1) < 1 || last.get(0) != '}') {
        channel.close();
        throw new NotFoundException("File is cut short: %s", location);
      }
    }

    @Override
    public boolean exists() {
      return Files.exists(path(location));
    }
  }

  private record LocalOutputFile(String location) implements OutputFile {
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
        Files.createDirectories(path.getParent());
        return new ChannelOutputStream(FileChannel.open(path, options));
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
    private long position;

    ChannelOutputStream(FileChannel channel) {
      this.channel = channel;
      this.buffered = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int value) throws IOException {
      buffered.write(value);
      position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      buffered.write(bytes, offset, length);
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
        }
      }
    }
  }
}
