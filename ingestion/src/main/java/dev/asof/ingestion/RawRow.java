package dev.asof.ingestion;

import java.util.Map;

/** One row of a file before its values are read. */
public interface RawRow {
  /** The line of the file on which the row begins, from 1. */
  long line();

  /** The line of the file on which a column's value stands; the row's own when it has none. */
  default long line(String column) {
    return line();
  }

  /** A column's text without surrounding blanks; empty when the row has no value for it. */
  String text(String column);

  /**
   * Whether files of this format never hold a column, so that its value is unknown rather than
   * missing.
   */
  default boolean lacks(String column) {
    return false;
  }

  /** All its columns with their texts, in the file's order, for whoever has to correct the row. */
  Map<String, String> texts();

  /**
   * A row of texts that lacks all other columns.
   *
   * @param line the line of the file on which it begins, from 1
   * @param texts its columns under the dataset's names
   */
  static RawRow of(long line, Map<String, String> texts) {
    return new TextRow(line, texts, Map.of());
  }
}
