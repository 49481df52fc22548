package dev.asof.catalog;

import java.io.IOException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/**
 * An object that is written once. When the answer to the request that completes an upload of
 * several parts is lost, the client asks again, and many stores then know no such upload any more.
 * The object is there: its length says so, and the write has succeeded.
 *
 * @param file the same of Iceberg's
 */
record ConfirmedFile(OutputFile file) implements OutputFile {
  @Override
  public PositionOutputStream create() {
    return new Stream(file.create());
  }

  @Override
  public PositionOutputStream createOrOverwrite() {
    return new Stream(file.createOrOverwrite());
  }

  @Override
  public String location() {
    return file.location();
  }

  @Override
  public InputFile toInputFile() {
    return file.toInputFile();
  }

  private final class Stream extends PositionOutputStream {
    private final PositionOutputStream stream;
    private boolean closed;

    Stream(PositionOutputStream stream) {
      this.stream = stream;
    }

    @Override
    public void write(int value) throws IOException {
      stream.write(value);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      stream.write(source, offset, length);
    }

    @Override
    public long getPos() throws IOException {
      return stream.getPos();
    }

    @Override
    public long storedLength() throws IOException {
      return stream.storedLength();
    }

    @Override
    public void flush() throws IOException {
      stream.flush();
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      long written = stream.getPos();
      try {
        stream.close();
      } catch (NoSuchUploadException unknown) {
        InputFile stored = file.toInputFile();
        if (!stored.exists() || stored.getLength() != written) {
          throw unknown;
        }
      }
    }
  }
}
