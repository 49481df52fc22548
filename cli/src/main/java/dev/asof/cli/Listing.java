package dev.asof.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.asof.ingestion.SqlRows;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Rows with named columns, printed for people or for programs. A value may be null, a number, a
 * boolean, a list of values, for programs also a listing, or anything else by its {@code
 * toString()}.
 */
final class Listing {
  private static final String GAP = "  ";

  private final List<String> columns;
  private final List<List<Object>> rows = new ArrayList<>();

  Listing(List<String> columns) {
    this.columns = List.copyOf(columns);
  }

  /** Adds a row with one value per column; null stands for nothing. */
  void add(List<?> row) {
    if (row.size() != columns.size()) {
      throw new IllegalArgumentException(
          "Invalid row: " + row.size() + " values for " + columns.size() + " columns");
    }
    rows.add(new ArrayList<>(row));
  }

  /** The rows as an answer with columns of no type. */
  SqlRows rows() {
    return new SqlRows(columns.stream().map(name -> new SqlRows.Column(name, "")).toList(), rows);
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  int size() {
    return rows.size();
  }

  /** The first rows alone. */
  Listing head(int most) {
    Listing head = new Listing(columns);
    rows.stream().limit(most).forEach(head.rows::add);
    return head;
  }

  void print(PrintStream out, ListingOptions.Format format) {
    switch (format) {
      case TABLE -> out.print(table(""));
      case CSV -> out.print(csv());
      case JSON -> out.println(json());
    }
  }

  /** The rows in aligned columns, numbers to the right, each line beginning with the indent. */
  String table(String indent) {
    int[] widths = new int[columns.size()];
    boolean[] numeric = new boolean[columns.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = width(columns.get(column));
      numeric[column] = !rows.isEmpty();
      for (List<Object> row : rows) {
        widths[column] = Math.max(widths[column], width(text(row.get(column))));
        numeric[column] &= row.get(column) == null || row.get(column) instanceof Number;
      }
    }
    StringBuilder text = new StringBuilder();
    appendRow(text, indent, columns, widths, numeric);
    for (List<Object> row : rows) {
      appendRow(text, indent, row, widths, numeric);
    }
    return text.toString();
  }

  private static void appendRow(
      StringBuilder text, String indent, List<?> row, int[] widths, boolean[] numeric) {
    StringBuilder line = new StringBuilder(indent);
    for (int column = 0; column < widths.length; column++) {
      String cell = text(row.get(column));
      String padding = " ".repeat(widths[column] - width(cell));
      line.append(column == 0 ? "" : GAP).append(numeric[column] ? padding + cell : cell + padding);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  /** One line of printable text: a vendor's control characters must not reach a terminal. */
  static String text(Object value) {
    if (value == null) {
      return "";
    }
    String text =
        value instanceof List<?> values
            ? String.join(", ", values.stream().map(Listing::text).toList())
            : value.toString();
    return text.replaceAll("\\p{Cntrl}", "\uFFFD");
  }

  String csv() {
    StringWriter text = new StringWriter();
    try (CSVPrinter printer = csvPrinter(text)) {
      printer.printRecord(CsvCell.texts(columns));
      for (List<Object> row : rows) {
        printer.printRecord(CsvCell.texts(row));
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  static CSVPrinter csvPrinter(Appendable out) throws IOException {
    return new CSVPrinter(out, CSVFormat.RFC4180.builder().setRecordSeparator('\n').get());
  }

  static JsonGenerator jsonGenerator(Writer out) throws IOException {
    JsonGenerator generator =
        JsonFactory.builder()
            .enable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build()
            .createGenerator(out);
    return generator.useDefaultPrettyPrinter();
  }

  private String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = jsonGenerator(text)) {
      writeJson(generator);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  /** Writes an array with an object for each row. */
  void writeJson(JsonGenerator generator) throws IOException {
    generator.writeStartArray();
    for (List<Object> row : rows) {
      writeObject(generator, columns, row);
    }
    generator.writeEndArray();
  }

  /** Writes an object with a value for each name. */
  static void writeObject(JsonGenerator generator, List<String> names, List<Object> values)
      throws IOException {
    generator.writeStartObject();
    for (int column = 0; column < names.size(); column++) {
      generator.writeFieldName(names.get(column));
      writeValue(generator, values.get(column));
    }
    generator.writeEndObject();
  }

  static void writeValue(JsonGenerator generator, Object value) throws IOException {
    if (value == null) {
      generator.writeNull();
    } else if (value instanceof Boolean flag) {
      generator.writeBoolean(flag);
    } else if (value instanceof Double number && !Double.isFinite(number)) {
      generator.writeNull();
    } else if (value instanceof Number) {
      generator.writeNumber(value.toString());
    } else if (value instanceof Listing nested) {
      nested.writeJson(generator);
    } else if (value instanceof List<?> values) {
      generator.writeStartArray();
      for (Object element : values) {
        writeValue(generator, element);
      }
      generator.writeEndArray();
    } else {
      generator.writeString(value.toString());
    }
  }
}
