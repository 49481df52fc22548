package dev.asof.ingestion;

import java.util.List;

/**
 * CSV whose header names a dataset's own columns.
 *
 * @param required columns that the header must name
 * @param optional columns that it may name
 * @param accepts which files it reads, one line for a reader
 */
record CsvFormat(
    String id, Dataset dataset, List<String> required, List<String> optional, String accepts)
    implements VendorFormat {
  @Override
  public boolean recognises(FileHead head) {
    return head.endsWith(".csv");
  }

  @Override
  public void read(VendorFile file, RowSink rows) {
    CsvRows.read(file, required, optional, rows);
  }
}
