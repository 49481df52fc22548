package dev.asof.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SeekableInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Iceberg's {@link S3FileIO}, but for three things. A body that breaks off is read on from where it
 * broke, and an upload of which the last answer was lost is looked for. And table metadata that the
 * store does not give are refused at once: Iceberg would try to read them again for a minute and a
 * half, when the client has tried for as long as the place allows; it takes {@link Refused} as
 * final. Spark loads this class by name.
 */
public final class ObjectFileIO extends S3FileIO {
  private static final long serialVersionUID = 1L;
  private static final String METADATA_SUFFIX = ".metadata.json";

  /** For Iceberg, which loads it by name. */
  public ObjectFileIO() {}

  /** What the store did not give; the cause says why. */
  static final class Refused extends NotFoundException {
    private static final long serialVersionUID = 1L;

    Refused(String location, Exception cause) {
      super(cause, "Cannot read %s", location);
    }
  }

  @Override
  public InputFile newInputFile(String location) {
    return wrapped(super.newInputFile(location));
  }

  @Override
  public InputFile newInputFile(String location, long length) {
    return wrapped(super.newInputFile(location, length));
  }

  @Override
  public OutputFile newOutputFile(String location) {
    return new ConfirmedFile(super.newOutputFile(location));
  }

  private InputFile wrapped(InputFile file) {
    InputFile resumed = new ResumedFile(file, properties());
    return new VerifiedFile(
        file.location().endsWith(METADATA_SUFFIX) ? new MetadataFile(resumed) : resumed);
  }

  private record ResumedFile(InputFile file, Map<String, String> options) implements InputFile {
    @Override
    public long getLength() {
      return file.getLength();
    }

    @Override
    public SeekableInputStream newStream() {
      return new ResumedStream(file, options);
    }

    @Override
    public String location() {
      return file.location();
    }

    @Override
    public boolean exists() {
      return file.exists();
    }
  }

  private record MetadataFile(InputFile file) implements InputFile {
    @Override
    public long getLength() {
      return file.getLength();
    }

    /** The store answers when it is read, so it is read here; metadata are read whole anyway. */
    @Override
    public SeekableInputStream newStream() {
      try (InputStream in = file.newStream()) {
        return new InMemoryInputFile(location(), in.readAllBytes()).newStream();
      } catch (SdkException failed) {
        throw new Refused(location(), failed);
      } catch (IOException failed) {
        throw new Refused(location(), new UncheckedIOException(failed));
      }
    }

    @Override
    public String location() {
      return file.location();
    }

    @Override
    public boolean exists() {
      return file.exists();
    }
  }
}
