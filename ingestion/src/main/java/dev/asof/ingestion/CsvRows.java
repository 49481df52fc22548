package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Comma-separated values with a header. The order of columns is free, their names' case doesn't
 * count, blank lines are skipped.
 */
final class CsvRows {
  private static final CSVFormat FORMAT =
      CSVFormat.Builder.create(CSVFormat.RFC4180).setIgnoreEmptyLines(false).get();

  private final VendorFile file;
  private final List<String> required;
  private final List<String> optional;
  private final Map<String, Integer> indexes = new HashMap<>();
  private long line;

  private CsvRows(VendorFile file, List<String> required, List<String> optional) {
    this.file = file;
    this.required = required;
    this.optional = optional;
  }

  /**
   * Reads a file.
   *
   * @param required columns that the header must name
   * @param optional columns that it may name; a warning tells of any other
   * @throws AsOfException with {@link ErrorCode#FILE_MALFORMED} when it can't be read to its end
   */
  static void read(VendorFile file, List<String> required, List<String> optional, RowSink rows) {
    file.text(text -> new CsvRows(file, required, optional).read(text, rows));
  }

  private void read(Reader text, RowSink rows) throws IOException {
    CSVParser parser = CSVParser.builder().setReader(text).setFormat(FORMAT).get();
    try {
      Iterator<CSVRecord> records = parser.iterator();
      CSVRecord header = next(parser, records);
      if (header == null) {
        throw Findings.malformed(
            file.name(),
            "the file is empty; expected a header with " + String.join(", ", required));
      }
      int columns = header.size();
      readHeader(header, rows);
      for (CSVRecord record = next(parser, records);
          record != null;
          record = next(parser, records)) {
        if (record.size() == columns) {
          rows.row(new Row(record, indexes, line));
        } else {
          rows.reject(
              line,
              "",
              fields(record.size()) + "; expected " + columns + " as in the header",
              String.join(",", record.toList()));
        }
      }
    } catch (UncheckedIOException failed) {
      if (failed.getCause() instanceof CSVException) {
        throw Findings.malformed(
            file.name(),
            line,
            "a quoted field isn't closed, or text follows its closing quote; a quote inside a"
                + " quoted field is written twice",
            failed);
      }
      throw failed.getCause();
    }
  }

  /** The next record that isn't a blank line, or null; {@link #line} is where it begins. */
  private CSVRecord next(CSVParser parser, Iterator<CSVRecord> records) {
    while (true) {
      line = parser.getCurrentLineNumber() + 1;
      if (!records.hasNext()) {
        return null;
      }
      CSVRecord record = records.next();
      if (record.size() > 1 || !record.get(0).isBlank()) {
        return record;
      }
    }
  }

  private void readHeader(CSVRecord header, RowSink rows) {
    Map<String, String> known = new LinkedHashMap<>();
    required.forEach(column -> known.put(column.toLowerCase(Locale.ROOT), column));
    optional.forEach(column -> known.put(column.toLowerCase(Locale.ROOT), column));
    rows.addedColumns().forEach(column -> known.put(column.toLowerCase(Locale.ROOT), column));
    for (int i = 0; i < header.size(); i++) {
      String written = header.get(i).strip();
      String column = known.get(written.toLowerCase(Locale.ROOT));
      if (column == null) {
        rows.warn(
            "column "
                + OneLine.quoted(written)
                + " of "
                + file.name()
                + " is unknown and left out");
      } else if (indexes.put(column, i) != null) {
        throw Findings.malformed(
            file.name(), line, "column " + column + " stands twice in the header", null);
      }
    }
    List<String> missing = required.stream().filter(c -> !indexes.containsKey(c)).toList();
    if (!missing.isEmpty()) {
      throw Findings.malformed(
          file.name(),
          line,
          (missing.size() == 1 ? "column " : "columns ")
              + String.join(", ", missing)
              + (missing.size() == 1 ? " is" : " are")
              + " missing; expected a header with "
              + String.join(", ", required),
          null);
    }
  }

  private static String fields(int count) {
    return count == 1 ? "1 field" : count + " fields";
  }

  private record Row(CSVRecord record, Map<String, Integer> indexes, long line) implements RawRow {
    @Override
    public String text(String column) {
      Integer index = indexes.get(column);
      return index == null ? "" : record.get(index).strip();
    }

    @Override
    public Map<String, String> texts() {
      Map<String, String> texts = new LinkedHashMap<>();
      indexes.entrySet().stream()
          .sorted(Map.Entry.comparingByValue())
          .forEach(entry -> texts.put(entry.getKey(), record.get(entry.getValue())));
      return texts;
    }
  }
}
