package dev.asof.catalog;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.RangeReadable;
import org.apache.iceberg.io.SeekableInputStream;
import software.amazon.awssdk.core.exception.RetryableException;

/**
 * A stream of an object that goes on where it was when the store broke off in the midst of a body.
 * Iceberg's own repeats a read after some errors of the socket, and fails when a body ends early.
 * What the client refuses to give at all is final: it was repeated already.
 */
final class ResumedStream extends SeekableInputStream implements RangeReadable {
  private static final int MOST_FAILURES = 8;
  private static final long FIRST_PAUSE_NANOS = 50_000_000;

  private final InputFile file;
  private final Duration timeout;
  private SeekableInputStream stream;
  private long position;

  ResumedStream(InputFile file, Map<String, String> options) {
    this.file = file;
    this.timeout = Timeout.of(options);
    this.stream = file.newStream();
  }

  /** Reads once. */
  private interface Attempt {
    int read(SeekableInputStream from) throws IOException;
  }

  @Override
  public int read() throws IOException {
    int value = resumed(SeekableInputStream::read);
    position += value < 0 ? 0 : 1;
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = resumed(from -> from.read(target, offset, length));
    position += Math.max(0, count);
    return count;
  }

  @Override
  public void readFully(long from, byte[] target, int offset, int length) throws IOException {
    resumed(
        open -> {
          ((RangeReadable) open).readFully(from, target, offset, length);
          return length;
        });
  }

  @Override
  public int readTail(byte[] target, int offset, int length) throws IOException {
    return resumed(open -> ((RangeReadable) open).readTail(target, offset, length));
  }

  @Override
  public long getPos() {
    return position;
  }

  @Override
  public void seek(long newPosition) throws IOException {
    stream.seek(newPosition);
    position = newPosition;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  private int resumed(Attempt attempt) throws IOException {
    try (ServerWaits.Wait wait = ServerWaits.begin("GetObject " + file.location(), timeout)) {
      for (int failures = 1; ; failures++) {
        try {
          return attempt.read(stream);
        } catch (IOException | RetryableException broken) {
          boolean late = wait.elapsed().compareTo(Timeout.repeating(timeout)) >= 0;
          if (failures == MOST_FAILURES || late) {
            throw new IOException(
                "reading " + file.location() + " failed " + failures + " times: " + said(broken),
                broken);
          }
          reopen(broken);
          LockSupport.parkNanos(FIRST_PAUSE_NANOS << (failures - 1));
        }
      }
    }
  }

  private void reopen(Exception broken) throws IOException {
    try {
      stream.close();
    } catch (IOException | RuntimeException alreadyBroken) {
      broken.addSuppressed(alreadyBroken);
    }
    stream = file.newStream();
    stream.seek(position);
  }

  private static String said(Exception broken) {
    return broken.getMessage() == null ? broken.toString() : broken.getMessage();
  }
}
