package dev.asof.ingestion;

import java.util.LinkedHashMap;
import java.util.Map;

/** Daily bars in Parquet, of many symbols or of one that the file is named by. */
final class ParquetBars implements VendorFormat {
  private static final String ENDING = ".parquet";
  private static final String MIDNIGHT = "T00:00";

  @Override
  public String id() {
    return "bars-parquet";
  }

  @Override
  public Dataset dataset() {
    return Dataset.DAILY_BARS;
  }

  @Override
  public String accepts() {
    return "Parquet with "
        + String.join(", ", BarRows.COLUMNS)
        + "; date as date, text or timestamp at midnight; without symbol in a file that is named by"
        + " it, such as PENN.parquet; lines are rows, from 1";
  }

  @Override
  public boolean recognises(FileHead head) {
    return head.endsWith(ENDING);
  }

  @Override
  public void read(VendorFile file, RowSink rows) {
    ParquetRows.read(
        file,
        SymbolBarsCsv.COLUMNS,
        SymbolBarsCsv.SYMBOL,
        new TranslatedRows(rows, (row, to) -> to.row(translate(file, row))));
  }

  private static RawRow translate(VendorFile file, RawRow row) {
    Map<String, String> texts = new LinkedHashMap<>(row.texts());
    texts.computeIfPresent(
        "date",
        (column, date) ->
            date.endsWith(MIDNIGHT) ? date.substring(0, date.length() - MIDNIGHT.length()) : date);
    texts.computeIfAbsent(SymbolBarsCsv.SYMBOL, absent -> FileSymbol.of(file, ENDING));
    return new TextRow(row.line(), texts, Map.of());
  }
}
