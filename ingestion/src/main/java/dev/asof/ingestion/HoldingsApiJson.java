package dev.asof.ingestion;

import java.util.List;
import java.util.stream.Stream;

/** A fund's holdings as a holdings API replies: an array of objects with one filing's positions. */
final class HoldingsApiJson implements FileParser<Holding> {
  private static final List<String> FIELDS =
      Stream.concat(HoldingsRows.COLUMNS.stream(), HoldingsRows.OPTIONAL.stream()).toList();

  @Override
  public String accepts() {
    return "a JSON array of objects with "
        + String.join(", ", HoldingsRows.COLUMNS)
        + " and optionally "
        + String.join(", ", HoldingsRows.OPTIONAL);
  }

  @Override
  public String extension() {
    return ".json";
  }

  @Override
  public void parse(VendorFile file, Intake<Holding> intake) {
    HoldingsRows holdings = new HoldingsRows(file, intake);
    JsonRows.read(file, FIELDS, intake, holdings::read);
  }
}
