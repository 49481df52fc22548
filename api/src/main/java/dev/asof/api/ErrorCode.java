package dev.asof.api;

import java.util.Locale;

/**
 * Every error that a user can meet, by a code that never changes its meaning. A code is printed in
 * lower case with hyphens: {@code TAG_MISSING} as {@code tag-missing}.
 */
public enum ErrorCode {
  /** A command line that can't be understood. */
  USAGE(ErrorKind.USER),
  /** A file or folder named by the user isn't there or can't be read. */
  FILE_MISSING(ErrorKind.USER),
  /** A definition has an unknown key, a bad value, or lacks something. */
  DEFINITION_INVALID(ErrorKind.USER),
  /** No strategy has this name. */
  STRATEGY_MISSING(ErrorKind.USER),
  /** A vendor's plugin can't be loaded, fails, or has a format's name that another has. */
  VENDOR_INVALID(ErrorKind.USER),
  /** A strategy's parameter is unknown or has a bad value. */
  PARAMETER_INVALID(ErrorKind.USER),
  /** The home, or the place, holds no lake yet. */
  LAKE_MISSING(ErrorKind.USER),
  /** The home lies elsewhere than where its files say: it was moved, or is a copy of another. */
  HOME_MOVED(ErrorKind.USER),
  /** The warehouse folder belongs to another catalog. */
  WAREHOUSE_SHARED(ErrorKind.USER),
  /** The bucket that a place names is not there. */
  BUCKET_MISSING(ErrorKind.USER),
  /** A catalog or storage refused the credentials, or there are none. */
  ACCESS_DENIED(ErrorKind.USER),
  /** The lake has no such table, or it holds nothing yet. */
  TABLE_MISSING(ErrorKind.USER),
  /** The table has no such tag or snapshot. */
  TAG_MISSING(ErrorKind.USER),
  /** The tag exists and points elsewhere; a tag never moves. */
  TAG_EXISTS(ErrorKind.USER),
  /** The name can't be a tag's. */
  TAG_INVALID(ErrorKind.USER),
  /** A SQL statement that Spark refuses. */
  SQL_INVALID(ErrorKind.USER),
  /** A SQL statement asks for more rows, time or memory than it may have. */
  SQL_LIMIT(ErrorKind.USER),
  /** A file named as a result of AsOf is none, or is damaged. */
  RESULT_INVALID(ErrorKind.USER),

  /** No recorded run, or more than one, has the name that was given. */
  RUN_MISSING(ErrorKind.USER),

  /** No job that was submitted, or more than one, has the name that was given. */
  JOB_MISSING(ErrorKind.USER),
  /** A service refused to run a job as it was asked for. */
  JOB_REFUSED(ErrorKind.USER),

  /** A vendor's file can't be read as what it should be. */
  FILE_MALFORMED(ErrorKind.DATA),
  /** A row of a vendor's file breaks a rule of its table. */
  ROW_INVALID(ErrorKind.DATA),
  /** A key stands twice where it may stand once. */
  KEY_DUPLICATE(ErrorKind.DATA),
  /** A rule of a table's audits found what keeps a vendor's file out. */
  AUDIT_REFUSED(ErrorKind.DATA),
  /** A file speaks about a time before what the table holds already. */
  PERIOD_STALE(ErrorKind.DATA),
  /** A price is missing where an order needs it. */
  PRICE_MISSING(ErrorKind.DATA),
  /** A symbol or period that the definition needs isn't in the data. */
  DATA_MISSING(ErrorKind.DATA),
  /** A tag points elsewhere than when a release recorded it. */
  TAG_MOVED(ErrorKind.DATA),
  /** A column of a table was dropped, renamed or otherwise taken from its tags. */
  SCHEMA_CHANGED(ErrorKind.DATA),
  /** A snapshot that was recorded is no longer there. */
  SNAPSHOT_EXPIRED(ErrorKind.DATA),
  /** The run would use what was not known in time. */
  LOOKAHEAD(ErrorKind.DATA),
  /** An audit found decisions that used what was not known in time. */
  AUDIT_FAILED(ErrorKind.DATA),
  /** A stored result does not come out again. */
  RESULT_DIFFERS(ErrorKind.DATA),
  /** Files of the lake that don't hold what was written to them. */
  DATA_DAMAGED(ErrorKind.DATA),

  /** The home or an output can't be written or read. */
  STORAGE_UNAVAILABLE(ErrorKind.RESOURCE),
  /** The catalog can't be reached or is damaged. */
  CATALOG_UNAVAILABLE(ErrorKind.RESOURCE),
  /** The warehouse holds tables of which the catalog knows nothing. */
  CATALOG_LOST(ErrorKind.RESOURCE),
  /** Another writer published first, again and again. */
  PUBLISH_CONFLICT(ErrorKind.RESOURCE),
  /** A commit whose outcome is unknown; nothing was cleaned up. */
  COMMIT_UNKNOWN(ErrorKind.RESOURCE),
  /** Another process is at work on this refresh, or took it over. */
  REFRESH_HELD(ErrorKind.RESOURCE),
  /** The service that runs jobs can't be reached or has no time. */
  JOBS_UNAVAILABLE(ErrorKind.RESOURCE),
  /** A job that was waited for did not come to its end. */
  JOB_FAILED(ErrorKind.RESOURCE),
  /** A job that may have been started or not; the same again finds it out. */
  JOB_UNKNOWN(ErrorKind.RESOURCE),
  /** This Java, Spark or Iceberg gives wrong rows or loses something. */
  RUNTIME_UNFIT(ErrorKind.RESOURCE),

  /** A strategy threw. */
  STRATEGY_FAILED(ErrorKind.USER),
  /** No scenario of a sweep ran to its end. */
  SWEEP_FAILED(ErrorKind.USER),
  /** A defect of AsOf. */
  INTERNAL(ErrorKind.INTERNAL);

  private final ErrorKind kind;

  ErrorCode(ErrorKind kind) {
    this.kind = kind;
  }

  /** Who can mend it. */
  public ErrorKind kind() {
    return kind;
  }

  /** The code as it is printed, for example {@code tag-missing}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
