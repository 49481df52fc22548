package dev.asof.ingestion;

/** State Street's daily holdings, the workbook that its site gives out. */
final class StateStreetXlsx implements VendorFormat {
  @Override
  public String id() {
    return "ssga-holdings-xlsx";
  }

  @Override
  public Dataset dataset() {
    return Dataset.FUND_HOLDINGS;
  }

  @Override
  public String accepts() {
    return "State Street's daily holdings as xlsx: " + StateStreetRows.ACCEPTS;
  }

  @Override
  public boolean recognises(FileHead head) {
    return head.endsWith(".xlsx");
  }

  @Override
  public void read(VendorFile file, RowSink rows) {
    StateStreetRows reading = new StateStreetRows(file, rows);
    Workbook.read(file, rows, reading::line);
    reading.finish();
  }
}
