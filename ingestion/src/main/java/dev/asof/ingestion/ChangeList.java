package dev.asof.ingestion;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An index's changes, all of one effective date and kind in one line. */
final class ChangeList implements VendorFormat {
  private static final String EFFECTIVE = "effective_date";
  private static final String ANNOUNCED = "announced_date";
  private static final List<String> COLUMNS =
      List.of(EFFECTIVE, "added", "removed", ANNOUNCED, "kind");

  @Override
  public String id() {
    return "index-change-list-csv";
  }

  @Override
  public Dataset dataset() {
    return Dataset.INDEX_CHANGES;
  }

  @Override
  public String accepts() {
    return "CSV with "
        + String.join(", ", COLUMNS)
        + " (change or ticker_change), symbols joined by |; give --index, and where announcements are"
        + " blank --unknown-announcement effective-open or --known-at";
  }

  @Override
  public boolean recognises(FileHead head) {
    return head.endsWith(".csv") && head.firstLine().contains(EFFECTIVE);
  }

  @Override
  public void read(VendorFile file, RowSink rows) {
    CsvRows.read(
        file,
        COLUMNS,
        List.of(),
        new TranslatedRows(rows, (row, to) -> translate(file.name(), row, to)));
  }

  private static void translate(String source, RawRow row, RowSink to) {
    if (row.text("added").isEmpty() && row.text("removed").isEmpty()) {
      to.reject(row.line(), "", "neither added nor removed has a symbol; expected one", "");
    }
    for (String action : List.of("added", "removed")) {
      if (!row.text(action).isEmpty()) {
        for (String symbol : row.text(action).split("\\|", -1)) {
          Map<String, String> texts = new LinkedHashMap<>();
          texts.put("symbol", symbol.strip());
          texts.put("action", action);
          texts.put("kind", kind(row.text("kind")));
          texts.put("announced", row.text(ANNOUNCED));
          texts.put("effective", row.text(EFFECTIVE));
          texts.put("source", source);
          to.addedColumns().forEach(column -> texts.put(column, row.text(column)));
          to.row(RawRow.of(row.line(), texts));
        }
      }
    }
  }

  private static String kind(String written) {
    return written.equals("change") ? "membership" : written.replace('_', '-');
  }
}
