package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import org.apache.iceberg.exceptions.RESTException;
import org.sqlite.SQLiteException;

/**
 * Tells what a server or a disk did from a defect of AsOf, for an exception that comes out of a
 * command and that nobody translated before. The classes of clients are known by their names, so
 * that asking loads none of them.
 */
public final class OutsideFailure {
  private static final String AWS = "software.amazon.awssdk.";
  private static final String HIVE = "org.apache.hadoop.hive.";
  private static final String THRIFT = "org.apache.thrift.";
  private static final int SQLITE_FULL = 13;

  private OutsideFailure() {}

  /** The error to report; empty when nothing outside is known to have failed. */
  public static Optional<AsOfException> of(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      Optional<ErrorCode> code = code(cause);
      if (code.isPresent()) {
        String request = RequestNote.of(cause).map(text -> " (" + text + ")").orElse("");
        return Optional.of(
            new AsOfException(
                code.get(),
                "Cannot go on: " + Failures.oneLine(String.valueOf(cause.getMessage())) + request,
                thrown));
      }
    }
    return Optional.empty();
  }

  private static Optional<ErrorCode> code(Throwable cause) {
    String type = cause.getClass().getName();
    if (type.startsWith(AWS) || isOfDisk(cause)) {
      return Optional.of(ErrorCode.STORAGE_UNAVAILABLE);
    }
    if (type.startsWith(HIVE) || type.startsWith(THRIFT) || cause instanceof RESTException) {
      return Optional.of(ErrorCode.CATALOG_UNAVAILABLE);
    }
    return Optional.empty();
  }

  private static boolean isOfDisk(Throwable cause) {
    if (cause instanceof SQLiteException sqlite) {
      return (sqlite.getResultCode().code & 0xff) == SQLITE_FULL;
    }
    return cause instanceof SocketException
        || cause instanceof SocketTimeoutException
        || cause instanceof IOException && isFull(cause.getMessage());
  }

  /** Java reports a full disk by the system's words alone. */
  static boolean isFull(String message) {
    return message != null
        && (message.contains("No space left on device") || message.contains("Disk quota exceeded"));
  }
}
