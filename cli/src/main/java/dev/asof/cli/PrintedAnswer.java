package dev.asof.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.asof.ingestion.SqlRowReceiver;
import dev.asof.ingestion.SqlRows;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVPrinter;

/**
 * Prints an answer: for people when it is whole, because columns are aligned; for programs as it
 * comes, because it may be long. Prints as a {@link Listing} does.
 */
final class PrintedAnswer implements SqlRowReceiver {
  private final PrintStream out;
  private final ListingOptions.Format format;
  private List<String> names;
  private Listing table;
  private CSVPrinter csv;
  private JsonGenerator json;

  PrintedAnswer(PrintStream out, ListingOptions.Format format) {
    this.out = out;
    this.format = format;
  }

  @Override
  public void columns(List<SqlRows.Column> columns) {
    names = columns.stream().map(SqlRows.Column::name).toList();
    try {
      switch (format) {
        case TABLE -> table = new Listing(names);
        case CSV -> {
          csv = Listing.csvPrinter(out);
          csv.printRecord(CsvCell.texts(names));
        }
        case JSON -> {
          json = Listing.jsonGenerator(new OutputStreamWriter(out, StandardCharsets.UTF_8));
          json.writeStartArray();
        }
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  @Override
  public void row(List<Object> values) {
    try {
      switch (format) {
        case TABLE -> table.add(values);
        case CSV -> csv.printRecord(CsvCell.texts(values));
        case JSON -> Listing.writeObject(json, names, values);
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** Prints what is left when all rows have come. */
  void end() {
    try {
      switch (format) {
        case TABLE -> table.print(out, format);
        case CSV -> csv.flush();
        case JSON -> {
          json.writeEndArray();
          json.flush();
          out.println();
        }
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
