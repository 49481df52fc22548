package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.exceptions.NotFoundException;
import org.sqlite.SQLiteException;

/** Turns what Iceberg, catalogs and storage throw into one line for the person who typed. */
final class Failures {
  private final Place place;

  Failures(Place place) {
    this.place = place;
  }

  /**
   * Runs some work on the lake.
   *
   * @param action what is being done, to stand after {@code Cannot}
   */
  <T> T guarded(String action, Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      throw translate(action, e);
    }
  }

  /** The error to throw for what was thrown while doing something; a defect stays as it is. */
  RuntimeException translate(String action, RuntimeException thrown) {
    if (thrown instanceof AsOfException) {
      return thrown;
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return ofCatalog(action, sql, thrown);
      }
      Optional<AsOfException> served = ServerFailure.translate(place, action, cause, thrown);
      if (served.isPresent()) {
        return served.get();
      }
      if (cause instanceof DamagedFile damaged) {
        return ofDamage(action, damaged, thrown);
      }
      if (cause instanceof NotFoundException absent && !(cause instanceof ObjectFileIO.Refused)) {
        return ofAbsence(action, absent, thrown);
      }
      if (cause instanceof IOException io) {
        return ofDisk(action, io, thrown);
      }
    }
    return thrown;
  }

  /** The error for a file that is damaged or missing; empty when that is not what was thrown. */
  Optional<AsOfException> damage(String action, Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof DamagedFile damaged) {
        return Optional.of(ofDamage(action, damaged, thrown));
      }
      if (cause instanceof NotFoundException absent && !(cause instanceof ObjectFileIO.Refused)) {
        return Optional.of(ofAbsence(action, absent, thrown));
      }
    }
    return Optional.empty();
  }

  private AsOfException ofAbsence(String action, NotFoundException absent, Throwable thrown) {
    return new AsOfException(
        ErrorCode.STORAGE_UNAVAILABLE,
        "Cannot "
            + action
            + ": the catalog names a file that can't be used ("
            + oneLine(absent.getMessage())
            + "); restore "
            + filesToRestore(),
        thrown);
  }

  private AsOfException ofDamage(String action, DamagedFile damaged, Throwable thrown) {
    return new AsOfException(
        ErrorCode.STORAGE_UNAVAILABLE,
        "Cannot "
            + action
            + ": file "
            + damaged.location()
            + " is damaged ("
            + damaged.reason()
            + "); restore it, or "
            + filesToRestore()
            + "; asof lake check --deep names all that is damaged",
        thrown);
  }

  AsOfException ofDisk(String action, IOException io, Throwable thrown) {
    return new AsOfException(
        ErrorCode.STORAGE_UNAVAILABLE, "Cannot " + action + ": " + reason(io), thrown);
  }

  private AsOfException ofCatalog(String action, SQLException sql, Throwable thrown) {
    ErrorCode code = ErrorCode.CATALOG_UNAVAILABLE;
    String reason = oneLine(sql.getMessage());
    if (!(place.catalog() instanceof PlaceCatalog.Embedded)) {
      return ServerFailure.ofDatabase(place, action, sql, thrown);
    }
    if (sql instanceof SQLiteException sqlite) {
      switch (sqlite.getResultCode().code & 0xff) {
        case 5, 6 ->
            reason = "another process keeps catalog.db locked; try again when it has ended";
        case 8 -> {
          code = ErrorCode.STORAGE_UNAVAILABLE;
          reason = "catalog.db can't be written; check the permissions of the home";
        }
        case 10, 13, 14 -> {
          code = ErrorCode.STORAGE_UNAVAILABLE;
          reason =
              "catalog.db can't be opened or written; check the permissions of the home and the"
                  + " space on its disk";
        }
        case 11, 26 ->
            reason =
                "catalog.db is damaged; restore it from a copy, or run asof lake relocate"
                    + " --rebuild-catalog";
        default -> {}
      }
    }
    return new AsOfException(code, "Cannot " + action + ": " + reason, thrown);
  }

  private String filesToRestore() {
    return place.catalog() instanceof PlaceCatalog.Embedded
        ? "the warehouse folder beside catalog.db"
        : "it in " + place.storage().name();
  }

  private static String reason(IOException io) {
    if (io instanceof AccessDeniedException denied) {
      return "permission denied for " + denied.getFile();
    }
    if (io instanceof NoSuchFileException absent) {
      return absent.getFile() + " is missing";
    }
    return io.getMessage() == null ? io.getClass().getSimpleName() : oneLine(io.getMessage());
  }

  static String oneLine(String message) {
    return Secret.hide(message.replaceAll("\\s*\\R\\s*", " "));
  }
}
