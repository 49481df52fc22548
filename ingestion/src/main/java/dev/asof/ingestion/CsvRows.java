package dev.asof.ingestion;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Comma-separated values with a header. The order of columns is free, their names' case doesn't
 * count, blank lines are skipped.
 */
final class CsvRows {
  private static final Pattern GUARDED = Pattern.compile("'+[=+\\-@\\t\\r]");

  private final VendorFile file;
  private final Collection<String> required;
  private final Collection<String> optional;
  private final Map<String, String> renamed;
  private final Map<String, Integer> indexes = new HashMap<>();

  private CsvRows(
      VendorFile file,
      Collection<String> required,
      Collection<String> optional,
      Map<String, String> renamed) {
    this.file = file;
    this.required = required;
    this.optional = optional;
    this.renamed = renamed;
  }

  /**
   * Reads a file.
   *
   * @param required columns that the header must name
   * @param optional columns that it may name; a warning tells of any other
   * @throws AsOfException with {@link ErrorCode#FILE_MALFORMED} when it can't be read to its end
   */
  static void read(
      VendorFile file, Collection<String> required, Collection<String> optional, RowSink rows) {
    file.text(
        text ->
            new CsvRows(file, required, optional, Map.of()).read(new CsvRecords(file, text), rows));
  }

  /**
   * Reads a file whose vendor has names of its own for columns.
   *
   * @param required columns that the header must name
   * @param renamed the vendor's names in lower case with the required columns that they stand for
   * @throws AsOfException with {@link ErrorCode#FILE_MALFORMED} when it can't be read to its end
   */
  static void readRenamed(
      VendorFile file, Collection<String> required, Map<String, String> renamed, RowSink rows) {
    file.text(
        text ->
            new CsvRows(file, required, List.of(), renamed).read(new CsvRecords(file, text), rows));
  }

  private void read(CsvRecords records, RowSink rows) throws IOException {
    CsvRecord header = records.next();
    if (header == null) {
      throw Findings.malformed(
          file.name(), "the file is empty; expected a header with " + String.join(", ", required));
    }
    int columns = header.getFieldCount();
    readHeader(header, rows);
    for (CsvRecord record = records.next(); record != null; record = records.next()) {
      if (record.getFieldCount() == columns) {
        rows.row(new Row(record, indexes));
      } else {
        rows.reject(
            record.getStartingLineNumber(),
            "",
            fields(record.getFieldCount()) + "; expected " + columns + " as in the header",
            String.join(",", record.getFields()));
      }
    }
  }

  private void readHeader(CsvRecord header, RowSink rows) {
    Map<String, String> known = new LinkedHashMap<>();
    required.forEach(column -> known.put(column.toLowerCase(Locale.ROOT), column));
    optional.forEach(column -> known.put(column.toLowerCase(Locale.ROOT), column));
    rows.addedColumns().forEach(column -> known.put(column.toLowerCase(Locale.ROOT), column));
    known.putAll(renamed);
    long line = header.getStartingLineNumber();
    for (int i = 0; i < header.getFieldCount(); i++) {
      String written = header.getField(i).strip();
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
    List<String> missing =
        required.stream()
            .filter(column -> !indexes.containsKey(column) && !file.folders().has(column))
            .toList();
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

  private record Row(CsvRecord record, Map<String, Integer> indexes) implements RawRow {
    @Override
    public long line() {
      return record.getStartingLineNumber();
    }

    @Override
    public String text(String column) {
      Integer index = indexes.get(column);
      return index == null ? "" : field(index).strip();
    }

    @Override
    public Map<String, String> texts() {
      Map<String, String> texts = new LinkedHashMap<>();
      indexes.entrySet().stream()
          .sorted(Map.Entry.comparingByValue())
          .forEach(entry -> texts.put(entry.getKey(), field(entry.getValue())));
      return texts;
    }

    /** In an export of the quarantine, an apostrophe keeps a spreadsheet from running a text. */
    private String field(int index) {
      String text = record.getField(index);
      return indexes.containsKey(Replay.ID) && GUARDED.matcher(text).lookingAt()
          ? text.substring(1)
          : text;
    }
  }
}
