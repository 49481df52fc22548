package dev.asof.ingestion;

/** One row of a file before its values are read. */
interface RawRow {
  /** The line of the file on which the row begins, from 1. */
  long line();

  /** The line of the file on which a column's value stands; the row's own when it has none. */
  long line(String column);

  /** A column's text without surrounding blanks; empty when the row has no value for it. */
  String text(String column);
}
