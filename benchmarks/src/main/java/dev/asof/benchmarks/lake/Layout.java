package dev.asof.benchmarks.lake;

/** One of the ways in which the same rows are written. */
enum Layout {
  /** Iceberg, rows as they come. */
  ICEBERG_UNSORTED("Iceberg, unsorted", Format.ICEBERG, Order.AS_IT_COMES),
  /** Plain Parquet, rows as they come. */
  PARQUET_UNSORTED("Parquet, unsorted", Format.PARQUET, Order.AS_IT_COMES),
  /** Iceberg, sorted by time within an instrument. */
  ICEBERG_SORTED("Iceberg, sorted", Format.ICEBERG, Order.BY_TIME),
  /** Plain Parquet, sorted by time within an instrument. */
  PARQUET_SORTED("Parquet, sorted", Format.PARQUET, Order.BY_TIME);

  /** What knows which files there are. */
  enum Format {
    /** A table with metadata. */
    ICEBERG,
    /** Folders named for their partition, listed at each read. */
    PARQUET
  }

  /** The order of rows in a partition. */
  enum Order {
    /** That of the shuffle. */
    AS_IT_COMES,
    /** By the time of the event. */
    BY_TIME
  }

  private final String title;
  private final Format format;
  private final Order order;

  Layout(String title, Format format, Order order) {
    this.title = title;
    this.format = format;
    this.order = order;
  }

  /** Its name for a reader. */
  String title() {
    return title;
  }

  Format format() {
    return format;
  }

  Order order() {
    return order;
  }

  /** The same order in the other format. */
  Layout counterpart() {
    return values()[ordinal() ^ 1];
  }
}
