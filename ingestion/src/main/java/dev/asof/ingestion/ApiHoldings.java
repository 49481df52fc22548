package dev.asof.ingestion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The API's list of what a fund holds now. It tells no period and no filing, only when the vendor
 * brought it up to date: that day is its period, and that time, read as New York's, is when it was
 * known. Read as UTC it would be four or five hours earlier.
 */
final class ApiHoldings implements VendorFormat {
  private static final String UPDATED = "updatedAt";
  private static final String WEIGHT = "weightPercentage";
  private static final Map<String, String> COLUMNS = columns();

  private static Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("symbol", "fund");
    columns.put("asset", "symbol");
    columns.put("name", "name");
    columns.put("isin", "isin");
    columns.put("securityCusip", "cusip");
    columns.put("sharesNumber", "balance");
    columns.put(WEIGHT, "pctVal");
    columns.put("marketValue", "valUsd");
    return columns;
  }

  @Override
  public String id() {
    return "fmp-holdings-json";
  }

  @Override
  public Dataset dataset() {
    return Dataset.FUND_HOLDINGS;
  }

  @Override
  public String accepts() {
    return "a JSON array of objects with "
        + String.join(", ", COLUMNS.keySet())
        + ", "
        + UPDATED
        + " (New York time; its day is the period)";
  }

  @Override
  public boolean recognises(FileHead head) {
    return head.endsWith(".json") && head.start().contains('"' + WEIGHT + '"');
  }

  @Override
  public void read(VendorFile file, RowSink rows) {
    List<String> fields = new ArrayList<>(COLUMNS.keySet());
    fields.add(UPDATED);
    PositionNumbers numbers = new PositionNumbers();
    JsonRows.read(file, fields, new TranslatedRows(rows, (row, to) -> translate(row, numbers, to)));
    numbers.warn(rows);
  }

  private static void translate(RawRow row, PositionNumbers numbers, RowSink to) {
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, Long> lines = new LinkedHashMap<>();
    COLUMNS.forEach(
        (field, column) -> {
          texts.put(column, row.text(field));
          lines.put(column, row.line(field));
        });
    String updated = row.text(UPDATED);
    int day = updated.indexOf(' ');
    texts.put("date", day < 0 ? updated : updated.substring(0, day));
    texts.put(HoldingsRows.PUBLISHED, updated);
    lines.put("date", row.line(UPDATED));
    lines.put(HoldingsRows.PUBLISHED, row.line(UPDATED));
    to.addedColumns().forEach(column -> texts.put(column, row.text(column)));
    if (numbers.complete(row.line(), texts)) {
      to.row(new TextRow(row.line(), texts, lines));
    }
  }
}
