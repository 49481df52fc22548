package dev.asof.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Several listings: under a heading each for people, in one JSON object for programs. */
final class Listings {
  private record Section(String key, String heading, Listing rows) {}

  private final Map<String, Object> values = new LinkedHashMap<>();
  private final List<Section> sections = new ArrayList<>();

  /** A value beside the listings, for programs only. */
  void value(String key, Object value) {
    values.put(key, value);
  }

  /**
   * A listing; one without rows is left out for people.
   *
   * @param key its name for programs
   * @param heading the line above it for people
   */
  void add(String key, String heading, Listing rows) {
    sections.add(new Section(key, heading, rows));
  }

  void printTables(PrintStream out) {
    for (Section section : sections) {
      if (!section.rows().isEmpty()) {
        out.println();
        out.println(section.heading().replaceAll("\\p{Cntrl}", "\uFFFD"));
        out.print(section.rows().table("  "));
      }
    }
  }

  void printJson(PrintStream out) {
    StringWriter text = new StringWriter();
    JsonFactory factory =
        JsonFactory.builder().enable(StreamWriteFeature.AUTO_CLOSE_CONTENT).build();
    try (JsonGenerator generator = factory.createGenerator(text)) {
      generator.useDefaultPrettyPrinter();
      generator.writeStartObject();
      for (Map.Entry<String, Object> entry : values.entrySet()) {
        generator.writeFieldName(entry.getKey());
        Listing.writeValue(generator, entry.getValue());
      }
      for (Section section : sections) {
        generator.writeFieldName(section.key());
        section.rows().writeJson(generator);
      }
      generator.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    out.println(text);
  }
}
