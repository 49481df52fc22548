package dev.asof.ingestion;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Holdings under the dataset's own names, with identifiers as funds publish them: some positions
 * have a CINS number alone, and cash has none.
 *
 * @param plain reads the rows
 */
record PlainHoldings(VendorFormat plain) implements VendorFormat {
  @Override
  public String id() {
    return plain.id();
  }

  @Override
  public Dataset dataset() {
    return plain.dataset();
  }

  @Override
  public String accepts() {
    return plain.accepts();
  }

  @Override
  public boolean recognises(FileHead head) {
    return plain.recognises(head);
  }

  @Override
  public void read(VendorFile file, RowSink rows) {
    completed(rows, completing -> plain.read(file, completing));
  }

  /** Completes the identifiers of what a reading finds, and tells of what was left out. */
  static void completed(RowSink rows, Consumer<RowSink> reading) {
    PositionNumbers numbers = new PositionNumbers();
    reading.accept(new TranslatedRows(rows, (row, to) -> complete(row, numbers, to)));
    numbers.warn(rows);
  }

  private static void complete(RawRow row, PositionNumbers numbers, RowSink to) {
    Map<String, String> texts = new LinkedHashMap<>(row.texts());
    if (!row.text("isin").isEmpty() || row.lacks("cusip")) {
      to.row(row);
      return;
    }
    Map<String, Long> lines = new HashMap<>();
    texts.keySet().forEach(column -> lines.put(column, row.line(column)));
    if (numbers.completeOfAny(row.line(), texts)) {
      to.row(new TextRow(row.line(), texts, lines));
    }
  }
}
