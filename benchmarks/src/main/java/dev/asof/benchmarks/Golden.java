package dev.asof.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads the parts of a golden file: null is NaN, infinities are words, matrices are bar by bar. */
final class Golden {
  private Golden() {}

  /** A part that has to be there. */
  static JsonNode part(JsonNode parent, String key) {
    JsonNode part = parent.get(key);
    if (part == null) {
      throw new MalformedGolden("has no " + key);
    }
    return part;
  }

  static boolean isNumber(JsonNode node) {
    return node.isNull()
        || node.isNumber()
        || node.isTextual()
            && switch (node.textValue()) {
              case "Infinity", "-Infinity", "NaN" -> true;
              default -> false;
            };
  }

  static double number(JsonNode node, String where) {
    if (!isNumber(node)) {
      throw new MalformedGolden(
          where + " is " + shortened(node) + ", expected a number, null or an infinity");
    }
    return node.isNull()
        ? Double.NaN
        : node.isTextual() ? Double.parseDouble(node.textValue()) : node.doubleValue();
  }

  static boolean flag(JsonNode node, String where) {
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isNumber() && (node.doubleValue() == 0 || node.doubleValue() == 1)) {
      return node.doubleValue() == 1;
    }
    throw new MalformedGolden(where + " is " + shortened(node) + ", expected true or false");
  }

  static double[] vector(JsonNode node, String where) {
    if (!node.isArray()) {
      throw new MalformedGolden(where + " is " + shortened(node) + ", expected a list");
    }
    double[] values = new double[node.size()];
    for (int n = 0; n < values.length; n++) {
      values[n] = number(node.get(n), where + "[" + n + "]");
    }
    return values;
  }

  /** A matrix, one row per bar; a plain list is a matrix of one column. */
  static double[][] matrix(JsonNode node, String where) {
    if (!node.isArray()) {
      throw new MalformedGolden(where + " is " + shortened(node) + ", expected rows");
    }
    double[][] rows = new double[node.size()][];
    for (int bar = 0; bar < rows.length; bar++) {
      JsonNode row = node.get(bar);
      String at = where + "[" + bar + "]";
      rows[bar] = row.isArray() ? vector(row, at) : new double[] {number(row, at)};
      if (rows[bar].length != rows[0].length) {
        throw new MalformedGolden(
            at + " has " + rows[bar].length + " columns instead of " + rows[0].length);
      }
    }
    return rows;
  }

  /** A matrix of a known shape. */
  static double[][] matrix(JsonNode node, String where, int bars, int columns) {
    double[][] rows = matrix(node, where);
    if (rows.length != bars || bars > 0 && rows[0].length != columns) {
      throw new MalformedGolden(
          where
              + " is "
              + rows.length
              + " x "
              + (rows.length == 0 ? 0 : rows[0].length)
              + " instead of "
              + bars
              + " x "
              + columns);
    }
    return rows;
  }

  static List<String> words(JsonNode node, String where) {
    List<String> words = new ArrayList<>();
    for (JsonNode word : node) {
      if (!word.isTextual()) {
        throw new MalformedGolden(where + " holds " + shortened(word) + ", expected words");
      }
      words.add(word.textValue());
    }
    return words;
  }

  static String shortened(JsonNode node) {
    String text = node.toString();
    return text.length() <= 40 ? text : text.substring(0, 37) + "...";
  }
}
