package dev.asof.ingestion;

import java.util.List;

/** Takes what a format finds in a file. */
public interface RowSink {
  /** A row. */
  void row(RawRow row);

  /**
   * A row that can't be told apart into columns, or holds something that no column can hold. The
   * reading goes on.
   *
   * @param line the line of the file, from 1
   * @param column the column's name; empty when the whole line is meant
   * @param problem what is wrong and what would be valid
   * @param text the line or the value as it stands in the file
   */
  void reject(long line, String column, String problem, String text);

  /** Something that the person who ingests should know, one line. */
  void warn(String warning);

  /**
   * Columns that were added to the table besides the dataset's own. A format that finds one of
   * these in its file hands its text over under this name.
   */
  List<String> addedColumns();
}
