package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.RESTException;

/**
 * What catalogs and stores on other machines say, as one line. The classes of clients that may be
 * absent are known by their names, so that asking loads none of them.
 */
final class ServerFailure {
  private static final String AWS = "software.amazon.awssdk.";
  private static final String THRIFT = "org.apache.thrift.";
  private static final String HIVE = "org.apache.hadoop.hive.";
  private static final String HIVE_LOCK = "org.apache.iceberg.hive.LockException";
  private static final Pattern STATUS = Pattern.compile("Status Code: (\\d{3})");
  private static final Pattern REQUEST = Pattern.compile("\\s*\\((Service: [^)]*)\\).*$");

  /** How Iceberg says that a catalog's class can't be loaded. */
  private static final Pattern ABSENT_CLASS =
      Pattern.compile("(?:NoClassDefFoundError|ClassNotFoundException): ([\\w./]+)");

  /** Class 28 of SQL's standard: the database refused who asked. */
  private static final String AUTHORIZATION = "28";

  private ServerFailure() {}

  /** The error to throw, when a server or its client is what failed. */
  static Optional<AsOfException> translate(
      Place place, String action, Throwable cause, RuntimeException thrown) {
    String type = cause.getClass().getName();
    if (cause instanceof NotAuthorizedException || cause instanceof ForbiddenException) {
      return Optional.of(
          error(
              ErrorCode.ACCESS_DENIED,
              action,
              refused(place, cause) + " refused the credentials: " + said(cause),
              thrown));
    }
    if (type.startsWith(AWS)) {
      return Optional.of(ofAws(place, action, cause, thrown));
    }
    if (isWithoutLock(cause)) {
      return Optional.of(
          error(
              ErrorCode.CATALOG_UNAVAILABLE,
              action,
              "the metastore at "
                  + place.name()
                  + " gave no lock ("
                  + said(cause)
                  + "); make its transaction tables with Hive's schematool, or wait for who holds"
                  + " the lock",
              thrown));
    }
    if (cause instanceof RESTException || type.startsWith(THRIFT) || type.startsWith(HIVE)) {
      return Optional.of(
          error(
              ErrorCode.CATALOG_UNAVAILABLE,
              action,
              "the catalog at " + place.name() + " says: " + said(cause),
              thrown));
    }
    Matcher absent = ABSENT_CLASS.matcher(String.valueOf(cause.getMessage()));
    if (cause instanceof NoClassDefFoundError
        || cause instanceof NoSuchMethodException && absent.find()) {
      String missing = cause instanceof NoClassDefFoundError ? said(cause) : absent.group(1);
      return Optional.of(
          error(
              ErrorCode.CATALOG_UNAVAILABLE,
              action,
              "the client of "
                  + place.name()
                  + " is not on the class path ("
                  + missing.replace('/', '.')
                  + " is missing); put its jars into ASOF_CLASSPATH",
              thrown));
    }
    return Optional.empty();
  }

  /** Ends a loop over lost races for what only looks like one. */
  static void rethrowWithoutLock(RuntimeException raced) {
    if (isWithoutLock(raced)) {
      throw raced;
    }
  }

  /** A Hive metastore gave no lock, which Iceberg reports as a lost race. */
  private static boolean isWithoutLock(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause.getClass().getName().equals(HIVE_LOCK)) {
        return true;
      }
    }
    return false;
  }

  /** Nobody in AWS's chain had credentials. */
  static boolean lacksCredentials(Throwable cause) {
    return String.valueOf(cause.getMessage()).contains("Unable to load credentials");
  }

  private static String refused(Place place, Throwable cause) {
    return String.valueOf(cause.getMessage()).contains("Service: S3")
        ? place.storage().name()
        : "the catalog at " + place.name();
  }

  private static AsOfException ofAws(
      Place place, String action, Throwable cause, RuntimeException thrown) {
    String message = String.valueOf(cause.getMessage());
    boolean ofCatalog = message.contains("Service: Glue");
    String server = ofCatalog ? place.name() : place.storage().name();
    if (lacksCredentials(cause)) {
      return error(
          ErrorCode.ACCESS_DENIED,
          action,
          "there are no credentials for "
              + server
              + ": set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile or a role",
          thrown);
    }
    String simpleName = cause.getClass().getSimpleName();
    if (simpleName.equals("NoSuchBucketException")) {
      return error(ErrorCode.BUCKET_MISSING, action, "there is no bucket for " + server, thrown);
    }
    Matcher status = STATUS.matcher(message);
    if (status.find() && (status.group(1).equals("403") || status.group(1).equals("401"))) {
      return error(
          ErrorCode.ACCESS_DENIED,
          action,
          server + " refused the credentials: " + said(cause) + named(cause),
          thrown);
    }
    return error(
        ofCatalog ? ErrorCode.CATALOG_UNAVAILABLE : ErrorCode.STORAGE_UNAVAILABLE,
        action,
        isMute(cause)
            ? server + " gave no answer in time (key storage.timeout)" + named(cause)
            : server + " says: " + said(cause) + named(cause),
        thrown);
  }

  /** The request that failed, which the client's own message lacks. */
  private static String named(Throwable cause) {
    return RequestNote.of(cause).map(request -> " (" + request + ")").orElse("");
  }

  /** The server took a connection and said nothing. */
  private static boolean isMute(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }

  /** What a database says that is not the embedded one. */
  static AsOfException ofDatabase(Place place, String action, SQLException sql, Throwable thrown) {
    String message = String.valueOf(sql.getMessage());
    if (message.contains("No suitable driver")) {
      return error(
          ErrorCode.CATALOG_UNAVAILABLE,
          action,
          "no JDBC driver for "
              + place.name()
              + " is on the class path; put it into ASOF_CLASSPATH",
          thrown);
    }
    if (String.valueOf(sql.getSQLState()).startsWith(AUTHORIZATION)) {
      return error(
          ErrorCode.ACCESS_DENIED,
          action,
          "the database at " + place.name() + " refused user or password",
          thrown);
    }
    return error(
        ErrorCode.CATALOG_UNAVAILABLE,
        action,
        "the database at " + place.name() + " says: " + said(sql),
        thrown);
  }

  private static String said(Throwable cause) {
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return Failures.oneLine(REQUEST.matcher(message).replaceAll(""));
  }

  private static AsOfException error(
      ErrorCode code, String action, String problem, Throwable thrown) {
    return new AsOfException(code, "Cannot " + action + ": " + problem, thrown);
  }
}
