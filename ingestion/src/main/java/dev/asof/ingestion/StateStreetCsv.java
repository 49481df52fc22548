package dev.asof.ingestion;

import de.siegmar.fastcsv.reader.CsvRecord;

/** State Street's daily holdings, saved as CSV. */
final class StateStreetCsv implements VendorFormat {
  @Override
  public String id() {
    return "ssga-holdings-csv";
  }

  @Override
  public Dataset dataset() {
    return Dataset.FUND_HOLDINGS;
  }

  @Override
  public String accepts() {
    return "State Street's daily holdings as CSV: " + StateStreetRows.ACCEPTS;
  }

  @Override
  public boolean recognises(FileHead head) {
    return head.endsWith(".csv") && head.start().contains(StateStreetRows.SHARES);
  }

  @Override
  public void read(VendorFile file, RowSink rows) {
    StateStreetRows reading = new StateStreetRows(file, rows);
    file.text(
        text -> {
          CsvRecords records = new CsvRecords(file, text);
          for (CsvRecord record = records.next(); record != null; record = records.next()) {
            reading.line(record.getStartingLineNumber(), record.getFields());
          }
        });
    reading.finish();
  }
}
