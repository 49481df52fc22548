package dev.asof.ingestion;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        + "; date as date, text or timestamp at midnight; symbol may be called "
        + SymbolColumn.aliases()
        + ", or be the file's name, such as PENN.parquet; lines are rows, from 1";
  }

  @Override
  public boolean recognises(FileHead head) {
    return head.endsWith(ENDING);
  }

  @Override
  public Optional<SymbolSource> symbols(VendorFile file) {
    List<String> columns = ParquetRows.columns(file);
    return SymbolColumn.isAmong(columns, SymbolColumn.SYMBOL)
        ? Optional.empty()
        : Optional.of(SymbolColumn.source(columns, file, ENDING));
  }

  @Override
  public void read(VendorFile file, RowSink rows) {
    List<String> columns = ParquetRows.columns(file);
    Optional<SymbolSource> vendors = SymbolColumn.alias(columns).map(SymbolSource::ofColumn);
    boolean isNamed = vendors.isEmpty() && !SymbolColumn.isAmong(columns, SymbolColumn.SYMBOL);
    ParquetRows.read(
        file,
        SymbolBarsCsv.COLUMNS,
        SymbolColumn.SYMBOL,
        vendors.map(found -> Map.of(found.text(), SymbolColumn.SYMBOL)).orElse(Map.of()),
        new TranslatedRows(
            rows,
            (row, to) -> {
              Map<String, String> texts = new LinkedHashMap<>(row.texts());
              texts.computeIfPresent("date", (column, date) -> withoutMidnight(date));
              if (isNamed) {
                texts.put(SymbolColumn.SYMBOL, FileSymbol.of(file, ENDING));
              }
              handOn(vendors, new TextRow(row.line(), texts, Map.of()), to);
            }));
  }

  private static String withoutMidnight(String date) {
    return date.endsWith(MIDNIGHT) ? date.substring(0, date.length() - MIDNIGHT.length()) : date;
  }

  private static void handOn(Optional<SymbolSource> vendors, RawRow row, RowSink to) {
    if (vendors.isEmpty() || SymbolColumn.check(vendors.get(), row, to)) {
      to.row(row);
    }
  }
}
