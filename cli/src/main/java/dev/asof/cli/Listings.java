package dev.asof.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Several listings: under a heading each for people, in one JSON object for programs. */
final class Listings {
  private static final int SHOWN = 60;

  /** Either rows, or one object with keys. */
  private record Section(String key, String heading, Listing rows, Map<String, Object> pairs) {}

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
    sections.add(new Section(key, heading, rows, Map.of()));
  }

  /**
   * Names and values, one line each for people and one object for programs.
   *
   * @param key its name for programs
   * @param heading the line above it for people
   * @param pairs names, as {@code camelCase}, to values; null stands for nothing
   */
  void add(String key, String heading, Map<String, Object> pairs) {
    Listing rows = new Listing(List.of("what", "value"));
    pairs.forEach((name, value) -> rows.add(Arrays.asList(words(name), value)));
    sections.add(new Section(key, heading, rows, pairs));
  }

  /** {@code rawPriceUsd} as {@code raw price USD}. */
  private static String words(String name) {
    return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT).replace(" usd", " USD");
  }

  void printTables(PrintStream out) {
    for (Section section : sections) {
      if (!section.rows().isEmpty()) {
        out.println();
        out.println(section.heading().replaceAll("\\p{Cntrl}", "\uFFFD"));
        out.print(section.rows().head(SHOWN).table("  "));
        if (section.rows().size() > SHOWN) {
          out.println("  and " + (section.rows().size() - SHOWN) + " more; --json has them all");
        }
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
        if (section.pairs().isEmpty()) {
          section.rows().writeJson(generator);
        } else {
          generator.writeStartObject();
          for (Map.Entry<String, Object> pair : section.pairs().entrySet()) {
            generator.writeFieldName(pair.getKey());
            Listing.writeValue(generator, pair.getValue());
          }
          generator.writeEndObject();
        }
      }
      generator.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    out.println(text);
  }
}
