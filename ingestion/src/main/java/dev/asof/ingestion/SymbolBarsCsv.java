package dev.asof.ingestion;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Daily bars in CSV without a column {@code symbol}: of one symbol, or with a vendor's column. */
final class SymbolBarsCsv implements VendorFormat {
  private static final String ENDING = ".csv";
  static final List<String> COLUMNS =
      BarRows.COLUMNS.stream().filter(column -> !column.equals(SymbolColumn.SYMBOL)).toList();

  @Override
  public String id() {
    return "symbol-bars-csv";
  }

  @Override
  public Dataset dataset() {
    return Dataset.DAILY_BARS;
  }

  @Override
  public String accepts() {
    return "CSV with "
        + String.join(", ", COLUMNS)
        + " and the symbol in a column "
        + SymbolColumn.aliases()
        + ", or without one in a file that is named by its symbol, such as PENN.csv";
  }

  @Override
  public boolean recognises(FileHead head) {
    if (!head.endsWith(ENDING)) {
      return false;
    }
    List<String> header = SymbolColumn.header(head);
    return !SymbolColumn.isAmong(header, SymbolColumn.SYMBOL)
        && COLUMNS.stream().allMatch(column -> SymbolColumn.isAmong(header, column));
  }

  @Override
  public Optional<SymbolSource> symbols(VendorFile file) {
    return Optional.of(SymbolColumn.source(SymbolColumn.header(file.head()), file, ENDING));
  }

  @Override
  public void read(VendorFile file, RowSink rows) {
    SymbolSource source = symbols(file).orElseThrow();
    switch (source.origin()) {
      case COLUMN ->
          CsvRows.readRenamed(
              file,
              BarRows.COLUMNS,
              Map.of(source.text(), SymbolColumn.SYMBOL),
              new TranslatedRows(rows, (row, to) -> handOn(source, row, to)));
      case NAME ->
          CsvRows.read(
              file,
              COLUMNS,
              List.of(),
              new TranslatedRows(rows, (row, to) -> to.row(new Named(row, source.text()))));
    }
  }

  private static void handOn(SymbolSource source, RawRow row, RowSink to) {
    if (SymbolColumn.check(source, row, to)) {
      to.row(row);
    }
  }

  private record Named(RawRow row, String symbol) implements RawRow {
    @Override
    public long line() {
      return row.line();
    }

    @Override
    public String text(String column) {
      return column.equals(SymbolColumn.SYMBOL) ? symbol : row.text(column);
    }

    @Override
    public Map<String, String> texts() {
      Map<String, String> texts = new LinkedHashMap<>();
      texts.put(SymbolColumn.SYMBOL, symbol);
      texts.putAll(row.texts());
      return texts;
    }
  }
}
