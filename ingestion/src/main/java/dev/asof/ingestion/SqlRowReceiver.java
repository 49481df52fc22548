package dev.asof.ingestion;

import java.util.List;

/** Takes the answer to a statement row by row. Called by one thread, not always the asker's. */
public interface SqlRowReceiver {
  /** Takes the columns, once, before the first row. */
  void columns(List<SqlRows.Column> columns);

  /** Takes a row, with values as in {@link SqlRows}. */
  void row(List<Object> values);
}
