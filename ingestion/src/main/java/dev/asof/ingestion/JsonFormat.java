package dev.asof.ingestion;

import java.util.List;

/**
 * A JSON array of objects whose fields are a dataset's own columns.
 *
 * @param columns fields that are read; others are left out
 * @param accepts which files it reads, one line for a reader
 */
record JsonFormat(String id, Dataset dataset, List<String> columns, String accepts)
    implements VendorFormat {
  @Override
  public boolean recognises(FileHead head) {
    return head.endsWith(".json");
  }

  @Override
  public void read(VendorFile file, RowSink rows) {
    JsonRows.read(file, columns, rows);
  }
}
