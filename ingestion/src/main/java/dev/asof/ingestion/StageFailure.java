package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Lake;
import dev.asof.catalog.PlaceCatalog;
import java.io.IOException;
import java.sql.SQLException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NotFoundException;

/** What went wrong while a file was staged, as an error of one line. */
final class StageFailure {
  private StageFailure() {}

  /** The error to report; what nobody outside can mend comes back as it is. */
  static RuntimeException translate(String file, Lake lake, Exception failed) {
    if (failed instanceof AsOfException reported) {
      return reported;
    }
    if (!(lake.place().catalog() instanceof PlaceCatalog.Embedded)
        && lake.failure("ingest " + file, unchecked(failed)) instanceof AsOfException reported) {
      return reported;
    }
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException || cause instanceof NotFoundException) {
        return error(
            ErrorCode.STORAGE_UNAVAILABLE,
            "the lake's files in " + lake.place().name(),
            file,
            cause);
      }
      if (cause instanceof SQLException) {
        return error(
            ErrorCode.CATALOG_UNAVAILABLE, "the catalog in " + lake.place().name(), file, cause);
      }
      if (cause instanceof CommitFailedException) {
        return error(ErrorCode.PUBLISH_CONFLICT, "others kept changing the table", file, cause);
      }
    }
    return unchecked(failed);
  }

  private static RuntimeException unchecked(Exception failed) {
    return failed instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failed);
  }

  private static AsOfException error(ErrorCode code, String what, String file, Throwable cause) {
    return new AsOfException(
        code,
        "Cannot ingest "
            + file
            + ": "
            + what
            + ": "
            + OneLine.of(String.valueOf(cause.getMessage()))
            + "; nothing was changed",
        cause);
  }
}
