package dev.asof.ingestion;

/** A fund's holdings as CSV. */
final class HoldingsCsv implements FileParser<Holding> {
  @Override
  public String accepts() {
    return "CSV with "
        + String.join(", ", HoldingsRows.COLUMNS)
        + " and optionally "
        + String.join(", ", HoldingsRows.OPTIONAL);
  }

  @Override
  public String extension() {
    return ".csv";
  }

  @Override
  public void parse(VendorFile file, Intake<Holding> intake) {
    HoldingsRows holdings = new HoldingsRows(file, intake);
    CsvRows.read(file, HoldingsRows.COLUMNS, HoldingsRows.OPTIONAL, intake, holdings::read);
  }
}
