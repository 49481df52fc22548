package dev.asof.ingestion;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Daily bars of one symbol in CSV. */
final class SymbolBarsCsv implements VendorFormat {
  private static final String ENDING = ".csv";
  static final String SYMBOL = "symbol";
  static final List<String> COLUMNS =
      BarRows.COLUMNS.stream().filter(column -> !column.equals(SYMBOL)).toList();

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
        + " in a file that is named by its symbol, such as PENN.csv";
  }

  @Override
  public boolean recognises(FileHead head) {
    String header = head.firstLine().toLowerCase(Locale.ROOT);
    return head.endsWith(ENDING)
        && !header.contains(SYMBOL)
        && COLUMNS.stream().allMatch(header::contains);
  }

  @Override
  public void read(VendorFile file, RowSink rows) {
    String symbol = FileSymbol.of(file, ENDING);
    CsvRows.read(
        file,
        COLUMNS,
        List.of(),
        new TranslatedRows(rows, (row, to) -> to.row(new Named(row, symbol))));
  }

  private record Named(RawRow row, String symbol) implements RawRow {
    @Override
    public long line() {
      return row.line();
    }

    @Override
    public String text(String column) {
      return column.equals(SYMBOL) ? symbol : row.text(column);
    }

    @Override
    public Map<String, String> texts() {
      Map<String, String> texts = new LinkedHashMap<>();
      texts.put(SYMBOL, symbol);
      texts.putAll(row.texts());
      return texts;
    }
  }
}
