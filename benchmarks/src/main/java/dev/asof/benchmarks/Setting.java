package dev.asof.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Locale;

/**
 * A setting that may vary by bar and column: one value, a list by column, or a matrix, which stands
 * among the inputs when the configuration says {@code matrix:inputs}.
 */
final class Setting {
  private final String name;
  private final JsonNode value;
  private final boolean byColumn;
  private final boolean byBar;

  private Setting(String name, JsonNode value, int bars, int columns) {
    this.name = name;
    this.value = value;
    this.byBar = value.isArray() && value.size() > 0 && value.get(0).isArray();
    this.byColumn = value.isArray() && !byBar;
    if (byColumn && value.size() != columns) {
      throw new MalformedGolden(
          name + " has " + value.size() + " values instead of one for each of " + columns);
    }
    if (byBar) {
      if (value.size() != bars) {
        throw new MalformedGolden(name + " has " + value.size() + " rows instead of " + bars);
      }
      for (JsonNode row : value) {
        if (row.size() != columns) {
          throw new MalformedGolden(
              name + " has a row of " + row.size() + " columns instead of " + columns);
        }
      }
    }
  }

  /** The setting of a file, or what holds when it does not say. */
  static Setting of(JsonNode file, String name, JsonNode otherwise, int bars, int columns) {
    JsonNode value = file.path("config").path(name);
    if (value.isMissingNode()) {
      value = otherwise;
    } else if (value.isTextual() && value.textValue().startsWith("matrix")) {
      value = Golden.part(Golden.part(file, "inputs"), name);
    }
    return new Setting(name, value, bars, columns);
  }

  static Setting of(JsonNode file, String name, double otherwise, int bars, int columns) {
    return of(file, name, JsonNodeFactory.instance.numberNode(otherwise), bars, columns);
  }

  static Setting of(JsonNode file, String name, boolean otherwise, int bars, int columns) {
    return of(file, name, JsonNodeFactory.instance.booleanNode(otherwise), bars, columns);
  }

  static Setting of(JsonNode file, String name, String otherwise, int bars, int columns) {
    return of(file, name, JsonNodeFactory.instance.textNode(otherwise), bars, columns);
  }

  private JsonNode at(int bar, int column) {
    return byBar ? value.get(bar).get(column) : byColumn ? value.get(column) : value;
  }

  double number(int bar, int column) {
    return Golden.number(at(bar, column), name);
  }

  boolean flag(int bar, int column) {
    return Golden.flag(at(bar, column), name);
  }

  /** A word in lower case without what separates its parts, so that spellings agree. */
  String word(int bar, int column) {
    JsonNode word = at(bar, column);
    if (!word.isTextual() && !word.isBoolean()) {
      throw new MalformedGolden(name + " is " + Golden.shortened(word) + ", expected a word");
    }
    return word.asText().toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  /** An enumerated value that the file spells differently. */
  MalformedGolden unknown(int bar, int column, String expected) {
    return new MalformedGolden(
        name + " is " + Golden.shortened(at(bar, column)) + ", expected one of " + expected);
  }
}
