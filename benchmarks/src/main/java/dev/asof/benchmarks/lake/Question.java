package dev.asof.benchmarks.lake;

import java.time.LocalDate;

/**
 * A question that is asked of each layout. Q1 to Q4 are those of the AWS Big Data Blog's article
 * "Build a high-performance quant research platform with Apache Iceberg".
 */
enum Question {
  /** How many rows. */
  Q1(
      "Q1: count of all rows",
      "SELECT count(*) FROM %s",
      "Iceberg keeps the rows of each file in its metadata and opens no data file; Parquet lists"
          + " the folders and reads every footer."),
  /** How many rows an instrument has. */
  Q2(
      "Q2: count by exchange and instrument",
      "SELECT exchange_code, instrument, count(*) AS n FROM %s"
          + " GROUP BY exchange_code, instrument ORDER BY n DESC, exchange_code, instrument",
      "Both know the instrument from the partition and read no column; Iceberg skips the listing"
          + " and the schema inference."),
  /** How many days. */
  Q3(
      "Q3: number of distinct days",
      "SELECT count(DISTINCT year(adapterTimestamp_ts_utc), month(adapterTimestamp_ts_utc),"
          + " day(adapterTimestamp_ts_utc)) FROM %s",
      "A scan of the whole time column: nothing can be pruned, so this compares the readers and"
          + " the size of the column on disk."),
  /** As Q2, within two days. */
  Q4(
      "Q4: as Q2, within two days",
      "SELECT exchange_code, instrument, count(*) AS n FROM %s WHERE adapterTimestamp_ts_utc >="
          + " TIMESTAMP '{from}' AND adapterTimestamp_ts_utc < TIMESTAMP '{to}'"
          + " GROUP BY exchange_code, instrument ORDER BY n DESC, exchange_code, instrument",
      "Iceberg knows the first and last time of each file before it opens any; Parquet opens every"
          + " file and skips row groups by their statistics."),
  /** What a backtest of one instrument reads. */
  INSTRUMENT_DAY(
      "One instrument's day",
      "SELECT count(*), avg(ask_price - bid_price), max(bid_price) FROM %s"
          + " WHERE exchange_code = 'XNAS' AND instrument = '{instrument}'"
          + " AND adapterTimestamp_ts_utc >= TIMESTAMP '{from}'"
          + " AND adapterTimestamp_ts_utc < TIMESTAMP '{next}'",
      "Both go to the instrument's folder; sorted by time, Iceberg opens the files of that day"
          + " alone."),
  /** The rows of all files by their metadata. */
  METADATA_COUNT(
      "Count by metadata alone",
      "SELECT sum(record_count) FROM %s.files",
      "Reads manifests; plain Parquet has no such thing."),
  /** The rows as they were at a tag, after a later append. */
  AS_OF(
      "As of a tag: count by instrument",
      "SELECT exchange_code, instrument, count(*) AS n FROM %s VERSION AS OF 'BEFORE'"
          + " GROUP BY exchange_code, instrument ORDER BY n DESC, exchange_code, instrument",
      "Reads the tagged snapshot although rows came since; plain Parquet has no such thing.");

  /** The tag that is asked for. */
  static final String TAG = "BEFORE";

  private final String title;
  private final String sql;
  private final String explanation;

  Question(String title, String sql, String explanation) {
    this.title = title;
    this.sql = sql;
    this.explanation = explanation;
  }

  /** What is asked, for a reader. */
  String title() {
    return title;
  }

  /** Why the answers take as long as they do. */
  String explanation() {
    return explanation;
  }

  /** Whether plain Parquet can answer it. */
  boolean isForParquet() {
    return this != METADATA_COUNT && this != AS_OF;
  }

  /**
   * The statement.
   *
   * @param table the table, or the view of plain files
   * @param day the first of the two days
   * @param instrument one of exchange XNAS
   */
  String sql(String table, LocalDate day, String instrument) {
    return sql.formatted(table)
        .replace("{from}", day + " 00:00:00")
        .replace("{next}", day.plusDays(1) + " 00:00:00")
        .replace("{to}", day.plusDays(2) + " 00:00:00")
        .replace("{instrument}", instrument.replace("'", "''"));
  }
}
