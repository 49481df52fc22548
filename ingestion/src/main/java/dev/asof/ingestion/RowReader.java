package dev.asof.ingestion;

/** Reads the rows of one file of a dataset, whatever format they came in. */
interface RowReader {
  /** Checks a row's values, and hands it to the intake when they are right. */
  void read(RawRow row, RowCheck check);

  /** Checks what only the whole file shows. */
  default void finish() {}
}
