package dev.asof.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Iceberg's {@link S3FileIO}, but for one thing: table metadata that the store refuses to give are
 * refused at once. Iceberg would try to read them again for a minute and a half, as if wrong
 * credentials could become right or a bucket appear; it takes {@link Refused} as final. Spark loads
 * this class by name.
 */
public final class ObjectFileIO extends S3FileIO {
  private static final long serialVersionUID = 1L;
  private static final String METADATA_SUFFIX = ".metadata.json";
  private static final int TOO_MANY_REQUESTS = 429;

  /** For Iceberg, which loads it by name. */
  public ObjectFileIO() {}

  /** What the store refused; the cause says why. */
  static final class Refused extends NotFoundException {
    private static final long serialVersionUID = 1L;

    Refused(String location, Exception cause) {
      super(cause, "Cannot read %s", location);
    }
  }

  @Override
  public InputFile newInputFile(String location) {
    InputFile file = super.newInputFile(location);
    return location.endsWith(METADATA_SUFFIX) ? new MetadataFile(file) : file;
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
      } catch (AwsServiceException answered) {
        int status = answered.statusCode();
        if (status >= 400 && status < 500 && status != TOO_MANY_REQUESTS) {
          throw new Refused(location(), answered);
        }
        throw answered;
      } catch (SdkClientException unasked) {
        if (ServerFailure.lacksCredentials(unasked)) {
          throw new Refused(location(), unasked);
        }
        throw unasked;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
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
