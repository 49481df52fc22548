package dev.asof.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * A data file that a release recorded. Its bytes are held against the release's checksums alone,
 * whatever else is known of them: a file that was written anew, with checksums and pages in order,
 * is another one than was released.
 *
 * @param file the file as the storage gives it
 * @param recorded what the release recorded
 */
record ReleasedFile(InputFile file, ReleaseFiles.Recorded recorded) implements InputFile {
  @Override
  public SeekableInputStream newStream() {
    try {
      return BlockVerifiedStream.open(location(), new Stored(bare(), recorded), recorded.sums());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens the file without the checks of its pages, which read it in other portions. */
  private InputFile bare() {
    return file instanceof VerifiedFile verified ? verified.file() : LocalFileIO.bare(file);
  }

  @Override
  public long getLength() {
    return file.getLength();
  }

  @Override
  public String location() {
    return file.location();
  }

  @Override
  public boolean exists() {
    return file.exists();
  }

  /** Reads where it is; sought only when somebody goes elsewhere. */
  private static final class Stored implements BlockSource {
    private final InputFile file;
    private final ReleaseFiles.Recorded recorded;
    private final SeekableInputStream in;

    Stored(InputFile file, ReleaseFiles.Recorded recorded) {
      this.file = file;
      this.recorded = recorded;
      this.in = file.newStream();
    }

    @Override
    public long length() {
      return file.getLength();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      if (in.getPos() != position) {
        in.seek(position);
      }
      int count = in.read(target.array(), target.position(), target.remaining());
      target.position(target.position() + Math.max(0, count));
      return count;
    }

    @Override
    public Optional<BlockSums> findLatest() {
      return Optional.empty();
    }

    @Override
    public String taken() {
      return "when release " + recorded.release() + " was recorded";
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
