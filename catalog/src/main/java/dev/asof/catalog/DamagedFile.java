package dev.asof.catalog;

import dev.asof.api.AsOfException;
import java.io.EOFException;
import java.io.IOException;
import java.util.function.Supplier;
import org.apache.iceberg.exceptions.NotFoundException;

/**
 * Reports a file of the lake that does not hold what was written to it. Iceberg takes its parent
 * class as final and does not try to read the file again for a minute and a half.
 */
final class DamagedFile extends NotFoundException {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 200;
  private static final String AWS = "software.amazon.";

  private final String location;
  private final String reason;

  DamagedFile(String location, String reason, Throwable cause) {
    super(cause, "File is damaged: %s (%s)", location, reason);
    this.location = location;
    this.reason = reason;
  }

  DamagedFile(String location, String reason) {
    this(location, reason, null);
  }

  /** Of a file whose decoder stumbled. */
  static DamagedFile undecodable(String location, Throwable cause) {
    if (cause instanceof DamagedFile known) {
      return known;
    }
    String message = cause.getMessage();
    return new DamagedFile(
        location,
        "it cannot be decoded: "
            + (message == null
                ? cause.getClass().getSimpleName()
                : Failures.oneLine(message.length() > MOST ? message.substring(0, MOST) : message)),
        cause);
  }

  /**
   * The error to throw for what a reader of a file threw: damage, unless the storage says by itself
   * what it could not do. Checksums agree by then, where there are any: a decoder that stumbles has
   * met a file that was written so, or one without checksums.
   */
  static RuntimeException of(String location, RuntimeException thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      boolean known =
          cause instanceof AsOfException
              || cause instanceof NotFoundException
              || cause.getClass().getName().startsWith(AWS);
      boolean storage =
          cause instanceof IOException
              && cause.getClass() != IOException.class
              && !(cause instanceof EOFException);
      if (known || storage) {
        return thrown;
      }
    }
    return undecodable(location, thrown);
  }

  /** Reads a file, and names it where the reader stumbles; see {@link #of}. */
  static <T> T naming(String location, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (RuntimeException thrown) {
      throw of(location, thrown);
    }
  }

  /** Where the file lies. */
  String location() {
    return location;
  }

  /** Says in a few words how the damage shows. */
  String reason() {
    return reason;
  }
}
