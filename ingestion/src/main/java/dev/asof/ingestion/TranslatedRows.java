package dev.asof.ingestion;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * Takes rows as a vendor names and writes them, and hands them on as the dataset does.
 *
 * @param translation hands on what one of the vendor's rows says
 */
record TranslatedRows(RowSink to, BiConsumer<RawRow, RowSink> translation) implements RowSink {
  @Override
  public void row(RawRow row) {
    translation.accept(row, to);
  }

  @Override
  public void reject(long line, String column, String problem, String text) {
    to.reject(line, column, problem, text);
  }

  @Override
  public void warn(String warning) {
    to.warn(warning);
  }

  @Override
  public List<String> addedColumns() {
    return to.addedColumns();
  }
}
